"""scikit-learn's own exam of our estimators.

Runs on the newest and on the oldest scikit-learn that the package allows (``make oldest``).
"""

from __future__ import annotations

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from detector import CauseClassifier, SignalFeatures, load_pipeline

FEW = ("number_slot", "figure_doubled", "lowercase_start")


class NumbersAsText(TransformerMixin, BaseEstimator):
    """Each row of numbers as a text, so that scikit-learn can examine estimators of texts.

    The exam hands out matrices. With this step in front it can ask a pipeline on texts all that
    it asks others: clones, copies, pickles, order, subsets, what fitting leaves behind.
    """

    def fit(self, X, y=None):
        validate_data(self, X)
        return self

    def transform(self, X):
        check_is_fitted(self, "n_features_in_")
        rows = validate_data(self, X, reset=False, dtype=np.float64)
        return ["The " + ", the ".join(f"{value:.3g} tons" for value in row) + "." for row in rows]


class OnNumbers(Pipeline):
    """A pipeline with that step in front.

    Each check is named by the estimator; written out, a trained one would be pages.
    """

    def __repr__(self, N_CHAR_MAX=700):
        return f"OnNumbers({', '.join(type(step).__name__ for _, step in self.steps[1:])})"


def on_numbers(*steps):
    return OnNumbers(make_pipeline(NumbersAsText(), *steps).steps)


REPLACED = "scikit-learn's own Pipeline puts its fitted steps in the place of those it was given"
REPLACED_STEPS = {
    "check_estimators_overwrite_params": REPLACED,
    "check_dont_overwrite_parameters": REPLACED,
}


# Measured on 1.6.1, whose check gives a repeated and a shuffled copy of y to a classifier of two
# classes, and names the classes of each copy by its own first article.
RELABELLED = {
    "check_sample_weight_equivalence_on_dense_data": "scikit-learn 1.6 swaps the two classes"
}
OLD = tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 7)


def expected_failures(estimator):
    """The checks that an estimator fails, each with its reason; our own fail none."""
    if isinstance(estimator, Pipeline):
        return REPLACED_STEPS
    return RELABELLED if OLD else {}


@parametrize_with_checks(
    [
        CauseClassifier(),
        on_numbers(SignalFeatures(FEW)),
        on_numbers(*(step for _, step in load_pipeline().steps)),
    ],
    expected_failed_checks=expected_failures,
)
def test_scikit_learns_own_exam(estimator, check):
    check(estimator)
