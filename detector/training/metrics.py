"""What a score is worth: AUC, thresholds with their bounds, calibration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, rankdata

from detector.text.arrays import Floats

Bools = NDArray[np.bool_]
FALSE_ALARM_RATES = (0.005, 0.01, 0.05)
# Of the calibration curve.
BINS = 10
# Parts of an evaluation that belong to no score in particular.
SECTIONS_WITHOUT_SCORE = ("synthetic", "left out", "every year")


def roc_auc(damaged: Floats, clean: Floats) -> float:
    """Area under the ROC curve (Mann and Whitney's U); one half where a side is empty.

    >>> roc_auc(np.array([0.8, 0.6]), np.array([0.1, 0.7]))
    0.75
    """
    if not len(damaged) or not len(clean):
        return 0.5
    ranks = rankdata(np.concatenate([damaged, clean]))[: len(damaged)]
    above = ranks.sum() - len(damaged) * (len(damaged) + 1) / 2
    return float(above / (len(damaged) * len(clean)))


def weighted_roc_auc(
    damaged: Floats, clean: Floats, times: NDArray[np.int64], clean_times: NDArray[np.int64]
) -> float:
    """The same area where each article counts a number of times.

    >>> ones = np.ones(2, dtype=int)
    >>> weighted_roc_auc(np.array([0.8, 0.6]), np.array([0.1, 0.7]), ones, ones)
    0.75
    """
    if not times.sum() or not clean_times.sum():
        return 0.5
    order = np.argsort(clean, kind="stable")
    below = np.concatenate([[0], np.cumsum(clean_times[order])])
    ordered = clean[order]
    left, right = (below[np.searchsorted(ordered, damaged, side)] for side in ("left", "right"))
    return float((times * (left + right)).sum() / 2 / times.sum() / clean_times.sum())


def weighted_quantile(scores: Floats, times: NDArray[np.int64], allowed: float) -> float:
    """The score above which at most a share of the weight lies.

    >>> weighted_quantile(np.array([0.1, 0.9]), np.array([99, 1]), 0.01)
    0.1
    """
    order = np.argsort(scores)[::-1]
    above = np.cumsum(times[order])
    within = int(np.searchsorted(above, allowed * above[-1], side="right"))
    return float(scores[order[min(within, len(order) - 1)]])


def calibration(probability: Floats, truth: Bools, weight: Floats) -> dict[str, Any]:
    """Expected calibration error, and the curve: mean probability and share damaged in each bin."""
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    curve, error = [], 0.0
    for number in range(BINS):
        mass = weight[place == number].sum()
        if mass:
            said = float(np.average(probability[place == number], weights=weight[place == number]))
            was = float(np.average(truth[place == number], weights=weight[place == number]))
            curve.append([said, was, float(mass / weight.sum())])
            error += abs(said - was) * mass / weight.sum()
    return {"ece": float(error), "curve": curve}


def quantile(scores: Floats, allowed: float) -> float:
    """The least threshold that flags (``>=``) at most a share of the scores; ``-inf`` for none.

    >>> quantile(np.array([0.1, 0.2, 0.3, 0.4]), 0.25) > 0.3
    True
    """
    if not len(scores):
        return -np.inf
    ordered = np.sort(scores)[::-1]
    above = int(allowed * len(ordered))
    return float(np.nextafter(ordered[above], np.inf)) if above < len(ordered) else -np.inf


def upper_bound(wrong: int, total: int) -> float:
    """Clopper and Pearson's one-sided upper bound of a rate, at 95 %.

    >>> round(upper_bound(0, 300), 4)
    0.0099
    """
    return float(beta.ppf(0.95, wrong + 1, total - wrong)) if wrong < total else 1.0


def score_names(metrics: Mapping[str, Any]) -> list[str]:
    """The scores that an evaluation compares: the detector's, then the baselines'.

    The synthetic head is reported apart, for it answers another question; so is what was found
    by leaving groups out.

    >>> score_names({"detector": {}, "synthetic": {}, "left out": {}, "signals alone": {}})
    ['detector', 'signals alone']
    """
    return [name for name in metrics if name not in SECTIONS_WITHOUT_SCORE]
