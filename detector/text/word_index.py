"""Finding the numbers of words in numpy, without a Python string for each.

Up to 16 letters of western alphabets fit into 16 bytes, one a letter as Windows-1252 has them:
such a word *is* its two numbers of 64 bits, so no two words can ever be taken for one another.
Each word has one slot, chosen by a hash of those numbers. A word whose slot another one holds (the
commonest words come first), a longer word and one in another script are not found here and have
to be looked up as strings.
"""

from __future__ import annotations

import os
from functools import cache
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import CharClasses, CodePoints, Ids
from detector.text.character_classes import BASIC_PLANE, character_kinds, kind_of
from detector.text.segments import positions

Halves = NDArray[np.uint64]

LONGEST = 16
# What is no sign of Windows-1252; also what follows the last letter of a word.
OTHER = 0
FIRST_SLOTS = 1 << 14
# Slots for each word. Of words as articles print them, with 40,000 known, 2 in 100 then find
# another one in their slot.
SPARSENESS = 4
# Odd numbers of this process that choose the slots: nobody outside can write words for one slot.
SALTS = np.frombuffer(os.urandom(16), np.uint64) | np.uint64(1)


@cache
def character_table() -> NDArray[np.uint16]:
    """What each character of the basic plane is, and in the upper bits its byte; (65536,)."""
    table = character_kinds().astype(np.uint16)
    for byte in range(1, 0x100):
        letter = bytes([byte]).decode("cp1252", "replace")
        table[ord(letter)] |= (byte << 8) * (letter != "\ufffd")
    return table


# The character of each byte; what is no sign of Windows-1252 is none here.
LETTERS = ["", *(bytes([byte]).decode("cp1252", "ignore") for byte in range(1, 0x100))]


def masks() -> NDArray[np.void]:
    """What keeps the first letters of 16, by their number; none of words that are longer."""
    kept = np.zeros((LONGEST + 2, LONGEST), dtype=np.uint8)
    for count in range(LONGEST + 1):
        kept[count, :count] = 0xFF
    return kept.view(f"V{LONGEST}").ravel()


MASKS = masks()


def classes_and_bytes(codepoints: CodePoints) -> tuple[CharClasses, NDArray[np.uint8]]:
    """What characters are, and their bytes in Windows-1252, :data:`OTHER` for those that it lacks.

    Returns
    -------
    char_classes : ndarray of uint8, shape (n_characters,)
        The bits of each character (see :func:`detector.text.character_classes.kind_of`).
    encoded : ndarray of uint8, shape (n_characters + LONGEST,)
        Padded, so that 16 bytes can be read from the last word on.
    """
    found = character_table().take(codepoints, mode="clip")
    char_classes, encoded = found.astype(np.uint8), np.zeros(len(found) + LONGEST, np.uint8)
    encoded[: len(found)] = found >> 8
    if codepoints.max(initial=0) >= BASIC_PLANE:
        for place in positions(codepoints >= BASIC_PLANE).tolist():
            char_classes[place] = kind_of(chr(codepoints[place]))
    return char_classes, encoded


def packed(encoded: NDArray[np.uint8], begins: Ids, ends: Ids) -> tuple[Halves, Halves]:
    """Words as two numbers each, shape (n_words,); both are 0 where a word does not fit.

    Parameters
    ----------
    encoded : ndarray of uint8
        As :func:`classes_and_bytes` gives it.
    begins, ends : ndarray of shape (n_words,)
        Where each word stands, in order.

    >>> _, encoded = classes_and_bytes(np.array([77, 114, 0x4E2D], np.uint32))
    >>> one, other = packed(encoded, np.array([0, 2]), np.array([2, 3]))
    >>> (one != 0).tolist(), (other != 0).tolist()
    ([True, False], [False, False])
    """
    windows = np.ndarray((len(encoded) - LONGEST + 1,), f"V{LONGEST}", encoded, strides=(1,))
    # All windows would be laid side by side for a take.
    pairs = windows[begins].view(np.uint64)
    pairs &= MASKS.take(ends - begins, mode="clip").view(np.uint64)
    first, second = np.ascontiguousarray(pairs.reshape(-1, 2).T)
    strange = positions(encoded == OTHER)
    if len(strange) and len(begins):
        # A strange character before the first word is in none.
        owners = begins.searchsorted(strange, "right") - 1
        owners = owners[(owners >= 0) & (strange < ends[owners])]
        first[owners] = second[owners] = 0
    return first, second


class SlotTable(NamedTuple):
    """Slots that hold a number or -1, and the halves of each number's word, shape (n_words, 2)."""

    slots: NDArray[np.int32]
    halves: Halves

    @classmethod
    def of(cls, slots: int, capacity: int) -> SlotTable:
        """An empty table."""
        return cls(np.full(slots, -1, dtype=np.int32), np.zeros((capacity, 2), dtype=np.uint64))

    def places(self, first: Halves, second: Halves) -> Ids:
        """The slot of each word."""
        shift = np.uint64(65 - len(self.slots).bit_length())
        return ((first * SALTS[0] + second * SALTS[1]) >> shift).astype(np.int64)

    def fill(self, first: Halves, second: Halves, numbers: Ids) -> None:
        """Put words into the slots that are free; the earlier word comes first."""
        at = self.places(first, second)
        free = positions((self.slots[at] < 0) & (first != 0))[::-1]
        self.slots[at[free]] = numbers[free]


class WordIndex:
    """The numbers of packed words."""

    def __init__(self) -> None:
        self._table = SlotTable.of(FIRST_SLOTS, FIRST_SLOTS // SPARSENESS)
        self._lock = Lock()

    def find(self, first: Halves, second: Halves) -> Ids:
        """The number of each word, shape (n_words,); -1 where unknown."""
        table = self._table
        numbers = table.slots.take(table.places(first, second)).astype(np.int64)
        # Both halves of a word lie side by side, so that memory is waited for once.
        held = table.halves.view(f"V{LONGEST}").ravel().take(numbers, mode="clip").view(np.uint64)
        same = (held[::2] == first) & (held[1::2] == second)
        return np.where(same, numbers, -1)

    def keep(self, first: Halves, second: Halves, numbers: Ids) -> None:
        """Remember the numbers of words; those that do not fit are passed over.

        So all that fit are found by their own halves: nothing in a slot is ever without.
        """
        fit = positions(first != 0)
        if not len(fit):
            return
        first, second, numbers = first[fit], second[fit], numbers[fit]
        with self._lock:
            self._grow(int(numbers.max()) + 1)
            self._table.halves[numbers, 0] = first
            self._table.halves[numbers, 1] = second
        # Another thread must not see a number before its word: the lock, let go and taken again,
        # keeps these writes behind those on every processor.
        with self._lock:
            self._table.fill(first, second, numbers)

    def _grow(self, least: int) -> None:
        halves = self._table.halves
        capacity = len(halves)
        while capacity < least:
            capacity *= 2
        if capacity == len(halves):
            return
        table = SlotTable.of(capacity * SPARSENESS, capacity)
        table.halves[: len(halves)] = halves
        table.fill(halves[:, 0], halves[:, 1], np.arange(len(halves)))
        self._table = table
