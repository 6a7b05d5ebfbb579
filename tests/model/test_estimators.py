"""The door to scikit-learn: what a newsroom's tools do with an estimator.

Runs on the newest and on the oldest scikit-learn that the package allows (``make oldest``).
"""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from newsroom import article
from sklearn import config_context
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import get_scorer, make_scorer, recall_score
from sklearn.model_selection import GridSearchCV, TunedThresholdClassifierCV, cross_validate
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from detector import ArticleFeatures, CauseClassifier, OneCause, SignalFeatures, load_pipeline
from detector.causes import HEADS
from detector.model.pipeline import TRUSTED

STORIES = range(12)
TEXTS = [article(kind, story) for story in STORIES for kind in ("news", "machine")]
DAMAGED = np.array([0, 1] * len(STORIES))
FEW = ("number_slot", "figure_doubled", "lowercase_start")


@pytest.fixture(scope="module")
def shipped():
    return load_pipeline()


@pytest.fixture
def desk():
    """A model of a desk's own: a few signals, the desk's yes and no."""
    return make_pipeline(ArticleFeatures(FEW), StandardScaler(), LogisticRegression())


FORMS = {
    "tuple": tuple,
    "array of objects": lambda texts: np.array(texts, dtype=object),
    "array of strings": np.array,
    "column": lambda texts: np.array(texts, dtype=object)[:, None],
    "series": pd.Series,
    "series of objects": lambda texts: pd.Series(texts, dtype=object),
    "series of strings": lambda texts: pd.Series(texts, dtype="string"),
    "Arrow-backed strings": lambda texts: pd.Series(texts, dtype="string[pyarrow]"),
    "Arrow-backed": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "Arrow array": pa.array,
    "chunked Arrow array": lambda texts: pa.chunked_array([texts[:1], texts[1:]]),
    "frame of one column": lambda texts: pd.DataFrame({"text": texts}),
    "generator": iter,
}


@pytest.mark.parametrize("form", FORMS)
def test_texts_come_in_many_forms(shipped, form):
    texts = TEXTS[:2]
    assert np.array_equal(shipped.predict_proba(FORMS[form](texts)), shipped.predict_proba(texts))


@pytest.mark.parametrize(
    ("column", "error", "says"),
    [
        ("One text.", TypeError, r"write \[text\]"),
        (b"One text.", TypeError, r"write \[text\]"),
        (7, TypeError, "expected a list of texts, got int"),
        ({"text": "One."}, TypeError, "expected a list of texts, got dict"),
        ({"One."}, TypeError, "expected a list of texts, got set"),
        (["A.", None], ValueError, "entry 1 is missing"),
        (["A.", float("nan")], ValueError, "entry 1 is missing"),
        (pd.Series(["A.", None]), ValueError, "entry 1 is missing"),
        (pd.Series(["A.", None], dtype="string"), ValueError, "entry 1 is missing"),
        (pd.Series(["A.", None], dtype=pd.ArrowDtype(pa.string())), ValueError, "entry 1 is"),
        (pa.array(["A.", None]), ValueError, "entry 1 is missing"),
        ([b"A."], TypeError, "entry 0 is bytes.*decode"),
        (["A.", 3.5], TypeError, "entry 1 is not text but float: 3.5"),
        ([["A."]], TypeError, "entry 0 is not text but list"),
        (pd.DataFrame({"title": ["A."], "text": ["B."]}), ValueError, "one column of texts"),
        (pd.DataFrame({"n": [1, 2]}), TypeError, "entry 0 is not text but"),
    ],
)
def test_what_is_no_text_is_named(shipped, column, error, says):
    with pytest.raises(error, match=says):
        shipped.predict(column)


def test_every_answer_has_the_same_columns(shipped):
    causes = shipped[-1]
    assert causes.columns_ == ("score", "translation", "spin", "synthetic")
    assert list(causes.classes_) == list(causes.columns_)
    probabilities, odds = shipped.predict_proba(TEXTS), shipped.decision_function(TEXTS)
    assert probabilities.shape == odds.shape == (len(TEXTS), 4)
    np.testing.assert_allclose(1 / (1 + np.exp(-odds)), probabilities, atol=1e-12)
    assert np.array_equal(shipped.predict(TEXTS), (probabilities >= 0.5).astype(int))
    np.testing.assert_array_equal(causes.log_odds(shipped[0].transform(TEXTS)), odds[:, 1:])


