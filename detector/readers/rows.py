"""Reads earlier output: rows of this and older versions, validated.

Whatever a spreadsheet, a script or another version did to a file, what comes out is a
:class:`~detector.verdict.Row` of the right types and ranges, or a reason why not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

from detector.causes import CAUSE_KEYS, HEADS
from detector.readers.evidence_cells import marks_of_cell
from detector.readers.row_files import VERDICT_COLUMNS, RowFileError, records_of
from detector.signals.why import why
from detector.verdict import DECISION_ORDER, Evidence, Passage, Readability, Row
from detector.writers.columns import COLUMNS, ROW, SHARES, Column
from detector.writers.records import Record, parse_passages

T = TypeVar("T")
# Offsets and counts of words; no text is as long.
LARGEST_WHOLE = 2**53
# What a record without a column means. A file of stories says nothing about decisions: its articles
# were read.
BLANK = Row(decision="pass")


class FieldError(ValueError):
    """A field of a row that holds what it cannot; the message says what is expected there."""


def read_rows(
    path: Path,
    columns: Collection[str] = (*COLUMNS, *Readability._fields),
    required: Collection[str] = VERDICT_COLUMNS,
    skipped: Callable[[str], object] = lambda reason: None,
) -> list[Row]:
    """Read rows from a CSV (gzipped or not), Excel, JSON Lines or Parquet.

    Commas, semicolons and tabs, a byte order mark or none, columns and rows in any order are
    taken; columns that are missing stay empty.

    Parameters
    ----------
    path : Path
    columns : collection of str
        The columns that are wanted.
    required : collection of str
        Those without which the file is no such output.
    skipped : callable
        Called with the reason for each row that cannot be read: file, row, field and what may
        stand there.

    Raises
    ------
    RowFileError
        When it is no such file, or not one of its rows can be read.
    """
    reasons: list[str] = []

    def skip(reason: str) -> None:
        reasons.append(reason)
        skipped(reason)

    rows = list(parsed_rows(path, columns, required, skip))
    if rows:
        return rows
    if reasons:
        raise RowFileError(f"{reasons[0]}: none of its {len(reasons)} rows can be read")
    raise RowFileError(f"{path} has no rows")


def parsed_rows(
    path: Path, columns: Collection[str], required: Collection[str], skip: Callable[[str], object]
) -> Iterator[Row]:
    """The rows that can be read; the others are reported."""
    for place, (number, record) in enumerate(records_of(path, columns, skip)):
        if not place:
            check_columns(record, required, path)
        try:
            yield parse_row(record)
        except FieldError as error:
            skip(f"{path}, row {number}: {error}")


def check_columns(record: Record, required: Collection[str], path: Path) -> None:
    """Raise RowFileError where the first record lacks a column."""
    lacking = sorted(set(required) - set(record))
    if lacking:
        raise RowFileError(
            f"{path} is not a review file: it lacks the column {', '.join(lacking)}: "
            f"make one with `detector score PATH -o {path.name}`"
        )


def parse_row(record: Mapping[str, Any]) -> Row:
    """A typed row from what a file holds, unknown columns left out.

    Raises
    ------
    FieldError
        When a value is of another type or out of its range.
    """
    values: dict[str, Any] = {}
    for column in ROW:
        value = record.get(column.name)
        default = getattr(BLANK, column.name, 0.0)
        values[column.name] = copy(default) if value is None else parse_field(value, column)
    row = Row(probabilities={head: values.pop(head) for head in HEADS}, **values)
    row.readability = parse_readability(record)
    row.why = row.why or why(row)
    return row


def parse_readability(record: Mapping[str, Any]) -> Readability | None:
    """The readability of a row, None where a column is missing or empty."""
    values = [record.get(name) for name in Readability._fields]
    if any(value is None or value == "" or value != value for value in values):
        return None
    named = zip(values, Readability._fields, strict=True)
    return Readability(*(parse_number(value, name, -math.inf) for value, name in named))


def parse_field(value: Any, column: Column) -> Any:
    """One value in the type and the range of its column."""
    if column.dtype in PARSERS:
        return PARSERS[column.dtype](value, column.name)
    text = parse_text(value, column.name)
    if column.name == "decision" and text not in DECISION_ORDER:
        raise FieldError(f"`decision` is {shown(text)}: write one of {', '.join(DECISION_ORDER)}")
    return text


def parse_number(value: Any, name: str, least: float = 0.0) -> float:
    """A number as a spreadsheet of any country writes it; 0.0 for an empty cell.

    >>> parse_number("0,8765", "score"), parse_number("", "score"), parse_number(3, "debris")
    (0.8765, 0.0, 3.0)
    """
    most = 1.0 if name in SHARES else math.inf
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        number = (
            float(value.strip().replace(",", ".") or "0")
            if isinstance(value, str)
            else float(value)
        )
        if math.isfinite(number) and least <= number <= most:
            return number
    except (ValueError, OverflowError):
        pass
    says = "a number from 0 to 1" if most == 1.0 else "a number" + " from 0 on" * (least == 0.0)
    raise FieldError(f"`{name}` is {shown(value)}: {says} is expected there")


def parse_whole(value: Any, name: str) -> int:
    """A whole number; a spreadsheet may have written it with a decimal point."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = float(value) if abs(value) <= LARGEST_WHOLE else math.inf
    else:
        number = parse_number(value, name) if isinstance(value, str | float) else math.inf
    if not (number.is_integer() and 0 <= number <= LARGEST_WHOLE):
        raise FieldError(
            f"`{name}` is {shown(value)}: a whole number, 0 or more, is expected there"
        )
    return int(number)


