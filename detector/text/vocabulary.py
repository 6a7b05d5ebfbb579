"""Words and gaps as numbers, and properties that are computed once a word.

News repeats itself: after some hundred articles nine words in ten were met before. Each word as
printed gets a number on first sight, and the value of a :class:`WordProperty` for each number is
kept in an array, so that the values of all words of an article are one gather. Gaps, which is what
stands between words, are kept in the same way. Of all modules this alone keeps what was learned
from one article for the next: :data:`VOCABULARIES`, whose size is bounded.
"""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import Ids
from detector.text.printed_words import PrintedWords
from detector.text.segments import positions
from detector.text.word_index import WordIndex, packed
from detector.text.word_properties import WordProperty

# A vocabulary beyond this is begun anew: a bound on memory only. 10,000 articles print
# 98,000 different words, 23,000 print 145,000 (measured); arrays double at 131,072. With 300,000 a
# run of 200,000 articles took 21 % more memory than one of 10,000.
MAX_ENTRIES = 131_000
# The same for the letters of its words, fifteen times what as many words of the press have (made
# up): a hostile page is one word of a million letters.
MAX_CHARACTERS = 20_000_000
# Bits of one number of a property with members.
WIDTH = 64
# Values that a new column holds; it doubles when it is full.
FIRST_CAPACITY = 4096


class PropertyColumn(NamedTuple):
    """The values of a property for the first ``filled`` words of a vocabulary."""

    table: NDArray[Any]
    filled: int


class Bit(NamedTuple):
    """Where the value of a property is held: the number of a bit of another one."""

    holder: WordProperty
    number: int


class Vocabulary(dict[str, int]):
    """Printed word to number, in the order of first sight.

    >>> vocab = Vocabulary()
    >>> numbers = vocab.numbers(["Old", "mill", "Old"])
    >>> numbers.tolist(), vocab.lookup(WordProperty(str.islower), numbers).tolist()
    ([0, 1, 0], [False, True, False])
    """

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        # What was last looked at, and from which number on: most properties want the same words.
        self._met = (0, PrintedWords())
        self.character_count = 0
        self._index = WordIndex()
        self._columns: WeakKeyDictionary[WordProperty, PropertyColumn] = WeakKeyDictionary()
        self._bits: WeakKeyDictionary[WordProperty, Bit] = WeakKeyDictionary()
        self._lock = Lock()

    def numbers(self, words: list[str]) -> Ids:
        """The number of each word, shape (n_words,)."""
        if not self.keys() >= (distinct := dict.fromkeys(words)).keys():
            with self._lock:
                self._meet([word for word in distinct if word not in self])
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))

    def _meet(self, words: list[str]) -> None:
        """Give new words their numbers; whoever calls holds the lock."""
        # In this order: another thread must not see a number whose word is not there yet.
        first = len(self._words)
        self._words += words
        self.character_count += sum(map(len, words))
        self.update(zip(words, count(first), strict=False))

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
            The text as :func:`detector.text.word_index.classes_and_bytes` gives it.
        begins, ends : ndarray of int64, shape (n_words,)
            Where each word stands in the text.
        edge : str
        """
        first, second = packed(encoded, begins, ends)
        word_numbers = self._index.find(first, second)
        missed = positions(word_numbers < 0)
        if len(missed):
            spans = zip(begins[missed].tolist(), ends[missed].tolist(), strict=True)
            numbers = self.numbers([edge + text[start:stop] + edge for start, stop in spans])
            self._index.keep(first[missed], second[missed], numbers)
            word_numbers[missed] = numbers
        return word_numbers

    def lookup(self, word_property: WordProperty, numbers: Ids) -> NDArray[Any]:
        """The values of a property for some words, shape (n_words,) and that of one value.

        What another property holds as a bit is not computed again.
        """
        column = self._columns.get(word_property)
        if column is not None and column.filled == len(self._words):
            return column.table.take(numbers, axis=0)
        bit = self._bits.get(word_property) if column is None else None
        if bit is None:
            return self.column(word_property).take(numbers, axis=0)
        table, (place, own) = self.column(bit.holder), divmod(bit.number, WIDTH)
        # A column of its own would be copied for all words ever met.
        held = table.reshape(-1).take(numbers * table.shape[1] + place)
        return held & np.uint64(1 << own) != 0

    def column(self, word_property: WordProperty) -> NDArray[Any]:
        """The values of a property for every word met so far; the array may be longer."""
        table, filled = self._columns.get(word_property) or PropertyColumn(
            word_property.empty_column(FIRST_CAPACITY), 0
        )
        if filled == len(self._words):
            return table
        for number, member in enumerate(word_property.members if not filled else ()):
            if member.kind == np.bool_:
                self._bits.setdefault(member, Bit(word_property, number))
        met = self._met_since(filled)
        stop = filled + len(met)
        if stop > len(table):
            table = np.concatenate([table, word_property.empty_column(max(stop, len(table)))])
        values = word_property.table(met)
        if isinstance(values, list) and not word_property.shape:
            values = np.fromiter(values, word_property.kind, len(met))
        table[filled:stop] = values
        self._columns[word_property] = PropertyColumn(table, stop)
        return table

    def _met_since(self, filled: int) -> PrintedWords:
        """The words from a number on."""
        first, words = self._met
        if first != filled or first + len(words) != len(self._words):
            words = PrintedWords(self._words[filled:])
            self._met = filled, words
        return words


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
