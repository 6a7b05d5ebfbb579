"""The review row: a verdict as an analyst reads it, one line an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detector.article import Article, Span, Unreadable
from detector.causes import HEADS, PHRASING_SIGNALS
from detector.evidence import Evidence
from detector.verdict import Verdict
from detector.version import VERSION

Row = dict[str, Any]

# Marks that a row carries: an article with more has made its case (made up).
MAX_EVIDENCE_PER_ROW = 50
# What an analyst wants on top: what to look at, then what was passed, then what was not judged.
DECISION_ORDER = ("review", "pass", "too_short", "not_english", "unreadable")


def row_of(article: Article, verdict: Verdict) -> Row:
    """Put an article and its verdict into the columns of the review row.

    ``rank`` is 0 until all rows are known. ``error`` holds what a reader had to do to
    get the text (``"read as cp1252, not UTF-8"``).
    """
    return {
        "rank": 0,
        "decision": verdict.decision,
        "score": verdict.score,
        "translation": verdict.translation,
        "spin": verdict.spin,
        "synthetic": verdict.synthetic,
        "debris": verdict.debris,
        "reasons": ";".join(verdict.reasons),
        "evidence": [evidence_record(mark) for mark in verdict.evidence[:MAX_EVIDENCE_PER_ROW]],
        "figures_suspect": format_sentences(article.text, verdict.figures_suspect),
        "title": article.title,
        "outlet": article.outlet,
        "path": article.path,
        "id": article.id,
        "words": verdict.words,
        "language": verdict.language,
        "story": "",
        "copy_of": "",
        "model": verdict.model,
        "version": verdict.version,
        "error": article.remark,
    } | EMPTY_REVIEW


EMPTY_REVIEW = {"reviewer_decision": "", "reviewer_cause": "", "reviewer_note": ""}


def unreadable_row(unreadable: Unreadable, model: str) -> Row:
    """A row for what could not be read: its place, and the reason."""
    numbers = dict.fromkeys(("score", *HEADS, "debris"), 0.0)
    blank = dict.fromkeys(
        ("reasons", "figures_suspect", "title", "outlet", "language", "story", "copy_of"), ""
    )
    return {
        "rank": 0,
        "decision": "unreadable",
        **numbers,
        **blank,
        "evidence": [],
        "path": unreadable.path,
        "id": unreadable.id,
        "words": 0,
        "model": model,
        "version": VERSION,
        "error": unreadable.reason,
    } | EMPTY_REVIEW


def evidence_record(mark: Evidence) -> dict[str, Any]:
    """One piece of evidence as JSON Lines prints it."""
    return {
        "signal": mark.signal,
        "cause": mark.cause,
        "start": mark.start,
        "end": mark.end,
        "text": mark.text,
    }


def format_sentences(text: str, spans: Sequence[Span]) -> str:
    """The sentences whose figures are not to be trusted, each with its offsets."""
    return " | ".join(f"{start}-{end}: “{text[start:end]}”" for start, end in spans)


def worst_first(row: Row) -> tuple[int, float, float]:
    """Sort key: what to review first, each kind by falling probability."""
    return DECISION_ORDER.index(row["decision"]), -row["score"], -row["synthetic"]


def rank(rows: Iterable[Row]) -> list[Row]:
    """Sort rows worst first and number them from 1; equals stay in the order they came."""
    ranked = sorted(rows, key=worst_first)
    for number, row in enumerate(ranked, 1):
        row["rank"] = number
    return ranked


def drop_phrasing(row: Row) -> None:
    """Take from a row the phrases that are only shown of articles that go to review."""
    kept = [name for name in row["reasons"].split(";") if name not in PHRASING_SIGNALS]
    row["reasons"] = ";".join(kept)
    row["evidence"] = [mark for mark in row["evidence"] if mark["signal"] not in PHRASING_SIGNALS]
