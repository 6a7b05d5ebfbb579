"""Groups held out whole: who leaves together, and that nothing of them is learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from newsroom import samples

from detector.training.dataset import Dataset
from detector.training.evaluation import leave_group_out
from detector.training.evaluation.bootstrap import metrics_with_bounds
from detector.training.evaluation.group_lineage import components_of, maker_of
from detector.training.fitting.fit import prepare


@pytest.fixture(scope="module")
def prepared():
    given = [
        replace(s, language=("fr" if s.group[-1] in "147" else "de") if s.language else "")
        for s in samples(24)
    ]
    return prepare(given)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(leave_group_out, "FEWEST", 5)


def test_relatives_of_a_spinner_share_an_engine_or_a_lexicon():
    assert components_of("farm_iberian") & components_of("apertium_cat")
    assert components_of("farm_mixed") & components_of("wordnet_first")
    assert not components_of("apertium_epo") & components_of("apertium_spa_cat")
    assert components_of("their own") == {"their own"}


@pytest.mark.parametrize("name", ["Online-B", "onlineB", "online-B.0", "ONLINE-B"])
def test_one_service_under_many_spellings(name):
    assert maker_of(name) == "online-b"


def test_engines_of_rules_are_one_maker():
    assert {maker_of(name) for name in ("rbmt4", "rbmt-1", "PROMT-Rule-based")} == {"rules"}
    assert maker_of("onlinezebra") == "onlinezebra"


def test_every_group_leaves_once_and_whole(prepared, small):
    groups = [group for run in leave_group_out.plan_runs(prepared.dataset) for group in run]
    assert {group.kind for group in groups} >= {
        leave_group_out.SPINNER,
        leave_group_out.LANGUAGE,
        leave_group_out.COUNTRY,
    }
    assert len({(group.kind, group.name) for group in groups}) == len(groups)
    for group in groups:
        assert group.reported.any() and not (group.reported & ~group.held_out).any()
    (country,) = (group for group in groups if group.kind == leave_group_out.COUNTRY)
    own = np.array([s.country == country.name for s in prepared.dataset.samples])
    assert (country.held_out == own).all()


def test_nothing_is_learned_from_what_is_left_out(prepared):
    """Turning the labels of the left-out articles' text changes no score of the others."""
    part = prepared.part(~prepared.dataset.of_kind("generated", "human_pair"))
    held_out = part.dataset.languages == "fr"
    other = part.part(np.ones(len(held_out), dtype=bool))
    for number in np.flatnonzero(held_out):
        sample = other.dataset.samples[number]
        kind = "machine" if sample.kind == "human_translation" else "human_translation"
        other.dataset.samples[number] = replace(sample, kind=kind)
    other.dataset = Dataset(other.dataset.samples)
    scorer = leave_group_out.HeldOutScorer(part)
    first = scorer.scores(held_out)
    second = leave_group_out.HeldOutScorer(other).scores(held_out)
    assert np.allclose(first, second)
    assert not np.allclose(scorer.seen, first)


def test_rows_say_what_is_lost(prepared, small):
    found = leave_group_out.leave_out(prepared)
    for kind, rows in found["left out"].items():
        for row in rows.values():
            if kind == leave_group_out.COUNTRY:
                assert row["flagged"] <= row["upper_95"] <= 1
            else:
                assert row["caught_gap"] == pytest.approx(row["caught"] - row["caught_seen"])
                assert row["caught_low"] <= row["caught"] <= row["caught_high"]
    assert found["every year"]["clean flagged"]


def test_bounds_are_over_stories_not_articles():
    """Ten copies of every article make no bound narrower."""
    dataset = Dataset(samples(40))
    scores = np.random.default_rng(1).random(len(dataset.samples)) + dataset.of_kind("machine") / 2
    once = metrics_with_bounds(scores, dataset, dataset.of_kind("machine"))
    many = Dataset([replace(s, id=f"{s.id}:{n}") for s in dataset.samples for n in range(10)])
    copied = metrics_with_bounds(np.repeat(scores, 10), many, many.of_kind("machine"))
    assert copied["auc_translations"] == pytest.approx(once["auc_translations"])
    widths = [row["auc_translations_high"] - row["auc_translations_low"] for row in (once, copied)]
    assert widths[1] > 0.7 * widths[0] > 0
