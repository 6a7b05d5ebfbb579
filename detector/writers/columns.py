"""The columns of the review row, in the order in which an analyst reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from detector.causes import HEADS, PROBABILITIES
from detector.verdict import Readability

ColumnType = Literal["text", "id", "whole", "number", "names", "evidence", "passages"]


class Column(NamedTuple):
    """A column: its name and what its cells hold.

    ``id`` is text that names an article: spreadsheets must not take it for a number or a date.
    """

    name: str
    dtype: ColumnType


ROW: tuple[Column, ...] = (
    Column("rank", "whole"),
    Column("decision", "text"),
    Column("why", "text"),
    Column("title", "text"),
    Column("outlet", "text"),
    Column("published", "text"),
    Column("url", "text"),
    Column("reviewer_decision", "text"),
    Column("reviewer_cause", "text"),
    Column("reviewer_note", "text"),
    Column("score", "number"),
    *(Column(head, "number") for head in HEADS),
    Column("debris", "number"),
    Column("reasons", "names"),
    Column("evidence", "evidence"),
    Column("figures_suspect", "passages"),
    Column("path", "text"),
    Column("id", "id"),
    Column("words", "whole"),
    Column("language", "text"),
    Column("out_of_domain", "number"),
    Column("story", "id"),
    Column("copy_of", "id"),
    Column("model", "text"),
    Column("version", "text"),
    Column("error", "text"),
)
# Numbers from 0 to 1.
SHARES: tuple[str, ...] = (*PROBABILITIES, "out_of_domain")
# After those of the row, in a run that measures them.
READABILITY: tuple[Column, ...] = tuple(Column(name, "number") for name in Readability._fields)
COLUMNS: tuple[str, ...] = tuple(column.name for column in ROW)
# What an analyst writes into a row.
REVIEWER: tuple[str, ...] = ("reviewer_decision", "reviewer_cause", "reviewer_note")
MARK_FIELDS: tuple[str, ...] = ("signal", "cause", "start", "end", "text")
# What only some marks have: what is odd there, and what the best copy prints in that place.
RARE_MARK_FIELDS: tuple[str, ...] = ("note", "original")

SURROGATE = re.compile(r"[\ud800-\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def replace_lone_surrogates(value: Any) -> Any:
    r"""Replace lone halves of surrogate pairs, which no file can hold, one for one.

    Lengths stay the same, so offsets of evidence stay right.

    >>> replace_lone_surrogates({"title": "cut \ud83d", "marks": ["\udce9"]})
    {'title': 'cut �', 'marks': ['�']}
    """
    if isinstance(value, str):
        return value if value.isascii() else SURROGATE.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {name: replace_lone_surrogates(part) for name, part in value.items()}
    if isinstance(value, Iterable):
        return [replace_lone_surrogates(part) for part in value]
    return value
