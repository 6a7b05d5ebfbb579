"""What edited news prints: which words, how often, and whether with a capital.

The table ``data/words.npz`` was counted by ``benchmarks.tables.word_counts`` from edited
articles of some 480 outlets of the United States, the United Kingdom, Bangladesh and others, no
outlet holding more than 250,000 of the words. It is not a dictionary: it lacks rare words and
holds common misprints of the press.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache
from itertools import compress, repeat
from math import log10
from typing import NamedTuple

import numpy as np

from detector.resources.tables import DATA
from detector.text.arrays import Floats, Ids
from detector.text.character_classes import lowercase
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import positions
from detector.text.word_properties import WordProperty

WORDS_PATH = DATA / "words.npz"
# A word that three outlets print is no private misprint of one desk (looked at by eye).
ENOUGH_OUTLETS = 3


class Lexicon(NamedTuple):
    """The columns of the table, by word; ``rows`` maps a folded word to its place in them.

    ``capital_shares`` are those of :func:`capital_share`. ``known`` says whether enough outlets
    print a word; its last place is that of no word. ``total`` is the number of words counted.
    """

    words: list[str]
    rows: dict[str, int]
    counts: Ids
    capital_shares: Floats
    known: list[bool]
    total: int


@cache
def lexicon() -> Lexicon:
    """Read the table, once."""
    with np.load(WORDS_PATH, allow_pickle=False) as table:
        words = table["words"].tobytes().decode("utf-8").split("\n")
        return Lexicon(
            words=words,
            rows=dict(zip(words, range(len(words)), strict=True)),
            counts=table["counts"].astype(np.int64),
            capital_shares=table["hundredths"] / 100,
            known=[*(table["outlets"] >= ENOUGH_OUTLETS).tolist(), False],
            total=int(table["total"]),
        )


def fold(word: str) -> str:
    """The key of a word: lower case, straight apostrophe, no possessive.

    >>> fold("Zelenskyy’s"), fold("Don’t")
    ('zelenskyy', "don't")
    """
    return lowercase(word).removesuffix("'s")


def row_of(word: str) -> int | None:
    """The place of a word in the columns of the :func:`lexicon`, in whatever case.

    >>> row_of("Although") == row_of("although"), row_of("Putinalthough")
    (True, None)
    """
    return lexicon().rows.get(fold(word))


def is_word(word: str) -> bool:
    """Whether at least three outlets print this word, in whatever case.

    >>> is_word("although"), is_word("Putinalthough")
    (True, False)
    """
    table = lexicon()
    return table.known[table.rows.get(fold(word), -1)]


def opens_word(letters: str) -> bool:
    """Whether a word of the table begins with some letters, in lower case.

    >>> opens_word("govern"), opens_word("administen")
    (True, False)
    """
    words = lexicon().words
    place = bisect_left(words, letters)
    return place < len(words) and words[place].startswith(letters)


def zipf(word: str) -> float:
    """How common a word is: log10 of its occurrences per billion words, 0.0 where unseen.

    The scale is that of van Heuven et al. (2014), which the package wordfreq uses too:
    6 is ``said``, 3 is a word seen once in a million.

    >>> zipf("said") > zipf("opposition") > zipf("ferryman")
    True
    """
    table, row = lexicon(), row_of(word)
    return 0.0 if row is None else log10(int(table.counts[row]) * 1e9 / table.total)


@derived
def folded_words(words: PrintedWords) -> list[str]:
    """The :func:`fold` of each word.

    >>> folded_words(PrintedWords(["Zelenskyy’s", "Don’t", "'s"]))
    ['zelenskyy', "don't", '']
    """
    together = "\n".join([*lowercased(words), ""])
    return together.replace("'s\n", "\n").split("\n")[:-1]


@derived
def rows_of(words: PrintedWords) -> list[int]:
    """The :func:`row_of` each word, -1 for None."""
    return list(map(lexicon().rows.get, folded_words(words), repeat(-1)))


@derived
def zipfs_of(words: PrintedWords) -> Floats:
    """The :func:`zipf` of each word, shape (n_words,)."""
    table, rows = lexicon(), np.array(rows_of(words), np.int64)
    counts = table.counts.take(rows).tolist()
    zipfs = np.array([log10(count * 1e9 / table.total) for count in counts])
    return np.where(rows >= 0, zipfs, 0.0)


@derived
def are_words(words: PrintedWords) -> list[bool]:
    """Whether each :func:`is_word`."""
    return list(map(lexicon().known.__getitem__, rows_of(words)))


class UnknownWords(NamedTuple):
    """The words among others that the press never prints, and their numbers there."""

    words: PrintedWords
    numbers: list[int]


@derived
def unknown_words(words: PrintedWords) -> UnknownWords:
    """Those of some words for which :func:`is_word` does not hold."""
    numbers = [number for number, known in enumerate(are_words(words)) if not known]
    return UnknownWords(PrintedWords(map(words.__getitem__, numbers)), numbers)


class OfUnknown(WordProperty):
    """A property that no word of the press has.

    Parameters
    ----------
    fits : callable
        Words that the press never prints -> whether each has it.

    >>> unknown = OfUnknown(lambda words: map(str.isupper, words))
    >>> list(unknown.values_of(["EU", "QZQ", "qzq"]))
    [False, True, False]
    """

    def __init__(self, fits: Callable[[PrintedWords], Iterable[object]]) -> None:
        super().__init__(lambda word: any(self.values_of([word])))
        self.fits = fits

    def values_of(self, words: list[str]) -> Iterable[bool]:
        """Whether each of some words has it."""
        bearers = set(self.bearers(PrintedWords.of(words)))
        return map(bearers.__contains__, range(len(words)))

    def bearers(self, words: PrintedWords) -> Iterable[int]:
        """Which of some words have it."""
        unknown = unknown_words(words)
        return compress(unknown.numbers, self.fits(unknown.words))


@cache
def common_words(least: float, shares: tuple[float, float] = (-1.0, 1.0)) -> frozenset[str]:
    """The folded words whose :func:`zipf` is at least so much.

    Parameters
    ----------
    least : float
    shares : tuple of float
        The lowest :func:`capital_share` and the highest.

    >>> "said" in common_words(5.0), "ferryman" in common_words(5.0)
    (True, False)
    """
    table = lexicon()
    fewest = max(1, int(10**least * table.total / 1e9))
    while log10(fewest * 1e9 / table.total) < least:
        fewest += 1
    able = (table.capital_shares >= shares[0]) & (table.capital_shares <= shares[1])
    common = positions(able & (table.counts >= fewest)).tolist()
    return frozenset(map(table.words.__getitem__, common))


def capital_share(word: str) -> float:
    """Share of mid-sentence occurrences printed with a capital; -1.0 where there was none.

    >>> capital_share("ukraine") > 0.95, capital_share("although") < 0.05
    (True, True)
    """
    row = row_of(word)
    return -1.0 if row is None else float(lexicon().capital_shares[row])
