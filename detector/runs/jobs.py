"""What one process does with one task: the jobs that an executor is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detector.article import Article
from detector.runs.detector_config import DetectorConfig
from detector.runs.scoring import score_items
from detector.runs.tasks import Item, Task
from detector.verdict import Row


class ScoredTask(NamedTuple):
    """The rows of one task in reading order; what was judged too, where it was requested."""

    rows: list[Row]
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
    return ScoredTask(rows, kept, task.size)
