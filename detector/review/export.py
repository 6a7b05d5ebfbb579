"""Decisions as files: the filled review CSV, and JSON Lines of who decided what and when."""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from detector.review.decisions import ReviewDecision
from detector.review.entries import Entry
from detector.review.events import DecisionEvent, disputed
from detector.writers.cells import format_cell
from detector.writers.columns import READABILITY, REVIEWER, ROW, Column
from detector.writers.csv_file import encoded
from detector.writers.jsonl import encode
from detector.writers.records import Record, to_record

# After the columns of the review CSV: who decided, when, and whether another said otherwise.
FURTHER = ("reviewer", "at", "disputed")


def filled_csv(entries: Collection[Entry], decisions: Sequence[ReviewDecision]) -> bytes:
    """The review CSV with what was decided, in the order of the queue.

    An article has a row for each analyst who decided on it, and one without a decision where
    nobody has. Opens with the mark that Excel needs.
    """
    columns = ROW + READABILITY * any(entry.row.readability for entry in entries)
    columns += tuple(Column(name, "text") for name in FURTHER)
    header = [column.name for column in columns]
    rows = filled_rows(entries, decisions)
    cells = ([format_cell(row.get(name), dtype) for name, dtype in columns] for row in rows)
    return codecs.BOM_UTF8 + encoded([header, *cells])


def filled_rows(entries: Iterable[Entry], decisions: Sequence[ReviewDecision]) -> Iterator[Record]:
    """The rows of the review CSV with the decisions in them."""
    by_article = defaultdict(list)
    for decision in decisions:
        by_article[decision.article].append(decision)
    disputed_articles = disputed(decisions)
    for entry in entries:
        article = entry.article
        blank = dict.fromkeys(FURTHER, "")
        if article not in by_article:
            yield to_record(entry.row) | dict.fromkeys(REVIEWER, "") | blank
        for decision in by_article[article]:
            yield (
                to_record(entry.row)
                | review_columns(decision)
                | {"disputed": "yes" if article in disputed_articles else ""}
            )


def review_columns(decision: ReviewDecision) -> dict[str, str]:
    """A decision in the columns of the review CSV."""
    return {
        "reviewer_decision": decision.decision,
        "reviewer_cause": decision.cause,
        "reviewer_note": decision.note,
        "reviewer": decision.reviewer,
        "at": decision.at,
    }


def decisions_jsonl(decisions: Sequence[ReviewDecision]) -> bytes:
    """One decision a line, with ``disputed`` where analysts disagree on the article."""
    disputed_articles = disputed(decisions)
    return b"".join(
        encode({**one._asdict(), "disputed": one.article in disputed_articles}) for one in decisions
    )


def history_jsonl(events: Iterable[DecisionEvent]) -> bytes:
    """Every event a line, oldest first, with those that were changed or taken back since."""
    return b"".join(encode(event._asdict()) for event in events)
