"""``python -m benchmarks.decision_rounds CORPORA``: what rounds of decisions are worth.

A simulation of ``detector train --decisions``. A desk gets a day's articles, looks at the fifty
that score highest and decides; the model is adapted to all decisions so far, and the next day
comes. Each day has two figures: how many of the desk's next fifty are damaged, and how many of
the first fifty of another desk that shares no outlet, story or spinner with it. An article is
damaged when its label says so, so the simulated analyst never errs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from detector.model.classifier import CauseClassifier
from detector.training.dataset import Dataset, hash_fraction
from detector.training.decisions.adaptation import (
    REFERENCE_PRECISION,
    WEIGHT_PRECISION,
    DecisionSet,
    adapt,
    head_of,
)
from detector.training.evaluation.splits import standing_split
from detector.training.fitting.fit import Prepared, collect, fit, prepare
from detector.training.fitting.reference_measurements import choose_reference
from detector.training.fitting.sentence_model_fit import pooled_scores
from detector.training.metrics import Bools

ROUNDS = 5
BUDGET = 50
# Articles of a day by kind: one in five is damaged, as the probabilities assume, and of the sound
# ones one in eight is a translation by people (made up).
DAY = {"machine": 30, "spun": 30, "human_translation": 30, "news": 210}
# Share of the outlets and stories that are the desk's own; the rest are the other desk's (made up).
OWN = 0.65
# Simulations that the means are taken over, each with other outlets, stories and spinners.
SIMULATIONS = 40
# Half of what is held out was used to choose the strength of the adaptation; the other half is
# reported.
HALF_SEED = 77
CAUSE = {"machine": "translation", "spun": "spin"}


class Round(NamedTuple):
    """Shares of the first fifty that were damaged, with the shipped and the adapted model.

    ``own_*`` on the desk's next day, ``other_*`` on the other desk's day; ``decided`` is the
    number of decisions so far.
    """

    decided: int
    own_shipped: float
    own_adapted: float
    other_shipped: float
    other_adapted: float


class Days(NamedTuple):
    """Articles as indices into a dataset: the desk's days, and one day of the other desk."""

    own: list[NDArray[np.int64]]
    other: NDArray[np.int64]


def draw_days(dataset: Dataset, chosen: Bools, seed: int, rounds: int = ROUNDS) -> Days:
    """Deal days to two desks that share no outlet, story or spinner."""
    rng = np.random.default_rng(seed)
    own_groups = np.array(
        [hash_fraction(str(group), 1000 + seed) < OWN for group in dataset.split_groups]
    )
    spun = dataset.of_kind("spun")
    spinners = np.unique(dataset.systems[spun & chosen])
    held_out = spinners[seed % len(spinners)] if len(spinners) else ""
    theirs = chosen & ~own_groups & (~spun | (dataset.systems == held_out))
    ours = chosen & own_groups & (~spun | (dataset.systems != held_out))
    days: list[list[NDArray[np.int64]]] = [[] for _ in range(rounds + 1)]
    other = []
    for kind, count in DAY.items():
        own = rng.permutation(np.flatnonzero(ours & dataset.of_kind(kind)))[: count * len(days)]
        for day, part in zip(days, np.array_split(own, len(days)), strict=True):
            day.append(part)
        other.append(rng.permutation(np.flatnonzero(theirs & dataset.of_kind(kind)))[:count])
    return Days([np.concatenate(day) for day in days], np.concatenate(other))


