"""The search for copies in pieces: what each process does, and through which files.

The steps of :func:`detector.copies.candidates.candidates`, taken apart so that no step holds
more than one bucket. Every key is a row in one bucket, which holds all that have the key; what
two articles share is added up in the bucket of the first; pairs are compared there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.candidates import (
    ARTICLES_PER_CHUNK,
    build_index,
    in_portions,
    keys,
    nearest_neighbours,
)
from detector.copies.cluster_revision import CopyFindings, named
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.grouping import shipped
from detector.copies.packed_fingerprints import pack, unpack
from detector.copies.stories import content_hash, group_stories
from detector.readers.storage import join
from detector.runs.shared_blocks import Numbers, read_blocks, read_rows, write_blocks, write_rows
from detector.runs.tasks import Task
from detector.text.batches import LONGEST_ARTICLE

FIELDS = ("text", "id", "title", "url", "outlet", "published", "path")


class ShuffleStore(NamedTuple):
    """Where the pieces lie: a folder, in how many buckets, from how many tasks."""

    folder: str
    buckets: int
    tasks: int

    def path(self, kind: str, number: int) -> str:
        """The file of one kind that one job wrote."""
        return join(self.folder, f"{kind}-{number:06}")

    def of_tasks(self, kind: str) -> list[str]:
        """The files of one kind that the tasks wrote."""
        return [self.path(kind, number) for number in range(self.tasks)]

    def of_buckets(self, kind: str) -> list[str]:
        """The files of one kind that the buckets wrote."""
        return [self.path(kind, number) for number in range(self.buckets)]


class TaskSelection(NamedTuple):
    """Articles of a task that have a copy.

    ``rows`` has shape (n_articles, 3): place in the task, number in the order of content, bucket;
    ``scores`` those of :func:`detector.copies.stories.group_stories`.
    """

    task: Task
    rows: Numbers
    scores: list[list[float]]


def articles_in(task: Task) -> Iterator[tuple[int, Article]]:
    """The articles of a task that can be judged, with their places among its items."""
    for place, item in enumerate(task.read()):
        if isinstance(item, Article) and len(item.text) <= LONGEST_ARTICLE:
            yield place, item


def write_fingerprints(store: ShuffleStore, task: Task) -> None:
    """Read a task's fingerprints, and share its articles out by the beginning of their names."""
    prints: list[bytes] = []
    named: list[list[tuple[str, str, str, int, int]]] = [[] for _ in range(store.buckets)]
    held = list(articles_in(task))
    fingerprints = read_fingerprints([article.text for _, article in held])
    for (place, article), one in zip(held, fingerprints, strict=True):
        prints += [b""] * (place - len(prints))
        prints.append(pack(one))
        name = content_hash(article.text)
        bucket = int(name[:8], 16) * store.buckets >> 32
        named[bucket].append((name, article.id, article.path, task.number, place))
    write_blocks(store.path("prints", task.number), prints)
    write_blocks(store.path("names", task.number), [json.dumps(one).encode() for one in named])


def number_articles(store: ShuffleStore, bucket: int) -> int:
    """Number the articles of a bucket in the order of their content; how many they are."""
    named = [
        tuple(row)
        for path in store.of_tasks("names")
        for row in json.loads(read_blocks(path, [bucket])[0])
    ]
    homes = np.array([row[3:] for row in sorted(named)], np.int64).reshape(-1, 2)
    numbered = np.column_stack([homes[:, 1], np.arange(len(homes))])
    write_rows(store.path("numbers", bucket), numbered, homes[:, 0], store.tasks)
    write_blocks(store.path("homes", bucket), [homes.astype("<i8").tobytes()])
    return len(homes)


def numbers_of(store: ShuffleStore, starts: Numbers, task: int) -> Numbers:
    """Places and numbers of the articles of a task, shape (n_articles, 2)."""
    parts = []
    for bucket, path in enumerate(store.of_buckets("numbers")):
        rows = read_rows([path], task, 2)
        parts.append(rows + np.array([0, starts[bucket]]))
    return np.concatenate(parts)


def shuffle_keys(store: ShuffleStore, starts: Numbers, task: int) -> None:
    """Share the keys of a task's articles out, each with the number of its article."""
    rows = [np.empty((0, 2), np.int64)]
    numbers = numbers_of(store, starts, task)
    if len(numbers):
        packed = read_blocks(store.path("prints", task), numbers[:, 0].tolist())
        for number, data in zip(numbers[:, 1].tolist(), packed, strict=True):
            codes = keys(unpack(data))
            rows.append(np.column_stack([codes, np.full(len(codes), number)]))
    spread = np.concatenate(rows)
    write_rows(store.path("keys", task), spread, spread[:, 0] % store.buckets, store.buckets)


