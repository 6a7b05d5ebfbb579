"""What a desk's decisions say: precision by threshold, and the threshold for its budget."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import beta

# Scores at which a desk may cut; the model's own threshold is added (made up).
CANDIDATE_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
LEVEL = 0.95
# With fewer the bounds of a share about one half are more than 20 points apart.
FEWEST_DECISIONS = 100


class ScoredDecision(NamedTuple):
    """One article of the desk: its score, and whether it was worth the look.

    ``worth`` is None where nobody decided, or analysts were unsure or disagreed (``unsure``).
    """

    score: float
    worth: bool | None
    unsure: bool = False


class Proportion(NamedTuple):
    """A share of decided articles with its exact bounds (Clopper and Pearson, 95 %)."""

    worth: int
    decided: int
    low: float
    high: float

    @property
    def precision(self) -> float | None:
        """The share itself; None where nothing was decided."""
        return self.worth / self.decided if self.decided else None


def proportion(worth: int, decided: int) -> Proportion:
    """A share with its bounds; from nothing to all where nothing is known.

    >>> share = proportion(38, 45)
    >>> round(share.low, 2), round(share.high, 2)
    (0.71, 0.94)
    """
    tail = (1 - LEVEL) / 2
    low = float(beta.ppf(tail, worth, decided - worth + 1)) if worth else 0.0
    high = float(beta.ppf(1 - tail, worth + 1, decided - worth)) if worth < decided else 1.0
    return Proportion(worth, decided, low, high)


def share_among(articles: Sequence[ScoredDecision]) -> Proportion:
    """The share that was worth the look among those decided."""
    said = [one.worth for one in articles if one.worth is not None]
    return proportion(sum(said), len(said))


def precision_by_threshold(
    articles: Sequence[ScoredDecision], own: float | None = None
) -> list[dict[str, Any]]:
    """A row for each threshold: how many lie above it, how many were decided, the precision.

    A precision speaks for what was decided. Where that is a small part of the articles above the
    threshold, and the part that scores highest, it flatters the threshold.
    """
    cuts = sorted({*CANDIDATE_THRESHOLDS, *([] if own is None else [own])})
    return [row_at(articles, cut, cut == own) for cut in cuts]


def row_at(articles: Sequence[ScoredDecision], cut: float, own: bool = False) -> dict[str, Any]:
    """What lies above one threshold."""
    above = [one for one in articles if one.score >= cut]
    share = share_among(above)
    return {
        "threshold": cut,
        "own": own,
        "articles": len(above),
        "decided": share.decided,
        "unsure": sum(one.unsure for one in above),
        "worth": share.worth,
        "precision": share.precision,
        "low": share.low,
        "high": share.high,
    }


def threshold_for_budget(
    articles: Sequence[ScoredDecision], budget: int, days: int = 1
) -> dict[str, Any]:
    """The threshold above which a desk has ``budget`` articles a day.

    Parameters
    ----------
    articles : sequence of ScoredDecision
        All that came in, decided or not, over ``days`` days.

    Returns
    -------
    dict
        As a row of :func:`precision_by_threshold`, with ``budget`` and ``days``. With fewer
        articles than the budget the threshold is the lowest score: everything can be looked at.

    Raises
    ------
    ValueError
        When there is no article.
    """
    if not articles:
        raise ValueError("no article has a score: give a review CSV, or decide some first")
    scores = np.sort([one.score for one in articles])[::-1]
    place = min(budget * days, len(scores)) - 1
    # The CSV rounds scores to four places: the threshold stands below what was rounded up.
    row = row_at(articles, floor((scores[place] - 5e-5) * 1e4 + 1e-6) / 1e4)
    return row | {"budget": budget, "days": days}


def sentence(row: dict[str, Any]) -> str:
    """The suggestion in words.

    >>> row = threshold_for_budget([ScoredDecision(0.9, True), ScoredDecision(0.8, False),
    ...     ScoredDecision(0.3, None)], 2)
    >>> print(sentence(row).partition(",")[0])
    threshold 0.7999: of the 2 articles above it 2 were decided
    """
    line = f"threshold {row['threshold']:.4f}: of the {row['articles']} articles above it "
    line += f"{row['decided']} were decided"
    if row["precision"] is None:
        return f"{line}: nothing is known of its precision"
    unsure = f", {row['unsure']} unsure" if row["unsure"] else ""
    bounds = f"({row['low']:.0%} to {row['high']:.0%})"
    share = f"{row['precision']:.0%}"
    return f"{line}{unsure}, and {row['worth']} were worth the look: {share} {bounds}"
