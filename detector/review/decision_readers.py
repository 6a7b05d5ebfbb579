"""Reads decisions from whatever kind of file analysts made them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from detector.readers.row_files import records_of, row_format
from detector.review import argilla, labelstudio
from detector.review.decisions import (
    ReviewDecision,
    ReviewDecisionError,
    Seen,
    ignore,
    merge_row_decisions,
    read_filled,
)
from detector.review.store import DecisionStore
from detector.review.store_file import is_store

DECISION_FORMATS = (
    "a review CSV or workbook, JSON Lines, Parquet, the store of `detector review`, Label Studio, "
    "Argilla"
)


def read_decisions(path: Path, seen: Seen = ignore) -> list[ReviewDecision]:
    """Read the decisions of a file, whichever of the kinds it is.

    Parameters
    ----------
    path : Path
    seen : callable
        Called with the cells of each row of a review file by column, whether it is decided or not.

    Raises
    ------
    ReviewDecisionError
        When the file holds no decision, or one that cannot be understood.
    CsvTableError, StoreError, OSError
        When it cannot be read.
    """
    if not path.is_file():
        raise ReviewDecisionError(f"there is no file {path}: give {DECISION_FORMATS}")
    decisions = list(iter_decisions(path, seen))
    if not decisions:
        raise ReviewDecisionError(
            f"{path} contains no decisions yet: write review, pass or unsure in the column "
            "reviewer_decision, or decide with `detector review`"
        )
    return decisions


def iter_decisions(
    path: Path, seen: Seen = ignore
) -> Sequence[ReviewDecision] | Iterator[ReviewDecision]:
    """The decisions by the kind of the file."""
    if is_store(path):
        store = DecisionStore(path, read_only=True)
        try:
            return store.decisions()
        finally:
            store.close()
    if path.suffix.lower() == ".json":
        return from_json(path)
    if row_format(path) in (".jsonl", ".ndjson", ".parquet"):
        rows = ((number, as_filled(record)) for number, record in records_of(path))
        return merge_row_decisions(path, rows, seen)
    return read_filled(path, seen)


def from_json(path: Path) -> Iterator[ReviewDecision]:
    """The decisions of an export of another tool."""
    try:
        value: Any = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ReviewDecisionError(f"{path} is not JSON: {error}") from error
    if argilla.is_export(value):
        return argilla.read_export(value)
    if labelstudio.is_export(value):
        return labelstudio.read_export(value)
    raise ReviewDecisionError(
        f"{path} is neither an export of Label Studio (choose the format JSON, not JSON-MIN) "
        "nor one of Argilla (records.to_json)"
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


def aggregate_decisions(decisions: Sequence[ReviewDecision]) -> list[ReviewDecision]:
    """One decision an article: ``unsure`` where analysts disagree, the commonest cause.

    >>> both = [ReviewDecision("7", "p", "review", "spin"), ReviewDecision("7", "p", "pass",
    ...     reviewer="Bo")]
    >>> aggregate_decisions(both)[0].decision, aggregate_decisions(both[:1])[0].cause
    ('unsure', 'spin')
    """
    by_article: dict[tuple[str, str], list[ReviewDecision]] = {}
    for decision in decisions:
        by_article.setdefault(decision.article, []).append(decision)
    return [consensus(said) for said in by_article.values()]


def consensus(said: list[ReviewDecision]) -> ReviewDecision:
    """What several analysts together say of one article."""
    words = {decision.decision for decision in said} - {"unsure"}
    causes = [decision.cause for decision in said if decision.cause]
    if len(words) != 1:
        return said[0]._replace(decision="unsure", cause="")
    first = next(decision for decision in said if decision.decision in words)
    return first._replace(cause=max(causes, key=causes.count) if causes else "")
