"""How far from news a text is, judged by its register.

The scores of wording are learned from news and say little of novels, letters, speeches, manuals
and licences, whose rare words are not odd words. What tells news from those is how often it
reports, dates, places and counts, and how rarely it addresses, qualifies and cross-refers: words
of grammar and marks, which spinners and engines leave alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.resources.tables import read_table
from detector.text.arrays import Floats
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import Segments, positions
from detector.text.token_batch import TokenBatch
from detector.text.word_index import LETTERS
from detector.text.word_properties import ManyWords

TABLE = "news_register"
# The column of a model that holds the log-odds.
REGISTER_FEATURE = "out_of_domain"
# From here on a text is far from news.
FAR_FROM_NEWS = 0.5
# A page of nothing but dashes must not overflow.
MOST_ODDS = 30.0


class Register(NamedTuple):
    """What tells news from other English.

    Attributes
    ----------
    class_of : dict
        Word in lower case to the number of its class, from 1.
    class_of_byte : ndarray of uint8, shape (256,)
        The class of each mark of one character, by its byte in Windows-1252, 0 for none: classes
        of marks are numbered after those of words.
    long_marks : tuple of (str, int)
        Longer marks with their class.
    weights : ndarray of shape (n_classes + 1,)
        Log-odds that the square root of the number in 100 words adds; the first is the intercept.
    """

    class_of: dict[str, int]
    class_of_byte: NDArray[np.uint8]
    long_marks: tuple[tuple[str, int], ...]
    weights: NDArray[np.float64]

    def densities(self, batch: TokenBatch) -> Floats:
        """Square roots of the number of each class in 100 words, (n_articles, n_classes + 1)."""
        words, width = batch.word_segments, len(self.weights)
        (counts,) = words.sum_by_cell(batch.word_properties(CLASS), width, None)
        counts += self._mark_counts(batch)
        densities: Floats = np.sqrt(100.0 * counts.T / words.least[:, None])
        densities[:, 0] = 1.0
        return densities

    def _mark_counts(self, batch: TokenBatch) -> Floats:
        """How many marks of each class each article has, shape (n_classes + 1, n_articles)."""
        marks = self.class_of_byte.take(batch.windows_1252)
        at = positions(marks)
        segments = Segments(at.searchsorted(batch.characters_from))
        (counts,) = segments.sum_by_cell(marks[at], len(self.weights), None)
        for mark, number in self.long_marks:
            if mark in batch.text:
                counts[number] += [text.count(mark) for text in batch.texts]
        return counts


@cache
def shipped_register() -> Register:
    """The classes and weights of ``detector/data/news_register.tsv``.

    Weights: logistic regression of honest texts of 22 other genres against edited, translated and
    spun news (``benchmarks.tables.register_fit``).
    """
    rows = read_table(TABLE)
    words = [row["members"].split() for row in rows if row["kind"] == "words"]
    listed = [row["members"].split() for row in rows if row["kind"] == "marks"]
    class_of = {word: number for number, own in enumerate(words, 1) for word in own}
    first = len(rows) - len(listed)
    marks = [(mark, number) for number, own in enumerate(listed, first) for mark in own]
    class_of_byte = np.zeros(256, np.uint8)
    for mark, number in marks:
        if len(mark) == 1:
            class_of_byte[LETTERS.index(mark)] = number
    longer = tuple((mark, number) for mark, number in marks if len(mark) > 1)
    weights = np.array([float(row["weight"]) for row in rows])
    return Register(class_of, class_of_byte, longer, weights)


def classes_of(words: PrintedWords) -> Iterable[int]:
    """The class of each of some printed words, 0 for none."""
    return map(shipped_register().class_of.get, lowercased(words), repeat(0))


CLASS = ManyWords(classes_of, np.uint8)


@derived
def out_of_domain_odds(batch: TokenBatch) -> Floats:
    """Log-odds that each article is far from news, shape (n_articles,)."""
    register = shipped_register()
    odds = np.array([float(row @ register.weights) for row in register.densities(batch)])
    return np.asarray(np.clip(odds, -MOST_ODDS, MOST_ODDS))


@derived
def out_of_domain_shares(batch: TokenBatch) -> Floats:
    """How far from news each article is, from 0.0 (news) to 1.0, shape (n_articles,).

    >>> from detector.text.tokens import Tokens
    >>> news = Tokens("The minister told reporters in Miren on Monday.").batch
    >>> tale = Tokens("Upon this I laid my book aside; nor did I stir.").batch
    >>> [round(float(out_of_domain_shares(one)[0]), 1) for one in (news, tale)]
    [0.0, 1.0]
    """
    shares = 1.0 / (1.0 + np.exp(-out_of_domain_odds(batch)))
    return np.where(batch.word_segments.counts > 0, shares, 0.0)
