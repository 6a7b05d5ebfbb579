"""Honest figures: what is caught on years, outlets, engines and spinners never trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from detector.causes import PROBABILITIES
from detector.resources.progress import ProgressCallback, silent
from detector.text.arrays import Floats
from detector.training.dataset import Dataset, hash_fraction
from detector.training.evaluation.baselines import BASELINES
from detector.training.evaluation.bootstrap import (
    flagging_threshold,
    metrics_with_bounds,
    share_with_bounds,
)
from detector.training.evaluation.group_metrics import group_tables
from detector.training.evaluation.robustness import robustness_table, truncation_table
from detector.training.evaluation.splits import (
    NATIVE,
    REGIONAL,
    TRANSLATED,
    clean_sides,
    damaged_sides,
    standing_split,
)
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.fit import Prepared, fit
from detector.training.fitting.heads import CLEAN_KINDS, PRIOR, TOO_SHORT_WORDS, thresholds
from detector.training.fitting.reader_articles import judged
from detector.training.fitting.reader_training import reader_of, second_scores
from detector.training.fitting.sentence_model_fit import pooled_scores
from detector.training.metrics import Bools, calibration, quantile, roc_auc

Scorer = Callable[[Prepared, Prepared, int], Floats]
# Columns of the tables, and whether the full reader took part.
AFTER_READING = {"with the small reader": False, "with both readers": True}
# Damaged articles of each system that it is measured on.
MOST_READ = 60


def probabilities(pipeline: Pipeline, prepared: Prepared) -> Floats:
    """Calibrated probabilities of measured articles, one column for each of ``PROBABILITIES``."""
    every = np.ones(len(prepared.matrix), dtype=bool)
    scores = pooled_scores(prepared.sentences, pipeline[0].text_model, every)
    calibrated: Floats = pipeline[-1].predict_proba(
        np.concatenate([prepared.matrix, scores], axis=1)
    )
    return calibrated


def prior_weights(dataset: Dataset) -> Floats:
    """Weights under which as much is damaged as the probabilities assume.

    Stories of engines and spinners count alike; news counts as much as translations by people.
    """
    sides = clean_sides(dataset)
    news = sides[NATIVE] | sides[REGIONAL]
    damaged = [dataset.of_kind("machine"), dataset.of_kind("spun")]
    weight = np.zeros(len(dataset.samples))
    for parts, mass in ((damaged, PRIOR), ((news, sides[TRANSLATED]), 1 - PRIOR)):
        there = [part for part in parts if part.any()]
        for part in there:
            weight += mass / len(there) * part / part.sum()
    return weight


def tables(scores: Floats, prepared: Prepared) -> dict[str, Any]:
    """All tables for one score."""
    dataset = prepared.dataset
    sides = damaged_sides(dataset)
    return {
        "caught": {
            name: metrics_with_bounds(scores, dataset, side) for name, side in sides.items()
        },
        **group_tables(scores, dataset, flagging_threshold(scores, dataset)),
    }


def evaluate(
    prepared: Prepared,
    seed: int = 0,
    on_progress: ProgressCallback = silent,
    baselines: dict[str, Scorer] | None = None,
    figures: CachedFigures | None = None,
) -> dict[str, Any]:
    """Train to 2020, report on what came later or from elsewhere, with baselines beside.

    With ``figures`` also on the two readers, fitted on the same articles as the fast model.
    """
    split = standing_split(prepared.dataset)
    learn, report = prepared.part(split.learn), prepared.part(split.report)
    on_progress(f"training on {int(split.learn.sum())}, reporting on {int(split.report.sum())}")
    pipeline = fit(learn, seed, on_progress)
    calibrated = probabilities(pipeline, report)
    on_progress("tables of the detector")
    own = tables(calibrated[:, 0], report)
    own["calibration"] = calibration_table(calibrated[:, 0], report.dataset)
    cut = flagging_threshold(calibrated[:, 0], report.dataset)
    on_progress("typesetting and length")
    own["steadiness"] = robustness_table(pipeline, report, cut, seed)
    own["cut short"] = truncation_table(pipeline, report, cut, seed)
    result: dict[str, Any] = {
        "detector": own,
        "synthetic": synthetic_table(calibrated, report.dataset),
    }
    if figures is not None:
        on_progress("the second reading")
        result |= after_reading(pipeline, learn, report, calibrated, figures, seed)
    for name, score in (BASELINES if baselines is None else baselines).items():
        on_progress(f"baseline: {name}")
        result[name] = tables(score(learn, report, seed), report)
    return result


def after_reading(
    pipeline: Pipeline,
    learn: Prepared,
    report: Prepared,
    calibrated: Floats,
    figures: CachedFigures,
    seed: int,
) -> dict[str, Any]:
    """All tables for ``score`` after a second reading, by the small reader and by both.

    Clean articles are all reported; of machine translation and of each spinner a part, since each
    reading takes half a second.
    """
    held = pipeline.held_out_probabilities_
    card = {"thresholds": thresholds(held, learn.dataset), "too_short_words": TOO_SHORT_WORDS}
    learned = judged(learn.dataset, learn.distances, held, card)
    fitted = reader_of(learned, figures, seed)
    kept = few_of_each_system(report.dataset, seed)
    part = report.part(kept)
    articles = judged(part.dataset, part.distances, calibrated[kept], card)
    return {
        name: tables(second_scores(articles, fitted, figures, full=full), part)
        for name, full in AFTER_READING.items()
    }


def few_of_each_system(dataset: Dataset, seed: int) -> Bools:
    """All clean articles, and at most :data:`MOST_READ` damaged ones of each system."""
    kept = dataset.of_kind(*CLEAN_KINDS)
    order = np.argsort([hash_fraction(sample.id, seed) for sample in dataset.samples])
    for system in np.unique(dataset.systems[~kept]):
        own = order[(dataset.systems[order] == system) & ~dataset.of_kind(*CLEAN_KINDS)[order]]
        kept[own[:MOST_READ]] = True
    return kept


def calibration_table(probability: Floats, dataset: Dataset) -> dict[str, Any]:
    """Calibration over all sides, and over each kind of damage by itself against all clean.

    One kind alone is what a desk meets: an error that cancels over kinds shows there.
    """
    weight, clean = prior_weights(dataset), dataset.of_kind("news", "human_translation")
    table = calibration(probability, dataset.of_kind("machine", "spun"), weight)
    for kind in ("machine", "spun"):
        own = dataset.of_kind(kind)
        if own.any():
            used = (own * PRIOR / own.sum()) + clean * weight
            table[f"ece_{kind}"] = calibration(probability, own, used)["ece"]
    return table


def synthetic_table(calibrated: Floats, dataset: Dataset) -> dict[str, dict[str, float]]:
    """What the synthetic head catches of models held out, against news and its own pairs.

    ``calibrated`` are the probabilities, one column for each of ``PROBABILITIES``.
    """
    scores = calibrated[:, PROBABILITIES.index("synthetic")]
    models, news, pairs = map(dataset.of_kind, ("generated", "news", "human_pair"))
    table = {}
    for system in np.unique(dataset.systems[models]):
        own = models & (dataset.systems == system)
        row = {"n": float(own.sum()), "auc_news": roc_auc(scores[own], scores[news])}
        if pairs.any():
            row["auc_pairs"] = roc_auc(scores[own], scores[pairs])
        for rate in (0.01, 0.05):
            above = scores >= quantile(scores[news], rate)
            row |= share_with_bounds(f"tpr_{rate:g}", above, own, dataset)
        table[str(system)] = row
    return table
