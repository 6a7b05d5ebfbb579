"""The lines of a table, counted until their row is complete."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TextIO

from detector.readers.errors import ReadError
from detector.readers.limits import MAX_BLANK_LINES, RECORD

# Spreadsheets write semicolons where the comma is the decimal mark, and databases bars.
DELIMITERS = (",", "\t", ";", "|")
# A line of Excel's own that names the delimiter of those that follow.
SEPARATOR = re.compile(r'\A"?sep=(.)"?\r?\n')
# Blank lines before the header that are looked past. Made up.
MOST_BLANK = 1000


def best_delimiter(header: str, worth: Callable[[list[str]], int]) -> str:
    r"""The delimiter under which a header line is worth most, then names most columns.

    >>> best_delimiter("id;title, as printed;outlet\n", lambda names: "id" in names)
    ';'
    """

    def cells(mark: str) -> list[str]:
        return next(csv.reader([header], delimiter=mark), [])

    return max(DELIMITERS, key=lambda mark: (worth(cells(mark)), len(cells(mark))))


def read_dialect(text: TextIO, worth: Callable[[list[str]], int]) -> tuple[str, list[str]]:
    """The delimiter of a table, and the lines that were read to determine it."""
    most = RECORD.bytes()
    first = text.readline(most + 1)
    if stated := SEPARATOR.match(first):
        return stated[1], []
    ahead = [first]
    while first and not first.strip() and len(ahead) < MOST_BLANK:
        first = text.readline(most + 1)
        ahead.append(first)
    return best_delimiter(first, worth), ahead


class RowLines:
    """The lines of a text, as long as no row takes more than a record may.

    A quotation mark that is never closed makes one row of all that follows.
    """

    def __init__(self, text: TextIO, ahead: Iterable[str] = ()) -> None:
        self.most = RECORD.bytes()
        self.lines = chain(ahead, iter(lambda: text.readline(self.most + 1), ""))
        self.held = 0
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.held += len(line)
        self.count += 1
        if self.held > self.most:
            raise RECORD.refusal("longer than")
        return line


def csv_rows(lines: RowLines, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """The rows of a table, empty ones too.

    Raises
    ------
    ReadError
        When a row is too long, or too many in a row are empty.
    csv.Error
        When the table's own grammar is broken.
    """
    # The parser's own limit of 131,072 characters is shorter than a long read.
    csv.field_size_limit(max(csv.field_size_limit(), lines.most))
    empty = 0
    for row in csv.reader(lines, delimiter=delimiter, strict=strict):
        lines.held = 0
        empty = 0 if row else empty + 1
        if empty > MAX_BLANK_LINES:
            raise ReadError(f"more than {MAX_BLANK_LINES:,} empty rows in a row")
        yield row
