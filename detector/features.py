"""The one door to scikit-learn: texts in, one named column each.

A column is the density of a signal, a figure of the wording (see :mod:`detector.manner` and
:mod:`detector.rivals`), or a pooled score of the article's sentences (see
:mod:`detector.textmodel`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from detector.manner import (
    MANNER_NAMES,
    SURPRISE_NAMES,
    manner_figures,
    quoted_words,
    surprise_figures,
)
from detector.ngrams import foretell, together
from detector.pooling import POOLED, pool
from detector.rivals import RIVAL_NAMES, joint_contest, rival_figures, settle
from detector.sheaf import Sheaf
from detector.signals.asking import MOST_SETS, Asking, asking
from detector.signals.catalogue import BY_NAME
from detector.signals.signal import Reading
from detector.skeleton import shape
from detector.stretches import Floats
from detector.textmodel import TextModel
from detector.texts import Text, texts_of
from detector.tokens import Tokens
from detector.trie import NgramModel

Readings = Mapping[str, Reading]
Matrix = NDArray[np.float32]
# The text task whose phrases are shown for a cause.
TASK_OF = {"translation": "machine", "spin": "spun", "synthetic": "generated"}


class MissingSignalError(ValueError):
    """A trained model wants a signal that this detector does not have."""


class SignalFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The catalogue as a transformer: what each signal reads in an article, one column each.

    A column is the signal's density, marks per 1,000 words unless its ``unit`` says otherwise;
    0.0 for an article without the mark. Nothing is learned: fitting settles the columns.

    Parameters
    ----------
    signals : tuple of str, optional
        Names of the signals in column order; all of the catalogue by default.

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

    def __init__(self, signals: tuple[str, ...] | None = None) -> None:
        self.signals = signals

    def fit(self, X: Any, y: Any = None) -> Self:
        """Settle the columns; that the articles are texts is all that is asked of them.

        Parameters
        ----------
        X : iterable of str, Article or Tokens, shape (n_articles,)
        y : ignored

        Raises
        ------
        MissingSignalError
            When a signal is named that the catalogue lacks.
        """
        texts_of(X)
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

    def column_names(self) -> list[str]:
        """The columns in order: one a signal."""
        return list(self.signals_)

    def transform(self, X: Any) -> Matrix:
        """Measure articles, shape (n_articles, n_features).

        Raises
        ------
        TypeError, ValueError
            When an entry is no text: see :func:`detector.texts.texts_of`.
        """
        check_is_fitted(self)
        cut = [as_tokens(article) for article in texts_of(X)]
        if not cut:
            return np.empty((0, self.n_features_out_), dtype=np.float32)
        sheaf = Sheaf(cut)
        return self.rows(sheaf, self.read(sheaf))

    def read(self, sheaf: Sheaf) -> list[dict[str, Reading]]:
        """What the signals of the columns read in each article; those that found nothing left out.

        Returns
        -------
        list of dict, length n_articles
        """
        return asked_by(tuple(self.signals_)).read(sheaf)

    def rows(self, sheaf: Sheaf, readings: Sequence[Readings]) -> Matrix:
        """The matrix of articles whose signals have been read, shape (n_articles, n_features)."""
        return self._densities(readings)

    def _densities(self, readings: Sequence[Readings]) -> Matrix:
        """What each signal read in each article, shape (n_articles, n_signals)."""
        places = {name: place for place, name in enumerate(self.signals_)}
        table = np.zeros((len(readings), len(places)), dtype=np.float32)
        for row, own in zip(table, readings, strict=True):
            for name in own.keys() & places.keys():
                row[places[name]] = own[name].value
        return table


class ArticleFeatures(SignalFeatures):
    """All that the shipped model sees: signals, figures of the wording, scores of sentences.

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
        super().__init__(signals)
        self.text_model = text_model

    def column_names(self) -> list[str]:
        """The columns in order: signals, wording, ``task_pooled`` text scores."""
        names = [*self.signals_, *SURPRISE_NAMES, *MANNER_NAMES, *RIVAL_NAMES]
        if self.text_model is not None:
            names += [f"{task}_{way}" for task in self.text_model.tasks for way in POOLED]
        return names

    def rows(
        self, sheaf: Sheaf, readings: Sequence[Readings], model: NgramModel | None = None
    ) -> Matrix:
        """The matrix of articles whose signals have been read, shape (n_articles, n_features).

        ``model`` is the n-gram model asked; training asks one that has not seen the articles.
        """
        parts: list[NDArray[Any]] = [
            self._densities(readings),
            wording(sheaf, model),
            self._pooled(sheaf),
        ]
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def _pooled(self, sheaf: Sheaf) -> Matrix:
        """The text scores of articles, pooled, shape (n_articles, n_tasks * 7)."""
        if self.text_model is None:
            return np.empty((len(sheaf.articles), 0), dtype=np.float32)
        found = shape(sheaf)
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
        found = model.phrases(shape(Sheaf([tokens])), TASK_OF[cause], count)
        return [
            (tokens.word_span(first).start, tokens.word_span(last - 1).end, weight)
            for first, last, weight in found
        ]


def wording(sheaf: Sheaf, model: NgramModel | None = None) -> Floats:
    """The figures of the wording of articles, shape (n_articles, n_figures).

    ``model`` is the n-gram model asked, the shipped one unless given.
    """
    found = foretell(sheaf) if model is None else together(sheaf, model)
    held = settle(sheaf, found) if model is None else joint_contest(sheaf, found, model)
    quoted = quoted_words(sheaf)
    parts = [
        surprise_figures(sheaf, quoted, found),
        manner_figures(sheaf, quoted),
        rival_figures(sheaf, quoted, held),
    ]
    return np.concatenate(parts).T


def as_tokens(article: Text) -> Tokens:
    """Cut an article, unless it is cut already."""
    if isinstance(article, Tokens):
        return article
    return Tokens(article if isinstance(article, str) else article.text)


@lru_cache(maxsize=MOST_SETS)
def asked_by(names: tuple[str, ...]) -> Asking:
    """The asking of the signals of some columns."""
    return asking(tuple(BY_NAME[name] for name in names))
