"""A text prepared for comparison with others: what comparing needs of each word, computed once.

A copy is compared with several others, and each comparison looks up the kinds of hundreds of
words. One gather over all texts of many comparisons answers all of that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.fingerprints import WORD_KEYS
from detector.copies.phonetic_keys import hash_code
from detector.copies.sentence_codes import FUNCTION
from detector.english.lexicon import folded_words
from detector.text.arrays import Ids
from detector.text.sentences import ABBREVIATIONS
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList, ManyWords

# Weights of shared words: little words count, but a tenth of a rare name.
LEAST_WEIGHT = 0.4
# Forms of one word begin with the same letters, so many of them (made up).
STEM_LETTERS = 4
IS_ABBREVIATION = InWordList(lambda: ABBREVIATIONS, lowered=True)
# The first letters of a word; 0 where it has fewer.
STEM = ManyWords(
    lambda words: [
        0 if len(folded) < STEM_LETTERS else hash_code("stem", folded[:STEM_LETTERS])
        for folded in folded_words(words)
    ],
    np.int64,
)


class SentenceVectors(NamedTuple):
    """The sentences of a text as vectors of weighted words, each of length 1.

    A cell is a word of a sentence; all have shape (n_cells,), ordered by code.
    """

    codes: Ids
    sentences: Ids
    weights: NDArray[np.float64]


class EncodedText:
    """A text's words as numbers; everything is worked out on first use."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def words(self) -> NDArray[Any]:
        """The fields of :data:`detector.copies.fingerprints.WORD_KEYS` for each word."""
        return self.tokens.word_properties(WORD_KEYS)

    @cached_property
    def folded(self) -> list[int]:
        """A number for each word, the same for one word in capitals or with a possessive."""
        return self.words["codes"][:, 0].tolist()

    @property
    def kinds(self) -> NDArray[np.int8]:
        """What each word is, see :mod:`detector.copies.fingerprints`."""
        return self.words["kind"]

    @cached_property
    def sentence_bounds(self) -> Ids:
        """The first word of each sentence and the one behind its last, (n_sentences, 2)."""
        bounds = [(sentence.first, sentence.last) for sentence in self.tokens.sentences]
        return np.array(bounds, np.int64).reshape(-1, 2)

    @cached_property
    def printed_ends(self) -> Ids:
        """Where each word ends, with the stop of an abbreviation, (n_words,)."""
        ends = self.tokens.ends
        stopped = np.append(self.tokens.codepoints, 0)[ends] == ord(".")
        return ends + (stopped & self.tokens.word_properties(IS_ABBREVIATION))

    @cached_property
    def telling(self) -> Ids:
        """The code of each name, figure and content word, -1 for the others, (n_words,)."""
        return np.where(self.kinds > FUNCTION, self.words["codes"][:, 2].astype(np.int64), -1)

    @cached_property
    def telling_counts(self) -> Ids:
        """How often the code of each word stands in the text, (n_words,)."""
        _, places, counts = np.unique(self.telling, return_inverse=True, return_counts=True)
        return np.asarray(counts[places])

    @cached_property
    def cells(self) -> SentenceVectors:
        """The weighted words of each sentence: names by their sound, words by their stem."""
        begins = self.sentence_bounds[:, 0]
        owners = np.searchsorted(begins, np.arange(len(self.words)), side="right") - 1
        # Codes are below 2**30.
        keys = (self.words["codes"][:, 2].astype(np.int64) << 32) | owners
        cells, places = np.unique(keys, return_inverse=True)
        weights = np.bincount(places, np.maximum(self.words["weight"], LEAST_WEIGHT), len(cells))
        sentences = cells & 0xFFFFFFFF
        lengths = np.sqrt(np.bincount(sentences, weights**2, len(begins)))
        return SentenceVectors(cells >> 32, sentences, weights / lengths[sentences])


class TextPairs:
    """Pairs of texts whose words are laid one behind the other, each text once.

    Attributes
    ----------
    places : ndarray of shape (n_pairs, 2)
        The number of each text among the different ones.
    offsets : ndarray of shape (n_pairs, 2)
        Where the words of each text begin.
    """

    def __init__(self, pairs: Sequence[tuple[EncodedText, EncodedText]]) -> None:
        self.pairs = pairs
        numbers: dict[int, int] = {}
        for text in (text for pair in pairs for text in pair):
            numbers.setdefault(id(text), len(numbers))
        by_number = {numbers[id(text)]: text for pair in pairs for text in pair}
        self._texts = [by_number[number] for number in range(len(numbers))]
        ends = np.cumsum([0, *(text.tokens.word_count for text in self._texts)])
        self.places = np.array(
            [[numbers[id(first)], numbers[id(second)]] for first, second in pairs], np.int64
        ).reshape(-1, 2)
        self.offsets = ends[self.places]

    def column(self, values: Callable[[EncodedText], NDArray[Any]]) -> NDArray[Any]:
        """Values of all words, (n_words,), or of more or fewer places of each text."""
        return np.concatenate([np.empty(0, np.int8), *map(values, self._texts)])

    def located(self, ranges: Ids, owners: Ids) -> Ids:
        """Ranges of words of the pairs that own them, among the words of all texts, (4, n)."""
        return (ranges + self.offsets[owners][:, [0, 0, 1, 1]]).T


def sentence_similarity(first: EncodedText, second: EncodedText) -> NDArray[np.float64]:
    """Cosines of the weighted words, shape (n_sentences of the first, n_sentences of the second).

    Every cell of the first is laid beside all cells of the second that hold its word.
    """
    ours, theirs = first.cells, second.cells
    shape = len(first.sentence_bounds), len(second.sentence_bounds)
    low = np.searchsorted(theirs.codes, ours.codes)
    repeats = np.searchsorted(theirs.codes, ours.codes, side="right") - low
    left = np.repeat(np.arange(len(ours.codes)), repeats)
    right = np.repeat(low - np.cumsum(repeats) + repeats, repeats) + np.arange(len(left))
    places = ours.sentences[left] * shape[1] + theirs.sentences[right]
    products = ours.weights[left] * theirs.weights[right]
    cosines = np.bincount(places, products, shape[0] * shape[1])
    return cosines.astype(np.float64, copy=False).reshape(shape)
