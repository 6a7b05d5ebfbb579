"""What a person sees on the terminal (stderr) while and after a run."""

from __future__ import annotations

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

STDERR = Console(stderr=True)


class ProgressBar:
    """A bar over bytes with the rate in articles a second and the time left.

    Until the first articles are judged it says what is loaded.
    """

    def __init__(self, progress: Progress, size: int, loads: str) -> None:
        self.progress = progress
        self.articles = 0
        self.task = progress.add_task(f"loading {loads}", total=size or None, rate="")

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
def progress_bar(size: int, *, loads: str = "the model") -> Iterator[ProgressBar]:
    """Show a bar on stderr; nothing is drawn where stderr is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    hidden = not STDERR.is_terminal
    with Progress(*columns, console=STDERR, transient=True, disable=hidden) as progress:
        yield ProgressBar(progress, size, loads)


def signal_list(signals: Sequence[Signal]) -> Text:
    """The catalogue: what each signal is called, means, looks like and could wrongly flag."""
    listing = Text()
    for signal in signals:
        listing.append(signal.name, style="bold")
        listing.append(f"  {signal.cause}, {signal.unit}, weight {signal.weight:g}\n", style="dim")
        listing.append(f"  {signal.means}\n")
        listing.append(f"  example: {' '.join(signal.example.split())}\n", style="italic")
        listing.append(f"  could wrongly flag: {signal.wrongs}\n\n", style="dim")
    return listing
