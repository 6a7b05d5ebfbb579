"""Honest figures: what is caught on years, outlets, engines and spinners never trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from sklearn.pipeline import Pipeline

from detector.cards import save_card
from detector.learning.baselines import BASELINES
from detector.learning.heads import PRIOR
from detector.learning.measures import area, calibration, quantile, upper_bound, weighted_quantile
from detector.learning.sampling import Bools, Crowd, Floats
from detector.learning.splits import (
    NATIVE,
    REGIONAL,
    TRANSLATED,
    clean_sides,
    damaged_sides,
    standing_split,
)
from detector.learning.textlearning import pooled
from detector.learning.training import Prepared, Told, fit
from detector.pipeline import load_card

# One draw of the bootstrap takes stories or outlets, not articles.
DRAWS = 200
# Tables that the card repeats.
ON_THE_CARD = ("caught", "clean flagged", "clean by country", "calibration")
LENGTHS = (0, 100, 150, 200, 300, 10_000)


def probabilities(pipeline: Pipeline, prepared: Prepared) -> Floats:
    """Calibrated probabilities of measured articles, shape (n_articles, 4)."""
    every = np.ones(len(prepared.matrix), dtype=bool)
    scores = pooled(prepared.sentences, pipeline[0].text_model, every)
    found: Floats = pipeline[-1].predict_proba(np.concatenate([prepared.matrix, scores], axis=1))
    return found


def strictest(scores: Floats, crowd: Crowd, rate: float = 0.01) -> float:
    """The threshold that flags at most ``rate`` of news and five times that of translations."""
    sides = clean_sides(crowd)
    news = sides[NATIVE] | sides[REGIONAL]
    pairs = [(news, rate), (sides[TRANSLATED], 5 * rate)]
    return max(quantile(scores[side], share) for side, share in pairs if side.any())


def caught_table(scores: Floats, crowd: Crowd) -> dict[str, dict[str, float]]:
    """For each kind of damage: AUC and shares caught at several false-alarm rates."""
    sides = clean_sides(crowd)
    news = sides[NATIVE] | sides[REGIONAL]
    counted = strictest(scores, crowd)
    table = {}
    for name, side in damaged_sides(crowd).items():
        own = scores[side]
        row = {"n": float(side.sum()), "auc_news": area(own, scores[news])}
        if sides[TRANSLATED].any():
            row["auc_translations"] = area(own, scores[sides[TRANSLATED]])
        for rate in (0.005, 0.01, 0.05):
            row[f"tpr_{rate:g}"] = float((own >= quantile(scores[news], rate)).mean())
        row["caught"] = float((own >= counted).mean())
        row["caught_low"], row["caught_high"] = bootstrap(scores, crowd, side)
        table[name] = row
    return table


def bootstrap(scores: Floats, crowd: Crowd, side: Bools, seed: int = 0) -> tuple[float, float]:
    """Bounds (5 and 95 %) of what is caught, drawing stories and outlets with replacement."""
    rng = np.random.default_rng(seed)
    used = side | crowd.of("news", "human_translation")
    _, home = np.unique(crowd.homes, return_inverse=True)
    sides = clean_sides(crowd)
    news, people = sides[NATIVE] | sides[REGIONAL], sides[TRANSLATED]
    found = []
    for _ in range(DRAWS):
        times = rng.poisson(1.0, home.max() + 1)[home] * used
        cut = max(
            weighted_quantile(scores[part], times[part], share)
            for part, share in ((news, 0.01), (people, 0.05))
            if times[part].any()
        )
        total = times[side].sum()
        found.append(float(times[side & (scores > cut)].sum() / max(total, 1)))
    low, high = np.quantile(found, (0.05, 0.95))
    return float(low), float(high)


def prior_weights(crowd: Crowd) -> Floats:
    """Weights under which as much is damaged as the probabilities assume.

    Stories of engines and spinners count alike; news counts as much as translations by people.
    """
    sides = clean_sides(crowd)
    news = sides[NATIVE] | sides[REGIONAL]
    damaged = [crowd.of("machine"), crowd.of("spun")]
    weight = np.zeros(len(crowd.samples))
    for parts, mass in ((damaged, PRIOR), ((news, sides[TRANSLATED]), 1 - PRIOR)):
        there = [part for part in parts if part.any()]
        for part in there:
            weight += mass / len(there) * part / part.sum()
    return weight


def group_rates(
    scores: Floats, crowd: Crowd, side: Bools, keys: Sequence[str], cut: float, fewest: int = 30
) -> dict[str, dict[str, float]]:
    """Share flagged by key, with the 95 % upper bound, for keys with enough articles."""
    names = np.array(keys)
    table = {}
    for name in np.unique(names[side]):
        own = side & (names == name)
        if own.sum() >= fewest:
            flagged = int((scores[own] >= cut).sum())
            total = int(own.sum())
            table[str(name) or "unknown"] = {
                "n": total,
                "flagged": flagged / total,
                "upper_95": upper_bound(flagged, total),
            }
    return table


def quality_correlation(scores: Floats, crowd: Crowd) -> dict[str, dict[str, float]]:
    """Spearman's rank correlation of the score with human quality, by language and year.

    The sign is turned where the human figure is a penalty: negative means that worse
    translations score higher, as they should.
    """
    table = {}
    for measure, sign in (("DA_z", 1), ("MQM_per_seg", -1), ("WMT14_human_sys", 1)):
        value = np.array([sample.quality.get(measure, np.nan) for sample in crowd.samples])
        known = ~np.isnan(value) & crowd.of("machine")
        for language, year in sorted(
            {*zip(crowd.languages[known], crowd.years[known], strict=True)}
        ):
            own = known & (crowd.languages == language) & (crowd.years == year)
            if own.sum() >= 30:
                rho = float(spearmanr(scores[own], sign * value[own]).statistic)
                table[f"{language} {year} {measure}"] = {"n": int(own.sum()), "rho": rho}
    return table


def tables(scores: Floats, prepared: Prepared) -> dict[str, Any]:
    """All tables for one score."""
    crowd = prepared.crowd
    cut = strictest(scores, crowd)
    sides = clean_sides(crowd)
    news, machine = sides[NATIVE] | sides[REGIONAL], crowd.of("machine")
    lengths = np.array([len(sample.text.split()) for sample in crowd.samples])
    bands = [f"{LENGTHS[band]}+" for band in np.digitize(lengths, LENGTHS) - 1]
    countries = [sample.country or sample.source for sample in crowd.samples]
    years = [str(year) for year in crowd.years]
    return {
        "caught": caught_table(scores, crowd),
        "clean flagged": {n: float((scores[s] >= cut).mean()) for n, s in sides.items() if s.any()},
        "clean by country": group_rates(scores, crowd, news, countries, cut),
        "translations by language": group_rates(
            scores, crowd, sides[TRANSLATED], list(crowd.languages), cut
        ),
        "machine by language": group_rates(scores, crowd, machine, list(crowd.languages), cut),
        "machine by year": group_rates(scores, crowd, machine, years, cut),
        "machine by system": group_rates(scores, crowd, machine, list(crowd.systems), cut),
        "machine by length": group_rates(scores, crowd, machine, bands, cut),
        "clean by length": group_rates(scores, crowd, news, bands, cut),
        "quality": quality_correlation(scores, crowd),
    }


def evaluate(
    prepared: Prepared,
    seed: int = 0,
    tell: Told = lambda line: None,
    baselines: dict[str, Callable[..., Floats]] | None = None,
) -> dict[str, Any]:
    """Train to 2020, report on what came later or from elsewhere, with baselines beside."""
    split = standing_split(prepared.crowd)
    learn, report = prepared.part(split.learn), prepared.part(split.report)
    tell(f"training on {int(split.learn.sum())}, reporting on {int(split.report.sum())}")
    pipeline = fit(learn, seed, tell)
    found = probabilities(pipeline, report)
    result: dict[str, Any] = {"detector": tables(found[:, 0], report)}
    weight = prior_weights(report.crowd)
    truth = report.crowd.of("machine", "spun")
    result["detector"]["calibration"] = calibration(found[:, 0], truth, weight)
    result["synthetic"] = synthetic_table(found[:, 3], report.crowd)
    for name, score in (BASELINES if baselines is None else baselines).items():
        tell(f"baseline: {name}")
        result[name] = tables(score(learn, report, seed), report)
    return result


def synthetic_table(scores: Floats, crowd: Crowd) -> dict[str, dict[str, float]]:
    """What the synthetic head catches of models held out, against news and its own pairs."""
    models, news, pairs = crowd.of("generated"), crowd.of("news"), crowd.of("human_pair")
    table = {}
    for system in np.unique(crowd.systems[models]):
        own = scores[models & (crowd.systems == system)]
        row = {"n": float(len(own)), "auc_news": area(own, scores[news])}
        if pairs.any():
            row["auc_pairs"] = area(own, scores[pairs])
        for rate in (0.01, 0.05):
            row[f"tpr_{rate:g}"] = float((own >= quantile(scores[news], rate)).mean())
        table[str(system)] = row
    return table


def card_metrics(result: dict[str, Any]) -> dict[str, Any]:
    """The part of an evaluation that a model card repeats."""
    kept: dict[str, Any] = {}
    for name, table in result.items():
        whole = name == "synthetic"
        kept[name] = table if whole else {key: table[key] for key in ON_THE_CARD if key in table}
    return kept


def note_metrics(result: dict[str, Any], folder: Path) -> None:
    """Put the main tables of an evaluation on the card of the model in a folder."""
    save_card(load_card(folder) | {"metrics": card_metrics(result)}, folder)
