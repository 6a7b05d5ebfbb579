"""A row as a flat record, as JSON Lines print it, and back.

``reasons`` are joined by semicolons; the sentences whose figures are not to be trusted stand in
one string, each with its offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from detector.causes import HEADS
from detector.verdict import Evidence, Passage, Row
from detector.writers.columns import COLUMNS, MARK_FIELDS

# Columns whose field of the row holds the same value.
PLAIN = tuple(
    name for name in COLUMNS if name not in (*HEADS, "reasons", "evidence", "figures_suspect")
)
OFFSETS = r"(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9}): “"
PASSAGE_RE = re.compile(OFFSETS)
BETWEEN_RE = re.compile(rf"(?<=”) \| (?={OFFSETS.replace('(', '(?:')})")
Record = dict[str, Any]


def to_record(row: Row) -> Record:
    """A row in the columns of the contract, in their order."""
    composed: Record = {
        **{head: row.probabilities[head] for head in HEADS},
        "reasons": ";".join(row.reasons),
        "evidence": [evidence_record(mark) for mark in row.evidence],
        "figures_suspect": format_passages(row.figures_suspect),
    }
    return {name: composed[name] if name in composed else getattr(row, name) for name in COLUMNS}


def from_record(record: Mapping[str, Any]) -> Row:
    """The row that :func:`to_record` made a record of; its types are taken on trust.

    Records of files come through :mod:`detector.readers.rows`, which checks them.
    """
    return Row(
        **{name: record[name] for name in PLAIN},
        probabilities={head: record[head] for head in HEADS},
        reasons=[name for name in record["reasons"].split(";") if name],
        evidence=[evidence_from(mark) for mark in record["evidence"]],
        figures_suspect=list(parse_passages(record["figures_suspect"])),
    )


def evidence_record(mark: Evidence) -> Record:
    """One piece of evidence; only what cites a copy has the wording of the original."""
    record: Record = {name: getattr(mark, name) for name in MARK_FIELDS}
    return record if mark.original is None else record | {"original": mark.original}


def evidence_from(record: Mapping[str, Any]) -> Evidence:
    """The evidence that :func:`evidence_record` made a record of."""
    fields = {name: record[name] for name in MARK_FIELDS}
    return Evidence(**fields, original=record.get("original"))


def format_passages(passages: Iterable[Passage]) -> str:
    """Stretches of an article in one string, each with its offsets.

    >>> format_passages([Passage(4, 9, "4,00m")])
    '4-9: “4,00m”'
    """
    return " | ".join(f"{start}-{end}: “{text}”" for start, end, text in passages)


def parse_passages(text: str) -> Iterable[Passage]:
    """Undo :func:`format_passages`; what does not begin with offsets is left out.

    >>> list(parse_passages("4-9: “4,00m” | 12-15: “” | 7”"))
    [Passage(start=4, end=9, text='4,00m'), Passage(start=12, end=15, text='” | 7')]
    """
    for piece in BETWEEN_RE.split(text):
        if head := PASSAGE_RE.match(piece):
            yield Passage(int(head[1]), int(head[2]), piece[head.end() :].removesuffix("”"))
