"""Figures by group: language, year, system, country, length; and rank correlation with quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy.stats import spearmanr

from detector.training.bootstrap import Times, drawn, limits, share
from detector.training.metrics import Bools, Floats, area, upper_bound
from detector.training.samples import Crowd
from detector.training.splits import NATIVE, REGIONAL, TRANSLATED, clean_sides

Rows = dict[str, dict[str, float]]
# Below so many articles a group has no row of its own.
FEWEST = 30
# Bounds of the bands of length, in words; the last stands for all longer stretches.
LENGTHS = (0, 75, 100, 150, 200, 300)
# Human judgements: direct assessment (higher is better), MQM penalties (higher is worse), and the
# ranks of systems of 2014 (higher is better).
MEASURES = (("DA_z", 1), ("MQM_per_seg", -1), ("WMT14_human_sys", 1))


def group_tables(scores: Floats, crowd: Crowd, cut: float) -> dict[str, Rows]:
    """Shares at or above a threshold of all groups that the figures are stated for."""
    sides = clean_sides(crowd)
    news, machine = sides[NATIVE] | sides[REGIONAL], crowd.of("machine")
    bands = length_bands(crowd)
    countries = [sample.country or sample.source for sample in crowd.samples]
    years = [str(year) for year in crowd.years]
    spoken, systems = list(crowd.languages), list(crowd.systems)
    translated = sides[TRANSLATED]
    return {
        "clean flagged": {
            name: clean_row(scores[side], cut) for name, side in sides.items() if side.any()
        },
        "clean by country": clean_rates(scores, crowd, news, countries, cut),
        "clean by length": clean_rates(scores, crowd, news, bands, cut),
        "translations by language": clean_rates(scores, crowd, translated, spoken, cut),
        "translations by length": clean_rates(scores, crowd, translated, bands, cut),
        "machine by language": damaged_rates(scores, crowd, machine, spoken, cut),
        "machine by year": damaged_rates(scores, crowd, machine, years, cut),
        "machine by system": damaged_rates(scores, crowd, machine, systems, cut),
        "machine by length": damaged_rates(scores, crowd, machine, bands, cut),
        "quality": quality_correlation(scores, crowd),
    }


def length_bands(crowd: Crowd) -> list[str]:
    """The band of length of each stretch, such as ``75 to 99 words``."""
    words = np.array([len(sample.text.split()) for sample in crowd.samples])
    names = [f"{a} to {b - 1} words" for a, b in pairwise(LENGTHS)]
    names = [*names, f"{LENGTHS[-1]} words and more"]
    return [names[band] for band in np.digitize(words, LENGTHS) - 1]


def parted(crowd: Crowd, side: Bools, keys: Sequence[str]) -> Iterator[tuple[str, Bools]]:
    """The groups of a side that have enough articles, by name."""
    names = np.array(keys)
    for name in sorted({*names[side]}, key=natural):
        own = side & (names == name)
        if own.sum() >= FEWEST:
            yield str(name) or "unknown", own


def natural(key: str) -> tuple[int, str]:
    """Sort key: names that begin with a number stand in the order of their numbers.

    >>> sorted(["100 to 149 words", "75 to 99 words"], key=natural)
    ['75 to 99 words', '100 to 149 words']
    """
    first = key.split(" ", 1)[0]
    return (int(first) if first.isdigit() else 0), key


def clean_row(scores: Floats, cut: float) -> dict[str, float]:
    """Share flagged wrongly and its 95 % upper bound."""
    wrong, total = int((scores >= cut).sum()), len(scores)
    return {"n": total, "flagged": wrong / total, "upper_95": upper_bound(wrong, total)}


def clean_rates(scores: Floats, crowd: Crowd, side: Bools, keys: Sequence[str], cut: float) -> Rows:
    """Share of each clean group flagged, with its 95 % upper bound."""
    return {name: clean_row(scores[own], cut) for name, own in parted(crowd, side, keys)}


def damaged_rates(
    scores: Floats, crowd: Crowd, side: Bools, keys: Sequence[str], cut: float
) -> Rows:
    """Share of each damaged group flagged, with bounds over stories, and AUC against news."""
    news = crowd.of("news")
    flagged = scores >= cut
    groups = dict(parted(crowd, side, keys))
    draws = list(drawn(crowd)) if groups else []
    table = {}
    for name, own in groups.items():
        row = {"n": float(own.sum()), "flagged": float(flagged[own].mean())}
        row |= limits([{"flagged": share(flagged[own], times[own])} for times in draws])
        table[name] = row | {"auc_news": area(scores[own], scores[news])}
    return table


def quality_correlation(scores: Floats, crowd: Crowd) -> Rows:
    """Spearman's rank correlation of the score with human quality, by language and year.

    The sign is turned where the human figure is a penalty: negative means that worse
    translations score higher, as they should. Bounds are over stories.
    """
    table = {}
    draws = list(drawn(crowd))
    for measure, sign in MEASURES:
        value = np.array([sample.quality.get(measure, np.nan) for sample in crowd.samples])
        known = ~np.isnan(value) & crowd.of("machine")
        pairs = {*zip(crowd.languages[known], crowd.years[known], strict=True)}
        for language, year in sorted(pairs):
            own = known & (crowd.languages == language) & (crowd.years == year)
            if own.sum() >= FEWEST and len({*value[own]}) > 1:
                row = {"n": float(own.sum()), "rho": rank_correlation(scores, sign * value, own)}
                found = [
                    {"rho": rank_correlation(scores, sign * value, own, times)} for times in draws
                ]
                table[f"{language} {year} {measure}"] = row | limits(found)
    return table


def rank_correlation(
    scores: Floats, value: Floats, own: Bools, times: Times | None = None
) -> float:
    """Spearman's rho over some articles, each as often as it was drawn; 0 where all are equal."""
    chosen = np.flatnonzero(own)
    if times is not None:
        chosen = np.repeat(chosen, times[chosen])
    if len({*scores[chosen]}) < 2 or len({*value[chosen]}) < 2:
        return 0.0
    return float(spearmanr(scores[chosen], value[chosen]).statistic)