def parse_text(value: Any, name: str) -> str:
    """Text; a number where a script made one of an id."""
    if isinstance(value, bool | list | dict | bytes):
        raise FieldError(f"`{name}` is {shown(value)}: text is expected there")
    return "" if value != value else str(value).strip()


def parse_list(value: Any, name: str, entry: Callable[[Any, str], T]) -> list[T]:
    """A list of JSON or Parquet, each entry checked."""
    if not isinstance(value, list):
        raise FieldError(f"`{name}` is {shown(value)}: a list is expected there")
    return [entry(one, name) for one in value]


def parse_names(value: Any, name: str) -> list[str]:
    """Names, in a list or joined by semicolons."""
    names = value.split(";") if isinstance(value, str) else parse_list(value, name, parse_text)
    return [one for one in map(str.strip, names) if one]


def parse_spans(value: Any, name: str) -> list[Passage]:
    """Passages, in a list or in the cell of a CSV."""
    if isinstance(value, str):
        return list(parse_passages(value))
    return parse_list(value, name, parse_span)


def parse_span(passage: Any, name: str) -> Passage:
    """One passage of a list."""
    if not isinstance(passage, dict) or not isinstance(passage.get("text"), str):
        raise FieldError(f"`{name}` holds {shown(passage)}: a passage has start, end and text")
    start, end = (parse_whole(passage.get(side), f"{name}.{side}") for side in ("start", "end"))
    return Passage(start, end, passage["text"])


def parse_evidence(value: Any, name: str) -> list[Evidence]:
    """The marks of a row: a list of them, or the summary that the CSV prints.

    >>> cell = "“XNUMX”: a number mask [number_slot@4-9] | “a.B”: no space [glued_stop@20-23]"
    >>> [mark.text for mark in parse_evidence(cell, "evidence")]
    ['XNUMX', 'a.B']
    """
    if isinstance(value, str):
        return list(marks_of_cell(value))
    return parse_list(value, name, parse_mark)


def parse_mark(mark: Any, name: str) -> Evidence:
    """One mark of a list."""
    if not isinstance(mark, dict):
        raise FieldError(
            f"`evidence` holds {shown(mark)}: a mark has signal, cause, start, end, text"
        )
    signal, cause, text = (mark.get(name) for name in ("signal", "cause", "text"))
    note, original = mark.get("note"), mark.get("original")
    if not (isinstance(signal, str) and signal and isinstance(text, str)):
        raise FieldError(f"`evidence` holds {shown(mark)}: a mark has a signal and a text")
    if cause not in CAUSE_KEYS:
        raise FieldError(
            f"`evidence` holds the cause {shown(cause)}: it is one of {', '.join(CAUSE_KEYS)}"
        )
    if not all(said is None or isinstance(said, str) for said in (note, original)):
        raise FieldError(f"`evidence` holds {shown(mark)}: its note and its original are text")
    start, end = (parse_whole(mark.get(side), f"{name}.{side}") for side in ("start", "end"))
    return Evidence(signal, cause, start, end, text, note or "", original=original)


def shown(value: Any) -> str:
    """A value as an error message quotes it."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


PARSERS: dict[str, Callable[[Any, str], Any]] = {
    "whole": parse_whole,
    "number": parse_number,
    "names": parse_names,
    "passages": parse_spans,
    "evidence": parse_evidence,
}
