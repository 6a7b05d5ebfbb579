"""One table as text, for a terminal and for a model card alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

Row = Mapping[str, float]
Rows = Mapping[str, Row]
# The cells of each column: a format of the row's figures, or what a function makes of them.
Columns = Mapping[str, str | Callable[[Row], str]]


class ReportTable(NamedTuple):
    """One table as text: a title, the names of the columns, the rows, and what to know of it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def table_of(title: str, rows: Rows, head: str, columns: Columns, note: str = "") -> ReportTable:
    """A table with a line for each row, whose key stands first, under ``head``."""
    cells = [
        [key, *(c.format_map(row) if isinstance(c, str) else c(row) for c in columns.values())]
        for key, row in rows.items()
    ]
    return ReportTable(title, [head, *columns], cells, note)


def bounds(row: Row, name: str) -> str:
    """A figure with its bounds, such as ``0.27 (0.21 to 0.30)``."""
    text = f"{row[name]:.2f}"
    if f"{name}_low" in row:
        text += f" ({row[f'{name}_low']:.2f} to {row[f'{name}_high']:.2f})"
    return text


def share(value: float) -> str:
    """A share in per cent."""
    return f"{value:.1%}"


def print_tables(*tables: ReportTable, width: int = 130) -> None:
    """Print tables to a terminal of so many columns."""
    console = Console(width=width)
    for report_table in tables:
        table = Table(title=report_table.title, caption=report_table.note or None)
        for number, column in enumerate(report_table.columns):
            table.add_column(column, justify="right" if number else "left")
        for row in report_table.rows:
            table.add_row(*row)
        console.print(table)


def as_markdown(report_table: ReportTable) -> str:
    """A sheet as Markdown: a heading, the table, the note."""
    lines = [f"### {report_table.title}", "", row_line(report_table.columns)]
    lines.append("|" + "---|" + "---:|" * (len(report_table.columns) - 1))
    lines += [row_line(row) for row in report_table.rows]
    return "\n".join([*lines, "", report_table.note, ""] if report_table.note else [*lines, ""])


def row_line(cells: Sequence[str]) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
