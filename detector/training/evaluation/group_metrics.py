"""Figures by group: language, year, system, country, length; and rank correlation with quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from scipy.stats import spearmanr

from detector.text.arrays import Floats
from detector.training.dataset import Dataset
from detector.training.evaluation.bootstrap import (
    DrawCounts,
    share_with_bounds,
    with_bounds,
)
from detector.training.evaluation.splits import NATIVE, REGIONAL, TRANSLATED, clean_sides
from detector.training.metrics import Bools, roc_auc, upper_bound

Rows = dict[str, dict[str, float]]
# Below so many articles a group has no row of its own.
FEWEST_IN_GROUP = 30
# Bounds of the bands of length, in words; the last stands for all longer stretches.
LENGTH_BIN_EDGES = (0, 75, 100, 150, 200, 300)
# Human judgements: direct assessment (higher is better), MQM penalties (higher is worse), and the
# ranks of systems of 2014 (higher is better).
QUALITY_MEASURES = (("DA_z", 1), ("MQM_per_seg", -1), ("WMT14_human_sys", 1))


def group_tables(scores: Floats, dataset: Dataset, cut: float) -> dict[str, Rows]:
    """Shares at or above a threshold of all groups that the figures are stated for."""
    sides = clean_sides(dataset)
    news, machine = sides[NATIVE] | sides[REGIONAL], dataset.of_kind("machine")
    bands = length_bands(dataset)
    countries = [sample.country or sample.source for sample in dataset.samples]
    years = [str(year) for year in dataset.years]
    spoken, systems = list(dataset.languages), list(dataset.systems)
    translated = sides[TRANSLATED]
    return {
        "clean flagged": {
            name: clean_row(scores[side], cut) for name, side in sides.items() if side.any()
        },
        "clean by country": clean_rates(scores, news, countries, cut),
        "clean by length": clean_rates(scores, news, bands, cut),
        "translations by language": clean_rates(scores, translated, spoken, cut),
        "translations by length": clean_rates(scores, translated, bands, cut),
        "machine by language": damaged_rates(scores, dataset, machine, spoken, cut),
        "machine by year": damaged_rates(scores, dataset, machine, years, cut),
        "machine by system": damaged_rates(scores, dataset, machine, systems, cut),
        "machine by length": damaged_rates(scores, dataset, machine, bands, cut),
        "quality": quality_correlation(scores, dataset),
    }


def length_bands(dataset: Dataset) -> list[str]:
    """The band of length of each stretch, such as ``75 to 99 words``."""
    words = np.array([len(sample.text.split()) for sample in dataset.samples])
    names = [f"{a} to {b - 1} words" for a, b in pairwise(LENGTH_BIN_EDGES)]
    names = [*names, f"{LENGTH_BIN_EDGES[-1]} words and more"]
    return [names[band] for band in np.digitize(words, LENGTH_BIN_EDGES) - 1]


def large_groups(side: Bools, keys: Sequence[str]) -> Iterator[tuple[str, Bools]]:
    """The groups of a side that have enough articles, by name."""
    names = np.array(keys)
    for name in sorted({*names[side]}, key=natural_sort_key):
        own = side & (names == name)
        if own.sum() >= FEWEST_IN_GROUP:
            yield str(name) or "unknown", own


def natural_sort_key(key: str) -> tuple[int, str]:
    """Sort key: names that begin with a number stand in the order of their numbers.

    >>> sorted(["100 to 149 words", "75 to 99 words"], key=natural_sort_key)
    ['75 to 99 words', '100 to 149 words']
    """
    first = key.split(" ", 1)[0]
    return (int(first) if first.isdigit() else 0), key


def clean_row(scores: Floats, cut: float) -> dict[str, float]:
    """Share flagged wrongly and its 95 % upper bound."""
    wrong, total = int((scores >= cut).sum()), len(scores)
    return {"n": total, "flagged": wrong / total, "upper_95": upper_bound(wrong, total)}


def clean_rates(scores: Floats, side: Bools, keys: Sequence[str], cut: float) -> Rows:
    """Share of each clean group flagged, with its 95 % upper bound."""
    return {name: clean_row(scores[own], cut) for name, own in large_groups(side, keys)}


def damaged_rates(
    scores: Floats, dataset: Dataset, side: Bools, keys: Sequence[str], cut: float
) -> Rows:
    """Share of each damaged group flagged, with bounds over stories, and AUC against news."""
    news = dataset.of_kind("news")
    return {
        name: {"n": float(own.sum())}
        | share_with_bounds("flagged", scores >= cut, own, dataset)
        | {"auc_news": roc_auc(scores[own], scores[news])}
        for name, own in large_groups(side, keys)
    }


def quality_correlation(scores: Floats, dataset: Dataset) -> Rows:
    """Spearman's rank correlation of the score with human quality, by language and year.

    The sign is turned where the human figure is a penalty: negative means that worse
    translations score higher, as they should. Bounds are over stories.
    """
    table = {}
    for measure, sign in QUALITY_MEASURES:
        value = np.array([sample.quality.get(measure, np.nan) for sample in dataset.samples])
        known = ~np.isnan(value) & dataset.of_kind("machine")
        pairs = {*zip(dataset.languages[known], dataset.years[known], strict=True)}
        for language, year in sorted(pairs):
            own = known & (dataset.languages == language) & (dataset.years == year)
            if own.sum() >= FEWEST_IN_GROUP and len({*value[own]}) > 1:
                rho = partial(rank_correlation, scores, sign * value, own)
                row = {"n": float(own.sum())} | with_bounds(dataset, rho)
                table[f"{language} {year} {measure}"] = row
    return table


def rank_correlation(
    scores: Floats, value: Floats, own: Bools, times: DrawCounts
) -> dict[str, float]:
    """Spearman's ``rho`` over articles, each as often as it was drawn; 0 where all are equal."""
    chosen = np.repeat(np.flatnonzero(own), times[own])
    if len({*scores[chosen]}) < 2 or len({*value[chosen]}) < 2:
        return {"rho": 0.0}
    return {"rho": float(spearmanr(scores[chosen], value[chosen]).statistic)}
