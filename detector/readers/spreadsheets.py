"""Tables as spreadsheets save them again: whatever the encoding, the delimiter, the order.

Excel in most of Europe writes semicolons, "Unicode Text" is UTF-16 with tabs, older versions
write the Windows encoding of the country, and LibreOffice whatever its dialog last held.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from detector.readers.compression import open_stream
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.workbooks import is_workbook, workbook_rows
from detector.writers.cells import unescape_formula
from detector.writers.columns import ROW

DELIMITERS = (",", ";", "\t")
COLUMN_TYPES = {column.name: column.dtype for column in ROW}
# A line of Excel's own that names the delimiter of those that follow.
SEPARATOR = re.compile(r'\A"?sep=(.)"?\r?\n')
# How Microsoft's old container begins (.xls).
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
AGAIN = "save it again as “CSV UTF-8” and try again"
NumberedRows = list[tuple[int, list[str]]]


class CsvTableError(ValueError):
    """A table that cannot be read; the message names the row and the way out."""


class CsvTable(NamedTuple):
    """A table: names of its columns, and its rows with their number in the spreadsheet.

    The header is row 1, so that the number is what the analyst sees beside the row. Cells are
    as they were before they were neutralised for spreadsheets; rows without a word are left out.
    """

    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]


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
    rows = sheet_rows(path) if is_workbook(path) else csv_rows(path, known)
    while rows and not any(cell.strip() for cell in rows[0][1]):
        rows.pop(0)
    if not rows:
        raise CsvTableError(f"{path} is empty")
    columns = tuple(cell.strip().casefold() for cell in rows[0][1])
    return CsvTable(columns, [(n, named_cells(columns, row)) for n, row in rows[1:] if any(row)])


def sheet_rows(path: Path) -> NumberedRows:
    """Number and cells of every row of a workbook's first sheet.

    Raises
    ------
    CsvTableError
        When it cannot be read.
    """
    try:
        return workbook_rows(path)
    except ReadError as refusal:
        raise CsvTableError(f"{path}: {refusal}: in the spreadsheet, {AGAIN}") from refusal


def csv_rows(path: Path, known: Collection[str]) -> NumberedRows:
    """Number and cells of every row of a CSV file."""
    text = read_text(path)
    named = SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    return records(text, named[1] if named else best_delimiter(text, known), path)


def read_text(path: Path) -> str:
    """The characters of a file, in whatever encoding.

    Raises
    ------
    CsvTableError
        When it holds no text.
    """
    with path.open("rb") as opened:
        if opened.read(8).startswith(OLD_WORKBOOK):
            message = f"{path} is a workbook of old Excel: in the spreadsheet, {AGAIN}"
            raise CsvTableError(message)
        opened.seek(0)
        data = open_stream(opened, None).read()
    try:
        return decode(data)[0]
    except ReadError as refusal:
        raise CsvTableError(f"{path}: {refusal}: in the spreadsheet, {AGAIN}") from refusal


def best_delimiter(text: str, known: Collection[str]) -> str:
    r"""The delimiter under which the first line names most known columns, then most columns.

    >>> best_delimiter("id;title, as printed;outlet\n", {"id", "outlet"})
    ';'
    """
    first = next((line for line in text.splitlines() if line.strip()), "")

    def worth(mark: str) -> tuple[int, int]:
        cells = [c.strip().casefold() for c in next(csv.reader([first], delimiter=mark), [])]
        return len(set(cells) & set(known)), len(cells)

    return max(DELIMITERS, key=worth)


def records(text: str, delimiter: str, path: Path) -> NumberedRows:
    """Number and cells of every row.

    Raises
    ------
    CsvTableError
        When a quotation mark is never closed or stands where it cannot: what follows would be
        read out of step.
    """
    # The parser's own limit of 131,072 characters is shorter than a long cell may be.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: NumberedRows = []
    try:
        found.extend(enumerate(reader, start=1))
    except csv.Error as error:
        raise CsvTableError(
            f"{path}, row {len(found) + 1} (line {reader.line_num} of the file): a quotation mark "
            f"is out of place ({error}): open it in a spreadsheet and {AGAIN}"
        ) from error
    return found


def named_cells(columns: tuple[str, ...], row: list[str]) -> dict[str, str]:
    """The cells of a row by column, as they were before :func:`detector.writers.cells.cell`.

    Of two columns with one name the one that holds something counts: people copy columns.
    """
    cells: dict[str, str] = {}
    for name, cell in zip(columns, row, strict=False):
        if name and not cells.get(name):
            cells[name] = unescape_formula(cell.strip(), COLUMN_TYPES.get(name, "text"))
    return cells
