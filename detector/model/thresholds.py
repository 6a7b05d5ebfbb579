"""The probabilities at which an article goes to review."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from numbers import Real
from typing import Any, NamedTuple

from detector.english.news_register import FAR_FROM_NEWS
from detector.verdict import Row, Verdict

# Nats by which an article that is far from news must lie above the threshold of ``score`` (of
# spinners never seen 47 of 99 articles there are caught, none of 252 of clean news; .7 % of 4,314
# honest texts of other genres go to review, as without).
FAR_CAUTION = 2.0


class Thresholds(NamedTuple):
    """Probabilities at which an article goes to review, of ``score`` and of ``synthetic``.

    ``short_score`` replaces ``score`` for articles under ``short_words`` words.
    """

    score: float
    synthetic: float
    short_score: float
    short_words: int = 0

    def score_threshold(self, words: int, *, far: bool = False) -> float:
        """The ``score`` from which an article of so many words goes to review.

        ``far`` says that it is far from news.
        """
        least = self.short_score if words < self.short_words else self.score
        odds = least * exp(FAR_CAUTION)
        return odds / (1 - least + odds) if far else least

    def exceeded(self, score: float, synthetic: float, words: int, *, far: bool = False) -> bool:
        """Whether one of the thresholds is reached; far from news that of ``synthetic`` is none."""
        wrote = not far and synthetic >= self.synthetic
        return wrote or score >= self.score_threshold(words, far=far)

    def limit(self, judged: Row | Verdict) -> float:
        """The ``score`` that an article had to reach, or still has to.

        Far from news it is the higher one, but for an article that marks sent to review.
        """
        far = judged.decision != "review" and judged.out_of_domain >= FAR_FROM_NEWS
        return self.score_threshold(judged.words, far=far)


def thresholds_for(
    card: Mapping[str, Any], false_alarms: float, threshold: float | None = None
) -> Thresholds:
    """The thresholds that a model card states for a rate of false alarms.

    ``threshold`` replaces those for ``score``.

    Raises
    ------
    TypeError
        When the rate or the threshold is not a number.
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
