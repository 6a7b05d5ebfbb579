"""What a desk's decisions do to the model, and what they must not."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from places import SAMPLES

from detector.model.classifier import CauseClassifier
from detector.model.reader_heads import load_reader_heads
from detector.model.second_readers import open_small
from detector.resources.model_files import ModelError, load_card
from detector.training.decisions.adaptation import (
    UNKNOWN_HEAD,
    DecisionSet,
    adapt,
    head_of,
    negative_log_likelihood,
)
from detector.training.decisions.decision_value import (
    ScoredDecision,
    precision_by_threshold,
    proportion,
    sentence,
    threshold_for_budget,
)
from detector.training.decisions.from_decisions import DecidedText, train_on_decisions

# Column 0 tells damage, column 1 is the house style of one outlet, column 2 is chance.
NAMES = ("damage", "house_style", "chance")


def articles(rng, count, damaged, style):
    """Readings of articles: damage is a little to be seen, house style plainly."""
    told = rng.normal(damaged * 1.5, 1.0, count)
    return np.column_stack([told, rng.normal(style * 4.0, 0.3, count), rng.normal(size=count)])


@pytest.fixture(scope="module")
def causes():
    """A model that has learned damage, on many outlets with all manner of styles."""
    rng = np.random.default_rng(1)
    y = rng.random(600) < 0.3
    matrix = np.concatenate(
        [articles(rng, 1, d, s) for d, s in zip(y, rng.random(600), strict=True)]
    )
    learned = {"translation": NAMES, "spin": NAMES}
    targets = np.column_stack([y, y, np.zeros(600)]).astype(float)
    return CauseClassifier(NAMES, learned, {}).fit(matrix, targets)


def decisions(matrix, damaged, outlet="Herald", head=0):
    damaged = np.asarray(damaged, dtype=bool)
    heads = np.where(damaged, head, UNKNOWN_HEAD)
    return DecisionSet(
        np.asarray(matrix, np.float32), damaged, heads, np.array([outlet] * len(matrix))
    )


def joined(*parts):
    return DecisionSet(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def rise(before, after, matrix):
    """By how much the mean score rises."""
    return (after.predict_proba(matrix)[:, 0] - before.predict_proba(matrix)[:, 0]).mean()


def test_no_decision_changes_nothing(causes):
    nothing = decisions(np.empty((0, 3)), [])
    before, after = causes.intercepts_, adapt(causes, nothing).intercepts_
    np.testing.assert_allclose(after, before)


def test_the_given_model_stays_as_it_is(causes):
    before = causes.coefficients_.copy()
    adapt(causes, decisions(articles(np.random.default_rng(0), 30, 1, 0), [True] * 30))
    np.testing.assert_array_equal(causes.coefficients_, before)


def test_decisions_move_the_score_their_way(causes):
    rng = np.random.default_rng(2)
    said = articles(rng, 40, 0.8, 0.5)
    for damaged in (True, False):
        outlets = [f"outlet {n}" for n in range(40)]
        taught = decisions(said, [damaged] * 40)._replace(outlets=np.array(outlets))
        moved = adapt(causes, taught).predict_proba(said)[:, 0] - causes.predict_proba(said)[:, 0]
        assert (moved.mean() > 0) == damaged


def test_more_decisions_move_it_further(causes):
    rng = np.random.default_rng(3)
    said = articles(rng, 200, 0, 0)

    def moved(count):
        taught = decisions(said[:count], [False] * count)
        taught = taught._replace(outlets=np.array([f"o{n}" for n in range(count)]))
        return abs(adapt(causes, taught).intercepts_ - causes.intercepts_)[0]

    assert moved(5) < moved(50) < moved(200)


def test_a_verdict_on_articles_is_no_verdict_on_their_outlet(causes):
    """Forty damaged articles of one outlet, its style in all: sound ones hardly suffer by it."""
    rng = np.random.default_rng(4)
    herald = decisions(articles(rng, 40, 1, 1), [True] * 40)
    others = [decisions(articles(rng, 2, 0, 0), [False] * 2, f"o{n}") for n in range(20)]
    adapted = adapt(causes, joined(herald, *others))
    sound = articles(rng, 300, 0, 1)
    damaged = articles(rng, 300, 1, 1)
    assert rise(causes, adapted, sound) < 0.1
    assert (
        adapted.predict_proba(sound)[:, 0] < adapted.predict_proba(damaged)[:, 0].mean()
    ).mean() > 0.8


def test_the_outlets_own_intercept_is_what_prevents_it(causes, monkeypatch):
    """The same lessons, if nobody knew that they came from one outlet, do blame its style."""
    rng = np.random.default_rng(4)
    herald = decisions(articles(rng, 40, 1, 1), [True] * 40)
    others = [decisions(articles(rng, 2, 0, 0), [False] * 2, f"o{n}") for n in range(20)]
    taught = joined(herald, *others)
    unnamed = taught._replace(outlets=np.array([""] * len(taught.damaged)))
    sound = articles(rng, 300, 0, 1)
    known, unknown = (rise(causes, adapt(causes, each), sound) for each in (taught, unnamed))
    assert known < unknown / 3


def test_the_outlet_is_nothing_that_the_model_sees(causes):
    """The same text from two outlets has the same score, whatever was decided on either."""
    rng = np.random.default_rng(5)
    bad = decisions(articles(rng, 30, 1, 0), [True] * 30, "Herald")
    good = decisions(articles(rng, 30, 0, 0), [False] * 30, "Echo")
    adapted = adapt(causes, joined(bad, good))
    assert adapted.names == causes.names == NAMES
    assert adapted.n_features_in_ == causes.n_features_in_


def test_a_hundred_decisions_of_one_outlet_weigh_like_ten_of_ten(causes):
    rng = np.random.default_rng(6)
    said = articles(rng, 100, 0.5, 0)
    one = decisions(said, [True] * 100)
    many = one._replace(outlets=np.array([f"o{n}" for n in range(100)]))
    ten = DecisionSet(*(column[:10] for column in many))
    of_one, of_ten, of_many = (rise(causes, adapt(causes, e), said) for e in (one, ten, many))
    assert 0 < of_one < of_many / 2
    assert of_one < 2 * of_ten


def test_readings_of_other_articles_hold_the_model_back(causes):
    rng = np.random.default_rng(7)
    said = articles(rng, 60, 0, 0)
    taught = decisions(said, [True] * 60)._replace(outlets=np.array([str(n) for n in range(60)]))
    reference = articles(rng, 500, 0, 0.5).astype(np.float32)

    def moved(model):
        change = model.predict_proba(reference) - causes.predict_proba(reference)
        return np.abs(change[:, 0]).mean()

    loose, held = adapt(causes, taught, None), adapt(causes, taught, reference)
    assert moved(held) < moved(loose)


@pytest.mark.parametrize(
    "case", [(True, 0), (True, 1), (True, UNKNOWN_HEAD), (False, UNKNOWN_HEAD)]
)
def test_the_slope_is_that_of_the_loss(case):
    damaged, head = np.array([case[0]]), np.array([case[1]])
    odds = np.array([[0.3, -1.2, 0.8]])
    slope = negative_log_likelihood(odds, damaged, head)[1][0]
    for column in range(3):
        step = np.zeros((1, 3))
        step[0, column] = 1e-6
        above, below = (
            negative_log_likelihood(odds + step, damaged, head)[0],
            negative_log_likelihood(odds - step, damaged, head)[0],
        )
        assert slope[column] == pytest.approx(float(above[0] - below[0]) / 2e-6, abs=1e-6)


def test_causes_without_a_head():
    assert [head_of(cause) for cause in ("translation", "names", "synthetic", "scrape")] == [
        0,
        0,
        2,
        UNKNOWN_HEAD,
    ]


LOOKED = [
    *[ScoredDecision(0.95, True)] * 8,
    *[ScoredDecision(0.85, False)] * 2,
    ScoredDecision(0.82, None, True),
    *[ScoredDecision(0.4, None)] * 30,
]


def test_precision_at_each_threshold():
    rows = {row["threshold"]: row for row in precision_by_threshold(LOOKED, own=0.77)}
    assert rows[0.77]["own"] and not rows[0.9]["own"]
    assert (rows[0.9]["precision"], rows[0.8]["precision"]) == (1.0, 0.8)
    assert rows[0.8]["articles"] == 11 and rows[0.8]["unsure"] == 1
    assert rows[0.8]["low"] == pytest.approx(0.444, abs=1e-3)
    assert rows[0.8]["high"] == pytest.approx(0.975, abs=1e-3)


def test_the_threshold_for_a_budget():
    assert threshold_for_budget(LOOKED, 10)["threshold"] == pytest.approx(0.8499)
    assert threshold_for_budget(LOOKED, 5, days=2)["threshold"] == pytest.approx(0.8499)
    assert threshold_for_budget(LOOKED, 500)["articles"] == 41
    assert "8 were worth the look: 80% (44% to 97%)" in sentence(threshold_for_budget(LOOKED, 10))


def test_nothing_decided_is_said_to_be_unknown():
    row = threshold_for_budget([ScoredDecision(0.9, None)], 1)
    assert row["precision"] is None and "nothing is known" in sentence(row)
    assert proportion(0, 0)[2:] == (0.0, 1.0)
    with pytest.raises(ValueError, match="no article"):
        threshold_for_budget([], 50)


@pytest.fixture(scope="module")
def adapted(tmp_path_factory):
    """The shipped model adapted to three decisions: the decisions, its folder, what was said."""
    names = ("09_cup-tie.txt", "11_isle-boat-shortage.txt", "17_dam-release.txt")
    decided = [
        DecidedText((SAMPLES / name).read_text("utf-8"), place < 2, "spin", f"outlet {place}")
        for place, name in enumerate(names)
    ]
    folder, said = tmp_path_factory.mktemp("models") / "ours", []
    train_on_decisions(decided, folder, None, said.append)
    return decided, folder, said


def test_an_adapted_model_keeps_its_readings_and_the_readers(adapted):
    _, folder, said = adapted
    assert load_card(folder)["digests"].keys() >= {"reader.json", "reference.npz"}
    assert load_reader_heads(folder) is not None
    assert any("second reading" in line and "taken over" in line for line in said)


def test_a_model_adapted_into_its_own_folder_keeps_them_too(adapted, tmp_path):
    decided, folder, _ = adapted
    own, said = shutil.copytree(folder, tmp_path / "ours"), []
    again = train_on_decisions(decided, own, own, said.append)
    assert again["name"].count("+") == 2
    assert not any("no readings travel" in line for line in said)
    heads = load_reader_heads(own)
    assert heads is not None and open_small(heads.encoder)


def test_where_a_reader_is_missing_nothing_is_written(adapted, tmp_path):
    decided, folder, _ = adapted
    base = shutil.copytree(folder, tmp_path / "base")
    (base / "encoder.npz").unlink()
    with pytest.raises(ModelError, match=r"encoder\.npz"):
        train_on_decisions(decided, tmp_path / "new", base)
    assert not (tmp_path / "new").exists()
