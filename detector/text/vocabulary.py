"""Words and gaps as numbers, and properties that are computed once a word.

News repeats itself: after some hundred articles nine words in ten were met before. Each word as
printed gets a number on first sight, and the value of a :class:`WordProperty` for each number is
kept in an array, so that the values of all words of an article are one gather. Gaps, which is what
stands between words, are kept in the same way. Of all modules this alone keeps what was learned
from one article for the next: :data:`VOCABULARIES`, whose size is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from itertools import repeat
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import DTypeLike, NDArray

from detector.text.arrays import Ids
from detector.text.word_index import WordIndex, packed

# A vocabulary beyond this is begun anew: a bound on memory only. 10,000 articles print
# 98,000 different words, 23,000 print 145,000 (measured); arrays double at 131,072. With 300,000 a
# run of 200,000 articles took 21 % more memory than one of 10,000.
MAX_ENTRIES = 131_000
# The same for the letters of its words, fifteen times what as many words of the press have (made
# up): a hostile page is one word of a million letters.
MAX_CHARACTERS = 20_000_000
# Values that a new column holds; it doubles when it is full.
FIRST_CAPACITY = 4096


class WordProperty:
    """Something about a printed word that depends on nothing but the word.

    Parameters
    ----------
    compute : callable
        Printed word -> value.
    kind : dtype
        Of the array that keeps it.
    shape : tuple of int
        Of one value; a scalar unless given.
    """

    def __init__(
        self,
        compute: Callable[[str], Any],
        kind: DTypeLike = np.bool_,
        shape: tuple[int, ...] = (),
    ) -> None:
        self.compute = compute
        self.kind = np.dtype(kind)
        self.shape = shape

    def empty_column(self, count: int) -> NDArray[Any]:
        """A column for so many words."""
        return np.zeros((count, *self.shape), self.kind)

    def table(self, words: list[str]) -> NDArray[Any]:
        """The values of some words, shape (n_words, *shape)."""
        values = self.empty_column(len(words))
        values[:] = list(self.values_of(words))
        return values

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """The value of each of some words."""
        return map(self.compute, words)

    def may_match_any(self, together: str) -> bool:
        """Whether any word may have the property, of words that stand each on a line of a text."""
        return True


class ContainsSubstring(WordProperty):
    """Whether one of some substrings occurs in a word.

    ``fits`` looks closer at a word in which one does.

    >>> (list(ContainsSubstring("NUMX").values_of(["XNUMX", "men"])),
    ...     list(ContainsSubstring("NUMX").values_of(["men"])))
    ([True, False], [False])
    """

    def __init__(self, *needles: str, fits: Callable[[str], Any] | None = None) -> None:
        super().__init__(lambda word: any(self.values_of([word])))
        self.needles = needles
        self.fits = fits

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once: hardly ever does one hold anything."""
        together = "\n".join(words)
        present = [needle for needle in self.needles if needle in together]
        if not present:
            return repeat(False, len(words))
        matches = [present[0] in word for word in words]
        for needle in present[1:]:
            matches = [held or needle in word for held, word in zip(matches, words, strict=True)]
        if self.fits is None:
            return matches
        return [held and self.fits(word) for held, word in zip(matches, words, strict=True)]

    def may_match_any(self, together: str) -> bool:
        """Whether any of the substrings occurs in a text."""
        return any(needle in together for needle in self.needles)


class InWordList(WordProperty):
    """Whether a word is in a list, which is read on first use.

    Parameters
    ----------
    read : callable
        Gives the list.
    change : callable, optional
        What a word goes through before it is looked up.

    >>> list(InWordList(lambda: {"stadt"}, str.lower).values_of(["Stadt", "town"]))
    [True, False]
    """

    def __init__(
        self, read: Callable[[], Collection[str]], change: Callable[[str], str] = str
    ) -> None:
        super().__init__(lambda word: change(word) in read())
        self.read, self.change = read, change

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Look up all words without a call of ours for each."""
        return map(self.read().__contains__, map(self.change, words))


class MatchesPattern(WordProperty):
    """Whether an expression, which must not reach over a line end, matches somewhere in a word.

    >>> (list(MatchesPattern("[à-ü]").values_of(["née", "nee"])),
    ...     list(MatchesPattern("[à-ü]").values_of(["nee"])))
    ([True, False], [False])
    """

    def __init__(self, expression: str | re.Pattern[str]) -> None:
        self.search = re.compile(expression).search
        super().__init__(lambda word: self.search(word) is not None)

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once: hardly ever does one match."""
        matched = self.may_match_any("\n".join(words))
        return map(self.compute, words) if matched else repeat(False, len(words))

    def may_match_any(self, together: str) -> bool:
        """Whether the expression matches anywhere in a text."""
        return self.search(together) is not None


