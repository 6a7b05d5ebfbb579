"""The row of an article and its verdict, and the order in which an analyst reads rows."""

from __future__ import annotations

from collections.abc import Iterable

from detector.article import Article, Unreadable, why_unreadable
from detector.causes import HEADS, PHRASING_SIGNALS
from detector.verdict import DECISION_ORDER, JUDGED, MAX_EVIDENCE_PER_ROW, Passage, Row, Verdict
from detector.version import VERSION


def row_of(article: Article, verdict: Verdict) -> Row:
    """Put an article and its verdict into a row."""
    judged = verdict.decision in JUDGED
    return Row(
        decision=verdict.decision,
        why=verdict.why,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        score=verdict.score if judged else 0.0,
        probabilities=dict(verdict.probabilities) if judged else dict.fromkeys(HEADS, 0.0),
        debris=verdict.debris,
        reasons=list(verdict.reasons),
        evidence=list(verdict.evidence[:MAX_EVIDENCE_PER_ROW]),
        figures_suspect=[
            Passage(*span, article.text[slice(*span)]) for span in verdict.figures_suspect
        ],
        path=article.path,
        id=article.id,
        words=verdict.words,
        language=verdict.language,
        out_of_domain=verdict.out_of_domain,
        model=verdict.model,
        version=verdict.version,
        error=article.remark,
        readability=verdict.readability,
    )


def unreadable_row(unreadable: Unreadable, model: str) -> Row:
    """A row for what could not be read: its place, and the reason."""
    return Row(
        why=why_unreadable(unreadable.reason),
        path=unreadable.path,
        id=unreadable.id,
        model=model,
        version=VERSION,
        error=unreadable.reason,
    )


def row_for(item: Article | Unreadable, judged: Verdict | Unreadable, model: str) -> Row:
    """The row of an article, or of what could not be read or judged."""
    if isinstance(item, Article) and isinstance(judged, Verdict):
        return row_of(item, judged)
    assert isinstance(judged, Unreadable)
    return unreadable_row(judged, model)


def worst_first(row: Row) -> tuple[int, float, float]:
    """Sort key: what to review first, each kind by falling probability that decides."""
    return DECISION_ORDER.index(row.decision), -row.deciding_probability, -row.score


def rank(rows: Iterable[Row]) -> list[Row]:
    """Sort rows worst first and number them from 1; equals stay in the order they came."""
    ranked = sorted(rows, key=worst_first)
    for number, row in enumerate(ranked, 1):
        row.rank = number
    return ranked


def drop_phrasing(row: Row) -> None:
    """Take from a row the phrases that are only shown of articles that go to review."""
    row.reasons = [name for name in row.reasons if name not in PHRASING_SIGNALS]
    row.evidence = [mark for mark in row.evidence if mark.signal not in PHRASING_SIGNALS]
