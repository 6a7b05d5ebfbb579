"""From paths to rows: read, judge in batches, lose nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.rows import Row, row_of, unreadable_row
from detector.text.batches import batches
from detector.verdict import Verdict

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
            self.decisions[row["decision"]] += 1
            if row["error"] and row["decision"] != "unreadable":
                self.remarks[row["error"]] += 1

    def __str__(self) -> str:
        """One line: ``12 articles: 3 review, 8 pass, 1 unreadable``."""
        total = sum(self.decisions.values())
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.decisions.most_common())
        remarks = "".join(f"; {count} {remark}" for remark, count in self.remarks.most_common(3))
        others = ", ".join(f"{count} {ending}" for ending, count in self.skipped.most_common(5))
        skipped = f"; passed over files of other kinds: {others}" if others else ""
        return f"{total} article{'s' * (total != 1)}: {kinds or 'none'}{remarks}{skipped}"


def score_items(
    items: Iterable[Article | Unreadable],
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[Row]:
    """Judge what the readers give, in batches and in order; the unreadable become rows too.

    ``done`` is called with the number of articles after each batch.
    """
    model = str(detector.card["name"])
    for batch in batches(items):
        verdicts = iter(judge_each(detector, [i for i in batch if isinstance(i, Article)]))
        for item in batch:
            told = next(verdicts) if isinstance(item, Article) else item
            if isinstance(told, Verdict) and isinstance(item, Article):
                yield row_of(item, told)
            elif isinstance(told, Unreadable):
                yield unreadable_row(told, model)
        done(len(batch))


def judge_each(detector: Detector, articles: Sequence[Article]) -> list[Verdict | Unreadable]:
    """Judge articles in order; what cannot be judged comes as an Unreadable with its reason.

    An article fails where it is too long, or where it meets a fault of ours: one such article
    must not end a run of a million.
    """
    sound = [article for article in articles if len(article.text) <= LONGEST_ARTICLE]
    try:
        judged = iter([*detector.judge_many(sound)])
        return [next(judged) if len(a.text) <= LONGEST_ARTICLE else too_long(a) for a in articles]
    except Exception:
        return [judge_alone(detector, article) for article in articles]


def judge_alone(detector: Detector, article: Article) -> Verdict | Unreadable:
    """Judge one article, or say why it cannot be."""
    if len(article.text) > LONGEST_ARTICLE:
        return too_long(article)
    try:
        return detector.judge(article)
    except Exception as error:
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        reason = f"could not be judged ({why}): please report it with the text"
        return Unreadable(article.path, reason, article.id)


def too_long(article: Article) -> Unreadable:
    """The row's reason for a text that is no article."""
    length = f"the text has {len(article.text):,} characters"
    reason = f"{length}; at most {LONGEST_ARTICLE:,} are judged: cut it into its articles"
    return Unreadable(article.path, reason, article.id)
