"""Files of rows that were written earlier, as numbered records, whatever their format."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from detector.readers.compression import open_stream
from detector.readers.spreadsheets import read_csv_table

ENDINGS = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".parquet")
# A file with these columns and no text is one of verdicts, not of articles.
VERDICT_COLUMNS = ("id", "decision", "score")
Record = dict[str, Any]


class RowFileError(ValueError):
    """A file that holds no rows of the detector; the message says what to do."""


def is_review(path: Path) -> bool:
    """Whether a file holds verdicts rather than articles, as far as its columns tell."""
    if path.is_dir() or not path.is_file() or not row_format(path):
        return False
    with suppress(ValueError, OSError):
        _, first = next(records_of(path), (0, {}))
        return set(first) >= set(VERDICT_COLUMNS) and "text" not in first
    return False


def row_format(path: Path) -> str:
    """The ending that names a file's format, without ``.gz``; empty where none is known."""
    names = path.name.lower().removesuffix(".gz")
    return next((ending for ending in ENDINGS if names.endswith(ending)), "")


def records_of(path: Path, columns: Collection[str] | None = None) -> Iterator[tuple[int, Record]]:
    """The records of a file as they stand there, column names in lower case.

    Parameters
    ----------
    columns : collection of str, optional
        The columns that are wanted of a Parquet file; all by default.

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
        return from_json_lines(path)
    return iter(read_csv_table(path).rows)


def from_parquet(path: Path, columns: Collection[str] | None) -> Iterator[tuple[int, Record]]:
    """The records of a Parquet file."""
    from pyarrow import ArrowException, parquet

    try:
        names = parquet.read_schema(path).names
        wanted = [name for name in names if columns is None or name in columns]
        records = parquet.read_table(path, columns=wanted).to_pylist()
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        raise RowFileError(f"{path} is no Parquet file: {error}") from error
    return enumerate(records, 1)


def from_json_lines(path: Path) -> Iterator[tuple[int, Record]]:
    """The objects of JSON Lines; other values are passed over."""
    import orjson

    with path.open("rb") as opened:
        data = open_stream(opened, None).read()
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                found = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise RowFileError(f"{path}, line {number}: {error}") from error
            if isinstance(found, dict):
                yield number, found
