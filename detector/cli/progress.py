"""What a person sees on the terminal (stderr) while and after a run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from detector.signals.signal import Signal
from detector.verdict import Row

STDERR = Console(stderr=True)
# A terminal obeys escape codes in an article like any others. rich takes out some of the rest
# (bell, carriage return …), which would move every mark behind them.
TERMINAL_CONTROL_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class ProgressBar:
    """A bar over bytes with the rate in articles a second and the time left."""

    def __init__(self, progress: Progress, size: int) -> None:
        self.progress = progress
        self.articles = 0
        self.task = progress.add_task("scoring", total=size or None, rate="")

    def taken(self, size: int) -> None:
        """Some bytes were read."""
        self.progress.advance(self.task, size)

    def done(self, articles: int) -> None:
        """Some articles were judged."""
        self.articles += articles
        elapsed = self.progress.tasks[0].elapsed or 0.0
        rate = f"{self.articles / elapsed:,.0f} articles/s" if elapsed > 0.5 else ""
        self.progress.update(self.task, description=f"{self.articles:,} articles", rate=rate)


@contextmanager
def progress_bar(size: int, *, quiet: bool) -> Iterator[ProgressBar]:
    """Show a bar on stderr; nothing is drawn where stderr is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    hidden = quiet or not STDERR.is_terminal
    with Progress(*columns, console=STDERR, transient=True, disable=hidden) as progress:
        yield ProgressBar(progress, size)


def ranked_list(rows: Sequence[Row], most: int = 10) -> Text:
    """The worst articles, a line each, cut to the width of the terminal."""
    lines = [f"{'rank':>4}  {'decision':<11}  {'score':>5}  {'article':<28}  reasons"]
    for row in rows[:most]:
        name = truncate_line(row.title or row.id or row.path, 28)
        reasons = " ".join(row.reasons) or row.error
        lines.append(f"{row.rank:>4}  {row.decision:<11}  {row.score:>5.3f}  {name:<28}  {reasons}")
    return Text("\n".join(truncate_line(line, STDERR.width, fold=False) for line in lines))


def visible(text: str) -> str:
    r"""Text that a terminal only prints: each control character is a space, so offsets stay.

    >>> visible("Quiet.\r\nThen \x1b[2J!")
    'Quiet. \nThen  [2J!'
    """
    return TERMINAL_CONTROL_RE.sub(" ", text)


def truncate_line(text: str, most: int, *, fold: bool = True) -> str:
    """A text on one line of at most so many characters."""
    line = " ".join(visible(text).split()) if fold else text
    return line if len(line) <= most else line[: most - 1] + "…"


def signal_list(signals: Sequence[Signal]) -> Text:
    """The catalogue: what each signal is called, means, looks like and could wrong."""
    listing = Text()
    for signal in signals:
        listing.append(signal.name, style="bold")
        listing.append(f"  {signal.cause}, {signal.unit}, weight {signal.weight:g}\n", style="dim")
        listing.append(f"  {signal.means}\n")
        listing.append(f"  example: {' '.join(signal.example.split())}\n", style="italic")
        listing.append(f"  could wrong: {signal.wrongs}\n\n", style="dim")
    return listing
