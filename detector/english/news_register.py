"""How far from news a text is, judged by its register.

The scores of wording are learned from news and say little of novels, letters, speeches, manuals
and licences, whose rare words are not odd words. What tells news from those is how often it
reports, dates, places and counts, and how rarely it addresses, qualifies and cross-refers: words
of grammar and marks, which spinners and engines leave alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.resources.tables import read_table
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords

TABLE = "news_register"


class Register(NamedTuple):
    """What tells news from other English.

    Attributes
    ----------
    class_of : dict
        Word in lower case to the number of its class, from 1.
    marks : tuple of tuple of str
        The marks of each class of marks, which are numbered after those of words.
    weights : ndarray of shape (n_classes + 1,)
        Log-odds that the square root of the number in 100 words adds; the first is the intercept.
    """

    class_of: dict[str, int]
    marks: tuple[tuple[str, ...], ...]
    weights: NDArray[np.float64]

    def densities(self, tokens: Tokens) -> NDArray[np.float64]:
        """Square roots of the number of each class in 100 words, shape (n_classes + 1,)."""
        counted = np.bincount(tokens.word_properties(CLASS), minlength=len(self.weights))
        densities = counted.astype(np.float64)
        first_mark = len(self.weights) - len(self.marks)
        for number, marks in enumerate(self.marks, first_mark):
            densities[number] = sum(map(tokens.text.count, marks))
        densities = np.sqrt(100.0 * densities / tokens.word_count)
        densities[0] = 1.0
        return densities


@cache
def shipped_register() -> Register:
    """The classes and weights of ``detector/data/news_register.tsv``.

    Weights: logistic regression of honest texts of 22 other genres against edited, translated and
    spun news (:mod:`detector.training.fitting.register_fit`).
    """
    rows = read_table(TABLE)
    words = [row["members"].split() for row in rows if row["kind"] == "words"]
    marks = [tuple(row["members"].split()) for row in rows if row["kind"] == "marks"]
    class_of = {word: number for number, listed in enumerate(words, 1) for word in listed}
    return Register(class_of, tuple(marks), np.array([float(row["weight"]) for row in rows]))


def classes_of(words: PrintedWords) -> Iterable[int]:
    """The class of each of some printed words, 0 for none."""
    return map(shipped_register().class_of.get, lowercased(words), repeat(0))


CLASS = ManyWords(classes_of, np.int64)


@derived
def out_of_domain_share(tokens: Tokens) -> float:
    """How far from news an article is, from 0.0 (news) to 1.0; 0.5 is the border.

    >>> round(out_of_domain_share(Tokens("The minister told reporters in Miren on Monday.")), 1)
    0.0
    >>> round(out_of_domain_share(Tokens("Upon this I laid my book aside; nor did I stir.")), 1)
    1.0
    """
    if not tokens.word_count:
        return 0.0
    register = shipped_register()
    return 1.0 / (1.0 + math.exp(-float(register.densities(tokens) @ register.weights)))
