"""Verdicts together with how their scores add up: one measuring serves both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.review.entries import Entry, ScoreBreakdown
from detector.runs.scoring import Item, judge_items, row_for
from detector.verdict import Verdict


class ExplainedVerdict(NamedTuple):
    """A verdict and what adds up to it: log-odds of shape (n_columns + 1, n_heads)."""

    verdict: Verdict
    odds: np.ndarray


def judge_entries(
    items: Iterable[Item],
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[Entry]:
    """Judge what the readers give, in batches and in order; the unreadable become entries too.

    ``done`` is called with the number of articles after each batch.
    """
    for item, judged in judge_items(items, partial(judge_batch, detector), done):
        if isinstance(judged, Unreadable):
            yield Entry(row_for(item, judged, detector), remark=judged.reason)
        elif isinstance(item, Article):
            yield entry_of(item, judged, detector)


def judge_batch(detector: Detector, articles: Sequence[Article]) -> Iterator[ExplainedVerdict]:
    """Judge articles that are measured together."""
    if articles:
        measured, matrix = detector.measure(articles)
        odds = detector.classifier.contributions(matrix)
        probabilities = detector.classifier.predict_proba(matrix)
        yield from map(ExplainedVerdict, map(detector.conclude, measured, probabilities), odds)


def entry_of(article: Article, explained: ExplainedVerdict, detector: Detector) -> Entry:
    """An article with its verdict as it lies on the desk."""
    verdict, odds = explained
    row = row_for(article, verdict, detector)
    return Entry(
        row,
        article.text,
        article.published,
        marks=list(verdict.evidence),
        suspects=verdict.figures_suspect,
        breakdown=breakdown(row.likeliest_cause, odds, detector),
    )


def breakdown(cause: str, odds: np.ndarray, detector: Detector) -> ScoreBreakdown:
    """What each column adds to the log-odds of a cause, largest first."""
    values = odds[:, detector.classifier.heads.index(cause)].tolist()
    named = zip(detector.classifier.contribution_names_, values, strict=True)
    parts = tuple(sorted(named, key=lambda pair: -abs(pair[1])))
    return ScoreBreakdown(cause, parts, float(sum(values)))
