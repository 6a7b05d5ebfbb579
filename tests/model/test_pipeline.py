"""A trained pipeline: additive, the same on texts and on its matrix, kept without code."""

from __future__ import annotations

import json

import numpy as np
import pytest
from newsroom import article, samples
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from detector.causes import HEADS
from detector.model.classifier import CauseClassifier
from detector.model.pipeline import load_pipeline, save_pipeline
from detector.resources.model_files import CARD_NAME, PIPELINE_NAME, ModelError, load_card
from detector.training.fitting.fit import card_of, fit, prepare

TEXTS = [article("news", 90), article("machine", 91), article("spun", 92), "", "One two."]


@pytest.fixture(scope="module")
def prepared():
    return prepare(samples())


@pytest.fixture(scope="module")
def pipeline(prepared):
    return fit(prepared)


@pytest.fixture
def kept(pipeline, prepared, tmp_path):
    card = card_of(pipeline, prepared, "0" * 64, 0)
    save_pipeline(Pipeline(pipeline.steps), card, tmp_path)
    return tmp_path


def test_it_knows_its_own_kinds(pipeline):
    columns = list(pipeline[-1].columns_)
    for kind, column in (("machine", "translation"), ("spun", "spin"), ("generated", "synthetic")):
        clean, damaged = pipeline.predict_proba([article("news", 77), article(kind, 77)])
        assert damaged[columns.index(column)] > clean[columns.index(column)] + 0.3


def test_texts_and_matrix_give_the_same(pipeline):
    matrix = pipeline[0].transform(TEXTS)
    assert np.array_equal(pipeline[1:].predict_proba(matrix), pipeline.predict_proba(TEXTS))


def test_contributions_sum_to_the_decision(pipeline):
    matrix = pipeline[0].transform(TEXTS)
    added = pipeline[-1].contributions(matrix)
    assert added.shape[1] == len(pipeline[-1].contribution_names_)
    np.testing.assert_allclose(added.sum(axis=1), pipeline[-1].log_odds(matrix), rtol=0, atol=1e-9)
    for number, head in enumerate(HEADS):
        assert np.array_equal(pipeline[-1].contributions(matrix, head), added[:, :, number])


def test_the_score_takes_translation_and_spin_together(pipeline):
    score, translation, spin, _ = pipeline.predict_proba(TEXTS).T
    np.testing.assert_allclose(score, 1 - (1 - translation) * (1 - spin))
    assert ((score >= 0) & (score <= 1)).all()


def test_phrases_are_stretches_of_the_text(pipeline):
    from detector.text.tokens import Tokens

    text = article("machine", 91)
    found = pipeline[0].text_evidence(Tokens(text), "translation", 3)
    assert found and all(0 <= start < end <= len(text) for start, end, _ in found)
    assert [weight for *_, weight in found] == sorted((w for *_, w in found), reverse=True)
    assert pipeline[0].text_evidence(Tokens(""), "translation", 3) == []


def test_a_marked_article_stands_higher(pipeline):
    plain = article("news", 90)
    marked = plain + "\n\nSome 100,000 XNUMX troops were sent to the border on Monday morning."
    before, after = pipeline[-1].decision_function(pipeline[0].transform([plain, marked]))[:, 0]
    assert after > before + 2


def test_a_desk_may_set_a_weight(pipeline):
    marked = [article("news", 90) + "\n\nSome 100,000 XNUMX troops were sent to the border."]
    matrix = pipeline[0].transform(marked)
    heavier = pipeline[-1].with_weights({"number_slot": 50.0})
    assert heavier.decision_function(matrix)[0, 0] > pipeline[-1].decision_function(matrix)[0, 0]
    unchanged = pipeline[-1].with_weights({"no_such_signal": 9.0})
    assert np.array_equal(
        unchanged.decision_function(matrix), pipeline[-1].decision_function(matrix)
    )


def test_kept_and_read_again(pipeline, kept):
    again = load_pipeline(kept)
    assert np.array_equal(again.predict_proba(TEXTS), pipeline.predict_proba(TEXTS))
    card = load_card(kept)
    assert set(card["thresholds"]) == {"0.005", "0.01", "0.05"}
    assert card["signals"] == list(again[0].signals_)
    assert clone(again).get_params().keys() == again.get_params().keys()


def test_scoring_three_causes_against_one_column_names_the_way_out(pipeline):
    with pytest.raises(ValueError, match="OneCause"):
        pipeline.score(TEXTS, [0, 1] * (len(TEXTS) // 2) + [0] * (len(TEXTS) % 2))


def test_a_changed_file_is_refused(kept):
    path = kept / PIPELINE_NAME
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="not the file that its card describes"):
        load_pipeline(kept)


def test_a_foreign_type_is_refused(kept):
    import skops.io
    from sklearn.linear_model import SGDClassifier

    from detector.resources.model_files import digest_of

    class Stranger(SGDClassifier):
        pass

    skops.io.dump(Pipeline([("stranger", Stranger())]), kept / PIPELINE_NAME)
    card = load_card(kept)
    card["digests"][PIPELINE_NAME] = digest_of(kept / PIPELINE_NAME)
    (kept / CARD_NAME).write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError, match="not ours"):
        load_pipeline(kept)


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="detector train"):
        load_pipeline(tmp_path)


def test_classifier_constructor_stores_and_does_nothing():
    causes = CauseClassifier(names=("a",), penalty=0.5)
    assert clone(causes).get_params() == causes.get_params()
    assert not [name for name in vars(causes) if name.endswith("_")]
