"""From paths to rows: read, judge in batches, lose nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.readers.records import Item
from detector.runs.detector_config import DetectorConfig
from detector.runs.external_sort import PackedRow, pack
from detector.runs.tasks import Task
from detector.text.batches import judge_items
from detector.text.counted import counted
from detector.verdict import Row
from detector.writers.review_rows import row_for

# More than the rows of any task: what orders the rows of a run.
TASK_ROWS = 2**32


@dataclass
class RunCounts:
    """What a run did, for its closing line: rows by decision, and what the readers had to do."""

    decisions: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, rows: Iterable[Row]) -> None:
        """Count rows."""
        for row in rows:
            self.decisions[row.decision] += 1
            if row.error and row.decision != "unreadable":
                self.remarks[row.error] += 1

    def __str__(self) -> str:
        """One line: ``12 articles: 3 review, 8 pass, 1 unreadable``."""
        total = sum(self.decisions.values())
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.decisions.most_common())
        remarks = "".join(f"; {count} {remark}" for remark, count in self.remarks.most_common(3))
        others = ", ".join(f"{count} {ending}" for ending, count in self.skipped.most_common(5))
        skipped = f"; passed over files of other kinds: {others}" if others else ""
        return f"{counted(total, 'article')}: {kinds or 'none'}{remarks}{skipped}"


def score_items(items: Iterable[Article | Unreadable], detector: Detector) -> Iterator[Row]:
    """The rows of what the readers give, in order: see ``detector.text.batches.judge_items``."""
    for item, judged in judge_items(items, detector.judge_many):
        yield row_for(item, judged, str(detector.card["name"]))


class ScoredTask(NamedTuple):
    """The rows of one task in reading order; what was judged too, where it was requested."""

    rows: list[PackedRow]
    articles: list[Article]
    size: int


def score_rows(config: DetectorConfig, job: tuple[Task, bool]) -> ScoredTask:
    """Score a task; the second half of ``job`` says whether its articles are wanted back too.

    What could not be judged does not come back: it takes no part in the search for copies.
    """
    task, keep = job
    items: list[Item] = []

    def seen() -> Iterator[Item]:
        for item in task.read():
            if keep:
                items.append(item)
            yield item

    rows = list(score_items(seen(), config.make()))
    judged = zip(items, rows, strict=True) if keep else ()
    kept = [
        item for item, row in judged if isinstance(item, Article) and row.decision != "unreadable"
    ]
    packed = [pack(number, row) for number, row in enumerate(rows, task.number * TASK_ROWS)]
    return ScoredTask(packed, kept, task.size)
