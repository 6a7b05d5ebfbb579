"""What a word has of many properties, as bits of one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, TypeGuard

import numpy as np
from ahocorasick_rs import BytesAhoCorasick
from numpy.typing import ArrayLike, NDArray

from detector.text.arrays import Ids
from detector.text.printed_words import PrintedWords, in_lines, line_bounds
from detector.text.vocabulary import WIDTH
from detector.text.word_properties import ContainsSubstring, InWordList, WordProperty


class WordPropertyBits(WordProperty):
    """Several traits of a word at once, a bit each, array of shape (n_numbers,) of uint64.

    >>> WordPropertyBits([WordProperty(str.isupper), WordProperty(str.isdigit)]).table(["EU",
    ...     "12", "no"]).tolist()
    [[1], [2], [0]]
    """

    def __init__(self, word_properties: Sequence[WordProperty]) -> None:
        super().__init__(self._of_one, np.uint64, (max(1, -(-len(word_properties) // WIDTH)),))
        self.members = tuple(word_properties)
        self._substrings = Substrings(self.members)
        self._unlisted = [
            number
            for number, word_property in enumerate(self.members)
            if not is_plain_list(word_property) and number not in self._substrings.owners
        ]

    def _of_one(self, printed: str) -> NDArray[Any]:
        return np.asarray(self.table([printed])[0])

    def table(self, words: list[str]) -> NDArray[Any]:
        """The bits of some words, shape (n_words, n_numbers)."""
        printed = PrintedWords.of(words)
        bits = list(map(self._listed.get, printed, repeat(0)))
        for number in self._unlisted:
            bit = 1 << number
            for at in self.members[number].bearers(printed):
                bits[at] |= bit
        for at, number in self._substrings.found_in(printed):
            bits[at] |= 1 << number
        size = self.shape[0] * WIDTH // 8
        joined = b"".join([own.to_bytes(size, "little") for own in bits])
        return np.frombuffer(joined, "<u8").reshape(-1, *self.shape)

    @cached_property
    def _listed(self) -> dict[str, int]:
        """The words of all lists, and the bits of each: one look tells what a word is on."""
        bits: dict[str, int] = {}
        for number, word_property in enumerate(self.members):
            if is_plain_list(word_property):
                listed = dict.fromkeys(word_property.read(), 1 << number)
                for word in bits.keys() & listed.keys():
                    listed[word] |= bits[word]
                bits |= listed
        return bits


class Substrings:
    """Which of some traits ask for a substring that a word holds, all found in one pass."""

    def __init__(self, word_properties: Sequence[WordProperty]) -> None:
        entries = [
            (needle, number, word_property.fits)
            for number, word_property in enumerate(word_properties)
            if type(word_property) is ContainsSubstring
            for needle in word_property.needles
        ]
        self._traits = [(number, fits) for _, number, fits in entries]
        self.owners = frozenset(number for number, _ in self._traits)
        self._automaton = BytesAhoCorasick([needle.encode() for needle, *_ in entries])

    def found_in(self, words: PrintedWords) -> Iterator[tuple[int, int]]:
        """Yield a word, by number, and the number of a trait that it has."""
        raw = in_lines(words).encode("utf-8", "surrogatepass")
        matches = self._automaton.find_matches_as_indexes(raw, overlapping=True)
        if not matches:
            return
        entries, starts, ends = np.array(matches).T
        # What begins at a line end lies in no word, as what ends in another line does.
        places = places_in_text(raw, [starts, ends - 1]) - [[1], [0]]
        first, last = line_bounds(words).searchsorted(places, "right")
        within = first == last
        # A hostile page is one word that holds a substring thousands of times: one look is enough.
        traits = map(self._traits.__getitem__, entries[within].tolist())
        for (number, fits), at in dict.fromkeys(zip(traits, first[within].tolist(), strict=True)):
            if fits is None or fits(words[at]):
                yield at, number


def places_in_text(raw: bytes, places: ArrayLike) -> Ids:
    """The characters that some bytes of a text in UTF-8 belong to.

    >>> places_in_text("née".encode(), [0, 2, 3]).tolist()
    [0, 1, 2]
    """
    opens = np.frombuffer(raw, np.uint8) & 0xC0 != 0x80
    return opens.cumsum().take(places) - 1


def is_plain_list(word_property: WordProperty) -> TypeGuard[InWordList]:
    """Whether a trait looks words up in a list as they are printed."""
    return isinstance(word_property, InWordList) and not word_property.lowered