def test_clone_and_parameters(shipped, desk):
    copy = clone(shipped)
    assert copy.get_params().keys() == shipped.get_params().keys()
    copy.set_params(causes__penalty=0.5)
    assert copy[-1].penalty == 0.5 != shipped[-1].penalty
    desk.set_params(articlefeatures__signals=("number_slot",)).fit(TEXTS, DAMAGED)
    assert desk[0].signals_ == ("number_slot",)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_named_columns_in_a_frame(library):
    frames = pytest.importorskip(library)
    features = SignalFeatures(FEW).set_output(transform=library)
    frame = features.fit_transform(TEXTS)
    assert isinstance(frame, frames.DataFrame)
    assert list(frame.columns) == list(features.get_feature_names_out()) == list(FEW)


def test_a_frame_keeps_the_index_of_its_articles():
    column = pd.DataFrame({"text": TEXTS[:2]}, index=["a7", "b9"])
    frame = SignalFeatures(FEW).set_output(transform="pandas").fit_transform(column)
    assert list(frame.index) == ["a7", "b9"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_the_shipped_pipeline_works_on_frames(shipped, library):
    pytest.importorskip(library)
    framed = Pipeline(pickle.loads(pickle.dumps(shipped)).steps).set_output(transform=library)
    assert np.array_equal(framed.predict_proba(TEXTS), shipped.predict_proba(TEXTS))
    frame = framed[:-1].transform(TEXTS)
    shuffled = frame[list(reversed(list(frame.columns)))]
    with pytest.raises(ValueError, match="not those"):
        framed[-1].predict_proba(shuffled)


def test_unfitted_says_so():
    with pytest.raises(ValueError, match="not fitted"):
        SignalFeatures().transform(TEXTS)
    with pytest.raises(ValueError, match="not fitted"):
        SignalFeatures().get_feature_names_out()


def test_grid_search(desk):
    grid = {"articlefeatures__signals": [FEW, FEW[:1]], "logisticregression__C": [0.1, 1.0]}
    search = GridSearchCV(desk, grid, cv=3, scoring="roc_auc").fit(TEXTS, DAMAGED)
    assert search.best_score_ > 0.9
    assert search.predict(pd.Series(TEXTS)).shape == (len(TEXTS),)


def test_beside_other_features_of_a_frame():
    articles = pd.DataFrame({"text": TEXTS, "words": [len(text.split()) for text in TEXTS]})
    columns = ColumnTransformer(
        [("signals", SignalFeatures(FEW), "text"), ("size", StandardScaler(), ["words"])]
    )
    both = FeatureUnion([("few", SignalFeatures(FEW)), ("one", SignalFeatures(FEW[:1]))])
    assert columns.fit_transform(articles).shape == (len(TEXTS), 4)
    assert next(iter(columns.get_feature_names_out())) == "signals__number_slot"
    assert both.fit_transform(articles["text"]).shape == (len(TEXTS), 4)
    model = make_pipeline(columns, LogisticRegression()).fit(articles, DAMAGED)
    assert model.predict(articles).shape == (len(TEXTS),)


def test_a_threshold_of_the_desks_own(shipped):
    score = OneCause(shipped).fit(TEXTS, DAMAGED)
    catching = make_scorer(recall_score)
    tuned = TunedThresholdClassifierCV(score, scoring=catching, cv="prefit", refit=False)
    tuned.fit(TEXTS, DAMAGED)
    assert recall_score(DAMAGED, tuned.predict(TEXTS)) == 1.0
    assert np.array_equal(score.predict_proba(TEXTS)[:, 1], shipped.predict_proba(TEXTS)[:, 0])


def test_one_cause_is_validated_and_calibrated_with_its_model_as_it_is(shipped):
    score = OneCause(shipped)
    cross_validate(score, TEXTS, DAMAGED, cv=2, error_score="raise")
    calibrated = CalibratedClassifierCV(score, cv=2).fit(TEXTS, DAMAGED)
    assert calibrated.predict_proba(TEXTS).shape == (len(TEXTS), 2)
    fresh = clone(score.fit(TEXTS, DAMAGED)).set_params(column="spin")
    assert score.column == "score" and score.pipeline is shipped
    with pytest.raises(NotFittedError, match="OneCause"):
        fresh.predict(TEXTS)


def test_one_cause_names_what_is_wrong(shipped):
    with pytest.raises(ValueError, match=r"no column 'fraud': score, translation"):
        OneCause(shipped, "fraud").fit(TEXTS, DAMAGED)
    with pytest.raises(ValueError, match="two classes"):
        OneCause(shipped).fit(TEXTS, np.zeros(len(TEXTS)))


def test_the_last_step_learns_a_desks_labels(shipped):
    words = np.where(DAMAGED, "spoilt", "fine")
    own = Pipeline([("features", shipped[0]), ("causes", clone(shipped[-1]))]).fit(TEXTS, words)
    assert list(own.classes_) == ["fine", "spoilt"]
    assert own.predict_proba(TEXTS).shape == (len(TEXTS), 2)
    assert (own.predict(TEXTS) == words).mean() > 0.9
    assert own[-1].heads == ("spoilt",)
    marked = TEXTS[0] + "\n\nSome 100,000 XNUMX troops were sent to the border."
    before, after = own.decision_function([TEXTS[0], marked])
    assert after > before + 2, "the weights set by hand still vote"


def test_three_causes_are_learned_at_once():
    causes = np.column_stack([DAMAGED, 1 - DAMAGED, np.zeros(len(TEXTS))])
    matrix = ArticleFeatures(()).fit_transform(TEXTS)
    fitted = CauseClassifier().fit(matrix, causes)
    assert fitted.heads == HEADS
    assert fitted.predict_proba(matrix).shape == (len(TEXTS), 4)
    with pytest.raises(ValueError, match=r"Only binary.*one column each"):
        CauseClassifier().fit(matrix, np.arange(len(TEXTS)) % 3)
    with pytest.raises(ValueError, match="1d array"):
        CauseClassifier().fit(matrix, causes[:, :2])
    with pytest.raises(ValueError, match="sample_weight has shape"):
        CauseClassifier().fit(matrix, causes, np.ones((len(TEXTS), 2)))
    with pytest.raises(ValueError, match="2 names, X has"):
        CauseClassifier(("a", "b")).fit(matrix, causes)


def test_a_weight_of_two_is_an_article_twice():
    matrix = ArticleFeatures(()).fit_transform(TEXTS)
    weights = np.arange(len(TEXTS)) % 2 + 1
    twice = np.repeat(np.arange(len(TEXTS)), weights)
    weighted = CauseClassifier().fit(matrix, DAMAGED, weights)
    repeated = CauseClassifier().fit(matrix[twice], DAMAGED[twice])
    np.testing.assert_allclose(
        weighted.decision_function(matrix), repeated.decision_function(matrix), atol=1e-3
    )


def test_weights_are_routed():
    with config_context(enable_metadata_routing=True):
        last = CauseClassifier().set_fit_request(sample_weight=True)
        model = make_pipeline(ArticleFeatures(()), last)
        weights = np.ones(len(TEXTS))
        right = get_scorer("accuracy").set_score_request(sample_weight=False)
        params = {"sample_weight": weights}
        found = cross_validate(model, TEXTS, DAMAGED, cv=3, scoring=right, params=params)
    assert found["test_score"].mean() > 0.9


@pytest.mark.parametrize("keep", ["pickle", "skops"])
def test_kept_and_read_again(desk, keep):
    model = Pipeline([("features", ArticleFeatures(FEW)), ("causes", CauseClassifier())])
    model.fit(TEXTS, DAMAGED)
    if keep == "pickle":
        again = pickle.loads(pickle.dumps(model))
    else:
        import skops.io

        again = skops.io.loads(skops.io.dumps(model), trusted=list(TRUSTED))
    assert np.array_equal(again.predict_proba(TEXTS), model.predict_proba(TEXTS))
