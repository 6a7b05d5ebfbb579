"""From which probability on an editor should look."""

from __future__ import annotations

from collections.abc import Mapping
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
    ValueError
        When the card has no such rate; the message lists those it has.
    """
    stated = card["thresholds"]
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
