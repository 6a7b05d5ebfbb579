"""One run into one file, the rows worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from detector.copies.cluster_revision import CopyCollector
from detector.model.thresholds import Thresholds
from detector.readers import InputFiles
from detector.resources.progress import ProgressCallback, silent
from detector.runs.detector_config import DetectorConfig
from detector.runs.executor import Executor
from detector.runs.external_sort import ExternalSorter
from detector.runs.scoring import RunCounts, ScoredTask, score_rows
from detector.runs.tasks import ROWS_TASK, tasks
from detector.verdict import DECISION_ORDER, Row
from detector.writers import Writer

if TYPE_CHECKING:
    from detector.copies.cluster_index import StoryIndex

# Rows that are kept for the closing word.
PREVIEW_ROWS = 10


@dataclass
class Progress:
    """Callbacks that report how far a run is: bytes taken, articles done."""

    taken: Callable[[int], object] = lambda size: None
    done: Callable[[int], object] = lambda count: None


@dataclass
class Outcome:
    """What a run did: its counts, its first rows, and the remarks about it."""

    tally: RunCounts = field(default_factory=RunCounts)
    worst: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def flagged(self) -> int:
        """How many articles are to be reviewed."""
        return self.tally.decisions[DECISION_ORDER[0]]

    def add(self, row: Row) -> None:
        """Count a row, and keep it when it is one of the first."""
        self.tally.add([row])
        if len(self.worst) < PREVIEW_ROWS:
            self.worst.append(row)


@dataclass
class RunOptions:
    """What was ordered beside the articles themselves.

    ``budget`` sends exactly so many to review; ``stories`` and ``known`` say where copies are
    looked for, as in :class:`~detector.copies.cluster_revision.CopyCollector`, and ``tell`` is
    called with the messages about it.
    """

    budget: int | None = None
    top: int | None = None
    stories: bool | None = False
    known: StoryIndex | None = None
    tell: ProgressCallback = silent

    def copy_collector(self, executor: Executor) -> CopyCollector:
        """Where the articles of a run wait for their copies."""
        return CopyCollector(self.stories, self.known, self.tell, executor.imap)


def write_ranked(
    inputs: InputFiles,
    config: DetectorConfig,
    executor: Executor,
    writer: Writer,
    run_options: RunOptions,
    progress: Progress,
    stdin: BinaryIO | None = None,
    folder: Path | None = None,
) -> Outcome:
    """Score a survey and write the rows worst first; ``folder`` takes what does not fit in memory.

    Memory holds a few tasks, some megabytes of rows and, when copies are searched, the articles.
    """
    copies = run_options.copy_collector(executor)
    thresholds = config.check()
    outcome = Outcome(RunCounts(skipped=inputs.skipped))
    with ExternalSorter(folder, run_options.budget) as sorter:
        # Articles are wanted back as long as they are not too many.
        parts = tasks(inputs, ROWS_TASK, stdin, progress.taken)
        given = ((task, copies.limit > 0) for task in parts)
        results = executor.imap(partial(score_rows, config), given)
        for row in revised_rows(tell(results, progress), copies, thresholds):
            sorter.add(row)
        for _, row in sorter.rows():
            outcome.add(row)
            if run_options.top is None or row.rank <= run_options.top:
                writer.write(row)
    return outcome


def tell(results: Iterator[ScoredTask], progress: Progress) -> Iterator[ScoredTask]:
    """Hand results on, and report how far the run is."""
    for scored in results:
        yield scored
        progress.taken(scored.size)
        progress.done(len(scored.rows))


def revised_rows(
    results: Iterable[ScoredTask], copies: CopyCollector, thresholds: Thresholds
) -> Iterator[Row]:
    """The rows as they are to be written.

    While copies are looked for the rows wait until the last article is in, since a copy
    may change the verdict on any of them; past the limit they go on at once.
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
