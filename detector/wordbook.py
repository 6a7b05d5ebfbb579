"""What the rooms know of single words, asked once a word however many articles print it.

News repeats itself: after some hundred articles nine words in ten were met before. Each word
as printed gets a number on first sight, and a :class:`Trait` keeps its answer for each number
in an array, so that a room learns about all words of an article in one gather.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import DTypeLike, NDArray

# A book that has grown beyond this is begun anew: a bound on memory only (made up; 60,000
# articles print some 400,000 different words).
MOST_WORDS = 300_000


class Trait:
    """Something about a printed word that depends on nothing but the word.

    Parameters
    ----------
    tell : callable
        Printed word -> what is to be known of it.
    kind : dtype
        Of the array that keeps it.
    """

    def __init__(self, tell: Callable[[str], Any], kind: DTypeLike = np.bool_) -> None:
        self.tell = tell
        self.kind = kind

    def answers(self, words: list[str]) -> Iterable[Any]:
        """What is to be known of each of some words."""
        return map(self.tell, words)


class Holding(Trait):
    """Whether one of some stretches of letters occurs in a word.

    >>> list(Holding("NUMX").answers(["XNUMX", "men"])), list(Holding("NUMX").answers(["men"]))
    ([True, False], [False])
    """

    def __init__(self, *needles: str) -> None:
        super().__init__(lambda word: any(needle in word for needle in needles))
        self.needles = needles

    def answers(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once: hardly ever does one hold anything."""
        together = "\n".join(words)
        held = any(needle in together for needle in self.needles)
        return map(self.tell, words) if held else repeat(False, len(words))


class Column(NamedTuple):
    """What a trait says of the first ``filled`` words of a book."""

    table: NDArray[Any]
    filled: int


class Wordbook(dict[str, int]):
    """Printed word to number, in the order of first sight.

    >>> book = Wordbook()
    >>> numbers = book.numbers(["Old", "mill", "Old"])
    >>> numbers.tolist(), book.column(Trait(str.islower))[numbers].tolist()
    ([0, 1, 0], [False, True, False])
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._columns: WeakKeyDictionary[Trait, Column] = WeakKeyDictionary()
        self._lock = Lock()

    def __missing__(self, word: str) -> int:
        with self._lock:
            number = self.get(word)
            if number is None:
                # In this order: another thread must not see a number whose word is not there yet.
                self._words.append(word)
                number = self[word] = len(self._words) - 1
        return number

    def numbers(self, words: list[str]) -> NDArray[np.int64]:
        """The number of each word, shape (n_words,)."""
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))

    def column(self, trait: Trait) -> NDArray[Any]:
        """What a trait says of every word met so far; the array may be longer."""
        table, filled = self._columns.get(trait) or Column(np.zeros(4096, trait.kind), 0)
        met = self._words[filled:]
        if met:
            stop = filled + len(met)
            if stop > len(table):
                table = np.concatenate([table, np.zeros(max(stop, len(table)), trait.kind)])
            table[filled:stop] = np.fromiter(trait.answers(met), trait.kind, len(met))
            self._columns[trait] = Column(table, stop)
        return table


_book = Wordbook()


def book_in_use() -> Wordbook:
    """The book of this process, begun anew when it has grown too large."""
    global _book
    if len(_book) > MOST_WORDS:
        _book = Wordbook()
    return _book
