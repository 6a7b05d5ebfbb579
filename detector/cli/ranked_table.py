"""The worst articles as a table on a terminal, and the commands to run next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from detector.readers.source import file_kind
from detector.text.visible import truncate_line
from detector.verdict import JUDGED, Row

# Lines of a screen that are not rows: header, counts, next steps, the prompt.
OTHER_LINES = 9
FEWEST_ROWS, TITLE_WIDTH = 5, 30


class TableWriter:
    """A writer that keeps as many of the worst rows as fit on a screen.

    Parameters
    ----------
    height : int
        Lines of the terminal.
    """

    def __init__(self, height: int) -> None:
        self.most = max(height - OTHER_LINES, FEWEST_ROWS)
        self.rows: list[Row] = []
        self.count = 0

    def write(self, row: Row) -> None:
        """Take one row."""
        self.count += 1
        if len(self.rows) < self.most:
            self.rows.append(row)

    def finish(self) -> None:
        """Nothing is held back."""


def ranked_table(rows: Sequence[Row], width: int) -> Text:
    """The articles, a line each, cut to the width of the terminal."""
    title = "article".ljust(TITLE_WIDTH)
    lines = [f"{'rank':>4}  {'decision':<11}  {'score':>5}  {title}  why"]
    for row in rows:
        score = f"{row.deciding_probability:.3f}" if row.decision in JUDGED else ""
        name = truncate_line(row.title or row.id or row.path, TITLE_WIDTH).ljust(TITLE_WIDTH)
        lines.append(f"{row.rank:>4}  {row.decision:<11}  {score:>5}  {name}  {row.why}")
    return Text("\n".join(truncate_line(line, width, fold=False) for line in lines))


def next_steps(paths: Sequence[str], shown: TableWriter) -> Text:
    """What can be done now, in commands that work as they stand."""
    given = shlex.join(paths)
    more = f"{shown.count - len(shown.rows):,} more; " if shown.count > len(shown.rows) else ""
    steps = [(f"{more}all rows", f"detector score {given} -o review.csv")]
    if "-" not in paths:
        steps.append(("look and decide", f"detector report {given} -o report.html"))
    first = next(iter(shown.rows), None)
    if first is not None and file_kind(first.path) in ("plain", "html"):
        steps.append(("the first of them", f"detector explain {shlex.quote(first.path)}"))
    wide = max(len(words) for words, _ in steps)
    return Text("\n".join(f"{words:<{wide}}  {command}" for words, command in steps))


@contextmanager
def table_on_terminal(paths: Sequence[str]) -> Iterator[TableWriter]:
    """A writer whose rows are printed when the block ends well, with the next steps below."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    table = TableWriter(console.height)
    yield table
    console.print(ranked_table(table.rows, console.width))
    console.print(next_steps(paths, table))
