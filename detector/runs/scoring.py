"""From paths to rows: read, judge in batches, lose nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.text.batches import batches
from detector.verdict import Row, Verdict, row_of, unreadable_row

Item = Article | Unreadable
T = TypeVar("T")
# Judges a batch of articles, in order.
Judge = Callable[[Sequence[Article]], Iterable[T]]
# An article may have so many characters: five times the longest news we know of, and what
# is longer takes a minute and a gigabyte (of 400 bytes a character in the worst text we
# found). Scrapers that join a whole site in one record make such "articles".
LONGEST_ARTICLE = 2_000_000


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
        return f"{total} article{'s' * (total != 1)}: {kinds or 'none'}{remarks}{skipped}"


def judge_items(
    items: Iterable[Item],
    judge: Judge[T],
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[tuple[Item, T | Unreadable]]:
    """Judge what the readers give, in batches and in order; what is not judged says why.

    ``judge`` judges a batch of articles in order. ``done`` is called with the number of articles
    after each batch.
    """
    for batch in batches(items):
        judged = iter(judge_each(judge, [i for i in batch if isinstance(i, Article)]))
        for item in batch:
            yield item, next(judged) if isinstance(item, Article) else item
        done(len(batch))


def score_items(
    items: Iterable[Item],
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[Row]:
    """The rows of what the readers give, in order: see :func:`judge_items`."""
    for item, judged in judge_items(items, detector.judge_many, done):
        yield row_for(item, judged, detector)


def row_for(item: Item, judged: Verdict | Unreadable, detector: Detector) -> Row:
    """The row of an article, or of what could not be read or judged."""
    if isinstance(item, Article) and isinstance(judged, Verdict):
        return row_of(item, judged)
    assert isinstance(judged, Unreadable)
    return unreadable_row(judged, str(detector.card["name"]))


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
