"""A text laid out for being set beside others: what comparing needs of each word, worked out once.

A copy is compared with several others, and each comparison looks up hundreds of times what kind of
word stands where; one gather over the whole text answers all of that.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.fingerprints import WORD_KEYS
from detector.text.arrays import Ids
from detector.text.tokens import Tokens

# Weights of shared words: little words count, but a tenth of a rare name.
LEAST_WEIGHT = 0.4


class SentenceVectors(NamedTuple):
    """The sentences of a text as vectors of weighted words, each of length 1.

    A cell is a word of a sentence; all have shape (n_cells,), ordered by code.
    """

    codes: Ids
    sentences: Ids
    weights: NDArray[np.float64]


class EncodedText:
    """A text's words as numbers; everything is worked out on first use.

    Parameters
    ----------
    tokens : Tokens
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def words(self) -> NDArray[Any]:
        """The fields of :data:`detector.copies.fingerprints.WORD_KEYS` for each word."""
        return self.tokens.word_properties(WORD_KEYS)

    @cached_property
    def folded(self) -> list[int]:
        """A number for each word, the same for one word in capitals or with a possessive."""
        folded: list[int] = self.words["codes"][:, 0].tolist()
        return folded

    @property
    def kinds(self) -> NDArray[np.int8]:
        """What each word is, see :mod:`detector.copies.fingerprints`."""
        kinds: NDArray[np.int8] = self.words["kind"]
        return kinds

    @cached_property
    def cells(self) -> SentenceVectors:
        """The weighted words of each sentence: names by their sound, words by their stem."""
        bounds = [sentence.first for sentence in self.tokens.sentences]
        owners = np.searchsorted(bounds, np.arange(len(self.words)), side="right") - 1
        # Codes are below 2**30.
        keys = (self.words["codes"][:, 2].astype(np.int64) << 32) | owners
        cells, places = np.unique(keys, return_inverse=True)
        weights = np.bincount(places, np.maximum(self.words["weight"], LEAST_WEIGHT), len(cells))
        sentences = cells & 0xFFFFFFFF
        lengths = np.sqrt(np.bincount(sentences, weights**2, len(bounds)))
        return SentenceVectors(cells >> 32, sentences, weights / lengths[sentences])


def sentence_similarity(first: EncodedText, second: EncodedText) -> NDArray[np.float64]:
    """Cosines of the weighted words, shape (n_sentences of the first, n_sentences of the second).

    Every cell of the first is laid beside all cells of the second that hold its word.
    """
    ours, theirs = first.cells, second.cells
    shape = len(first.tokens.sentences), len(second.tokens.sentences)
    low = np.searchsorted(theirs.codes, ours.codes)
    repeats = np.searchsorted(theirs.codes, ours.codes, side="right") - low
    left = np.repeat(np.arange(len(ours.codes)), repeats)
    right = np.repeat(low - np.cumsum(repeats) + repeats, repeats) + np.arange(len(left))
    places = ours.sentences[left] * shape[1] + theirs.sentences[right]
    products = ours.weights[left] * theirs.weights[right]
    cosines = np.bincount(places, products, shape[0] * shape[1])
    return cosines.astype(np.float64, copy=False).reshape(shape)
