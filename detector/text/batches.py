"""A stream of articles cut into batches that fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from detector.article import Article, Unreadable

# Articles measured before the model is applied: enough that its call costs little an article,
# few enough to hold (made up).
MAX_BATCH_ARTICLES = 64
# Characters after which a batch is full, however few articles it has: measured articles hold up to
# 400 bytes a character (made up; 64 articles of the usual length have 160,000 characters).
MAX_BATCH_CHARACTERS = 1_000_000
Item = TypeVar("Item", Article, str, Article | str, Article | Unreadable)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut a stream into batches that fit into memory: by number, and by length of texts.

    >>> [len(batch) for batch in batches(["One."] * 70)]
    [64, 6]
    """
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(text_of(item))
        if len(batch) == MAX_BATCH_ARTICLES or size >= MAX_BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def text_of(item: Article | Unreadable | str) -> str:
    """The text of what comes in a stream; what could not be read has none."""
    if isinstance(item, str):
        return item
    return item.text if isinstance(item, Article) else ""
