"""The columns of the model: what is measured of an article, one named figure each.

A column is the density of a signal, a figure of the wording (see
:mod:`detector.ngrams.lexical_statistics` and :mod:`detector.ngrams.substitution`), its distance
from news (see :mod:`detector.english.news_register`), or a pooled score of the article's
sentences (see :mod:`detector.ngrams.sentence_model`). Nothing here needs
scikit-learn: :mod:`detector.features.transformers` makes estimators of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detector.causes import HEAD_OF, CauseKey
from detector.english.news_register import REGISTER_FEATURE, out_of_domain_odds
from detector.ngrams.association import surprisal_features
from detector.ngrams.association_figures import SURPRISAL_FEATURES
from detector.ngrams.lexical_statistics import LEXICAL_FEATURES, lexical_features, quoted_words
from detector.ngrams.masked_ngrams import MaskedSentences, shape
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.sentence_model import POOLED, TextModel, pool
from detector.ngrams.substitution import (
    SUBSTITUTION_FEATURES,
    batch_substitution_scores,
    compute_substitution_scores,
    substitution_features,
)
from detector.ngrams.surprisal import batch_surprisal, compute_surprisal
from detector.resources.model_files import ModelError
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.signals.engine import MAX_CACHED_ENGINES, SignalEngine, signal_engine
from detector.signals.signal import Measurement
from detector.text.arrays import Floats
from detector.text.derived import derived
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens, batch_of

Measurements = Mapping[str, Measurement]
Matrix = NDArray[np.float32]


class MissingSignalError(ValueError):
    """A trained model wants a signal that this detector does not have."""


class SignalColumns:
    """A column a signal.

    Attributes
    ----------
    signals_ : tuple of str
        The signals in column order.
    """

    signals_: tuple[str, ...]

    def column_names(self) -> list[str]:
        """The columns in order: one a signal."""
        return list(self.signals_)

    def check(self, names: Sequence[str], path: Path) -> None:
        """Fail where a model was not made for the columns of this detector.

        Parameters
        ----------
        names : sequence of str
            The columns that the model was trained with.
        path : Path
            Its file, for the message.

        Raises
        ------
        MissingSignalError, ModelError
        """
        check_signals(self.signals_)
        if self.column_names() != list(names):
            raise ModelError(
                f"{path} was trained with other columns than this detector measures: "
                "retrain it with `detector train`"
            )

    def younger_signals(self) -> dict[str, tuple[str, float]]:
        """The signals with a vote that a model of these columns was trained without.

        Returns
        -------
        dict
            ``{signal: (cause, log-odds of the first mark)}``, in the order of the catalogue.
        """
        return {
            signal.name: (signal.cause, signal.weight)
            for signal in SIGNALS_BY_NAME.values()
            if signal.weight and signal.name not in self.signals_
        }

    def with_signals(self, names: Iterable[str]) -> Self:
        """The same columns with further signals, after those they hold."""
        changed = copy(self)
        changed.signals_ = (*self.signals_, *names)
        return changed

    def read(self, articles: Sequence[Tokens]) -> list[dict[str, Measurement]]:
        """Measure the signals of the columns in each article; those that found nothing left out.

        Returns
        -------
        list of dict, length n_articles
        """
        return engine_of(tuple(self.signals_)).read(articles)

    def rows(self, batch: TokenBatch, measurements: Sequence[Measurements]) -> Matrix:
        """The matrix of articles whose signals have been read, shape (n_articles, n_features)."""
        return self._densities(measurements)

    def _densities(self, measurements: Sequence[Measurements]) -> Matrix:
        """What each signal read in each article, shape (n_articles, n_signals)."""
        places = places_of(tuple(self.signals_))
        table = np.zeros((len(measurements), len(places)), dtype=np.float32)
        for row, own in zip(table, measurements, strict=True):
            for name in own.keys() & places.keys():
                row[places[name]] = own[name].value
        return table


class ArticleColumns(SignalColumns):
    """All that the shipped model sees: signals, figures of the wording, scores of sentences.

    Attributes
    ----------
    signals_ : tuple of str
        The signals in column order.
    text_model : TextModel or None
        Scores of sentences; without it there are no text columns.
    register : bool
        Whether there is a column for how far from news the article is; models of earlier versions
        have none.
    """

    text_model: TextModel | None
    register: bool = False

    def column_names(self) -> list[str]:
        """The columns in order: signals, wording, register, ``task_pooled`` text scores."""
        names = [*self.signals_, *SURPRISAL_FEATURES, *LEXICAL_FEATURES, *SUBSTITUTION_FEATURES]
        names += [REGISTER_FEATURE] * self.register
        if self.text_model is not None:
            names += [f"{task}_{way}" for task in self.text_model.tasks for way in POOLED]
        return names

    def rows(
        self,
        batch: TokenBatch,
        measurements: Sequence[Measurements],
        model: NgramModel | None = None,
    ) -> Matrix:
        """The matrix of articles whose signals have been read, shape (n_articles, n_features).

        ``model`` is the n-gram model; training passes one that has not seen the articles.
        """
        parts: list[NDArray[Any]] = [
            self._densities(measurements),
            ngram_features(batch, model),
            self._register(batch),
            self._pooled(batch),
        ]
        return np.concatenate(parts, axis=1, dtype=np.float32)

    def _register(self, batch: TokenBatch) -> Floats:
        """How far from news the articles are, shape (n_articles, 1), or no column."""
        if not self.register:
            return np.empty((len(batch), 0))
        return out_of_domain_odds(batch)[:, None]

    def _pooled(self, batch: TokenBatch) -> Matrix:
        """The text scores of articles, pooled, shape (n_articles, n_tasks * 7)."""
        if self.text_model is None:
            return np.empty((len(batch), 0), dtype=np.float32)
        sentences = shape(batch)
        return pool(self.text_model.score(sentences), sentences.articles)

    def text_evidence(
        self, tokens: Tokens, cause: CauseKey, count: int
    ) -> list[tuple[int, int, float]]:
        """The phrases that moved a cause's text score most.

        Returns
        -------
        list of (start, end, weight)
            Half-open character offsets into the untouched text, heaviest first; ``weight`` is
            what the phrase adds to its sentence's log-odds.
        """
        model, task = self.text_model, HEAD_OF[cause].shown_task
        if model is None or task not in model.tasks:
            return []
        phrases = model.phrases(article_shape(tokens), task, count)
        return [
            (tokens.word_span(first).start, tokens.word_span(last - 1).end, weight)
            for first, last, weight in phrases
        ]


def ngram_features(batch: TokenBatch, model: NgramModel | None = None) -> Floats:
    """The figures of the wording of articles, shape (n_articles, n_figures).

    ``model`` is the n-gram model, the shipped one unless given.
    """
    surprisal = batch_surprisal(batch) if model is None else compute_surprisal(batch, model)
    held = (
        batch_substitution_scores(batch)
        if model is None
        else compute_substitution_scores(batch, surprisal, model)
    )
    quoted = quoted_words(batch)
    parts = [
        surprisal_features(batch, quoted, surprisal),
        lexical_features(batch, quoted),
        substitution_features(batch, quoted, held),
    ]
    return np.concatenate(parts).T


def check_signals(names: Iterable[str]) -> None:
    """Fail where signals are wanted that the catalogue lacks.

    Raises
    ------
    MissingSignalError
    """
    missing = [name for name in names if name not in SIGNALS_BY_NAME]
    if missing:
        raise MissingSignalError(
            f"the model needs signals that this detector lacks: {', '.join(missing)}; "
            "retrain it with `detector train`, or install the version that it was made with"
        )


@derived
def article_shape(tokens: Tokens) -> MaskedSentences:
    """The prose of one article as codes."""
    return shape(batch_of([tokens]))


@lru_cache(maxsize=MAX_CACHED_ENGINES)
def places_of(names: tuple[str, ...]) -> dict[str, int]:
    """Column of each signal."""
    return {name: place for place, name in enumerate(names)}


@lru_cache(maxsize=MAX_CACHED_ENGINES)
def engine_of(names: tuple[str, ...]) -> SignalEngine:
    """The engine of the signals of some columns."""
    return signal_engine(tuple(SIGNALS_BY_NAME[name] for name in names))
