"""What a score catches, and the bounds of it: stories and outlets are drawn, not articles.

Fifteen engines translate one story and one outlet prints a hundred articles, so articles drawn
one by one would make every bound too narrow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import Floats
from detector.training.dataset import Dataset
from detector.training.evaluation.splits import NATIVE, REGIONAL, TRANSLATED, clean_sides
from detector.training.metrics import FALSE_ALARM_RATES, Bools, weighted_quantile, weighted_roc_auc

DrawCounts = NDArray[np.int64]
# Bounds from 200 draws are steady to about .01 (two seeds compared).
DRAWS = 200
BOUNDS = (0.05, 0.95)
# What counts as caught: above the threshold of 1 % of news and 5 % of translations by people.
NEWS_RATE, PEOPLE_RATE = 0.01, 0.05


@lru_cache(maxsize=1)
def bootstrap_counts(dataset: Dataset) -> list[DrawCounts]:
    """How often each article is drawn, shape (n_articles,); those of one home together."""
    _, split_group = np.unique(dataset.split_groups, return_inverse=True)
    rng = np.random.default_rng(0)
    return [rng.poisson(1.0, split_group.max() + 1)[split_group] for _ in range(DRAWS)]


def with_bounds(
    dataset: Dataset, measure: Callable[[DrawCounts], dict[str, float]]
) -> dict[str, float]:
    """Figures of the articles as they are, each with ``_low`` and ``_high`` over the draws.

    ``measure`` gives the figures for how often each article counts.
    """
    figures = measure(np.ones(len(dataset.samples), dtype=np.int64))
    draws = [measure(times) for times in bootstrap_counts(dataset)]
    for name in tuple(figures):
        low, high = np.quantile([draw[name] for draw in draws], BOUNDS)
        figures |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    return figures


def operating_threshold(scores: Floats, dataset: Dataset, times: DrawCounts | None = None) -> float:
    """The score that at most 1 % of news and 5 % of translations by people exceed."""
    sides = clean_sides(dataset)
    weight = np.ones(len(scores), dtype=np.int64) if times is None else times
    pairs = ((sides[NATIVE] | sides[REGIONAL], NEWS_RATE), (sides[TRANSLATED], PEOPLE_RATE))
    return max(
        (weighted_quantile(scores[s], weight[s], rate) for s, rate in pairs if weight[s].any()),
        default=float("inf"),
    )


def flagging_threshold(scores: Floats, dataset: Dataset) -> float:
    """The least threshold that flags (``>=``) at most 1 % of news and 5 % of translations."""
    return float(np.nextafter(operating_threshold(scores, dataset), np.inf))


def detection_metrics(
    scores: Floats, dataset: Dataset, side: Bools, times: DrawCounts
) -> dict[str, float]:
    """AUC against news and translations, and shares caught, of one side of a (drawn) crowd.

    ``tpr_0.01`` is the share above what 1 % of news exceeds; ``caught`` the share above
    :func:`operating_threshold`.
    """
    sides = clean_sides(dataset)
    news, people = sides[NATIVE] | sides[REGIONAL], sides[TRANSLATED]
    own, weight = scores[side], times[side]
    metrics = {"auc_news": weighted_roc_auc(own, scores[news], weight, times[news])}
    if people.any():
        metrics["auc_translations"] = weighted_roc_auc(own, scores[people], weight, times[people])
    for rate in FALSE_ALARM_RATES:
        cut = weighted_quantile(scores[news], times[news], rate)
        metrics[f"tpr_{rate:g}"] = weighted_share(own > cut, weight)
    metrics["caught"] = weighted_share(own > operating_threshold(scores, dataset, times), weight)
    return metrics


def weighted_share(chosen: Bools, times: DrawCounts) -> float:
    """Share of drawn articles that are chosen, 0 where none was drawn."""
    return float((times * chosen).sum() / max(times.sum(), 1))


def share_with_bounds(name: str, chosen: Bools, own: Bools, dataset: Dataset) -> dict[str, float]:
    """Share of a side's articles that are chosen, as a figure of this name with its bounds."""
    return with_bounds(dataset, lambda times: {name: weighted_share(chosen[own], times[own])})


def metrics_with_bounds(scores: Floats, dataset: Dataset, side: Bools) -> dict[str, float]:
    """The figures of a side, each with ``_low`` and ``_high``: 5 and 95 % of the draws."""
    row = {"n": float(side.sum())}
    return row | with_bounds(dataset, partial(detection_metrics, scores, dataset, side))