def count_shared_keys(store: ShuffleStore, bucket: int) -> None:
    """What articles share of the keys of a bucket, shared out by the first of the two."""
    rows = read_rows(store.of_tasks("keys"), bucket, 2)
    rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
    numbers, owners = np.unique(rows[:, 1], return_inverse=True)
    table = build_index(in_portions(owners, rows[:, 0]), len(numbers))
    parts = [np.empty((0, 3), np.int64)]
    for begin in range(0, len(numbers), ARTICLES_PER_CHUNK):
        first, second, shared = table.shared(begin, begin + ARTICLES_PER_CHUNK)
        parts.append(np.column_stack([numbers[first], numbers[second], shared]))
    shares = np.concatenate(parts)
    write_rows(store.path("shares", bucket), shares, shares[:, 0] % store.buckets, store.buckets)


def find_candidates(store: ShuffleStore, bucket: int) -> int:
    """The pairs worth comparing, shared out by the smaller number; how many they are."""
    rows = read_rows(store.of_buckets("shares"), bucket, 3)
    pairs, places = np.unique(rows[:, :2], axis=0, return_inverse=True)
    sums = np.zeros(len(pairs), np.int64)
    np.add.at(sums, places.ravel(), rows[:, 2])
    near = np.sort(nearest_neighbours(pairs[:, 0], pairs[:, 1], sums), axis=1)
    write_rows(store.path("pairs", bucket), near, near[:, 0] % store.buckets, store.buckets)
    return len(near)


def link_copies(store: ShuffleStore, starts: Numbers, bucket: int) -> Numbers:
    """The pairs of a bucket that are copies, shape (n_pairs, 2)."""
    pairs = np.unique(read_rows(store.of_buckets("pairs"), bucket, 2), axis=0)
    if not len(pairs):
        return pairs
    numbers, places = np.unique(pairs, return_inverse=True)
    prints = fetch_fingerprints(store, starts, numbers)
    model = shipped().pairs
    chances = model.copy_chances(prints, places.reshape(-1, 2))
    return pairs[chances >= model.threshold]


def fetch_fingerprints(store: ShuffleStore, starts: Numbers, numbers: Numbers) -> list[Fingerprint]:
    """The fingerprints of articles by their numbers."""
    homes = locate_articles(store, starts, numbers)
    fingerprints: dict[int, Fingerprint] = {}
    for task in np.unique(homes[:, 0]).tolist():
        mine = homes[:, 0] == task
        packed = read_blocks(store.path("prints", task), homes[mine, 1].tolist())
        fingerprints |= zip(numbers[mine].tolist(), map(unpack, packed), strict=True)
    return [fingerprints[number] for number in numbers.tolist()]


def locate_articles(store: ShuffleStore, starts: Numbers, numbers: Numbers) -> Numbers:
    """Task and place of articles by their numbers, shape (n_articles, 2)."""
    homes = np.empty((len(numbers), 2), np.int64)
    buckets = np.searchsorted(starts, numbers, side="right") - 1
    for bucket in np.unique(buckets).tolist():
        mine = buckets == bucket
        table = read_rows([store.path("homes", bucket)], 0, 2)
        homes[mine] = table[numbers[mine] - starts[bucket]]
    return homes


def write_texts(store: ShuffleStore, chosen: TaskSelection) -> None:
    """Share out the articles of a task that have a copy, by the bucket of their story."""
    wanted = dict(
        zip(chosen.rows[:, 0].tolist(), zip(chosen.rows, chosen.scores, strict=True), strict=True)
    )
    parts: list[list[object]] = [[] for _ in range(store.buckets)]
    if wanted:
        for place, article in articles_in(chosen.task):
            if place in wanted:
                (_, number, bucket), score = wanted[place]
                fields = [getattr(article, field) for field in FIELDS]
                parts[bucket].append([int(number), score, fields])
    write_blocks(
        store.path("texts", chosen.task.number), [json.dumps(part).encode() for part in parts]
    )


def name_stories(store: ShuffleStore, given: tuple[int, Numbers]) -> list[tuple[int, CopyFindings]]:
    """Number of each article of a bucket, and what its copies show; ``given`` holds its links."""
    bucket, linked = given
    rows = sorted(
        row
        for path in store.of_tasks("texts")
        for row in json.loads(read_blocks(path, [bucket])[0])
    )
    numbers = np.array([row[0] for row in rows], np.int64)
    articles = [Article(**dict(zip(FIELDS, row[2], strict=True))) for row in rows]
    pairs = np.searchsorted(numbers, linked).reshape(-1, 2)
    memberships = group_stories(articles, [row[1] for row in rows], find=lambda _: pairs)
    findings = map(named, articles, memberships)
    return list(zip(numbers.tolist(), findings, strict=True))
