"""Files of rows that were written earlier, as numbered records, whatever their format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from detector.readers import parquet
from detector.readers.compression import open_stream
from detector.readers.errors import ReadError
from detector.readers.jsonl import parsed_lines
from detector.readers.spreadsheets import read_csv_table
from detector.writers.records import Record

# What has a header, which stays where all rows are deleted.
TABLES = (".csv", ".tsv", ".xlsx")
ENDINGS = (*TABLES, ".jsonl", ".ndjson", ".parquet")
# A file with these columns and no text is one of verdicts, not of articles.
VERDICT_COLUMNS = ("id", "decision", "score")


class RowFileError(ValueError):
    """A file that holds no rows of the detector; the message says what to do."""


def is_review(path: Path) -> bool:
    """Whether a file holds verdicts rather than articles, judging by its columns."""
    if path.is_dir() or not path.is_file() or not row_format(path):
        return False
    names = column_names(path)
    return names >= set(VERDICT_COLUMNS) and "text" not in names


def column_names(path: Path) -> set[str]:
    """The columns of a file of rows, by its header or first record; none if it is unreadable."""
    with suppress(ValueError, OSError):
        if row_format(path) in TABLES:
            return set(read_csv_table(path).columns)
        records = records_of(path, skipped=len)
        return set(next(records, (0, {}))[1])
    return set()


def row_format(path: Path) -> str:
    """The ending that names a file's format, without ``.gz``; empty where none is known."""
    names = path.name.lower().removesuffix(".gz")
    return next((ending for ending in ENDINGS if names.endswith(ending)), "")


def refuse(reason: str) -> None:
    """Refuse a file for one of its lines.

    Raises
    ------
    RowFileError
    """
    raise RowFileError(reason)


def records_of(
    path: Path,
    columns: Collection[str] | None = None,
    skipped: Callable[[str], object] = refuse,
) -> Iterator[tuple[int, Record]]:
    """The records of a file as they stand there, column names in lower case.

    Parameters
    ----------
    columns : collection of str, optional
        The columns that are wanted of a Parquet file; all by default.
    skipped : callable
        Called with the reason, in which file and line, where a line of JSON Lines is no object;
        by default the file is refused.

    Returns
    -------
    iterator of (int, dict)
        The number is that of the row in a spreadsheet or of the line in JSON Lines, from 1; in
        Parquet that of the row.

    Raises
    ------
    RowFileError, CsvTableError
        When the file cannot be read as what its name says.
    """
    kind = row_format(path)
    if kind == ".parquet":
        return from_parquet(path, columns)
    if kind in (".jsonl", ".ndjson"):
        return from_json_lines(path, skipped)
    return read_csv_table(path).rows


def from_parquet(path: Path, columns: Collection[str] | None) -> Iterator[tuple[int, Record]]:
    """The records of a Parquet file."""
    from pyarrow import ArrowException

    number = 0
    try:
        with path.open("rb") as opened:
            file = parquet.open_file(opened)
            names = [n for n in file.schema_arrow.names if columns is None or n in columns]
            for batch in parquet.batches(file, opened, names, range(file.num_row_groups)):
                yield from enumerate(batch.to_pylist(), number + 1)
                number += batch.num_rows
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        raise RowFileError(f"{path} is not a Parquet file: {error}") from error
    except ReadError as refusal:
        raise RowFileError(f"{path}: {refusal}") from refusal


def from_json_lines(path: Path, skipped: Callable[[str], object]) -> Iterator[tuple[int, Record]]:
    """The objects of JSON Lines."""
    try:
        with path.open("rb") as opened:
            for number, record, _ in parsed_lines(open_stream(opened), b"", ""):
                if isinstance(record, dict):
                    yield number, record
                else:
                    reason = record if isinstance(record, ReadError) else "not an object"
                    skipped(f"{path}, line {number}: {reason}")
    except ReadError as refusal:
        raise RowFileError(f"{path}: {refusal}") from refusal
