"""Verdicts together with how their scores add up, from one measurement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from detector.article import Article, Unreadable
from detector.causes import CauseKey
from detector.detector import Detector
from detector.features.evidence import Assessment
from detector.review.entries import Entry, ScoreBreakdown
from detector.text.batches import judge_items
from detector.verdict import Verdict
from detector.writers.review_rows import row_of, unreadable_row

# A verdict, and what it was concluded from.
ExplainedVerdict = tuple[Verdict, Assessment]


def judge_entries(
    items: Iterable[Article | Unreadable],
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[Entry]:
    """Judge what the readers give, in batches and in order; the unreadable become entries too.

    ``done`` is called with the number of articles after each batch.
    """
    for item, judged in judge_items(items, partial(judge_batch, detector), done):
        if isinstance(judged, Unreadable):
            yield Entry(unreadable_row(judged, str(detector.card["name"])), remark=judged.reason)
        elif isinstance(item, Article):
            yield entry_of(item, judged, detector)


def judge_batch(detector: Detector, articles: Sequence[Article]) -> Iterator[ExplainedVerdict]:
    """Judge articles that are measured together."""
    if articles:
        for assessed in detector.assess(articles):
            yield detector.conclude(assessed), assessed


def entry_of(article: Article, explained: ExplainedVerdict, detector: Detector) -> Entry:
    """An article with its verdict as it lies on the desk."""
    verdict, assessed = explained
    row = row_of(article, verdict)
    return Entry(
        row,
        article.text,
        marks=list(verdict.evidence),
        suspects=verdict.figures_suspect,
        strip=verdict.sentence_surprisal,
        breakdown=breakdown(row.likeliest_cause, assessed, detector),
    )


def breakdown(cause: CauseKey, assessed: Assessment, detector: Detector) -> ScoreBreakdown:
    """What each column adds to the log-odds of a cause, largest first."""
    named = detector.breakdown(assessed, cause)
    parts = tuple(sorted(named, key=lambda pair: -abs(pair[1])))
    return ScoreBreakdown(cause, parts, float(sum(value for _, value in named)))