def top_scoring(
    causes: CauseClassifier, matrix: NDArray[np.float32], day: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The articles of a day that score highest, at most :data:`BUDGET`."""
    scores = causes.predict_proba(matrix[day])[:, 0]
    return day[np.argsort(-scores, kind="stable")[:BUDGET]]


def simulated_decisions(
    dataset: Dataset, matrix: NDArray[np.float32], chosen: NDArray[np.int64]
) -> DecisionSet:
    """The decisions of an analyst who is always right."""
    kinds = dataset.kinds[chosen]
    return DecisionSet(
        matrix[chosen],
        np.isin(kinds, list(CAUSE)),
        np.array([head_of(CAUSE.get(str(kind), "")) for kind in kinds]),
        np.array([dataset.samples[index].outlet for index in chosen]),
    )


def simulate(
    dataset: Dataset,
    matrix: NDArray[np.float32],
    causes: CauseClassifier,
    chosen: Bools,
    seed: int,
    reference: NDArray[np.float32] | None = None,
    ridge: float = WEIGHT_PRECISION,
    anchor: float = REFERENCE_PRECISION,
) -> list[Round]:
    """Play all rounds once; in the first the shipped model stands on both sides."""
    damaged = dataset.of_kind(*CAUSE)
    days = draw_days(dataset, chosen, seed)
    adapted, decided = causes, np.array([], dtype=np.int64)
    rounds = []
    for day in days.own:
        if len(decided):
            decisions = simulated_decisions(dataset, matrix, decided)
            adapted = adapt(causes, decisions, reference, ridge, anchor)
        shares = [
            float(damaged[top_scoring(model, matrix, side)].mean())
            for side in (day, days.other)
            for model in (causes, adapted)
        ]
        rounds.append(Round(len(decided), *shares))
        decided = np.concatenate([decided, top_scoring(adapted, matrix, day)])
    return rounds


def summarise(simulations: list[list[Round]]) -> list[dict[str, float]]:
    """Means over simulations, with the standard error of each gain (paired by simulation)."""
    rows = []
    for rounds in zip(*simulations, strict=True):
        table = np.array(rounds)
        row = dict(zip(Round._fields, table.mean(axis=0).tolist(), strict=True))
        for side, (shipped, adapted) in {"own": (1, 2), "other": (3, 4)}.items():
            gain = table[:, adapted] - table[:, shipped]
            row[f"{side}_gain"] = float(gain.mean())
            row[f"{side}_error"] = float(gain.std(ddof=1) / np.sqrt(len(gain)))
        rows.append(row)
    return rows


def in_reported_half(dataset: Dataset) -> Bools:
    """The half of the held-out outlets and stories on which no setting was chosen."""
    fractions = [hash_fraction(str(group), HALF_SEED) for group in dataset.split_groups]
    return np.array(fractions) >= 0.5


def measure(prepared: Prepared, seed: int = 0) -> list[dict[str, float]]:
    """Train on the learning side of the standing split, run all simulations on the other."""
    split = standing_split(prepared.dataset)
    learn, report = prepared.part(split.learn), prepared.part(split.report)
    pipeline = fit(learn, seed)
    matrix = with_text_scores(report, pipeline)
    reference = pipeline.measurements_[choose_reference(learn.dataset, seed)]
    chosen = in_reported_half(report.dataset)
    causes = pipeline[-1]
    return summarise(
        [
            simulate(report.dataset, matrix, causes, chosen, number, reference)
            for number in range(SIMULATIONS)
        ]
    )


def with_text_scores(prepared: Prepared, pipeline: Any) -> NDArray[np.float32]:
    """All columns of measured articles, shape (n_articles, n_columns)."""
    every = np.ones(len(prepared.matrix), dtype=bool)
    scores = pooled_scores(prepared.sentences, pipeline[0].text_model, every)
    return np.concatenate([prepared.matrix, scores], axis=1)


def round_table(rows: list[dict[str, float]]) -> Table:
    """The means as a table."""
    table = Table(title=f"Share damaged of the first {BUDGET} (gain and its standard error)")
    for name in ("decided", "shipped", "adapted", "gain", "other desk", "adapted", "gain"):
        table.add_column(name, justify="right")
    for row in rows:
        cells = [f"{row['decided']:.0f}"]
        for side in ("own", "other"):
            cells += [f"{row[f'{side}_{which}']:.3f}" for which in ("shipped", "adapted")]
            cells.append(f"{row[f'{side}_gain']:+.3f} ± {row[f'{side}_error']:.3f}")
        table.add_row(*cells)
    return table


def main() -> None:
    """Run the simulation on folders or files of labelled articles and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decision_rounds")
    parser.add_argument("corpora", nargs="+", type=Path, help="what `detector train` takes")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    prepared = prepare(collect(chosen.corpora), chosen.seed)
    Console(width=110).print(round_table(measure(prepared, chosen.seed)))


if __name__ == "__main__":
    main()
