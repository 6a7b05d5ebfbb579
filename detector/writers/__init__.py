"""Verdicts as review CSV, Excel workbook, JSON Lines or Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from detector.resources.addresses import is_address
from detector.verdict import Row
from detector.writers.columns import COLUMNS, ROW, Column
from detector.writers.csv_file import csv_writer
from detector.writers.destination import BadDestination, atomic_file, standard_output
from detector.writers.jsonl import json_lines
from detector.writers.line_writer import LineWriter
from detector.writers.parquet import ParquetWriter
from detector.writers.workbook import WorkbookWriter, require_openpyxl

__all__ = [
    "COLUMNS",
    "BadDestination",
    "LineWriter",
    "Writer",
    "check_destination",
    "is_folder",
    "open_writer",
]

FORMATS = (
    ".csv, .jsonl (each also as .csv.gz, .jsonl.gz), .xlsx or .parquet, "
    "or end it with / for a folder of Parquet parts"
)


class Writer(Protocol):
    """What takes rows, one at a time."""

    def write(self, row: Row) -> None:
        """Write one row."""

    def finish(self) -> None:
        """Hand on what is still held."""


def check_destination(destination: str | None) -> None:
    """Raise BadDestination early when no format is known for a destination's ending."""
    if destination in (None, "-") or is_folder(destination):
        return
    if is_address(str(destination)):
        raise BadDestination(
            f"rows go to an address as a folder of Parquet parts: write {destination}/"
        )
    maker(str(destination), plain=False)


def is_folder(destination: str | None) -> bool:
    """Whether a destination is a folder of parts: it ends with a slash, or is a plain folder.

    >>> is_folder("out/"), is_folder("out.csv"), is_folder("s3://news/out/")
    (True, False, True)
    """
    if destination in (None, "-"):
        return False
    place = str(destination)
    return place.endswith(("/", "\\")) or (not PurePath(place).suffix and Path(place).is_dir())


@contextmanager
def open_writer(
    destination: str | None = None, *, plain: bool = False, columns: Sequence[Column] = ROW
) -> Iterator[Writer]:
    """Open a writer by the ending of ``destination``; None or ``-`` is CSV to standard output.

    The file appears under its name only when the block ends without an exception.

    Parameters
    ----------
    plain : bool
        CSV files in bare UTF-8, without the mark that Excel needs; standard output always is.
    columns : sequence of Column
        Those of tables; JSON Lines has what a row has.

    Raises
    ------
    BadDestination
        When the ending is unknown, or nothing can be written there.
    """
    if destination in (None, "-"):
        with standard_output() as stream:
            yield from used(csv_writer(stream, plain=True, columns=columns))
        return
    assert destination is not None
    make = maker(destination, plain=plain, columns=columns)
    with atomic_file(destination) as stream:
        yield from used(make(stream))


def used(writer: Writer) -> Iterator[Writer]:
    """Hand the writer out and finish it, after a failure too: Parquet would finish too late."""
    try:
        yield writer
    finally:
        writer.finish()


def maker(
    destination: str, *, plain: bool, columns: Sequence[Column] = ROW
) -> Callable[[BinaryIO], Writer]:
    """Choose the writer for a file's name."""
    path = PurePath(destination.lower())
    ending = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if ending == ".csv":
        return lambda stream: csv_writer(stream, plain=plain, columns=columns)
    if ending in (".jsonl", ".ndjson"):
        return lambda stream: LineWriter(stream, json_lines)
    if path.suffix == ".parquet":
        return lambda stream: ParquetWriter(stream, columns)
    if path.suffix == ".xlsx":
        require_openpyxl()
        return lambda stream: WorkbookWriter(stream, columns)
    raise BadDestination(f"cannot tell the format of {destination} by its ending; use {FORMATS}")
