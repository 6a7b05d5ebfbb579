"""One run into one file, the rows worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from detector.copies.cluster_revision import CopyCollector
from detector.model.thresholds import Thresholds
from detector.readers import InputFiles
from detector.resources.progress import ProgressCallback, silent
from detector.runs.detector_config import DetectorConfig
from detector.runs.executor import Executor, InProcess
from detector.runs.external_sort import ExternalSorter, PackedRow, pack, ranked, unpack
from detector.runs.scoring import RunCounts, ScoredTask, score_rows
from detector.runs.tasks import ROWS_PIECES, ROWS_TASK, tasks
from detector.verdict import DECISION_ORDER, Row
from detector.writers import LineWriter, Writer

if TYPE_CHECKING:
    from detector.copies.cluster_index import StoryIndex

# Rows that are kept for the closing word.
PREVIEW_ROWS = 10
# Rows that get their ranks together. Made up: some hundred kilobytes.
BLOCK_ROWS = 500


@dataclass
class Progress:
    """Callbacks that report how far a run is: bytes taken, articles done."""

    taken: Callable[[int], object] = lambda size: None
    done: Callable[[int], object] = lambda count: None


@dataclass
class Outcome:
    """What a run did: its counts and its first rows."""

    tally: RunCounts = field(default_factory=RunCounts)
    worst: list[Row] = field(default_factory=list)

    @property
    def flagged(self) -> int:
        """How many articles are to be reviewed."""
        return self.tally.decisions[DECISION_ORDER[0]]

    def add(self, tally: RunCounts, rows: list[Row]) -> None:
        """Add the counts of some rows, and keep those that are among the first."""
        self.tally.decisions.update(tally.decisions)
        self.tally.remarks.update(tally.remarks)
        self.worst += rows[: PREVIEW_ROWS - len(self.worst)]


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
        parts = tasks(inputs, ROWS_TASK, stdin, progress.taken, ROWS_PIECES)
        given = ((task, copies.limit > 0) for task in parts)
        results = executor.imap(partial(score_rows, config), given)
        for packed in revised_rows(tell(results, progress), copies, thresholds):
            sorter.add(packed)
        write_rows(sorter.rows(), executor, writer, run_options, outcome)
    return outcome


class FinishedBlock(NamedTuple):
    """Ranked rows: their counts, the first of them, and those to be written, as lines or rows."""

    tally: RunCounts
    first: list[Row]
    lines: bytes
    rows: list[Row]


def write_rows(
    packed: Iterator[PackedRow],
    executor: Executor,
    writer: Writer,
    run_options: RunOptions,
    outcome: Outcome,
) -> None:
    """Rank and write sorted rows: a table's lines are made by whoever has judged its articles."""
    lines = writer.lines if isinstance(writer, LineWriter) else None
    finish = partial(finish_block, lines, run_options.budget, run_options.top)
    for block in (executor if lines else InProcess()).imap(finish, blocks(packed)):
        outcome.add(block.tally, block.first)
        if isinstance(writer, LineWriter):
            writer.stream.write(block.lines)
        for row in block.rows:
            writer.write(row)


def blocks(packed: Iterator[PackedRow]) -> Iterator[tuple[int, list[bytes]]]:
    """Sorted rows in blocks, each with its first rank."""
    for first in count(1, BLOCK_ROWS):
        block = [one.data for one in islice(packed, BLOCK_ROWS)]
        if not block:
            return
        yield first, block


def finish_block(
    lines: Callable[[list[Row]], bytes] | None,
    budget: int | None,
    top: int | None,
    block: tuple[int, list[bytes]],
) -> FinishedBlock:
    """Rank the rows of a block; those up to rank ``top`` are to be written."""
    first, packed = block
    rows = list(ranked(packed, first, budget))
    tally = RunCounts()
    tally.add(rows)
    written = rows if top is None else rows[: max(0, top + 1 - first)]
    if lines is None:
        return FinishedBlock(tally, rows[:PREVIEW_ROWS], b"", written)
    return FinishedBlock(tally, rows[:PREVIEW_ROWS], lines(written), [])


def tell(results: Iterator[ScoredTask], progress: Progress) -> Iterator[ScoredTask]:
    """Hand results on, and report how far the run is."""
    for scored in results:
        yield scored
        progress.taken(scored.size)
        progress.done(len(scored.rows))


def revised_rows(
    results: Iterable[ScoredTask], copies: CopyCollector, thresholds: Thresholds
) -> Iterator[PackedRow]:
    """The rows as they are to be written.

    While copies are looked for the rows wait until the last article is in, since a copy
    may change the verdict on any of them; past the limit they go on at once.
    """
    waiting: list[PackedRow] = []
    for scored in results:
        copies.keep(scored.articles)
        waiting += scored.rows
        if not copies.limit:
            yield from waiting
            waiting = []
    rows = [unpack(packed.data) for packed in waiting]
    copies.revise(rows, thresholds)
    yield from (pack(packed.number, row) for packed, row in zip(waiting, rows, strict=True))
