"""The review file as an Excel workbook, for analysts who decide in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from detector.causes import CAUSE_KEYS
from detector.verdict import Row
from detector.writers.cells import DECIMALS, format_cell
from detector.writers.columns import ROW, Column
from detector.writers.destination import BadDestination
from detector.writers.records import to_record

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

SHEET = "review"
# Excel's own limits: rows of a sheet, and links that it opens before it calls the file damaged.
MOST_ROWS = 1_048_576
MOST_LINKS = 65_530
# Characters across (made up); what is wrapped would else run out of sight.
WIDTHS = {
    **{"rank": 6, "why": 50, "title": 40, "url": 30, "evidence": 60, "path": 30},
    **{"reviewer_decision": 18, "reviewer_cause": 16, "reviewer_note": 30},
}
WIDTH = 12
LINK_BLUE = "0563C1"  # Excel's own
WRAPPED = ("why", "title", "reviewer_note")
CHOICES = {"reviewer_decision": ("review", "pass", "unsure"), "reviewer_cause": CAUSE_KEYS}


def require_openpyxl() -> None:
    """Raise BadDestination where openpyxl is not installed."""
    try:
        import openpyxl  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise BadDestination(
            'a workbook needs openpyxl: pip install ".[desk]" in the checkout'
        ) from error


class WorkbookWriter:
    """Writes rows into the only sheet of a workbook, the header frozen and with filters.

    Decision and cause are chosen from a list. Text is never a formula, whatever it begins with.

    Raises
    ------
    BadDestination
        When there are more rows than a sheet holds.
    """

    def __init__(self, stream: BinaryIO, columns: Sequence[Column] = ROW) -> None:
        from openpyxl import Workbook

        self.stream, self.columns = stream, columns
        self.book = Workbook(write_only=True)
        self.sheet = self.book.create_sheet(SHEET)
        self.rows = self.links = 0
        self._lay_out()
        self._append([self._styled(name, bold=True) for name, _ in columns])

    def _lay_out(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        self.sheet.freeze_panes = "A2"
        for number, (name, _) in enumerate(self.columns, 1):
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = WIDTHS.get(name, WIDTH)
            if name in CHOICES:
                listed = f'"{",".join(CHOICES[name])}"'
                choice = DataValidation("list", formula1=listed, allow_blank=True)
                choice.add(f"{letter}2:{letter}{MOST_ROWS}")
                self.sheet.data_validations.append(choice)
        self.last_column = letter

    def write(self, row: Row) -> None:
        """Write one row."""
        record = to_record(row)
        self._append([self._cell(record.get(column.name), column) for column in self.columns])

    def _append(self, cells: list[Any]) -> None:
        if self.rows == MOST_ROWS:
            raise BadDestination(f"a sheet holds {MOST_ROWS - 1:,} articles: write .csv instead")
        self.sheet.append(cells)
        self.rows += 1

    def _cell(self, value: Any, column: Column) -> Any:
        if isinstance(value, float):
            return round(value, DECIMALS)
        if value is None or isinstance(value, int):
            return value
        # A cell of text keeps the zeros of an id; what begins a formula is escaped all the same,
        # for the day when the sheet is saved as CSV.
        text = format_cell(value, "text" if column.dtype == "id" else column.dtype)
        if column.name in WRAPPED:
            return self._styled(text, wrapped=True)
        linked = column.name == "url" and text.startswith(("http://", "https://"))
        return self._linked(text) if linked and self.links < MOST_LINKS else text

    def _linked(self, address: str) -> WriteOnlyCell:
        self.links += 1
        cell = self._styled(address, underline="single", color=LINK_BLUE)
        cell.hyperlink = address
        return cell

    def _styled(self, text: str, *, wrapped: bool = False, **font: Any) -> WriteOnlyCell:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        cell = WriteOnlyCell(self.sheet, text)
        if wrapped:
            cell.alignment = Alignment(wrap_text=True)
        if font:
            cell.font = Font(**font)
        return cell

    def finish(self) -> None:
        """Write the workbook; the stream stays open."""
        self.sheet.auto_filter.ref = f"A1:{self.last_column}{self.rows}"
        self.book.save(self.stream)
