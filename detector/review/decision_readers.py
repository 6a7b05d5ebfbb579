"""The one door for decisions: whatever file analysts made them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from detector.review import argilla, labelstudio
from detector.review.decisions import Decision, DecisionError, collected, read_filled
from detector.review.review_files import kind_of, records_of
from detector.review.store import Store, is_store

KINDS = "a review CSV, JSON Lines, Parquet, the store of `detector review`, Label Studio, Argilla"


def take(path: Path) -> list[Decision]:
    """Read the decisions of a file, whichever of the kinds it is.

    Raises
    ------
    DecisionError
        When the file holds no decision, or one that cannot be understood.
    SheetError, StoreError, OSError
        When it cannot be read.
    """
    if not path.is_file():
        raise DecisionError(f"there is no file {path}: give {KINDS}")
    found = list(taken(path))
    if not found:
        raise DecisionError(
            f"{path} holds no decision yet: write review, pass or unsure in the column "
            "reviewer_decision, or decide with `detector review`"
        )
    return found


def taken(path: Path) -> Sequence[Decision] | Iterator[Decision]:
    """The decisions by the kind of the file."""
    if is_store(path):
        store = Store(path)
        try:
            return store.decisions()
        finally:
            store.close()
    if path.suffix.lower() == ".json":
        return from_json(path)
    if kind_of(path) in (".jsonl", ".ndjson", ".parquet"):
        rows = enumerate(map(as_filled, records_of(path)), start=1)
        return collected(path, rows)
    return read_filled(path)


def from_json(path: Path) -> Iterator[Decision]:
    """The decisions of an export of another tool."""
    try:
        value: Any = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise DecisionError(f"{path} is no JSON: {error}") from error
    if argilla.is_export(value):
        return argilla.read_export(value)
    if labelstudio.is_export(value):
        return labelstudio.read_export(value)
    raise DecisionError(
        f"{path} is an export neither of Label Studio (choose the format JSON, not JSON-MIN) "
        "nor of Argilla (records.to_json)"
    )


def as_filled(record: dict[str, Any]) -> dict[str, Any]:
    """A record of JSON Lines in the columns of the review CSV.

    Lines of ours have ``decision`` for what the analyst said where they name the ``reviewer``,
    and for what the detector said elsewhere.
    """
    if "reviewer_decision" in record or "reviewer" not in record:
        return record
    names = ("decision", "cause", "note")
    return record | {f"reviewer_{name}": record.get(name) for name in names}


def settle(decisions: Sequence[Decision]) -> list[Decision]:
    """One decision an article: ``unsure`` where analysts disagree, the commonest cause.

    >>> both = [Decision("7", "p", "review", "spin"), Decision("7", "p", "pass", reviewer="Bo")]
    >>> settle(both)[0].decision, settle(both[:1])[0].cause
    ('unsure', 'spin')
    """
    by_article: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        by_article.setdefault(decision.article, []).append(decision)
    return [agreed(said) for said in by_article.values()]


def agreed(said: list[Decision]) -> Decision:
    """What several analysts together say of one article."""
    words = {decision.decision for decision in said} - {"unsure"}
    causes = [decision.cause for decision in said if decision.cause]
    if len(words) != 1:
        return said[0]._replace(decision="unsure", cause="")
    first = next(decision for decision in said if decision.decision in words)
    return first._replace(cause=max(causes, key=causes.count) if causes else "")
