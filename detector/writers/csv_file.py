"""The review CSV."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from detector.verdict import Row
from detector.writers.cells import format_cell
from detector.writers.columns import ROW, Column
from detector.writers.records import to_record


class SpreadsheetWriter:
    """Writes rows as CSV, quoted as RFC 4180 says, one line a row.

    Parameters
    ----------
    plain : bool
        Bare UTF-8. Otherwise the file opens with a byte order mark, without which Excel takes
        UTF-8 for the local Windows encoding.
    columns : sequence of Column
    """

    def __init__(self, stream: BinaryIO, *, plain: bool, columns: Sequence[Column] = ROW) -> None:
        self.stream, self.columns = stream, columns
        if not plain:
            stream.write(codecs.BOM_UTF8)
        self.line([column.name for column in columns])

    def write(self, row: Row) -> None:
        """Write one row."""
        record = to_record(row)
        self.line([format_cell(record.get(name), dtype) for name, dtype in self.columns])

    def line(self, cells: Sequence[str]) -> None:
        """Write one line."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        self.stream.write(text.getvalue().encode())

    def finish(self) -> None:
        """Hand everything on to the stream, which stays open."""
        self.stream.flush()
