"""Honest figures: what is caught on years, outlets, engines and spinners never trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from detector.training.baselines import BASELINES
from detector.training.bootstrap import bounded, drawn, limits, share, strictest
from detector.training.fit import Prepared, Told, fit
from detector.training.group_metrics import group_tables
from detector.training.heads import PRIOR
from detector.training.metrics import area, calibration, quantile
from detector.training.robustness import cuts, steadiness
from detector.training.samples import Crowd, Floats
from detector.training.sentence_model_fit import pooled
from detector.training.splits import (
    NATIVE,
    REGIONAL,
    TRANSLATED,
    clean_sides,
    damaged_sides,
    standing_split,
)

Scorer = Callable[[Prepared, Prepared, int], Floats]


def probabilities(pipeline: Pipeline, prepared: Prepared) -> Floats:
    """Calibrated probabilities of measured articles, shape (n_articles, 4)."""
    every = np.ones(len(prepared.matrix), dtype=bool)
    scores = pooled(prepared.sentences, pipeline[0].text_model, every)
    found: Floats = pipeline[-1].predict_proba(np.concatenate([prepared.matrix, scores], axis=1))
    return found


def flagging(scores: Floats, crowd: Crowd) -> float:
    """The least threshold that flags (``>=``) at most 1 % of news and 5 % of translations."""
    return float(np.nextafter(strictest(scores, crowd), np.inf))


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


def tables(scores: Floats, prepared: Prepared) -> dict[str, Any]:
    """All tables for one score."""
    crowd = prepared.crowd
    sides = damaged_sides(crowd)
    return {
        "caught": {name: bounded(scores, crowd, side) for name, side in sides.items()},
        **group_tables(scores, crowd, flagging(scores, crowd)),
    }


def evaluate(
    prepared: Prepared,
    seed: int = 0,
    tell: Told = lambda line: None,
    baselines: dict[str, Scorer] | None = None,
) -> dict[str, Any]:
    """Train to 2020, report on what came later or from elsewhere, with baselines beside."""
    split = standing_split(prepared.crowd)
    learn, report = prepared.part(split.learn), prepared.part(split.report)
    tell(f"training on {int(split.learn.sum())}, reporting on {int(split.report.sum())}")
    pipeline = fit(learn, seed, tell)
    found = probabilities(pipeline, report)
    tell("tables of the detector")
    own = tables(found[:, 0], report)
    own["calibration"] = calibration_table(found[:, 0], report.crowd)
    cut = flagging(found[:, 0], report.crowd)
    tell("typesetting and length")
    own["steadiness"] = steadiness(pipeline, report, cut, seed)
    own["cut short"] = cuts(pipeline, report, cut, seed)
    result: dict[str, Any] = {"detector": own, "synthetic": synthetic_table(found, report.crowd)}
    for name, score in (BASELINES if baselines is None else baselines).items():
        tell(f"baseline: {name}")
        result[name] = tables(score(learn, report, seed), report)
    return result


def calibration_table(probability: Floats, crowd: Crowd) -> dict[str, Any]:
    """Calibration over all sides, and over each kind of damage by itself against all clean.

    One kind alone is what a desk meets: an error that cancels over kinds shows there.
    """
    weight, clean = prior_weights(crowd), crowd.of("news", "human_translation")
    found = calibration(probability, crowd.of("machine", "spun"), weight)
    for kind in ("machine", "spun"):
        own = crowd.of(kind)
        if own.any():
            used = (own * PRIOR / own.sum()) + clean * weight
            found[f"ece_{kind}"] = calibration(probability, own, used)["ece"]
    return found


def synthetic_table(found: Floats, crowd: Crowd) -> dict[str, dict[str, float]]:
    """What the synthetic head catches of models held out, against news and its own pairs.

    ``found`` are the probabilities, shape (n_articles, 4).
    """
    scores = found[:, 3]
    models, news, pairs = crowd.of("generated"), crowd.of("news"), crowd.of("human_pair")
    draws = list(drawn(crowd)) if models.any() else []
    table = {}
    for system in np.unique(crowd.systems[models]):
        own = models & (crowd.systems == system)
        row = {"n": float(own.sum()), "auc_news": area(scores[own], scores[news])}
        if pairs.any():
            row["auc_pairs"] = area(scores[own], scores[pairs])
        for rate in (0.01, 0.05):
            above = scores >= quantile(scores[news], rate)
            row[f"tpr_{rate:g}"] = float(above[own].mean())
            row |= limits([{f"tpr_{rate:g}": share(above[own], t[own])} for t in draws])
        table[str(system)] = row
    return table
