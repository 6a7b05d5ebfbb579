"""Review files read back: as they were written, or as a spreadsheet saved them since."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from detector.causes import PHRASING_SIGNALS
from detector.copies.evidence import SIGNAL as COPIED
from detector.readers.compression import open_stream
from detector.readers.encoding import decode
from detector.rows import DECISION_ORDER, Row
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.writers import unescape_formula
from detector.writers.columns import MARK_FIELDS, ROW, Column

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
# A file with these columns and no text is one of verdicts, not of articles.
VERDICT_COLUMNS = {"id", "decision", "score"}
DELIMITERS = (",", ";", "\t")
# A mark as the CSV prints it: ``number_slot@120-125: “XNUMX”``; the wording of a copy has that of
# the best one behind it: ``copy_wording@9-15: “hamlet” for “village”``.
# Between two marks of a cell, and how a mark begins.
BETWEEN_RE = re.compile(r" \| (?=\w{1,80}@\d{1,9}-\d{1,9}: “)")
HEAD_RE = re.compile(r"(\w{1,80})@(\d{1,9})-(\d{1,9}): “")


def read_rows(path: Path) -> list[Row]:
    """Read a review CSV (gzipped or not), JSON Lines or Parquet.

    Commas, semicolons and tabs, a byte order mark or none, columns in any order and rows in any
    order are taken; columns that are missing stay empty. ``evidence`` becomes a list of marks.

    Raises
    ------
    ValueError
        When it is no such file; the message says what is missing.
    """
    try:
        records = list(records_of(path))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} cannot be read as a review file: {error}") from error
    if not records:
        raise ValueError(f"{path} has no rows")
    lacking = VERDICT_COLUMNS - set(records[0])
    if lacking:
        raise ValueError(
            f"{path} is no review file, for it lacks the column {', '.join(sorted(lacking))}: "
            f"make one with `detector score PATH -o {path.name}`"
        )
    return [row_from(record) for record in records]


def is_review(path: Path) -> bool:
    """Whether a file holds verdicts rather than articles, as far as its columns tell."""
    if path.is_dir() or not path.is_file() or not review_format(path):
        return False
    with suppress(ValueError, OSError, csv.Error):
        first = next(records_of(path), {})
        return set(first) >= VERDICT_COLUMNS and "text" not in first
    return False


def review_format(path: Path) -> str:
    """The ending that names a file's format, without ``.gz``; empty where none is known."""
    names = path.name.lower().removesuffix(".gz")
    return next((ending for ending in ENDINGS if names.endswith(ending)), "")


def records_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file as they stand there, column names in lower case."""
    kind = review_format(path)
    if kind == ".parquet":
        from pyarrow import ArrowException, parquet

        try:
            yield from parquet.read_table(path).to_pylist()
        except ArrowException as error:
            raise ValueError(f"{path} is no Parquet file: {error}") from error
        return
    with path.open("rb") as opened:
        data = open_stream(opened, None).read()
    yield from from_lines(data, path) if kind in (".jsonl", ".ndjson") else from_table(data)


def from_lines(data: bytes, path: Path) -> Iterator[dict[str, Any]]:
    """The objects of JSON Lines."""
    import orjson

    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                found = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
            if isinstance(found, dict):
                yield found


def from_table(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a CSV, whatever separates its cells."""
    text, _ = decode(data)
    text = text.removeprefix("\ufeff")
    header = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: len(header.split(mark)))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    for record in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
        named = {name: cell or "" for name, cell in record.items() if isinstance(name, str)}
        if any(named.values()):
            yield {
                name.strip().casefold(): restore_as(name.strip().casefold(), cell)
                for name, cell in named.items()
            }


def restore_as(name: str, cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from running it."""
    column = next((column for column in ROW if column.name == name), ROW[1])
    return unescape_formula(cell, column.dtype)


def row_from(record: Mapping[str, Any]) -> Row:
    """A row of the contract from what a file holds, unknown columns left out."""
    return {column.name: value_of(record.get(column.name), column) for column in ROW}


def value_of(value: Any, column: Column) -> Any:
    """One value in the type of its column."""
    if column.dtype == "evidence":
        return list(marks_of(value))
    if column.dtype in ("number", "whole"):
        number = number_of(value)
        return int(number) if column.dtype == "whole" else number
    text = "" if value is None else str(value).strip()
    return text if column.name != "decision" or text in DECISION_ORDER else "unreadable"


def number_of(value: Any) -> float:
    """A number as a spreadsheet of any country writes it; 0.0 for an empty cell.

    >>> number_of("0,8765"), number_of(""), number_of(3)
    (0.8765, 0.0, 3.0)
    """
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(str(value or "0").replace(",", "."))
    except ValueError:
        return 0.0


def marks_of(value: Any) -> Iterable[dict[str, Any]]:
    """The marks of a row: a list of them, or the summary that the CSV prints.

    >>> [mark["text"] for mark in marks_of("number_slot@4-9: “XNUMX” | glued_stop@20-25: “a.B”")]
    ['XNUMX', 'a.B']
    """
    if isinstance(value, list):
        for mark in value:
            yield {name: mark[name] for name in MARK_FIELDS} | {"note": mark.get("original") or ""}
        return
    for piece in BETWEEN_RE.split(value or ""):
        head = HEAD_RE.match(piece)
        if head is None or not piece.endswith("”"):
            continue
        signal, start, end = head.groups()
        text, _, note = piece[head.end() : -1].partition("” for “")
        yield {
            "signal": signal,
            "cause": cause_of_signal(signal),
            "start": int(start),
            "end": int(end),
            "text": text,
            "note": note,
        }


def cause_of_signal(signal: str) -> str:
    """The cause that a signal speaks for; of the wording, the text score's own."""
    if signal == COPIED:
        return "spin"
    if signal in PHRASING_SIGNALS:
        return PHRASING_SIGNALS[signal]
    return SIGNALS_BY_NAME[signal].cause if signal in SIGNALS_BY_NAME else "names"
