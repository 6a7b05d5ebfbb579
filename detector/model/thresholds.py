"""From which probability on an editor should look."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any, NamedTuple


class Thresholds(NamedTuple):
    """Probabilities from which an article goes to review: for ``score`` and for ``synthetic``.

    ``short_score`` is that for the ``score`` of articles under ``short_words`` words.
    """

    score: float
    synthetic: float
    short_score: float
    short_words: int = 0

    def score_threshold(self, words: int) -> float:
        """The ``score`` from which an article of so many words goes to review."""
        return self.short_score if words < self.short_words else self.score

    def exceeded(self, score: float, synthetic: float, words: int) -> bool:
        """Whether one of the thresholds is reached."""
        return score >= self.score_threshold(words) or synthetic >= self.synthetic


def thresholds_for(
    card: Mapping[str, Any], false_alarms: float, threshold: float | None = None
) -> Thresholds:
    """The thresholds that a model card states for a rate of false alarms.

    ``threshold`` is put in the place of those for ``score``.

    Raises
    ------
    TypeError
        When the rate or the threshold is no number.
    ValueError
        When either is not between 0 and 1, or the card has no such rate; the message lists those it
        has.
    """
    stated = card["thresholds"]
    check_share("false_alarms", false_alarms, f"one of {', '.join(stated)}")
    if threshold is not None:
        check_share("threshold", threshold, "a probability from 0 to 1, such as 0.9")
    for rate, values in stated.items():
        if abs(float(rate) - false_alarms) < 1e-9:
            score = float(values["score"])
            short = float(values.get("short_score", score)), int(values.get("short_words", 0))
            stated = Thresholds(score, float(values["synthetic"]), *short)
            if threshold is None:
                return stated
            return stated._replace(score=threshold, short_score=threshold)
    raise ValueError(
        f"the model card states no threshold for a false-alarm rate of {false_alarms}: "
        f"take one of {', '.join(stated)}"
    )


def check_share(name: str, value: object, expected: str) -> None:
    """Raise where an argument is no number from 0 to 1; ``expected`` says what to give.

    >>> check_share("threshold", 2, "a probability from 0 to 1")
    Traceback (most recent call last):
    ...
    ValueError: threshold is 2: give a probability from 0 to 1
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {value!r:.40}, not a number: give {expected}")
    if not 0 <= float(value) <= 1:
        raise ValueError(f"{name} is {value}: give {expected}")
