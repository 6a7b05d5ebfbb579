"""Label Studio: articles as tasks with our marks on them, and its export as decisions.

Formats as its guide describes them ("Import pre-annotations", "Task format"): a task has ``data``
and ``predictions``, its export adds ``annotations``. Offsets count code points, as ours do and as
Label Studio's text tag has since 2021 (its pull request 1559 on emoji).
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
    parse_timestamp,
)
from detector.review.entries import Entry
from detector.review.events import text_digest
from detector.verdict import Evidence
from detector.writers.columns import replace_lone_surrogates

# Names of the controls in CONFIG, which results refer to.
SPANS_CONTROL, DECISION_CONTROL, NOTE_CONTROL, TEXT_CONTROL = "cause", "decision", "note", "text"
CONFIG = f"""<View>
  <Header value="$title"/>
  <Labels name="{SPANS_CONTROL}" toName="{TEXT_CONTROL}" showInline="true">
    {"".join(f'<Label value="{cause}"/>' for cause in CAUSE_KEYS)}
  </Labels>
  <Text name="{TEXT_CONTROL}" value="$text" granularity="word"/>
  <Choices name="{DECISION_CONTROL}" toName="{TEXT_CONTROL}" choice="single" showInline="true">
    {"".join(f'<Choice value="{word}"/>' for word in REVIEW_LABELS)}
  </Choices>
  <TextArea name="{NOTE_CONTROL}" toName="{TEXT_CONTROL}" maxSubmissions="1" rows="2"/>
</View>
"""
# What a task shows beside its text.
DATA = ("id", "path", "title", "outlet", "published", "url", "score", "model")


def tasks(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries whose text is at hand as tasks to import; the others cannot be labelled."""
    return [task(entry) for entry in entries if entry.text]


def task(entry: Entry) -> dict[str, Any]:
    """One article, with our verdict and marks as a prediction."""
    row = entry.row
    data = {name: getattr(row, name) for name in DATA}
    ruling = {
        "id": "decision",
        "from_name": DECISION_CONTROL,
        "to_name": TEXT_CONTROL,
        "type": "choices",
        "value": {"choices": ["review" if row.decision == "review" else "pass"]},
    }
    spans = [span(mark, place) for place, mark in enumerate(entry.marks)]
    prediction = {
        "model_version": f"{row.model} {row.version}".strip(),
        "score": row.deciding_probability,
        "result": [ruling, *spans],
    }
    return replace_lone_surrogates(
        {"data": {"text": entry.text, **data}, "predictions": [prediction]}
    )


def span(mark: Evidence, place: int) -> dict[str, Any]:
    """One mark as a labelled stretch of the text."""
    return {
        "id": f"mark{place}",
        "from_name": SPANS_CONTROL,
        "to_name": TEXT_CONTROL,
        "type": "labels",
        "value": {
            "start": mark.start,
            "end": mark.end,
            "text": mark.text,
            "labels": [mark.cause],
        },
        "meta": {"text": [mark.signal]},
    }


def is_export(value: Any) -> bool:
    """Whether parsed JSON is an export of Label Studio: a list of tasks with annotations."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and "data" in one for one in value)
        and any("annotations" in one for one in value)
    )


def read_export(exported: Iterable[Mapping[str, Any]]) -> Iterator[ReviewDecision]:
    """The decisions in an export ("JSON", not "JSON-MIN").

    One for each annotator of a task; skipped ones, and those that chose nothing, give none. The
    cause is the one that most of the labelled stretches name.

    Raises
    ------
    ReviewDecisionError
        When a task does not name its article, or a choice is no decision.
    """
    for place, one in enumerate(exported, start=1):
        data = one.get("data") or {}
        if not data.get("id") and not data.get("path"):
            raise ReviewDecisionError(
                f"task {place}: its data has neither id nor path of the article"
            )
        for annotation in one.get("annotations") or []:
            if not annotation.get("was_cancelled"):
                decision = decision_from_annotation(data, annotation, place)
                if decision is not None:
                    yield decision


def decision_from_annotation(
    data: Mapping[str, Any], annotation: Mapping[str, Any], place: int
) -> ReviewDecision | None:
    """One annotation as a decision; None where nothing was chosen."""
    results = annotation.get("result") or []
    chosen = [word for r in results for word in r.get("value", {}).get("choices", [])]
    if not chosen:
        return None
    if chosen[0] not in REVIEW_LABELS:
        raise ReviewDecisionError(
            f"task {place}: the choice {chosen[0]!r} is none of {', '.join(REVIEW_LABELS)}: use "
            "the labelling interface that was exported with the tasks"
        )
    labels = [name for r in results for name in r.get("value", {}).get("labels", [])]
    causes = [name for name in labels if name in CAUSE_KEYS]
    notes = [line for r in results if r.get("type") == "textarea" for line in r["value"]["text"]]
    return ReviewDecision(
        str(data.get("id") or ""),
        str(data.get("path") or ""),
        chosen[0],
        max(causes, key=causes.count) if causes and chosen[0] == "review" else "",
        "\n".join(notes),
        annotator(annotation.get("completed_by")),
        parse_timestamp(str(annotation.get("updated_at") or annotation.get("created_at") or "")),
        parse_probability(data.get("score")),
        str(data.get("model") or ""),
        str(data.get("outlet") or ""),
        text_digest(str(data.get("text") or "")),
    )


def annotator(completed_by: Any) -> str:
    """Who annotated: an export names the number of the user, some name the user.

    >>> annotator(10), annotator({"id": 10, "email": "ann@example.org"})
    ('user 10', 'ann@example.org')
    """
    if isinstance(completed_by, Mapping):
        return str(completed_by.get("email") or f"user {completed_by.get('id', '')}".strip())
    return f"user {completed_by}" if completed_by not in (None, "") else ""
