"""The order of the queue: what is most worth an analyst's minute comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log

from detector.model.thresholds import Thresholds
from detector.review.entries import Entry, Queue
from detector.verdict import DECISION_ORDER, JUDGED
from detector.writers.review_rows import worst_first

# Probabilities are kept off 0 and 1, whose log-odds have no end.
NARROWEST = 1e-6


def sort_queue(entries: Iterable[Entry], queue: Queue, thresholds: Thresholds) -> list[Entry]:
    """Sort entries for the desk; of the copies of a story only one stands among the first.

    ``score`` puts what goes to review before what passes, each by falling probability, and the
    further copies of a story behind the last of their decision. ``uncertain`` puts first what the
    detector is least sure of, flagged or not: the smallest distance of the log-odds from a
    threshold (uncertainty sampling, Lewis and Gale 1994), and the further copies behind all of
    these.
    """
    ranked = sorted(entries, key=lambda entry: worst_first(entry.row))
    if queue == "uncertain":
        ranked.sort(key=lambda entry: decision_margin(entry, thresholds))
        return demote_further_copies(ranked, lambda entry: int(entry.row.decision not in JUDGED))
    return demote_further_copies(ranked, lambda entry: DECISION_ORDER.index(entry.row.decision))


def demote_further_copies(ranked: list[Entry], part: Callable[[Entry], int]) -> list[Entry]:
    """Put the first article of each story before the further ones, within each part."""
    seen: set[str] = set()
    keys: dict[int, tuple[int, bool]] = {}
    for entry in ranked:
        story = entry.row.story
        keys[id(entry)] = part(entry), story in seen
        seen.update([story] if story else [])
    return sorted(ranked, key=lambda entry: keys[id(entry)])


def decision_margin(entry: Entry, thresholds: Thresholds) -> float:
    """How far an article is from being decided the other way, in log-odds; least is first.

    An article above one threshold is decided by that one alone, so the larger of the two
    differences counts.
    """
    score = log_odds(entry.row.score) - log_odds(thresholds.limit(entry.row))
    synthetic = log_odds(entry.row.synthetic) - log_odds(thresholds.synthetic)
    return abs(max(score, synthetic))


def log_odds(probability: float) -> float:
    """The logarithm of the odds of a probability.

    >>> log_odds(0.5)
    0.0
    """
    kept = min(max(float(probability), NARROWEST), 1 - NARROWEST)
    return log(kept / (1 - kept))
