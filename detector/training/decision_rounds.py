"""What a desk's decisions are worth: rounds of fifty on articles that no training saw.

A desk gets a day's articles, looks at the fifty that score highest and decides; the model is
adapted to all decisions so far and the next day comes. Two things are measured each day: how many
of the desk's next fifty were worth the look, and how many of the first fifty of another desk
whose outlets, stories and spinners nobody ever decided on. The decisions are simulated: an
article is damaged when its label says so.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from detector.model.classifier import CauseClassifier
from detector.training.adaptation import (
    REFERENCE_PRECISION,
    WEIGHT_PRECISION,
    DecisionSet,
    adapt,
    head_of,
)
from detector.training.fit import Prepared, ProgressCallback, fit
from detector.training.reference_measurements import choose_reference
from detector.training.samples import Bools, Dataset, hash_fraction
from detector.training.sentence_model_fit import pooled_scores
from detector.training.splits import standing_split

ROUNDS = 5
BUDGET = 50
# Articles of a day by kind: one in five is damaged, as the probabilities assume, and of the sound
# ones one in eight is a translation by people (made up).
DAY = {"machine": 30, "spun": 30, "human_translation": 30, "news": 210}
# Share of the outlets and stories that are the desk's own; the others are elsewhere (made up).
OWN = 0.65
# Games that the means are taken over, each with other outlets, stories and spinners.
GAMES = 40
# Half of what is held out settles how far decisions may move the model, the other is reported.
HALF_SEED = 77
CAUSE = {"machine": "translation", "spun": "spin"}


class Round(NamedTuple):
    """Shares of the first fifty that were damaged, before and with adapting.

    ``own_*`` on the desk's next day, ``other_*`` on the desk elsewhere; ``decided`` is the number
    of decisions so far.
    """

    decided: int
    own_shipped: float
    own_adapted: float
    other_shipped: float
    other_adapted: float


class Days(NamedTuple):
    """Articles as indices into a crowd: the desk's days, and one day elsewhere."""

    own: list[NDArray[np.int64]]
    other: NDArray[np.int64]


def draw_days(dataset: Dataset, chosen: Bools, seed: int, rounds: int = ROUNDS) -> Days:
    """Deal days to two desks that share no outlet, story or spinner."""
    rng = np.random.default_rng(seed)
    split_groups = np.array(
        [hash_fraction(str(split_group), 1000 + seed) < OWN for split_group in dataset.split_groups]
    )
    spinners = np.unique(dataset.systems[dataset.of_kind("spun") & chosen])
    held = spinners[seed % len(spinners)] if len(spinners) else ""
    spun = dataset.of_kind("spun")
    elsewhere = chosen & ~split_groups & (~spun | (dataset.systems == held))
    here = chosen & split_groups & (~spun | (dataset.systems != held))
    days: list[list[NDArray[np.int64]]] = [[] for _ in range(rounds + 1)]
    other = []
    for kind, count in DAY.items():
        own = rng.permutation(np.flatnonzero(here & dataset.of_kind(kind)))
        for day, part in zip(
            days, np.array_split(own[: count * len(days)], len(days)), strict=True
        ):
            day.append(part)
        other.append(rng.permutation(np.flatnonzero(elsewhere & dataset.of_kind(kind)))[:count])
    return Days([np.concatenate(day) for day in days], np.concatenate(other))


def top_scoring(
    causes: CauseClassifier, matrix: NDArray[np.float32], day: NDArray[np.int64]
) -> Any:
    """The articles of a day that score highest."""
    scores = causes.predict_proba(matrix[day])[:, 0]
    return day[np.argsort(-scores, kind="stable")[:BUDGET]]


