"""Stories of a folder of parts: a shuffle on keys instead of one memory that holds all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from detector.copies.cluster_revision import CopyFindings
from detector.copies.clusters import components
from detector.readers.storage import join, make_folder, remove_folder
from detector.runs.executor import Executor
from detector.runs.shared_blocks import Numbers
from detector.runs.shuffle_store import (
    ShuffleStore,
    TaskSelection,
    count_shared_keys,
    find_candidates,
    link_copies,
    locate_articles,
    name_stories,
    number_articles,
    shuffle_keys,
    write_fingerprints,
    write_texts,
)
from detector.runs.tasks import Task

# Readers of Parquet folders pass over what begins with an underscore.
FOLDER = "_stories"
# Articles a bucket: their keys and shares take some hundred megabytes. Made up.
BUCKET = 20_000


def find_copies(
    folder: str,
    executor: Executor,
    tasks: Callable[[], Iterator[Task]],
    scores: list[np.ndarray],
) -> dict[int, dict[int, CopyFindings]]:
    """What copies show about the articles of a run: by task, then by the place of the item in it.

    Parameters
    ----------
    folder : str
        The folder of parts; the pieces of the search lie in it for as long as it lasts.
    tasks : callable
        Gives the tasks of the run, from the first.
    scores : list of arrays
        ``score`` and ``synthetic`` of the items, an array a task, shape (n_items, 2).
    """
    place = join(folder, FOLDER)
    remove_folder(place)
    make_folder(place)
    store = ShuffleStore(place, 1 + sum(map(len, scores)) // BUCKET, len(scores))
    try:
        starts, linked = find_links(store, executor, tasks)
        return describe_copies(store, executor, tasks, scores, starts, linked)
    finally:
        remove_folder(place)


def find_links(
    store: ShuffleStore, executor: Executor, tasks: Callable[[], Iterator[Task]]
) -> tuple[Numbers, Numbers]:
    """The first number of each bucket, and the pairs that are copies, shape (n_pairs, 2)."""
    buckets = range(store.buckets)
    run_to_end(executor, partial(write_fingerprints, store), tasks())
    counts = list(executor.imap(partial(number_articles, store), buckets))
    starts = np.cumsum([0, *counts])[:-1].astype(np.int64)
    run_to_end(executor, partial(shuffle_keys, store, starts), range(store.tasks))
    run_to_end(executor, partial(count_shared_keys, store), buckets)
    run_to_end(executor, partial(find_candidates, store), buckets)
    linked = [
        np.empty((0, 2), np.int64),
        *executor.imap(partial(link_copies, store, starts), buckets),
    ]
    return starts, np.concatenate(linked)


def run_to_end(executor: Executor, job: Callable[[object], object], inputs: object) -> None:
    """Wait until a job has run on everything."""
    for _ in executor.imap(job, inputs):  # type: ignore[arg-type]
        pass


def describe_copies(
    store: ShuffleStore,
    executor: Executor,
    tasks: Callable[[], Iterator[Task]],
    scores: list[np.ndarray],
    starts: Numbers,
    linked: Numbers,
) -> dict[int, dict[int, CopyFindings]]:
    """Choose the best copy of each story, and name both."""
    if not len(linked):
        return {}
    numbers, ends = np.unique(linked, return_inverse=True)
    ends = ends.reshape(-1, 2)
    buckets = components(len(numbers), ends) % store.buckets
    homes = locate_articles(store, starts, numbers)
    chosen = choose(tasks(), homes, numbers, buckets, scores)
    run_to_end(executor, partial(write_texts, store), chosen)
    owners = buckets[ends[:, 0]]
    given = ((bucket, linked[owners == bucket]) for bucket in range(store.buckets))
    findings_by_task: dict[int, dict[int, CopyFindings]] = {}
    places = dict(zip(numbers.tolist(), homes.tolist(), strict=True))
    for some in executor.imap(partial(name_stories, store), given):
        for number, findings in some:
            task, place = places[number]
            findings_by_task.setdefault(task, {})[place] = findings
    return findings_by_task


def choose(
    tasks: Iterator[Task],
    homes: Numbers,
    numbers: Numbers,
    buckets: Numbers,
    scores: list[np.ndarray],
) -> Iterator[TaskSelection]:
    """For each task its articles that have a copy."""
    order = np.argsort(homes[:, 0], kind="stable")
    bounds = np.searchsorted(homes[order, 0], np.arange(len(scores) + 1))
    for task, (begin, end) in zip(tasks, pairwise(bounds.tolist()), strict=True):
        mine = order[begin:end]
        places = homes[mine, 1]
        rows = np.column_stack([places, numbers[mine], buckets[mine]])
        yield TaskSelection(task, rows, scores[task.number][places].tolist())
