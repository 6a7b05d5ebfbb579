"""A stream of articles in batches that fit into memory, judged so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from detector.article import Article, Unreadable

# Articles measured together. A batch costs as much as ten of its articles before the first is
# looked at: 200 at a time take .8 of the time that 64 do, and 40 MB more of memory (measured).
MAX_BATCH_ARTICLES = 200
# Characters after which a batch is full, however few articles it has: measured articles hold up to
# 400 bytes a character (made up; 200 articles of the usual length have 500,000 characters).
MAX_BATCH_CHARACTERS = 1_000_000
# An article may have so many characters: five times the longest news we know of, and what
# is longer takes a minute and a gigabyte (of 400 bytes a character in the worst text we
# found). Scrapers that join a whole site in one record make such "articles".
LONGEST_ARTICLE = 2_000_000
Item = TypeVar("Item", Article, str, Article | str, Article | Unreadable)
T = TypeVar("T")
# Judges a batch of articles, in order.
Judge = Callable[[Sequence[Article]], Iterable[T]]


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut a stream into batches that fit into memory: by number, and by length of texts.

    >>> [len(batch) for batch in batches(["One."] * 210)]
    [200, 10]
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


def judge_items(
    items: Iterable[Article | Unreadable],
    judge: Judge[T],
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[tuple[Article | Unreadable, T | Unreadable]]:
    """Judge what the readers give, in batches and in order; what is not judged says why.

    ``judge`` judges a batch of articles in order. ``done`` is called with the number of articles
    after each batch.
    """
    for batch in batches(items):
        judged = iter(judge_each(judge, [i for i in batch if isinstance(i, Article)]))
        for item in batch:
            yield item, next(judged) if isinstance(item, Article) else item
        done(len(batch))


def judge_each(judge: Judge[T], articles: Sequence[Article]) -> list[T | Unreadable]:
    """Judge articles in order; what cannot be judged comes as an Unreadable with its reason.

    An article fails where it is too long, or where it meets a fault of ours: one such article
    must not end a run of a million.
    """
    sound = [article for article in articles if len(article.text) <= LONGEST_ARTICLE]
    try:
        judged = iter([*judge(sound)])
        return [next(judged) if len(a.text) <= LONGEST_ARTICLE else too_long(a) for a in articles]
    except Exception:
        return [judge_alone(judge, article) for article in articles]


def judge_alone(judge: Judge[T], article: Article) -> T | Unreadable:
    """Judge one article, or say why it cannot be."""
    if len(article.text) > LONGEST_ARTICLE:
        return too_long(article)
    try:
        return next(iter(judge([article])))
    except Exception as error:
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        reason = f"could not be judged ({why}): please report it with the text"
        return Unreadable(article.path, reason, article.id)


def too_long(article: Article) -> Unreadable:
    """The row's reason for a text that is no article."""
    length = f"the text has {len(article.text):,} characters"
    reason = f"{length}; at most {LONGEST_ARTICLE:,} are judged: cut it into its articles"
    return Unreadable(article.path, reason, article.id)
