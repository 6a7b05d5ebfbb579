"""The rounds of a simulated desk: who shares what with whom, and what is counted."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.decision_rounds import (
    BUDGET,
    DAY,
    ROUNDS,
    draw_days,
    in_reported_half,
    round_table,
    simulate,
    summarise,
)
from detector.model.classifier import CauseClassifier
from detector.training.corpora.labelled import Sample
from detector.training.dataset import Dataset

NAMES = ("engine", "spinner", "chance")


@pytest.fixture(scope="module")
def dataset():
    """Twelve hundred articles of sixty outlets and six hundred stories, two spinners."""
    kinds = np.random.default_rng(0).choice(list(DAY), 6000, p=[0.15, 0.15, 0.15, 0.55])
    samples = []
    for n, kind in enumerate(kinds.tolist()):
        news = kind in ("news", "spun")
        outlet = f"outlet{n % 240}" if news else ""
        system = f"spinner{n % 2}" if kind == "spun" else ""
        samples.append(Sample(str(n), "", kind, f"s{n % 900}", outlet, system=system))
    return Dataset(samples)


@pytest.fixture(scope="module")
def matrix(dataset):
    rng = np.random.default_rng(1)
    told = np.column_stack(
        [dataset.of_kind("machine"), dataset.of_kind("spun"), np.zeros(len(dataset.samples))]
    )
    return (told * 1.5 + rng.normal(size=told.shape)).astype(np.float32)


def test_the_two_desks_share_no_outlet_story_or_spinner(dataset):
    every = np.ones(len(dataset.samples), dtype=bool)
    for seed in range(3):
        days = draw_days(dataset, every, seed)
        own = np.concatenate(days.own)
        assert len(days.own) == ROUNDS + 1 and len(np.unique(own)) == len(own)
        assert not set(dataset.split_groups[own]) & set(dataset.split_groups[days.other])
        spun = dataset.of_kind("spun")
        spinners = [set(dataset.systems[part[spun[part]]]) for part in (own, days.other)]
        assert spinners[0] and spinners[1] and not spinners[0] & spinners[1]
        assert len(days.other) == sum(DAY.values())


def test_settings_are_found_on_other_homes_than_those_reported(dataset):
    half = in_reported_half(dataset)
    assert not set(dataset.split_groups[half]) & set(dataset.split_groups[~half])
    assert 0.3 < half.mean() < 0.7


def test_a_model_that_knows_little_learns_from_the_desk(dataset, matrix):
    """It was trained on engines alone; the desk shows it spinners."""
    y = dataset.of_kind("machine")
    learned = {"translation": NAMES, "spin": NAMES}
    blind = CauseClassifier(NAMES, learned, {}).fit(
        matrix,
        np.column_stack([y, dataset.of_kind("spun") & (np.arange(len(y)) % 40 == 0), 0 * y]) * 1.0,
    )
    every = np.ones(len(dataset.samples), dtype=bool)
    games = [
        simulate(dataset, matrix, blind, every, seed, anchor=0.0, ridge=0.1) for seed in range(3)
    ]
    rows = summarise(games)
    assert [row["decided"] for row in rows] == [BUDGET * n for n in range(ROUNDS + 1)]
    assert rows[0]["own_gain"] == rows[0]["other_gain"] == 0.0
    assert rows[-1]["own_gain"] > 0 and rows[-1]["own_adapted"] > rows[0]["own_shipped"]
    assert round_table(rows).row_count == len(rows)
