"""The columns of the model: what is measured of an article, one named figure each.

A column is the density of a signal, a figure of the wording (see
:mod:`detector.ngrams.lexical_statistics` and :mod:`detector.ngrams.substitution`), or a pooled
score of the article's sentences (see :mod:`detector.ngrams.sentence_model`). Nothing here needs
scikit-learn: :mod:`detector.features.transformers` makes estimators of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.association import surprise_figures
from detector.ngrams.association_figures import SURPRISE_NAMES
from detector.ngrams.lexical_statistics import MANNER_NAMES, manner_figures, quoted_words
from detector.ngrams.masked_ngrams import Shape, shape
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.sentence_model import TextModel
from detector.ngrams.sentence_pooling import POOLED, pool
from detector.ngrams.substitution import RIVAL_NAMES, joint_contest, rival_figures, settle
from detector.ngrams.surprisal import foretell, together
from detector.resources.model_files import ModelError
from detector.signals.catalogue import BY_NAME
from detector.signals.engine import MOST_SETS, Asking, asking
from detector.signals.signal import Reading
from detector.text.segments import Floats
from detector.text.token_batch import Sheaf
from detector.text.tokens import Tokens

Readings = Mapping[str, Reading]
Matrix = NDArray[np.float32]
# The text task whose phrases are shown for a cause.
TASK_OF = {"translation": "machine", "spin": "spun", "synthetic": "generated"}


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
                "train it anew with `detector train`"
            )

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


class ArticleColumns(SignalColumns):
    """All that the shipped model sees: signals, figures of the wording, scores of sentences.

    Attributes
    ----------
    signals_ : tuple of str
        The signals in column order.
    text_model : TextModel or None
        Scores of sentences; without it there are no text columns.
    """

    text_model: TextModel | None

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
        found = model.phrases(shape_of(tokens), TASK_OF[cause], count)
        return [
            (tokens.word_span(first).start, tokens.word_span(last - 1).end, weight)
            for first, last, weight in found
        ]


def wording(sheaf: Sheaf, model: NgramModel | None = None) -> Floats:
    """The figures of the wording of articles, shape (n_articles, n_figures).

    ``model`` is the n-gram model asked, the shipped one unless given.
    """
    found = foretell(sheaf) if model is None else together(sheaf, model)
    held = settle(sheaf) if model is None else joint_contest(sheaf, found, model)
    quoted = quoted_words(sheaf)
    parts = [
        surprise_figures(sheaf, quoted, found),
        manner_figures(sheaf, quoted),
        rival_figures(sheaf, quoted, held),
    ]
    return np.concatenate(parts).T


def check_signals(names: Iterable[str]) -> None:
    """Fail where signals are wanted that the catalogue lacks.

    Raises
    ------
    MissingSignalError
    """
    missing = [name for name in names if name not in BY_NAME]
    if missing:
        raise MissingSignalError(
            f"the model wants signals that this detector lacks: {', '.join(missing)}; "
            "train it anew with `detector train`, or install the version it was made with"
        )


# Causes ask about one article in turn.
@lru_cache(maxsize=1)
def shape_of(tokens: Tokens) -> Shape:
    """The prose of one article as codes."""
    return shape(Sheaf([tokens]))


@lru_cache(maxsize=MOST_SETS)
def asked_by(names: tuple[str, ...]) -> Asking:
    """The asking of the signals of some columns."""
    return asking(tuple(BY_NAME[name] for name in names))
