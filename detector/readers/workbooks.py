"""A sheet of an Excel workbook, as a table of text: ours by its name, else the first."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detector.readers.encoding import ZIP
from detector.readers.errors import ReadError
from detector.readers.limits import check_expansion
from detector.writers.workbook import SHEET


def is_workbook(path: Path) -> bool:
    """Whether a file begins as a workbook does, which is a zip archive."""
    with path.open("rb") as opened:
        return opened.read(len(ZIP)) == ZIP


def workbook_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row.

    Raises
    ------
    ReadError
        When it is no workbook of Excel, it expands too far, or openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise ReadError(
            'a workbook needs openpyxl (pip install ".[desk]" in the checkout)'
        ) from error
    try:
        check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            # An analyst may have put a sheet of sums before it.
            sheet = next((one for one in book.worksheets if one.title == SHEET), book.worksheets[0])
            # The size that it claims may be a million rows of 16,000 cells each.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, [cell_text(cell) for cell in row]
        finally:
            book.close()
    except ReadError:
        raise
    # A workbook is an archive of XML that any program may have written: there is no end to what
    # the parser raises.
    except Exception as error:
        raise ReadError(f"not a readable workbook ({type(error).__name__}: {error})") from error


def check_archive(path: Path) -> None:
    """Refuse an archive by the sizes that it names; zipfile gives no more than those.

    Raises
    ------
    ReadError
        When all of it, unpacked, is too large.
    """
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    check_expansion(unpacked, path.stat().st_size)


def cell_text(value: Any) -> str:
    """What a cell holds, as the cell of a CSV.

    >>> cell_text(None), cell_text(0.5), cell_text(3), cell_text("ap-17")
    ('', '0.5', '3', 'ap-17')
    """
    return "" if value is None else str(value)
