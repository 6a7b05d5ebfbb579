"""A text laid out for being set beside others: what comparing needs of each word, worked out once.

A copy is compared with several others, and each comparison looks up hundreds of times what kind of
word stands where; one gather over the whole text answers all of that.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.copies.fingerprints import WORD_KEYS
from detector.text.tokens import Tokens

# Weights of shared words: little words count, but a tenth of a rare name.
LEAST_WEIGHT = 0.4


class SentenceVectors(NamedTuple):
    """The sentences of a text as a table of weighted words, rows of length 1.

    ``codes`` are distinct and sorted, (n_codes,); ``table`` has shape (n_sentences, n_codes).
    """

    codes: NDArray[np.uint64]
    table: sparse.csr_array


class EncodedText:
    """A text's words as numbers; everything is worked out on first use.

    Parameters
    ----------
    tokens : Tokens
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def _folded_and_kinds(self) -> tuple[list[int], list[int]]:
        properties = self.tokens.word_properties(WORD_KEYS)
        return properties["codes"][:, 0].tolist(), properties["kind"].tolist()

    @property
    def folded(self) -> list[int]:
        """A number for each word, the same for one word in capitals or with a possessive."""
        return self._folded_and_kinds[0]

    @property
    def kinds(self) -> list[int]:
        """What each word is, see :mod:`detector.copies.fingerprints`."""
        return self._folded_and_kinds[1]

    @cached_property
    def cells(self) -> SentenceVectors:
        """The weighted words of each sentence: names by their sound, words by their stem."""
        words = self.tokens.word_properties(WORD_KEYS)
        bounds = [sentence.first for sentence in self.tokens.sentences]
        owners = np.searchsorted(bounds, np.arange(len(words)), side="right") - 1
        codes, columns = np.unique(words["codes"][:, 2], return_inverse=True)
        places, cells = np.unique(owners * len(codes) + columns, return_inverse=True)
        weights = np.bincount(cells, np.maximum(words["weight"], LEAST_WEIGHT), len(places))
        rows, columns = np.divmod(places, max(len(codes), 1))
        lengths = np.sqrt(np.bincount(rows, weights**2, len(bounds)))
        parts = weights / np.maximum(lengths, 1e-9)[rows]
        begins = np.searchsorted(rows, np.arange(len(bounds) + 1))
        shape = len(bounds), len(codes)
        return SentenceVectors(codes, sparse.csr_array((parts, columns, begins), shape=shape))


def sentence_similarity(first: EncodedText, second: EncodedText) -> NDArray[np.float64]:
    """Cosines of the weighted words, shape (n_sentences of the first, n_sentences of the second).

    A sparse product: a dense one of this size is spread over all cores, which takes longer.
    """
    ours, theirs = first.cells, second.cells
    # The first text's codes in the second's sentences; the last row is for all others.
    places = np.searchsorted(ours.codes, theirs.codes)
    shared = np.append(ours.codes, 0)[places] == theirs.codes
    places[~shared | (places == len(ours.codes))] = len(ours.codes)
    table = theirs.table.tocoo()
    laid_out = np.zeros((len(ours.codes) + 1, table.shape[0]))
    laid_out[places[table.col], table.row] = table.data
    product: NDArray[np.float64] = ours.table @ laid_out[:-1]
    return product
