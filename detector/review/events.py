"""A decision as an event: who decided what, and when, and what the detector had said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from detector.causes import CAUSE_KEYS
from detector.review.decisions import REVIEW_LABELS, ReviewDecision, ReviewDecisionError

SAID = ("reviewer", "path", "id", "decision", "cause", "note")
# A name fits a line of the page, a note a paragraph (made up, and enforced by the page too).
LONGEST_NAME = 60
LONGEST_NOTE = 2000


class DecisionEvent(NamedTuple):
    """One decision as it was made; ``decision`` is ``""`` where it was taken back.

    ``seq`` counts from 1 over all events; ``at`` is ISO 8601 in UTC; ``digest`` is that of the text
    (:func:`text_digest`).
    """

    seq: int
    at: str
    reviewer: str
    path: str
    id: str
    decision: str
    cause: str
    note: str
    score: float | None
    model: str
    outlet: str
    digest: str = ""

    @property
    def article(self) -> tuple[str, str]:
        """What names the article."""
        return self.path, self.id


class ScoreSnapshot(NamedTuple):
    """What an article was when it was decided on: later models say other, later texts are other."""

    score: float | None = None
    model: str = ""
    outlet: str = ""
    digest: str = ""


NO_SNAPSHOT = ScoreSnapshot()


def text_digest(text: str) -> str:
    """What tells a text from another that has got its name, in 16 hexadecimal digits.

    Empty where there is no text. Spaces and line ends do not count: a reader may lay them out anew.

    >>> text_digest("Port shut.\\n") == text_digest("Port  shut."), text_digest("")
    (True, '')
    """
    words = " ".join(text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16] if words else ""


def same_text(one: str, other: str) -> bool:
    """Whether two digests may be of one text: empty is that of a text that was not at hand."""
    return not (one and other) or one == other


def same(event: DecisionEvent, decision: ReviewDecision) -> bool:
    """Whether an event says what a decision says."""
    return tuple(event[5:8]) == (decision.decision, decision.cause, decision.note)


def decision_from_event(event: DecisionEvent) -> ReviewDecision:
    """An event as a decision."""
    return ReviewDecision._make(getattr(event, name) for name in ReviewDecision._fields)


def validate_decision(decision: Mapping[str, str]) -> dict[str, str]:
    """The fields of a decision, stripped and held to what they may be.

    Raises
    ------
    ReviewDecisionError
        In words for the analyst.
    """
    for name in SAID:
        if not isinstance(decision.get(name, ""), str):
            raise ReviewDecisionError(f"{name} must be text")
    said = {name: str(decision.get(name, "")) for name in SAID}
    said["reviewer"], said["note"] = " ".join(said["reviewer"].split()), said["note"].strip()
    if not 1 <= len(said["reviewer"]) <= LONGEST_NAME:
        raise ReviewDecisionError(f"give your name, in at most {LONGEST_NAME} characters")
    if len(said["note"]) > LONGEST_NOTE:
        raise ReviewDecisionError(f"a note has at most {LONGEST_NOTE:,} characters")
    if said["decision"] not in ("", *REVIEW_LABELS):
        raise ReviewDecisionError("a decision is review, pass or unsure, or empty to take it back")
    if said["cause"] not in ("", *CAUSE_KEYS):
        raise ReviewDecisionError(f"a cause is one of {', '.join(CAUSE_KEYS)}, or empty")
    if said["decision"] != "review":
        said["cause"] = ""
    return said


def disputed(decisions: Iterable[ReviewDecision]) -> set[tuple[str, str]]:
    """The articles that one analyst sent to review and another passed.

    >>> one, two = ReviewDecision("7", "a", "review", reviewer="Ann"), ReviewDecision("7", "a",
    ...     "pass")
    >>> disputed([one, two]), disputed([one])
    ({('a', '7')}, set())
    """
    said: dict[tuple[str, str], set[str]] = {}
    for decision in decisions:
        said.setdefault(decision.article, set()).add(decision.decision)
    return {article for article, words in said.items() if {"review", "pass"} <= words}
