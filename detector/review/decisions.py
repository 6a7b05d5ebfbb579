"""Decisions of analysts, and how the cells of their files are read.

An article is named by its path and id. ``review`` says that it is damaged and was worth the look,
``pass`` that it is sound, ``unsure`` that the analyst cannot tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from detector.causes import CAUSE_KEYS
from detector.readers.spreadsheets import COLUMN_TYPES, read_csv_table
from detector.writers.columns import REVIEWER

ReviewLabel = Literal["review", "pass", "unsure"]
Seen = Callable[[Mapping[str, Any]], object]
REVIEW_LABELS = ("review", "pass", "unsure")
# What people type, and what spreadsheets make of a typed "true" in the languages of Excel.
YES = """review damaged bad yes y true 1 1.0 1,0 x ✓ wahr ja vrai oui verdadero sí si vero
    verdadeiro sim waar sann sant sand tosi kyllä prawda tak истина да істина так igaz doğru evet"""
NO = """pass ok sound clean good no n false 0 0.0 0,0 falsch nein faux non falso não onwaar nee
    falskt falsk usann nei nej epätosi ei fałsz nie ложь нет хибність ні hamis nem yanlış hayır"""
UNSURE = "unsure unclear maybe unknown ? ??"
WORDS: Mapping[str, str] = (
    dict.fromkeys(YES.split(), "review")
    | dict.fromkeys(NO.split(), "pass")
    | dict.fromkeys(UNSURE.split(), "unsure")
)
DECIDED = (*REVIEWER, "reviewer", "at")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


class ReviewDecisionError(ValueError):
    """A decision that cannot be understood; the message names the row and what it should be."""


class ReviewDecision(NamedTuple):
    """One analyst's word on one article.

    ``cause`` is empty or a cause of the catalogue; ``at`` is ISO 8601 in UTC, empty where unknown;
    ``score`` is the one that the analyst saw, None where unknown, given by ``model``; ``digest`` is
    that of the text (:func:`detector.review.events.text_digest`), empty where unknown.
    """

    id: str
    path: str
    decision: ReviewLabel
    cause: str = ""
    note: str = ""
    reviewer: str = ""
    at: str = ""
    score: float | None = None
    model: str = ""
    outlet: str = ""
    digest: str = ""

    @property
    def article(self) -> tuple[str, str]:
        """What names the article."""
        return self.path, self.id


def parse_label(cell: str) -> ReviewLabel | None:
    """A decision as people write it; None for an empty cell.

    Raises
    ------
    ReviewDecisionError
        When it is no word for a decision.

    >>> parse_label("Review "), parse_label("PASS"), parse_label("FALSCH"), parse_label(" ")
    ('review', 'pass', 'pass', None)
    """
    word = cell.strip().strip("'\"").casefold()
    if not word:
        return None
    if word not in WORDS:
        raise ReviewDecisionError(
            f"{cell.strip()!r} is not a decision: write review, pass or unsure"
        )
    return cast("ReviewLabel", WORDS[word])


def cause_of(cell: str) -> str:
    """A cause as people write it, ``""`` for an empty cell.

    Raises
    ------
    ReviewDecisionError
        When there is no such cause.
    """
    word = cell.strip().casefold()
    if word and word not in CAUSE_KEYS:
        raise ReviewDecisionError(
            f"{cell.strip()!r} is not a cause: write one of {', '.join(CAUSE_KEYS)}"
        )
    return word


def parse_timestamp(cell: str) -> str:
    """A date and time as ISO 8601 in UTC, ``""`` where it cannot be known.

    Spreadsheets re-save dates in the manner of the country. Dots mean that the day comes first;
    with slashes only a number above twelve decides, and what could be either is not guessed.

    >>> (parse_timestamp("2026-11-22T10:15:00+00:00"), parse_timestamp("22.11.2026 10:15"),
    ...     parse_timestamp("03/04/2026"))
    ('2026-11-22T10:15:00+00:00', '2026-11-22T10:15:00+00:00', '')
    """
    try:
        when = datetime.fromisoformat(cell.strip())
    except ValueError:
        converted = resaved(cell.strip())
        if converted is None:
            return ""
        when = converted
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return when.isoformat(timespec="seconds")


def resaved(text: str) -> datetime | None:
    """A date in the manner of a country, None where day and month cannot be told apart."""
    dotted, slashed = DOTTED.fullmatch(text), SLASHED.fullmatch(text)
    match = dotted or slashed
    if match is None:
        return None
    first, second, year, hour, minute, seconds = (int(part or 0) for part in match.groups())
    if not dotted and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if dotted or first > 12 else (second, first)
    try:
        return datetime(year, month, day, hour, minute, seconds)
    except ValueError:
        return None


def parse_probability(cell: Any) -> float | None:
    """A probability with a point or a comma; None where it is none.

    >>> parse_probability("0,8765"), parse_probability("87 %"), parse_probability("")
    (0.8765, None, None)
    """
    try:
        value = float(str(cell).strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def decision_of(cells: Mapping[str, Any]) -> ReviewDecision | None:
    """A row as a decision; None where nothing was decided.

    Raises
    ------
    ReviewDecisionError
        When the decision or the cause cannot be understood.
    """
    said = {name: str(cells.get(name) or "").strip() for name in (*DECIDED, "path", "id", "outlet")}
    decision = parse_label(said["reviewer_decision"])
    cause = cause_of(said["reviewer_cause"])
    if decision is None and cause:
        raise ReviewDecisionError(
            "a cause without a decision: write review beside it, or remove the cause"
        )
    if decision is None:
        return None
    return ReviewDecision(
        said["id"],
        said["path"],
        decision,
        cause if decision == "review" else "",
        said["reviewer_note"],
        said["reviewer"],
        parse_timestamp(said["at"]),
        parse_probability(cells.get("score")),
        str(cells.get("model") or ""),
        said["outlet"],
        str(cells.get("digest") or ""),
    )


def ignore(_: Mapping[str, Any]) -> None:
    """Make nothing of a row."""


def read_filled(path: Path, seen: Seen = ignore) -> list[ReviewDecision]:
    """Read the decisions of a review CSV that was filled in.

    Rows may be missing, doubled or in another order; columns that are not known are passed over.

    Raises
    ------
    ReviewDecisionError
        When a column is missing, a cell cannot be understood, or two rows contradict each other.
    CsvTableError
        When it is no table.
    """
    sheet = read_csv_table(path, frozenset(COLUMN_TYPES) | {*DECIDED})
    if "reviewer_decision" not in sheet.columns:
        raise ReviewDecisionError(
            f"{path} has no column reviewer_decision, but "
            f"{', '.join(filter(None, sheet.columns))}: "
            "give a review CSV that `detector score` wrote"
        )
    if not {"id", "path"} & set(sheet.columns):
        raise ReviewDecisionError(
            f"{path} has neither a column id nor a column path to identify the articles"
        )
    return merge_row_decisions(path, sheet.rows, seen)


def merge_row_decisions(
    path: Path, rows: Iterable[tuple[int, Mapping[str, Any]]], seen: Seen
) -> list[ReviewDecision]:
    """The decisions of numbered rows, one for each article and reviewer."""
    decisions_by_key: dict[tuple[str, str, str], tuple[int, ReviewDecision]] = {}
    for line, cells in rows:
        seen(cells)
        try:
            decision = decision_of(cells)
        except ReviewDecisionError as error:
            raise ReviewDecisionError(f"{path}, row {line}: {error}") from error
        if decision is None:
            continue
        if not decision.id and not decision.path:
            raise ReviewDecisionError(
                f"{path}, row {line}: neither id nor path says which article is meant"
            )
        key = (*decision.article, decision.reviewer)
        earlier = decisions_by_key.get(key)
        if earlier is not None:
            decision = resolve_duplicate(path, earlier, (line, decision))
        decisions_by_key[key] = (line, decision)
    return [decision for _, decision in decisions_by_key.values()]


def resolve_duplicate(
    path: Path, first: tuple[int, ReviewDecision], second: tuple[int, ReviewDecision]
) -> ReviewDecision:
    """Which of two rows of one reviewer on one article counts: the later, where that is known."""
    (line, one), (other_line, other) = first, second
    if one.at != other.at and one.at and other.at:
        return max(one, other, key=lambda decision: decision.at)
    if one.decision != other.decision:
        raise ReviewDecisionError(
            f"{path}, rows {line} and {other_line} say {one.decision} and {other.decision} of "
            f"{one.id or one.path}: remove one of them"
        )
    return other if other.cause or other.note else one
