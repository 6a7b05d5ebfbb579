"""One column of the model as a binary classifier, for the tools that need one."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d

from detector.text.arrays import Floats


class OneCause(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One column of a trained model as a binary classifier; the model does not change.

    For a threshold, a precision-recall curve or a calibration from a desk's own labels. Fitting
    learns nothing but the names of the two classes.

    Parameters
    ----------
    pipeline : Pipeline
        From :func:`detector.model.pipeline.load_pipeline`.
    column : str
        ``score``, ``translation``, ``spin`` or ``synthetic``.

    Attributes
    ----------
    classes_ : array of shape (2,)
        Clean and damaged, which must sort in that order: 0 and 1, ``False`` and ``True``.

    Examples
    --------
    >>> from detector import load_pipeline
    >>> spun = OneCause(load_pipeline(), "spin").fit(["One.", "Two."], [0, 1])
    >>> spun.predict_proba(["The mayor waited."]).shape
    (1, 2)
    """

    def __init__(self, pipeline: Pipeline, column: str = "score") -> None:
        self.pipeline = pipeline
        self.column = column

    def fit(self, X: Any, y: ArrayLike) -> Self:
        """Take the names of the classes from ``y``; the articles are not read.

        Raises
        ------
        ValueError
            When the model has no such column, or there are not two classes.
        """
        self._number()
        flat = column_or_1d(y)
        self.classes_ = np.unique(flat)
        if type_of_target(flat) != "binary" or len(self.classes_) != 2:
            raise ValueError(f"y needs two classes, clean and damaged; it has {len(self.classes_)}")
        return self

    def __sklearn_clone__(self) -> Self:
        """An unfitted classifier on the same trained model.

        Cross-validation, calibration and searches clone first, and an ordinary clone would be
        untrained.
        """
        return type(self)(self.pipeline, self.column)

    def _number(self) -> int:
        columns = tuple(self.pipeline[-1].columns_)
        if self.column not in columns:
            raise ValueError(f"the model has no column {self.column!r}: {', '.join(columns)}")
        return columns.index(self.column)

    def __sklearn_tags__(self) -> Any:
        """Texts in, two classes out."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.input_tags.string = True
        return tags

    def predict_proba(self, X: Any) -> Floats:
        """Probability of each class, shape (n_articles, 2)."""
        damaged = self.pipeline.predict_proba(X)[:, self._number()]
        return np.column_stack([1 - damaged, damaged])

    def decision_function(self, X: Any) -> Floats:
        """Log-odds of the damage, shape (n_articles,)."""
        return np.asarray(self.pipeline.decision_function(X)[:, self._number()])

    def predict(self, X: Any) -> NDArray[Any]:
        """The likelier class, shape (n_articles,)."""
        check_is_fitted(self)
        return np.asarray(self.classes_[(self.decision_function(X) >= 0).astype(np.int64)])
