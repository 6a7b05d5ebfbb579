"""The columns of the model as scikit-learn's transformers: texts in, one row each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from detector.features.columns import ArticleColumns, Matrix, SignalColumns, check_signals
from detector.features.readability import readability
from detector.features.text_input import texts_of
from detector.ngrams.sentence_model import TextModel
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.text.tokens import tokenize
from detector.verdict import Readability


class SignalFeatures(SignalColumns, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The signals as a transformer: one column each.

    A column is the density of a signal's marks, per 1,000 words unless its ``unit`` says
    otherwise; 0.0 without a mark. Fitting only fixes the columns.

    Parameters
    ----------
    signals : tuple of str, optional
        Names of the signals in column order; by default the whole catalogue.
    readability : bool
        Add the columns of ``detector.verdict.Readability`` after the signals.

    Attributes
    ----------
    signals_ : tuple of str
        The signals in column order.
    n_features_out_ : int

    Examples
    --------
    >>> features = SignalFeatures(signals=("number_slot", "figure_doubled")).fit([])
    >>> features.transform(["Some 100,000 XNUMX troops were sent."]).tolist()
    [[10.0, 0.0]]
    >>> features.get_feature_names_out().tolist()
    ['number_slot', 'figure_doubled']
    """

    # Files that were fitted before there was a choice, and all article features, have none.
    readability: bool = False

    def __init__(self, signals: tuple[str, ...] | None = None, readability: bool = False) -> None:
        self.signals = signals
        self.readability = readability

    def column_names(self) -> list[str]:
        """The columns in order: one a signal, then those of readability where they are wanted."""
        return super().column_names() + [*Readability._fields] * self.readability

    def fit(self, X: Any, y: Any = None) -> Self:
        """Fix the columns; the articles are only checked to be texts.

        Parameters
        ----------
        X : iterable of str, Article or Tokens, shape (n_articles,)
        y : ignored

        Raises
        ------
        MissingSignalError
            When a named signal is not in the catalogue.
        """
        texts_of(X)
        names = tuple(SIGNALS_BY_NAME) if self.signals is None else tuple(self.signals)
        check_signals(names)
        self.signals_ = names
        self.n_features_out_ = len(self.get_feature_names_out())
        return self

    def with_signals(self, names: Iterable[str]) -> Self:
        """The same columns with further signals, after those they hold."""
        names = tuple(names)
        changed = super().with_signals(names)
        changed.n_features_out_ = len(changed.column_names())
        if self.signals is not None:
            changed.signals = (*self.signals, *names)
        return changed

    def __sklearn_is_fitted__(self) -> bool:
        """Whether the columns are settled."""
        return hasattr(self, "signals_")

    def __sklearn_tags__(self) -> Any:
        """A column of texts goes in, not a table of numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.input_tags.string = True
        tags.transformer_tags.preserves_dtype = []
        return tags

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names of the columns, shape (n_features,)."""
        check_is_fitted(self)
        return np.array(self.column_names(), dtype=object)

    def transform(self, X: Any) -> Matrix:
        """Measure articles, shape (n_articles, n_features).

        Raises
        ------
        TypeError, ValueError
            When an entry is not text: see :func:`detector.features.text_input.texts_of`.
        """
        check_is_fitted(self)
        texts = [text if isinstance(text, str) else text.text for text in texts_of(X)]
        articles = tokenize(texts)
        if not articles:
            return np.empty((0, self.n_features_out_), dtype=np.float32)
        table = self.rows(articles[0].batch, self.read(articles))
        if not self.readability:
            return table
        return np.hstack([table, np.array([*map(readability, articles)], dtype=np.float32)])


class ArticleFeatures(ArticleColumns, SignalFeatures):
    """All columns of the shipped model: signals, wording, register, sentence scores.

    Parameters
    ----------
    signals : tuple of str, optional
        As in :class:`SignalFeatures`, whose attributes it shares.
    text_model : TextModel, optional
        Scores sentences; without it there are no columns for these.
    register : bool
        Add a column for how far from news an article is (log-odds).

    Examples
    --------
    >>> features = ArticleFeatures(signals=()).fit([])
    >>> features.transform(["The mayor waited."]).shape == (1, features.n_features_out_)
    True
    """

    def __init__(
        self,
        signals: tuple[str, ...] | None = None,
        text_model: TextModel | None = None,
        register: bool = True,
    ) -> None:
        self.signals = signals
        self.text_model = text_model
        self.register = register