def simulated_decisions(
    dataset: Dataset, matrix: NDArray[np.float32], looked: NDArray[np.int64]
) -> DecisionSet:
    """The decisions of an analyst who is always right."""
    kinds = dataset.kinds[looked]
    return DecisionSet(
        matrix[looked],
        np.isin(kinds, list(CAUSE)),
        np.array([head_of(CAUSE.get(str(kind), "")) for kind in kinds]),
        np.array([sample.outlet for sample in (dataset.samples[i] for i in looked)]),
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
    """Play all rounds once; the first is the shipped model on both sides."""
    damaged = dataset.of_kind(*CAUSE)
    days = draw_days(dataset, chosen, seed)
    adapted, looked = causes, np.array([], dtype=np.int64)
    found = []
    for day in days.own:
        if len(looked):
            adapted = adapt(
                causes, simulated_decisions(dataset, matrix, looked), reference, ridge, anchor
            )
        mine, theirs = top_scoring(adapted, matrix, day), top_scoring(adapted, matrix, days.other)
        plain = [damaged[top_scoring(causes, matrix, each)].mean() for each in (day, days.other)]
        own, other = float(damaged[mine].mean()), float(damaged[theirs].mean())
        found.append(Round(len(looked), float(plain[0]), own, float(plain[1]), other))
        looked = np.concatenate([looked, mine])
    return found


def summarise(games: list[list[Round]]) -> list[dict[str, float]]:
    """Means over games, with the standard error of each gain (paired by game)."""
    rows = []
    for rounds in zip(*games, strict=True):
        table = np.array(rounds)
        row = dict(zip(Round._fields, table.mean(axis=0).tolist(), strict=True))
        for side, (plain, adapted) in {"own": (1, 2), "other": (3, 4)}.items():
            gain = table[:, adapted] - table[:, plain]
            row[f"{side}_gain"] = float(gain.mean())
            row[f"{side}_error"] = float(gain.std(ddof=1) / np.sqrt(len(gain)))
        rows.append(row)
    return rows


def in_reported_half(dataset: Dataset) -> Bools:
    """The half of the held-out outlets and stories that no setting was found on."""
    return np.array(
        [hash_fraction(str(split_group), HALF_SEED) >= 0.5 for split_group in dataset.split_groups]
    )


def measure(
    prepared: Prepared, seed: int = 0, on_progress: ProgressCallback = lambda line: None
) -> list[dict[str, float]]:
    """Train on the learning side of the standing split, play all games on the other."""
    split = standing_split(prepared.dataset)
    learn, report = prepared.part(split.learn), prepared.part(split.report)
    on_progress(f"training on {int(split.learn.sum())}")
    pipeline = fit(learn, seed, on_progress)
    matrix = with_texts(report, pipeline)
    reference = pipeline.measurements_[choose_reference(learn.dataset, seed)]
    on_progress(f"playing {GAMES} games")
    dataset, chosen = report.dataset, in_reported_half(report.dataset)
    return summarise(
        [simulate(dataset, matrix, pipeline[-1], chosen, game, reference) for game in range(GAMES)]
    )


def with_texts(prepared: Prepared, pipeline: Any) -> NDArray[np.float32]:
    """All columns of measured articles."""
    every = np.ones(len(prepared.matrix), dtype=bool)
    scores = pooled_scores(prepared.sentences, pipeline[0].text_model, every)
    return np.concatenate([prepared.matrix, scores], axis=1)


def round_table(rows: list[dict[str, float]]) -> Table:
    """The means as a table."""
    table = Table(title=f"Worth the look, of the first {BUDGET} (gain and its standard error)")
    for name in ("decided", "shipped", "adapted", "gain", "elsewhere", "adapted", "gain"):
        table.add_column(name, justify="right")
    for row in rows:
        cells = [f"{row['decided']:.0f}"]
        for side in ("own", "other"):
            cells += [f"{row[f'{side}_{which}']:.3f}" for which in ("shipped", "adapted")]
            cells.append(f"{row[f'{side}_gain']:+.3f} ± {row[f'{side}_error']:.3f}")
        table.add_row(*cells)
    return table
