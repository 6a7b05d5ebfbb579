"""Verdicts together with how their scores add up: one measuring serves both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.evidence import Evidence
from detector.review.entries import Entry, ScoreBreakdown
from detector.rows import evidence_record, row_of, unreadable_row
from detector.runs.scoring import LONGEST_ARTICLE, too_long
from detector.text.batches import batches
from detector.verdict import Verdict

Item = Article | Unreadable


def judge_items(
    items: Iterable[Item],
    detector: Detector,
    done: Callable[[int], object] = lambda count: None,
) -> Iterator[Entry]:
    """Judge what the readers give, in batches and in order; the unreadable become entries too.

    ``done`` is called with the number of articles after each batch.
    """
    for batch in batches(items):
        judged = iter(
            judge_with_fallback([item for item in batch if isinstance(item, Article)], detector)
        )
        for item in batch:
            yield next(judged) if isinstance(item, Article) else unreadable_entry(item, detector)
        done(len(batch))


def judge_with_fallback(articles: list[Article], detector: Detector) -> list[Entry]:
    """Entries of articles in order; one that cannot be judged says why, and ends no run."""
    try:
        if all(len(article.text) <= LONGEST_ARTICLE for article in articles):
            return judge_batch(articles, detector)
    except Exception:
        # Which article it was is found below.
        pass
    return [judge_alone(article, detector) for article in articles]


def judge_alone(article: Article, detector: Detector) -> Entry:
    """The entry of one article that may be the one that cannot be judged."""
    if len(article.text) > LONGEST_ARTICLE:
        return unreadable_entry(too_long(article), detector)
    try:
        return judge_batch([article], detector)[0]
    except Exception as error:
        why = f"could not be judged ({type(error).__name__}: {error}): please report it"
        return unreadable_entry(Unreadable(article.path, why, article.id), detector)


def judge_batch(articles: list[Article], detector: Detector) -> list[Entry]:
    """Entries of articles that are measured and judged together."""
    if not articles:
        return []
    measured, matrix = detector.measure(articles)
    odds = detector.classifier.contributions(matrix)
    entries = []
    for number, probabilities in enumerate(detector.classifier.predict_proba(matrix)):
        verdict = detector.conclude(measured[number], probabilities)
        entry = entry_of(articles[number], verdict)
        entry.breakdown = breakdown(entry.cause, odds[number], detector)
        entries.append(entry)
    return entries


def entry_of(article: Article, verdict: Verdict) -> Entry:
    """An article with its verdict as it lies on the desk."""
    return Entry(
        row_of(article, verdict),
        article.text,
        article.published,
        marks=[mark_with_note(mark) for mark in verdict.evidence],
        suspects=verdict.figures_suspect,
    )


def mark_with_note(mark: Evidence) -> dict[str, object]:
    """A mark as the page shows it: with what is odd there."""
    return evidence_record(mark) | {"note": mark.note}


def breakdown(cause: str, odds: np.ndarray, detector: Detector) -> ScoreBreakdown:
    """What each column adds to the log-odds of a cause, largest first.

    ``odds`` has the shape (n_columns + 1, n_heads) of the classifier's contributions.
    """
    values = odds[:, detector.classifier.heads.index(cause)].tolist()
    named = zip(detector.classifier.contribution_names_, values, strict=True)
    parts = tuple(sorted(named, key=lambda pair: -abs(pair[1])))
    return ScoreBreakdown(cause, parts, float(sum(values)))


def unreadable_entry(item: Unreadable, detector: Detector) -> Entry:
    """The entry of what could not be read."""
    return Entry(unreadable_row(item, str(detector.card["name"])), remark=item.reason)
