"""The matrix: one named column each, the same whatever the typesetting."""

from __future__ import annotations

import re

import numpy as np
import pytest
from newsroom import article
from sklearn.base import clone

from detector.article import Article
from detector.features.columns import MissingSignalError
from detector.features.readability import Readability, readability
from detector.features.transformers import ArticleFeatures, SignalFeatures
from detector.ngrams.masked_ngrams import shape
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

TEXT = article("news", 1)


@pytest.fixture(scope="module")
def features():
    return ArticleFeatures().fit([])


def test_constructor_stores_and_does_nothing():
    features = ArticleFeatures(signals=("number_slot",))
    params = {"signals": ("number_slot",), "text_model": None, "register": True}
    assert features.get_params() == params
    assert clone(features).get_params() == features.get_params()
    assert not [name for name in vars(features) if name.endswith("_")]


def test_one_named_column_each(features):
    matrix = features.transform([TEXT, article("machine", 2)])
    names = list(features.get_feature_names_out())
    assert matrix.shape == (2, len(names)) == (2, features.n_features_out_)
    assert matrix.dtype == np.float32 and np.isfinite(matrix).all()
    assert len(set(names)) == len(names)


def test_texts_articles_and_tokens_give_the_same_row(features):
    rows = features.transform([TEXT, Article(TEXT), Tokens(TEXT)])
    assert (rows == rows[0]).all()


def test_a_signal_column_is_the_reading(features):
    text = TEXT + "\n\nSome 100,000 XNUMX troops were sent."
    tokens = Tokens(text)
    (measurements,) = features.read([tokens])
    column = list(features.get_feature_names_out()).index("number_slot")
    assert features.rows(tokens.batch, [measurements])[0, column] == pytest.approx(
        measurements["number_slot"].value
    )
    assert measurements["number_slot"].value > 0


def test_an_unknown_signal_is_named():
    with pytest.raises(MissingSignalError, match="no_such_signal"):
        ArticleFeatures(signals=("no_such_signal",)).fit([])


@pytest.mark.parametrize("text", ["", " ", "!!!", "One.", "😀 😀", "\x00", "a" * 10_000])
def test_odd_texts_have_a_row(features, text):
    assert np.isfinite(features.transform([text])).all()


def shape_of(text):
    return shape(TokenBatch([text]))


def curled(text):
    return re.sub('"([^"]*)"', r"“\1”", text).replace("'", "’")


@pytest.mark.parametrize("typeset", [curled, lambda text: text.replace("—", " - ")])
def test_codes_do_not_depend_on_the_marks_of_a_newsroom(typeset):
    text = "The mayor didn't wait — it's late. \"We can't stay,\" she said, and left at once."
    before, after = shape_of(text), shape_of(typeset(text))
    assert before.codes.tolist() == after.codes.tolist()


def test_contractions_count_as_written_out():
    short = shape_of("They don't think that we've seen the last of it yet.")
    full = shape_of("They do not think that we have seen the last of it yet.")
    assert short.codes.tolist() == full.codes.tolist()


def test_names_and_figures_are_masked():
    first = shape_of("Mrs Obi paid 1,500 euros to Mr Larsen on Monday evening.")
    second = shape_of("Mrs Adeyemi paid 2,300 euros to Mr Kowalski on Friday evening.")
    assert first.codes.tolist() == second.codes.tolist()


def test_readability_follows_the_signals_where_it_is_wanted():
    plain = SignalFeatures(("number_slot",)).fit([])
    wider = clone(plain).set_params(readability=True).fit([])
    assert wider.get_feature_names_out().tolist() == ["number_slot", *Readability._fields]
    matrix = wider.transform([TEXT, "Short."])
    assert matrix.shape == (2, wider.n_features_out_) and matrix.dtype == np.float32
    assert matrix[:, :1].tolist() == plain.transform([TEXT, "Short."]).tolist()
    assert matrix[0, 1:] == pytest.approx(readability(Tokens(TEXT)))
    assert matrix[0, 1] != 0 and not matrix[1, 1:].any()


def test_features_fitted_before_the_choice_have_no_readability():
    older = SignalFeatures(("number_slot",)).fit([])
    del vars(older)["readability"]
    assert older.transform([TEXT]).shape == (1, 1)


def test_features_fitted_before_the_register_have_no_column_for_it():
    newer, older = (ArticleFeatures(("number_slot",)).fit([]) for _ in range(2))
    del vars(older)["register"]
    names = newer.get_feature_names_out().tolist()
    assert older.get_feature_names_out().tolist() == [n for n in names if n != "out_of_domain"]
    rest = newer.transform([TEXT])[:, [name != "out_of_domain" for name in names]]
    assert older.transform([TEXT]).tolist() == rest.tolist()


def test_the_register_of_an_article_is_the_same_in_a_batch():
    features = ArticleFeatures(()).fit([])
    place = features.get_feature_names_out().tolist().index("out_of_domain")
    alone = [features.transform([text])[0, place] for text in (TEXT, "Upon this I was silent.")]
    together = features.transform([TEXT, "Upon this I was silent."])[:, place].tolist()
    assert together == alone and alone[0] < alone[1]
