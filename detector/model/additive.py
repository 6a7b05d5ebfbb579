"""Additive scores of three causes: "why" is arithmetic.

Each cause has a head: log-odds that columns add to, each bent at two points, and the weights
that signals carry by hand. Marks such as a number slot are near-certain and too rare to learn
from; their weights come from hand-written cases and from their absence on clean news.

A fitted model judges without scikit-learn, which takes a second to import; whoever wants to fit
one, or an estimator, takes :class:`detector.model.classifier.CauseClassifier`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import reduce
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from detector.causes import CAUSE_OF, HEAD_OF
from detector.text.arrays import Floats

# Standardised columns bend here: far from the middle a column may count more, or less.
HINGE = 1.0
# Columns are cut at so many spreads from the mean: one odd article cannot run away.
MAX_STANDARDISED = 4.0
HINGE_TERMS = 3
# Density of one mark in 250 words. Further marks of a kind add a quarter of the first mark's
# weight for each doubling beyond it, up to half of it (made up).
ONE_MARK = 4.0


class AdditiveModel:
    """Heads that were fitted: what each column adds to each cause.

    Attributes
    ----------
    columns_ : tuple of str
        What :meth:`predict_proba` gives: ``score`` (translation or spin), ``translation``,
        ``spin``, ``synthetic``; a binary model has ``score`` and one head.
    contribution_names_ : list of str
        What each column of :meth:`contributions` is: the columns, then ``"base"``.
    centre_, spread_ : array of shape (n_columns,)
        Mean and standard deviation, by which columns are standardised.
    coefficients_ : array of shape (n_heads, n_columns, 3)
        For the standardised column and for what of it lies beyond each bend.
    intercepts_ : array of shape (n_heads,)
    hands_ : array of shape (n_columns, n_heads)
        Log-odds that the first mark of a signal adds; ``causes_`` says on which head it votes.
    """

    columns_: tuple[str, ...]
    contribution_names_: list[str]
    centre_: Floats
    spread_: Floats
    coefficients_: Floats
    intercepts_: Floats
    hands_: Floats
    hand_scale_: float
    causes_: dict[str, str]

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> AdditiveModel:
        """The model in a fitted classifier's state, whose other attributes are left out."""
        model = AdditiveModel()
        vars(model).update({name: state[name] for name in AdditiveModel.__annotations__})
        return model

    @property
    def heads(self) -> tuple[str, ...]:
        """What each head scores: the three causes, or the second of two classes."""
        return self.columns_[1:]

    def _head_of(self, cause: str) -> int | None:
        """The head on which marks of a cause vote; a binary one takes those of ``score``."""
        voted = CAUSE_OF[cause].votes_on if cause in CAUSE_OF else ""
        if len(self.heads) == 1:
            return 0 if voted in self._pooled(HEAD_OF) else None
        return self.heads.index(voted) if voted in self.heads else None

    @staticmethod
    def _pooled(heads: Iterable[str]) -> list[str]:
        """Those of some heads that count in ``score``."""
        return [head for head in heads if head in HEAD_OF and HEAD_OF[head].pooled]

    def _pooled_columns(self) -> list[int]:
        """Which of the heads count in ``score``."""
        return [self.heads.index(head) for head in self._pooled(self.heads)]

    def _lay(self, table: Floats, weights: Mapping[str, float]) -> None:
        """Write weights of signals into the table; names without a column are passed over."""
        names = self.contribution_names_
        for name, weight in weights.items():
            head = self._head_of(self.causes_.get(name, ""))
            if head is not None and name in names:
                table[names.index(name), head] = weight

    def with_weights(self, weights: Mapping[str, float]) -> Self:
        """The same model with other weights for some signals; unknown names are ignored."""
        changed = deepcopy(self)
        changed._lay(changed.hands_, weights)
        return changed

    def with_signals(self, signals: Mapping[str, tuple[str, float]], place: int) -> Self:
        """The same model with columns for signals that it was trained without.

        They add the weight that was set by hand and nothing else: their coefficients are 0, so
        that :meth:`contributions` stay a true sum.

        Parameters
        ----------
        signals : dict
            ``{signal: (cause, log-odds of the first mark)}``, in column order.
        place : int
            The column before which they are put.
        """
        changed, count = deepcopy(self), len(signals)
        changed.contribution_names_[place:place] = signals
        changed.causes_ = self.causes_ | {name: cause for name, (cause, _) in signals.items()}
        at = [place] * count
        changed.centre_ = np.insert(self.centre_, at, 0.0)
        changed.spread_ = np.insert(self.spread_, at, 1.0)
        changed.coefficients_ = np.insert(self.coefficients_, at, 0.0, axis=1)
        changed.hands_ = np.insert(self.hands_, at, 0.0, axis=0)
        changed._lay(changed.hands_, {name: weight for name, (_, weight) in signals.items()})
        return changed

    def _hinge(self, matrix: Floats, own: list[int] | slice = slice(None)) -> Floats:
        """Standardise, cut and bend, shape (n_articles, n_columns, 3)."""
        plain = (matrix[:, own] - self.centre_[own]) / self.spread_[own]
        bent = np.empty((HINGE_TERMS, *plain.shape))
        cut, above, below = bent
        np.minimum(np.maximum(plain, -MAX_STANDARDISED), MAX_STANDARDISED, out=cut)
        np.maximum(cut - HINGE, 0, out=above)
        np.maximum(-HINGE - cut, 0, out=below)
        return bent.transpose(1, 2, 0)

    def manual_contributions(self, matrix: Floats) -> Floats:
        """What marks add by their set weights, shape (n_articles, n_columns, n_heads)."""
        marked = matrix > 0
        doublings = np.log2(np.maximum(matrix / ONE_MARK, 1.0))
        strength = self.hand_scale_ * np.where(marked, 1.0 + np.minimum(doublings / 4, 0.5), 0.0)
        return (strength[:, None] * np.ascontiguousarray(self.hands_.T)).transpose(0, 2, 1)

    def contributions(self, X: ArrayLike, head: str | None = None) -> Floats:
        """What each column adds to the log-odds; the last is the base.

        Returns
        -------
        array of shape (n_articles, n_columns + 1, n_heads), or without the last axis when a
        ``head`` is named. Its sum over columns is :meth:`decision_function`.
        """
        matrix = self._checked(X)
        # The columns lie side by side: numpy adds them up in that order, pair by pair.
        rows = np.empty((len(matrix), len(self.intercepts_), len(self.centre_) + 1))
        terms = self._hinge(matrix).transpose(2, 0, 1)
        slopes = np.ascontiguousarray(self.coefficients_.transpose(2, 0, 1))
        np.einsum("bac,bhc->ahc", terms, slopes, out=rows[:, :, :-1])
        rows[:, :, :-1] += self.manual_contributions(matrix).transpose(0, 2, 1)
        rows[:, :, -1] = self.intercepts_
        whole = rows.transpose(0, 2, 1)
        return whole if head is None else whole[:, :, self.heads.index(head)]

    def _checked(self, X: Any) -> Floats:
        """The matrix as the model expects it."""
        return np.asarray(X, dtype=np.float64, order="C")

    def log_odds(self, X: ArrayLike) -> Floats:
        """Log-odds of each head, shape (n_articles, n_heads)."""
        return np.asarray(self.contributions(X).sum(axis=1))

    def probabilities_without(self, probabilities: Floats, name: str, value: float) -> Floats:
        """The probabilities of one article, shape (4,), had a column been 0, not ``value``."""
        place, table = self.contribution_names_.index(name), np.zeros((2, len(self.centre_)))
        table[1, place] = value
        none, some = self.contributions(table)[:, place]
        with np.errstate(divide="ignore"):
            heads = np.asarray(probabilities[1:], dtype=np.float64)
            odds = np.log(heads) - np.log1p(-heads)
        return np.asarray(self.probabilities((odds - some + none)[None])[0])

    def decision_function(self, X: ArrayLike) -> Floats:
        """Log-odds: shape (n_articles, 4), one for each of :attr:`columns_`; binary: (n_articles,).

        Above 0.0 the probability is above one half.
        """
        odds = self.log_odds(X)
        if len(self.heads) == 1:
            return odds[:, 0]
        # The chance that no pooled cause did it, as a logarithm.
        neither = -sum(np.logaddexp(0, odds[:, head]) for head in self._pooled_columns())
        return np.column_stack([np.log(-np.expm1(neither)) - neither, odds])

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Probabilities, shape (n_articles, 4): see :attr:`columns_`; binary: (n_articles, 2).

        ``score`` is the probability that translation or spin damaged the article, taking the
        two as independent.
        """
        return self.probabilities(self.log_odds(X))

    def probabilities(self, odds: Floats) -> Floats:
        """The columns of :meth:`predict_proba` from the log-odds of the heads."""
        heads = expit(odds)
        if len(self.heads) == 1:
            return np.column_stack([1 - heads, heads])
        score = 1 - reduce(np.multiply, [1 - heads[:, head] for head in self._pooled_columns()])
        return np.column_stack([score, heads])


def expit(odds: Floats) -> Floats:
    """The probability that log-odds stand for.

    >>> expit(np.array([-800.0, 0.0, 800.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))
