"""From columns to calibrated probabilities of causes: additive, so that "why" is arithmetic.

Each cause has a head: a logistic regression on the columns, piecewise linear with two bends, plus
the weights set by hand for its signals. Marks such as a number slot are near-certain and too rare
to learn from; their weights come from hand-written cases and their absence in clean news.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from detector.model.additive import HINGE_TERMS, AdditiveModel
from detector.model.logistic import fit_logistic
from detector.model.targets import targets_of
from detector.text.arrays import Floats

# One order of memory, whatever a frame library keeps: sums are then the same to the last digit.
NUMBERS = {"dtype": np.float64, "order": "C"}


class CauseClassifier(AdditiveModel, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Additive logistic regression: a head for each of three causes, or a single one.

    Fitted on ``y`` of shape (n_articles, 3), as the shipped model is, every method gives the
    columns of :attr:`columns_`: ``score`` (translation or spin), ``translation``, ``spin``,
    ``synthetic``. Fitted on ``y`` of shape (n_articles,) with two classes it is an ordinary
    binary classifier.

    Parameters
    ----------
    names : tuple of str
        Names of the columns; those of a data frame, or ``x0``, ``x1``, ... when left empty.
    learned : dict
        ``{head: names of the columns it learns from}``; a head that is not named learns from all.
        A binary classifier learns from the columns of all heads.
    weights : dict
        ``{signal: (cause, log-odds of the first mark)}``.
    penalty : float
        Strength of the ridge penalty on the coefficients, relative to the mean loss.

    Attributes
    ----------
    columns_ : tuple of str
        Names of the columns of :meth:`predict_proba`.
    classes_ : array of shape (n_columns_out,)
        The two classes; or, with one head per cause, the names of the columns.
    contribution_names_ : list of str
        Names of the columns of :meth:`contributions`: the input columns, then ``"base"``.
    coefficients_ : array of shape (n_heads, n_columns, 3)
        For the standardised column and for the part of it beyond each bend.
    intercepts_ : array of shape (n_heads,)
    """

    def __init__(
        self,
        names: tuple[str, ...] = (),
        learned: Mapping[str, tuple[str, ...]] | None = None,
        weights: Mapping[str, tuple[str, float]] | None = None,
        penalty: float = 3e-3,
    ) -> None:
        self.names = names
        self.learned = learned
        self.weights = weights
        self.penalty = penalty

    def __sklearn_tags__(self) -> Any:
        """Two classes or three causes; not any number of classes."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit every head.

        Parameters
        ----------
        X : array of shape (n_articles, n_columns)
        y : array of shape (n_articles, 3), or (n_articles,)
            One column per cause, 1 damaged and 0 clean; or two classes.
        sample_weight : array of shape (n_articles,), or (n_articles, 3), optional
            With one column per cause: 0 if an article says nothing about it.

        Raises
        ------
        ValueError
            When the columns are not those named, or ``y`` has only one class.
        """
        checked = validate_data(self, self._unframed(X), y, multi_output=True, **NUMBERS)
        matrix: Floats = checked[0]
        targets = targets_of(checked[1], sample_weight, matrix)
        names = self._names_in()
        self.columns_, self.classes_ = targets.columns, targets.classes
        self.contribution_names_ = [*names, "base"]
        self.centre_ = np.average(matrix, axis=0, weights=targets.copies)
        variance = np.average((matrix - self.centre_) ** 2, axis=0, weights=targets.copies)
        self.spread_ = np.where(variance > 1e-18, np.sqrt(variance), 1.0)
        self._place_hands(dict(self.weights or {}))
        self.coefficients_ = np.zeros((len(self.heads), matrix.shape[1], HINGE_TERMS))
        self.intercepts_ = np.zeros(len(self.heads))
        manual_contributions = self.manual_contributions(matrix)
        for head, (own, weight) in enumerate(zip(targets.values.T, targets.weights.T, strict=True)):
            used = weight > 0
            if used.any() and 0 < own[used].mean() < 1:
                marked = manual_contributions[used, :, head].sum(axis=1)
                self._fit_head(head, matrix[used], own[used], weight[used], marked)
        return self

    def score(self, X: Any, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """The accuracy of :meth:`predict` against ``y``.

        Raises
        ------
        ValueError
            When there is one head per cause, and ``y`` has one column.
        """
        check_is_fitted(self)
        if len(self.heads) > 1 and np.ndim(y) == 1:
            raise ValueError(
                "y has one column, but this model predicts three causes: "
                'use OneCause(pipeline, "score"), which is a binary classifier'
            )
        return float(super().score(X, y, sample_weight))

    def _unframed(self, X: Any) -> Any:
        """Take a data frame whose columns are the ones named as the matrix that it is."""
        columns = getattr(X, "columns", None)
        if columns is None or not self.names:
            return X
        if list(columns) != list(self.names):
            raise ValueError("the columns of the frame are not those of the classifier's `names`")
        return np.asarray(X)

    def _names_in(self) -> tuple[str, ...]:
        """The names of the columns: given, from a frame, or numbered."""
        count = self.n_features_in_
        names = self.names or getattr(self, "feature_names_in_", [f"x{i}" for i in range(count)])
        if len(names) != count:
            raise ValueError(f"`names` has {len(names)} names, X has {count} columns")
        return tuple(names)

    def _learned_by(self, head: str) -> list[int]:
        """The columns that a head learns from."""
        names = self.contribution_names_[:-1]
        learned = self.learned or {}
        if len(self.heads) == 1 and learned:
            chosen = set().union(*learned.values())
            return [index for index, name in enumerate(names) if name in chosen]
        return [names.index(name) for name in learned.get(head, names)]

    def _fit_head(
        self, head: int, matrix: Floats, y: Floats, weight: Floats, manual_contributions: Floats
    ) -> None:
        own = self._learned_by(self.heads[head])
        bent = self._hinge(matrix, own).reshape(len(matrix), -1)
        solution = fit_logistic(bent, y, weight / weight.sum(), manual_contributions, self.penalty)
        self.coefficients_[head, own] = solution[:-1].reshape(len(own), HINGE_TERMS)
        self.intercepts_[head] = solution[-1]

    def _place_hands(self, weights: Mapping[str, tuple[str, float]]) -> None:
        """Lay the weights set by hand in a table of shape (n_columns, n_heads)."""
        self.hands_ = np.zeros((self.n_features_in_, len(self.heads)))
        self.causes_ = {name: cause for name, (cause, _) in weights.items()}
        self.hand_scale_ = 1.0
        self._lay(self.hands_, {name: weight for name, (_, weight) in weights.items()})

    def with_signals(self, signals: Mapping[str, tuple[str, float]], place: int) -> Self:
        """The same model with columns for signals that it was trained without."""
        changed = super().with_signals(signals, place)
        changed.names = (*self.names[:place], *signals, *self.names[place:])
        changed.weights = dict(self.weights or {}) | dict(signals)
        changed.n_features_in_ = self.n_features_in_ + len(signals)
        return changed

    def _checked(self, X: Any) -> Floats:
        """The matrix, when it is one that the classifier was fitted for."""
        check_is_fitted(self)
        checked = validate_data(self, self._unframed(X), reset=False, **NUMBERS)
        return np.asarray(checked)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """1 if a column's probability is at least one half; binary: the likelier class.

        Shape (n_articles, 4), or (n_articles,). One half is not a useful threshold for a desk: the
        model card has those that keep a rate of false alarms.
        """
        decided = self.decision_function(X) >= 0
        if len(self.heads) == 1:
            return np.asarray(self.classes_[decided.astype(np.int64)])
        return decided.astype(np.int64)

    def rescale(self, slopes: Floats, shifts: Floats) -> CauseClassifier:
        """Fold a calibration ``slope * log-odds + shift`` of each head into the coefficients."""
        self.coefficients_ *= slopes[:, None, None]
        self.intercepts_ = self.intercepts_ * slopes + shifts
        return self
