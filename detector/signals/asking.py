"""Every signal asked about the articles that may bear its marks, many articles at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.sheaf import Sheaf
from detector.signals.needs import ALWAYS, Key, Need
from detector.signals.signal import Reading, Signal
from detector.wordbook import Trait

# Keys that one number of a table holds.
WIDTH = 64
# Sets of signals whose keys are kept at hand: that of each detector and model of a process.
MOST_SETS = 8


class Flags(Trait):
    """Several traits of a word at once, a bit each, array of shape (n_numbers,) of uint64.

    >>> Flags([Trait(str.isupper), Trait(str.isdigit)]).table(["EU", "12", "no"]).tolist()
    [[1], [2], [0]]
    """

    def __init__(self, traits: Sequence[Trait]) -> None:
        super().__init__(self._of_one, np.uint64, (-(-len(traits) // WIDTH),))
        self.traits = tuple(traits)

    def _of_one(self, printed: str) -> NDArray[Any]:
        return np.asarray(self.table([printed])[0])

    def table(self, words: list[str]) -> NDArray[Any]:
        """The bits of some words, shape (n_words, n_numbers)."""
        borne = np.zeros((WIDTH * self.shape[0], len(words)), np.bool_)
        together = "\n".join(words)
        for number, trait in enumerate(self.traits):
            if trait.may_be_borne(together):
                borne[number] = list(map(trait.tell, words))
        packed = np.packbits(borne, axis=0, bitorder="little")
        return np.ascontiguousarray(packed.T).view("<u8").astype(np.uint64)


class Asking:
    """Some signals, and what an article must hold for each of them.

    Parameters
    ----------
    signals : sequence of Signal
    """

    def __init__(self, signals: Sequence[Signal]) -> None:
        self.signals = tuple(signals)
        needs = [signal.needs for signal in self.signals]
        keys = list(dict.fromkeys(key for need in needs for key in keys_of(need)))
        self._words = [key for key in keys if key.kind == "word"]
        self._gaps = [key for key in keys if key.kind == "gap"]
        self._sights = [key for key in keys if key.kind == "sight"]
        self._word_flags = Flags([key.what for key in self._words])  # type: ignore[misc]
        self._gap_flags = Flags([key.what for key in self._gaps])  # type: ignore[misc]
        ordered = [*self._words, *self._gaps, *self._sights]
        bits = {key: 1 << number for number, key in enumerate(ordered)}
        self._masks = [masks(need, bits) for need in needs]

    def read(self, sheaf: Sheaf) -> list[dict[str, Reading]]:
        """What the signals read in each article; those that found nothing are left out.

        Returns
        -------
        list of dict, length n_articles
            Signal name to reading, in the order of the signals.
        """
        asked = list(zip(self.signals, self._masks, strict=True))
        told = zip(sheaf.articles, self.held(sheaf), strict=True)
        return [
            {
                signal.name: found
                for signal, needed in asked
                if all([held & mask for mask in needed])  # noqa: C419 - a generator costs twice
                if (found := signal.read(tokens)).evidence or found.value
            }
            for tokens, held in told
        ]

    def held(self, sheaf: Sheaf) -> list[int]:
        """The keys that each article holds, as the bits of one number."""
        words = sheaf.any_word(self._word_flags)
        gaps = sheaf.any_gap(self._gap_flags)
        seen = [np.asarray(key.what(sheaf), np.bool_) for key in self._sights]  # type: ignore[operator]
        found = [joined(own) for own in words]
        at = len(self._words)
        found = [held | joined(own) << at for held, own in zip(found, gaps, strict=True)]
        at += len(self._gaps)
        for bit, sight in enumerate(seen, at):
            for article in np.flatnonzero(sight).tolist():
                found[article] |= 1 << bit
        return found


@lru_cache(maxsize=MOST_SETS)
def asking(signals: tuple[Signal, ...]) -> Asking:
    """The asking of some signals; that of the last few sets of signals is kept."""
    return Asking(signals)


def joined(numbers: list[int]) -> int:
    """One number out of those of 64 bits, the lowest first.

    >>> joined([1, 1]) == 1 + (1 << 64)
    True
    """
    return sum(number << (WIDTH * place) for place, number in enumerate(numbers))


def keys_of(need: Need) -> Iterable[Key]:
    """The keys of a need, each clause's in a settled order."""
    return (key for clause in need.clauses for key in sorted(clause, key=lambda key: key.kind))


def masks(need: Need, bits: dict[Key, int]) -> tuple[int, ...]:
    """The clauses of a need as bits: an article must hold one of each."""
    if need is ALWAYS:
        return ()
    return tuple(sum(bits[key] for key in clause) for clause in need.clauses)
