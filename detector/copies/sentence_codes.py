"""Names, figures and rare words of an article, sentence by sentence.

Whoever writes a story anew, engine or model, keeps what each sentence says and mostly the order
of the sentences. Two people who report one event tell the same facts in other company.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.code_sets import CODE_BITS, Codes, OwnedCodes, Weights
from detector.text.arrays import Ids

# What a word is to the search for copies.
FUNCTION, CONTENT, NAME, FIGURE = range(4)
# Sentences of longer articles are put together by two, three ... so that each article has at most
# so many passages (made up: nine in ten news articles have fewer sentences).
MOST_PASSAGES = 32


class SentenceCodes(NamedTuple):
    """What the passages of an article hold, each code once a passage.

    All have shape (n_codes,), ordered by passage, then by code. ``passages`` counts from 0 to 31.
    """

    codes: Codes
    weights: Weights
    kinds: NDArray[np.int8]
    passages: NDArray[np.int8]

    def between(self, begin: int, end: int) -> SentenceCodes:
        """Some of the codes."""
        own = slice(begin, end)
        return SentenceCodes(
            self.codes[own], self.weights[own], self.kinds[own], self.passages[own]
        )


def sentence_codes(
    codes: OwnedCodes, weights: Weights, kinds: NDArray[np.int8], sentences: Ids
) -> list[SentenceCodes]:
    """Sort out the telling words of some articles, passage by passage.

    Parameters
    ----------
    codes : OwnedCodes
        Of each word.
    weights, kinds, sentences : arrays of shape (n_words,)
        What each word is worth, what it is, and the sentence of its article; -1 for none.

    >>> codes = OwnedCodes(np.array([7, 5, 7], np.uint64), np.zeros(3, np.int64), 1)
    >>> ones = np.ones(3, np.float32)
    >>> [held] = sentence_codes(codes, ones, np.full(3, NAME), np.zeros(3, np.int64))
    >>> held.codes.tolist()
    [5, 7]
    """
    passages = fold_sentences(sentences, codes)
    telling = np.flatnonzero((kinds > FUNCTION) & (passages >= 0))
    chosen, passages = codes.where(telling), passages[telling]
    places = (chosen.owners * MOST_PASSAGES + passages) << CODE_BITS
    _, first = np.unique(places | chosen.codes.astype(np.int64), return_index=True)
    kept = telling[first]
    whole = SentenceCodes(
        codes.codes[kept].astype(np.int32),
        weights[kept],
        kinds[kept].astype(np.int8),
        passages[first].astype(np.int8),
    )
    edges = np.searchsorted(codes.owners[kept], np.arange(codes.articles + 1)).tolist()
    return [whole.between(begin, end) for begin, end in pairwise(edges)]


def fold_sentences(sentences: Ids, codes: OwnedCodes) -> Ids:
    """The passage of each word, (n_words,): its sentence, or neighbours put together."""
    counts = np.zeros(codes.articles, np.int64)
    np.maximum.at(counts, codes.owners, sentences + 1)
    counts = np.maximum(counts, MOST_PASSAGES)[codes.owners]
    return sentences * MOST_PASSAGES // counts


def pack_sentences(sentences: SentenceCodes) -> bytes:
    """The codes as bytes, 10 a code, little-endian."""
    words = sentences.codes.astype("<i4").tobytes() + sentences.weights.astype("<f4").tobytes()
    return words + sentences.kinds.tobytes() + sentences.passages.tobytes()


def unpack_sentences(held: memoryview) -> SentenceCodes:
    """What :func:`pack_sentences` wrote."""
    count = len(held) // 10
    return SentenceCodes(
        np.frombuffer(held, "<i4", count),
        np.frombuffer(held, "<f4", count, 4 * count),
        np.frombuffer(held, "<i1", count, 8 * count),
        np.frombuffer(held, "<i1", count, 9 * count),
    )
