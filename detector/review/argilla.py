"""Argilla: articles as records with our marks as suggestions, and its records as decisions.

Its library reads and writes records without a server as a list of dictionaries
(``Record.from_dict`` and ``records.to_json``, argilla 2.8); this is that shape, written by
ourselves, so that the library, which is heavy, need not be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detector.causes import CAUSE_KEYS
from detector.review.decisions import (
    REVIEW_LABELS,
    ReviewDecision,
    ReviewDecisionError,
    parse_probability,
)
from detector.review.entries import Entry
from detector.review.events import text_digest
from detector.writers.columns import replace_lone_surrogates

FIELD, DECISION_QUESTION, CAUSE_QUESTION, SPANS_QUESTION, NOTE_QUESTION = (
    "text",
    "decision",
    "cause",
    "marks",
    "note",
)
# What identifies the article of a record; Argilla shows it beside the record.
METADATA = ("path", "title", "outlet", "published", "url", "score", "model")


def records(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries whose text is at hand as records; the others cannot be labelled."""
    return [record(entry) for entry in entries if entry.text]


def record(entry: Entry) -> dict[str, Any]:
    """One article, with our verdict and marks as suggestions."""
    row = entry.row
    agent, score = f"{row.model} {row.version}".strip(), row.deciding_probability
    flagged = row.decision == "review"
    marks = [{"start": m.start, "end": m.end, "label": m.cause} for m in entry.marks]
    suggestions = {DECISION_QUESTION: suggestion("review" if flagged else "pass", score, agent)}
    if flagged:
        suggestions[CAUSE_QUESTION] = suggestion(
            entry.cause, row.probabilities[row.likeliest_cause], agent
        )
    if marks:
        suggestions[SPANS_QUESTION] = suggestion(without_overlaps(marks), None, agent)
    raw_record = {
        "id": row.id or row.path,
        "fields": {FIELD: entry.text},
        "metadata": {"article": row.id} | {name: getattr(row, name) for name in METADATA},
        "suggestions": suggestions,
        "responses": {},
        "vectors": {},
        "status": "pending",
        "_server_id": None,
    }
    return replace_lone_surrogates(raw_record)


def suggestion(value: Any, score: float | None, agent: str) -> dict[str, Any]:
    """One suggestion."""
    return {"value": value, "score": score, "agent": agent}


def without_overlaps(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks that do not overlap, the strongest kept: Argilla refuses others by default.

    >>> without_overlaps([{"start": 3, "end": 9}, {"start": 0, "end": 4}, {"start": 9, "end": 10}])
    [{'start': 3, 'end': 9}, {'start': 9, 'end': 10}]
    """
    kept: list[dict[str, Any]] = []
    for mark in marks:
        if all(mark["end"] <= one["start"] or mark["start"] >= one["end"] for one in kept):
            kept.append(mark)
    return kept


def is_export(value: Any) -> bool:
    """Whether parsed JSON is a list of Argilla's records."""
    keys = {"fields", "responses"}
    return isinstance(value, list) and bool(value) and all(keys <= set(one) for one in value)


def read_export(exported: Iterable[Mapping[str, Any]]) -> Iterator[ReviewDecision]:
    """The decisions in records, one for each user who answered the question ``decision``.

    Raises
    ------
    ReviewDecisionError
        When an answer is no decision.
    """
    for one in exported:
        answers = one.get("responses") or {}
        metadata = one.get("metadata") or {}
        for answer in answers.get(DECISION_QUESTION, []):
            word, user = answer["value"], str(answer.get("user_id") or "")
            if word not in REVIEW_LABELS:
                raise ReviewDecisionError(
                    f"record {one.get('id')}: {word!r} is none of {', '.join(REVIEW_LABELS)}"
                )
            cause = answer_of(user, answers.get(CAUSE_QUESTION, []))
            yield ReviewDecision(
                str(metadata.get("article", one.get("id") or "")),
                str(metadata.get("path") or ""),
                word,
                cause if word == "review" and cause in CAUSE_KEYS else "",
                answer_of(user, answers.get(NOTE_QUESTION, [])),
                user,
                "",
                parse_probability(metadata.get("score")),
                str(metadata.get("model") or ""),
                str(metadata.get("outlet") or ""),
                text_digest(str((one.get("fields") or {}).get(FIELD) or "")),
            )


def answer_of(user: str, answers: Iterable[Mapping[str, Any]]) -> str:
    """What one user answered to a question; ``""`` for nothing."""
    return next((str(a["value"]) for a in answers if str(a.get("user_id") or "") == user), "")
