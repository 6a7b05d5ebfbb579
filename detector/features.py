"""The one door to scikit-learn: texts in, one named column each.

A column is the density of a signal, a figure of the wording (see :mod:`detector.manner`), or a
pooled score of the article's sentences (see :mod:`detector.textmodel`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from detector.article import Article
from detector.manner import (
    MANNER_NAMES,
    SURPRISE_NAMES,
    manner_figures,
    quoted_words,
    surprise_figures,
)
from detector.pooling import POOLED, pool
from detector.signals.catalogue import BY_NAME
from detector.signals.signal import NOTHING, Reading
from detector.skeleton import shape
from detector.textmodel import TextModel
from detector.tokens import Tokens
from detector.trie import NgramModel

Readings = Mapping[str, Reading]
Matrix = NDArray[np.float32]
# The text task whose phrases are shown for a cause.
TASK_OF = {"translation": "machine", "spin": "spun", "synthetic": "generated"}


class MissingSignalError(ValueError):
    """A trained model wants a signal that this detector does not have."""


class ArticleFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn articles into a matrix, one named column each.

    Parameters
    ----------
    signals : tuple of str, optional
        Names of the signals whose densities are columns; all of the catalogue by default.
    text_model : TextModel, optional
        Scores of sentences; without it the matrix has no text columns.

    Attributes
    ----------
    signals_ : tuple of str
        The signals in column order.
    n_features_out_ : int

    Examples
    --------
    >>> features = ArticleFeatures(signals=()).fit([])
    >>> features.transform(["The mayor waited."]).shape == (1, features.n_features_out_)
    True
    """

    def __init__(
        self, signals: tuple[str, ...] | None = None, text_model: TextModel | None = None
    ) -> None:
        self.signals = signals
        self.text_model = text_model

    def fit(self, X: Sequence[str | Article | Tokens], y: Any = None) -> Self:
        """Settle the columns; the articles are not looked at.

        Raises
        ------
        MissingSignalError
            When a signal is named that the catalogue lacks.
        """
        names = tuple(BY_NAME) if self.signals is None else tuple(self.signals)
        missing = [name for name in names if name not in BY_NAME]
        if missing:
            raise MissingSignalError(
                f"the model wants signals that this detector lacks: {', '.join(missing)}; "
                "train it anew with `detector train`, or install the version it was made with"
            )
        self.signals_ = names
        self.n_features_out_ = len(self.get_feature_names_out())
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """Whether the columns are settled."""
        return hasattr(self, "signals_")

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names of the columns: signals, wording, ``task_pooled`` text scores."""
        names = [*self.signals_, *SURPRISE_NAMES, *MANNER_NAMES]
        if self.text_model is not None:
            names += [f"{task}_{way}" for task in self.text_model.tasks for way in POOLED]
        return np.array(names, dtype=object)

    def transform(self, X: Iterable[str | Article | Tokens]) -> Matrix:
        """Measure articles, shape (n_articles, n_features)."""
        cut = [as_tokens(article) for article in X]
        return self.rows(cut, [self.read(tokens) for tokens in cut])

    def read(self, tokens: Tokens) -> dict[str, Reading]:
        """What the signals of the columns read in one article."""
        return {name: BY_NAME[name].read(tokens) for name in self.signals_}

    def rows(
        self,
        articles: Sequence[Tokens],
        readings: Sequence[Readings],
        model: NgramModel | None = None,
    ) -> Matrix:
        """The matrix of articles whose signals have been read, shape (n_articles, n_features).

        ``model`` is the n-gram model asked; training asks one that has not seen the articles.
        """
        if not articles:
            return np.empty((0, self.n_features_out_), dtype=np.float32)
        own = [self._own(*pair, model) for pair in zip(articles, readings, strict=True)]
        return np.concatenate([np.stack(own), self._pooled(articles)], axis=1).astype(np.float32)

    def _own(self, tokens: Tokens, readings: Readings, model: NgramModel | None) -> Matrix:
        """The columns of one article but for its text scores."""
        quoted = quoted_words(tokens)
        parts = [
            np.array([readings.get(name, NOTHING)[0] for name in self.signals_]),
            surprise_figures(tokens, quoted, model),
            manner_figures(tokens, quoted),
        ]
        return np.concatenate(parts)

    def _pooled(self, articles: Sequence[Tokens]) -> Matrix:
        """The text scores of articles, pooled, shape (n_articles, n_tasks * 7)."""
        if self.text_model is None:
            return np.empty((len(articles), 0), dtype=np.float32)
        found = shape(*articles)
        return pool(self.text_model.score(found), found.articles)

    def text_evidence(self, tokens: Tokens, cause: str, count: int) -> list[tuple[int, int, float]]:
        """The phrases that moved a cause's text score most.

        Returns
        -------
        list of (start, end, weight)
            Half-open character offsets into the untouched text, heaviest first; ``weight`` is
            what the phrase adds to its sentence's log-odds.
        """
        model = self.text_model
        if model is None or TASK_OF.get(cause) not in model.tasks:
            return []
        found = model.phrases(shape(tokens), TASK_OF[cause], count)
        return [
            (tokens.word_span(first).start, tokens.word_span(last - 1).end, weight)
            for first, last, weight in found
        ]


def as_tokens(article: str | Article | Tokens) -> Tokens:
    """Cut an article, unless it is cut already."""
    if isinstance(article, Tokens):
        return article
    return Tokens(article.text if isinstance(article, Article) else article)
