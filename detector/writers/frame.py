"""Rows as a pandas DataFrame whose columns have types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from detector.causes import HEADS
from detector.verdict import DECISION_ORDER, Row
from detector.writers.cells import join_list
from detector.writers.columns import COLUMNS, READABILITY, ROW, Column
from detector.writers.records import to_record

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {
    "text": "string",
    "id": "string",
    "whole": "Int64",
    "number": "float64",
    "names": "string",
    "passages": "string",
    "evidence": "object",
}
# Columns of a frame of verdicts.
VERDICT_COLUMNS = (
    *("rank", "decision", "why", "score", *HEADS, "debris"),
    *("reasons", "evidence", "figures_suspect"),
    *("words", "language", "out_of_domain", "model", "version", "error"),
)
# Columns that hold few distinct values over and over.
CATEGORIES = ("outlet", "language", "model", "version", "reviewer_decision", "reviewer_cause")


def to_frame(
    rows: Sequence[Row], columns: Collection[str] = COLUMNS, index: Any = None
) -> pd.DataFrame:
    """Rows as a frame, in their order.

    Text is ``string``, numbers are ``float64`` and ``Int64``, columns of few values ``category``;
    ``evidence`` is a list of dictionaries, ``reasons`` and ``figures_suspect`` are joined as in the
    CSV. Empty cells are NA, as are the probabilities of an article that was not judged and all
    numbers of one that could not be read.

    Parameters
    ----------
    rows : sequence of Row, length n_articles
    columns : collection of str
        Which of ``detector.writers.COLUMNS`` and ``Readability._fields`` to include.
    index : pandas.Index of length n_articles, optional
    """
    import pandas as pd

    records = [to_record(row) for row in rows]
    wanted = [column for column in ROW + READABILITY if column.name in columns]
    named = {
        column.name: pd.Series(cells(records, column), index, dtype=dtype_of(column))
        for column in wanted
    }
    return pd.DataFrame(named, index)


def cells(records: Sequence[dict[str, Any]], column: Column) -> list[Any]:
    """The values of a column, None where there is none."""
    values: Iterator[Any] = (record.get(column.name) for record in records)
    if column.dtype in ("text", "id"):
        return [value or None for value in values]
    if column.dtype in ("names", "passages"):
        return [join_list(value, column.dtype) or None for value in values]
    if column.dtype == "evidence" or column.name == "rank":
        return list(values)
    unread = (record["decision"] == "unreadable" for record in records)
    return [None if lost else value for value, lost in zip(values, unread, strict=True)]


def dtype_of(column: Column) -> Any:
    """The type of a column; every decision is a category, also one that no row has."""
    import pandas as pd

    if column.name == "decision":
        return pd.CategoricalDtype([*DECISION_ORDER])
    return "category" if column.name in CATEGORIES else DTYPES[column.dtype]
