"""Tables as spreadsheets save them again: whatever the encoding, the delimiter, the order.

Excel in most of Europe writes semicolons, "Unicode Text" is UTF-16 with tabs, older versions
write the Windows encoding of the country, and LibreOffice whatever its dialog last held.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from detector.readers.compression import BUFFER, open_stream, read_whole
from detector.readers.csv_lines import RowLines, csv_rows, read_dialect
from detector.readers.encoding import decode, foreign_kind
from detector.readers.errors import ReadError
from detector.readers.field_names import plain_name
from detector.readers.limits import WHOLE
from detector.readers.workbooks import is_workbook, workbook_rows
from detector.writers.cells import unescape_formula
from detector.writers.columns import ROW

COLUMN_TYPES = {column.name: column.dtype for column in ROW}
AGAIN = "save it again as “CSV UTF-8” and try again"


class CsvTableError(ValueError):
    """A table that cannot be read; the message names the row and the way out."""


class CsvTable(NamedTuple):
    """A table: names of its columns, and its rows with their number in the spreadsheet.

    The header is row 1, so that the number is what the analyst sees beside the row. Cells are
    as they were before they were neutralised for spreadsheets; rows without a word are left out.
    Rows are read as they are asked for, and may raise CsvTableError.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, dict[str, str]]]


def read_csv_table(path: Path, known: Collection[str] = frozenset(COLUMN_TYPES)) -> CsvTable:
    """Read a CSV file or a workbook as a spreadsheet or we wrote it.

    Parameters
    ----------
    known : collection of str
        Names that a column may have; the delimiter is the one that sets most of them free.

    Raises
    ------
    CsvTableError
        When it is a workbook that cannot be read, no text, empty, or its quotation marks do not
        close.
    OSError
        When it cannot be opened.
    """
    rows = sheet_rows(path) if is_workbook(path) else numbered_rows(path, known)
    header = next((row for _, row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        raise CsvTableError(f"{path} is empty")
    columns = tuple(cell.strip().casefold() for cell in header)
    return CsvTable(columns, ((n, named_cells(columns, row)) for n, row in rows if any(row)))


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row of a workbook's first sheet.

    Raises
    ------
    CsvTableError
        When it cannot be read.
    """
    try:
        yield from workbook_rows(path)
    except ReadError as refusal:
        raise CsvTableError(f"{path}: {refusal}: in the spreadsheet, {AGAIN}") from refusal


def numbered_rows(path: Path, known: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row.

    Raises
    ------
    CsvTableError
        When a quotation mark is never closed or stands where it cannot: what follows would be
        read out of step.
    """
    number = 0
    try:
        with path.open("rb") as opened:
            text = decoded(opened, path)
            named = set(known)
            delimiter, ahead = read_dialect(
                text, lambda names: len(named & set(map(plain_name, names)))
            )
            lines = RowLines(text, ahead)
            for number, row in enumerate(csv_rows(lines, delimiter, strict=True), 1):
                yield number, row
    except csv.Error as error:
        raise CsvTableError(
            f"{path}, row {number + 1} (line {lines.count} of the file): a quotation mark is out "
            f"of place ({error}): open it in a spreadsheet and {AGAIN}"
        ) from error
    except ReadError as refusal:
        raise CsvTableError(f"{path}: {refusal}: in the spreadsheet, {AGAIN}") from refusal


def decoded(opened: BinaryIO, path: Path) -> TextIO:
    """The characters of a file, in whatever encoding; read as a stream where it is UTF-8.

    Raises
    ------
    CsvTableError
        When it is an old Excel workbook, or another document.
    ReadError
        When it holds no text, or is too large to be held.
    """
    if name := foreign_kind(opened.read(8)):
        raise CsvTableError(f"{path} is {name}: in the spreadsheet, {AGAIN}")
    opened.seek(0)
    plain = is_utf8(open_stream(opened))
    opened.seek(0)
    stream = open_stream(opened)
    if plain:
        return io.TextIOWrapper(stream, "utf-8-sig", newline="")
    return io.StringIO(decode(read_whole(stream, WHOLE))[0], newline="")


def is_utf8(stream: io.BufferedReader) -> bool:
    """Whether all bytes are UTF-8, and none is NUL, as in UTF-16 without a mark."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while data := stream.read(BUFFER):
            decoder.decode(data)
            if b"\0" in data:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def named_cells(columns: tuple[str, ...], row: list[str]) -> dict[str, str]:
    """The cells of a row by column, as they were before :func:`detector.writers.cells.cell`.

    Of two columns with one name the one that holds something counts: people copy columns. What
    somebody wrote under no name has the name ``""``.
    """
    cells: dict[str, str] = {}
    for name, cell in zip_longest(columns[: len(row)], row, fillvalue=""):
        if not cells.get(name) and (name or cell.strip()):
            cells[name] = unescape_formula(cell.strip(), COLUMN_TYPES.get(name, "text"))
    return cells
