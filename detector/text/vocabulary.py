"""What the rooms know of single words, asked once a word however many articles print it.

News repeats itself: after some hundred articles nine words in ten were met before. Each word as
printed gets a number on first sight, and a :class:`WordProperty` keeps its answer for each number
in an array, so that a room learns about all words of an article in one gather. What stands between
words is kept in the same way. This is the one place of the house where what was learned from one
article is held for the next: a :class:`VocabularyPool` bounds it.
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

from detector.text.word_index import WordIndex, packed

Ids = NDArray[np.int64]

# A book that has grown beyond this is begun anew: a bound on memory only. 10,000 articles print
# 98,000 different words, 23,000 print 145,000 (measured); arrays double at 131,072. With 300,000 a
# run of 200,000 articles took 21 % more memory than one of 10,000.
MOST_WORDS = 131_000
# The same for the letters of its words, fifteen times what as many words of the press have (made
# up): a hostile page is one word of a million letters.
MOST_LETTERS = 20_000_000
# Answers that a new array has room for; it doubles when it is full.
FIRST_ROOM = 4096


class WordProperty:
    """Something about a printed word that depends on nothing but the word.

    Parameters
    ----------
    compute : callable
        Printed word -> what is to be known of it.
    kind : dtype
        Of the array that keeps it.
    shape : tuple of int
        Of one answer; a single value unless given.
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

    def room(self, count: int) -> NDArray[Any]:
        """An array for so many answers."""
        return np.zeros((count, *self.shape), self.kind)

    def table(self, words: list[str]) -> NDArray[Any]:
        """The answers for some words, shape (n_words, *shape)."""
        found = self.room(len(words))
        found[:] = list(self.values_of(words))
        return found

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """What is to be known of each of some words."""
        return map(self.compute, words)

    def may_match_any(self, together: str) -> bool:
        """Whether any word may bear the trait, of some that stand each in a line of a text."""
        return True


class ContainsSubstring(WordProperty):
    """Whether one of some stretches of letters occurs in a word.

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
        found = [present[0] in word for word in words]
        for needle in present[1:]:
            found = [held or needle in word for held, word in zip(found, words, strict=True)]
        if self.fits is None:
            return found
        return [held and self.fits(word) for held, word in zip(found, words, strict=True)]

    def may_match_any(self, together: str) -> bool:
        """Whether any stretch of letters occurs in a text."""
        return any(needle in together for needle in self.needles)


class InWordList(WordProperty):
    """Whether a word is in a list, which is read when it is first asked.

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
    """What a trait says of the first ``filled`` words of a book."""

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
        self, text: str, laid: NDArray[np.uint8], begins: Ids, ends: Ids, edge: str = ""
    ) -> Ids:
        """The number of each word of a text, printed between two ``edge``, shape (n_words,).

        Only new words, long ones and those in strange letters are made strings; ``laid`` is the
        text as :func:`detector.text.word_index.byte_signs` gives it.
        """
        first, second = packed(laid, begins, ends)
        found = self._index.find(first, second)
        missed = np.flatnonzero(found < 0)
        if len(missed):
            spans = zip(begins[missed].tolist(), ends[missed].tolist(), strict=True)
            numbers = self.numbers([edge + text[start:stop] + edge for start, stop in spans])
            self._index.keep(first[missed], second[missed], numbers)
            found[missed] = numbers
        return found

    def column(self, word_property: WordProperty) -> NDArray[Any]:
        """What a trait says of every word met so far; the array may be longer."""
        table, filled = self._columns.get(word_property) or PropertyColumn(
            word_property.room(FIRST_ROOM), 0
        )
        if filled == len(self._words):
            return table
        met = self._words[filled:]
        stop = filled + len(met)
        if stop > len(table):
            table = np.concatenate([table, word_property.room(max(stop, len(table)))])
        table[filled:stop] = word_property.table(met)
        self._columns[word_property] = PropertyColumn(table, stop)
        return table


class VocabularyPool:
    """A book of this process, begun anew when it has grown too large."""

    def __init__(self, most: int = MOST_WORDS) -> None:
        self.most = most
        self._vocab = Vocabulary()

    def vocab(self) -> Vocabulary:
        """The book in use; whoever holds an older one may go on with it."""
        vocab = self._vocab
        if len(vocab) > self.most or vocab.character_count > MOST_LETTERS:
            vocab = self._vocab = Vocabulary()
        return vocab


# Words as printed.
WORD_POOL = VocabularyPool()
# What stands between words: some thousand stretches, but a page of codes or tables has its own.
GAP_POOL = VocabularyPool()
