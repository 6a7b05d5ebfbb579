"""One run into one file, the rows worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from detector.copies.cluster_revision import Neighbourhood
from detector.model.thresholds import Thresholds
from detector.readers import Survey
from detector.rows import ORDER, Row
from detector.runs.detector_config import Recipe
from detector.runs.executor import Workforce
from detector.runs.external_sort import Sorter
from detector.runs.jobs import Scored, score_rows
from detector.runs.scoring import Tally
from detector.runs.tasks import ROWS_TASK, Task, tasks
from detector.writers import Writer

if TYPE_CHECKING:
    from detector.copies.cluster_index import Known

# Rows that are kept for the closing word.
SHOWN = 10


@dataclass
class Progress:
    """Whom to tell how far a run is: of bytes taken, of articles done."""

    taken: Callable[[int], object] = lambda size: None
    done: Callable[[int], object] = lambda count: None


@dataclass
class Outcome:
    """What a run did: its counts, its first rows, and what is to be said about it."""

    tally: Tally = field(default_factory=Tally)
    worst: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def flagged(self) -> int:
        """How many articles are to be reviewed."""
        return self.tally.decisions[ORDER[0]]

    def add(self, row: Row) -> None:
        """Count a row, and keep it when it is one of the first."""
        self.tally.add([row])
        if len(self.worst) < SHOWN:
            self.worst.append(row)


@dataclass
class Orders:
    """What was ordered beside the articles themselves.

    ``budget`` sends exactly so many to review; ``stories`` and ``known`` say where copies are
    looked for, as in :class:`~detector.copies.cluster_revision.Neighbourhood`, and ``tell`` hears
    of it.
    """

    budget: int | None = None
    top: int | None = None
    stories: bool | None = False
    known: Known | None = None
    tell: Callable[[str], object] = lambda words: None

    def neighbourhood(self) -> Neighbourhood:
        """Where the articles of a run wait for their copies."""
        return Neighbourhood(self.stories, self.known, self.tell)


def write_ranked(
    found: Survey,
    recipe: Recipe,
    workforce: Workforce,
    writer: Writer,
    orders: Orders,
    progress: Progress,
    stdin: BinaryIO | None = None,
    folder: Path | None = None,
) -> Outcome:
    """Score a survey and write the rows worst first; ``folder`` takes what does not fit in memory.

    Memory holds a few tasks, some megabytes of rows and, when copies are searched, the articles.
    """
    copies = orders.neighbourhood()
    thresholds = recipe.check()
    outcome = Outcome(Tally(skipped=found.skipped))
    with Sorter(folder, orders.budget) as sorter:
        given = asked(tasks(found, ROWS_TASK, stdin, progress.taken), copies)
        results = workforce.do(partial(score_rows, recipe), given)
        for row in settled(tell(results, progress), copies, thresholds):
            sorter.add(row)
        for _, row in sorter.rows():
            outcome.add(row)
            if orders.top is None or row["rank"] <= orders.top:
                writer.write(row)
    return outcome


def asked(given: Iterator[Task], copies: Neighbourhood) -> Iterator[tuple[Task, bool]]:
    """Tasks, each with whether its articles are wanted back: not once they are too many."""
    for task in given:
        yield task, copies.limit > 0


def tell(results: Iterator[Scored], progress: Progress) -> Iterator[Scored]:
    """Hand results on, and say how far the run is."""
    for scored in results:
        yield scored
        progress.taken(scored.size)
        progress.done(len(scored.rows))


def settled(
    results: Iterable[Scored], copies: Neighbourhood, thresholds: Thresholds
) -> Iterator[Row]:
    """The rows as they are to be written.

    While copies are looked for the rows wait until the last article is in, since a copy
    may change what is said of any of them; past the limit they go on at once.
    """
    waiting: list[Row] = []
    for scored in results:
        for _ in copies.watch(scored.articles):
            pass
        waiting += scored.rows
        if not copies.limit:
            yield from waiting
            waiting = []
    copies.revise(waiting, thresholds)
    yield from waiting