class PropertyColumn(NamedTuple):
    """The values of a property for the first ``filled`` words of a vocabulary."""

    table: NDArray[Any]
    filled: int


class Vocabulary(dict[str, int]):
    """Printed word to number, in the order of first sight.

    >>> vocab = Vocabulary()
    >>> numbers = vocab.numbers(["Old", "mill", "Old"])
    >>> numbers.tolist(), vocab.column(WordProperty(str.islower))[numbers].tolist()
    ([0, 1, 0], [False, True, False])
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self.character_count = 0
        self._index = WordIndex()
        self._columns: WeakKeyDictionary[WordProperty, PropertyColumn] = WeakKeyDictionary()
        self._lock = Lock()

    def __missing__(self, word: str) -> int:
        with self._lock:
            number = self.get(word)
            if number is None:
                # In this order: another thread must not see a number whose word is not there yet.
                self._words.append(word)
                self.character_count += len(word)
                number = self[word] = len(self._words) - 1
        return number

    def numbers(self, words: list[str]) -> Ids:
        """The number of each word, shape (n_words,)."""
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))

    def numbers_of(
        self, text: str, encoded: NDArray[np.uint8], begins: Ids, ends: Ids, edge: str = ""
    ) -> Ids:
        """The number of each word of a text, put between two ``edge``, shape (n_words,).

        Only new words, words of more than 16 characters and those that Windows-1252 cannot spell
        are made strings. One vocabulary takes one ``edge``.

        Parameters
        ----------
        text : str
        encoded : ndarray of uint8
            The text as :func:`detector.text.word_index.windows_1252` gives it.
        begins, ends : ndarray of int64, shape (n_words,)
            Where each word stands in the text.
        edge : str
        """
        first, second = packed(encoded, begins, ends)
        word_numbers = self._index.find(first, second)
        missed = np.flatnonzero(word_numbers < 0)
        if len(missed):
            spans = zip(begins[missed].tolist(), ends[missed].tolist(), strict=True)
            numbers = self.numbers([edge + text[start:stop] + edge for start, stop in spans])
            self._index.keep(first[missed], second[missed], numbers)
            word_numbers[missed] = numbers
        return word_numbers

    def column(self, word_property: WordProperty) -> NDArray[Any]:
        """The values of a property for every word met so far; the array may be longer."""
        table, filled = self._columns.get(word_property) or PropertyColumn(
            word_property.empty_column(FIRST_CAPACITY), 0
        )
        if filled == len(self._words):
            return table
        met = self._words[filled:]
        stop = filled + len(met)
        if stop > len(table):
            table = np.concatenate([table, word_property.empty_column(max(stop, len(table)))])
        table[filled:stop] = word_property.table(met)
        self._columns[word_property] = PropertyColumn(table, stop)
        return table


class VocabularyPool:
    """The words and the gaps that a process has met; begun anew when there are too many.

    Parameters
    ----------
    max_entries : int
        Of either vocabulary.
    """

    def __init__(self, max_entries: int = MAX_ENTRIES) -> None:
        self.max_entries = max_entries
        self._words, self._gaps = Vocabulary(), Vocabulary()

    @property
    def words(self) -> Vocabulary:
        """Words as printed. Whoever holds an older vocabulary may go on with it."""
        if self._is_full(self._words):
            self._words = Vocabulary()
        return self._words

    @property
    def gaps(self) -> Vocabulary:
        """What stands between words: some thousand strings, but a page of code has its own."""
        if self._is_full(self._gaps):
            self._gaps = Vocabulary()
        return self._gaps

    def _is_full(self, vocab: Vocabulary) -> bool:
        return len(vocab) > self.max_entries or vocab.character_count > MAX_CHARACTERS


VOCABULARIES = VocabularyPool()
