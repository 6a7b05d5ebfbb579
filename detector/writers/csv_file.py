"""The review CSV."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from functools import partial
from typing import BinaryIO

from detector.verdict import Row
from detector.writers.cells import format_cell
from detector.writers.columns import ROW, Column
from detector.writers.line_writer import LineWriter
from detector.writers.records import to_record


def csv_writer(stream: BinaryIO, *, plain: bool, columns: Sequence[Column] = ROW) -> LineWriter:
    """Begin a CSV, quoted as RFC 4180 says, one line a row.

    Parameters
    ----------
    plain : bool
        Bare UTF-8. Otherwise the file opens with a byte order mark, without which Excel takes
        UTF-8 for the local Windows encoding.
    columns : sequence of Column
    """
    if not plain:
        stream.write(codecs.BOM_UTF8)
    stream.write(encoded([[column.name for column in columns]]))
    return LineWriter(stream, partial(csv_lines, tuple(columns)))


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """The lines of some rows."""
    records = map(to_record, rows)
    return encoded(
        [format_cell(record.get(name), dtype) for name, dtype in columns] for record in records
    )


def encoded(lines: Iterable[Sequence[str]]) -> bytes:
    """Cells as lines of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()
