"""Every signal run on the articles that may bear its marks, many articles at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from itertools import compress
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.signals.prefilter import Condition, Prefilter, Where
from detector.signals.signal import Measurement, Signal
from detector.signals.word_property_bits import WordPropertyBits
from detector.text.arrays import Ids
from detector.text.concatenated import OUTSIDE
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens, batch_of
from detector.text.vocabulary import WIDTH

# Sets of signals whose keys are kept at hand: that of each detector and model of a process.
MAX_CACHED_ENGINES = 8


class ConditionBits:
    """The keys of words, or those of gaps, as bits of one number.

    First the traits, a bit each, then the keys that hold only where a word stands as required.
    """

    def __init__(self, keys: Sequence[Condition]) -> None:
        word_properties = list(dict.fromkeys(key.predicate for key in keys))
        self.flags = WordPropertyBits(word_properties)  # type: ignore[arg-type]
        self.bits = {key: word_properties.index(key.predicate) for key in keys if not key.where}
        self.placed = [
            (key.where, word_properties.index(key.predicate)) for key in keys if key.where
        ]
        placed = [key for key in keys if key.where]
        self.bits |= {key: len(word_properties) + number for number, key in enumerate(placed)}
        self.count = len(word_properties) + len(placed)
        numbers = {number for _, number in self.placed}
        self._masks = [
            np.uint64(sum(1 << number % WIDTH for number in numbers if number // WIDTH == place))
            for place in range(self.flags.shape[0])
        ]

    def condition_bits(
        self, batch: TokenBatch, word_properties: NDArray[Any], any_of: list[list[int]], gaps: bool
    ) -> list[int]:
        """The keys that each article holds.

        Parameters
        ----------
        batch : TokenBatch
        word_properties : ndarray of shape (n_words or n_gaps, n_numbers)
            What the flags say.
        any_of : list of list of int, shape (n_articles, n_numbers)
            What they say of any word or gap of an article.
        gaps : bool
            Whether the positions are of gaps, not of words.
        """
        article_bits = [join_uint64(own) for own in any_of]
        there = reduce(or_, article_bits, 0)
        bearing: dict[int, tuple[Ids, NDArray[Any]]] = {}
        for bit, (where, number) in enumerate(self.placed, len(self.flags.members)):
            if not there >> number & 1:
                continue
            place = number // WIDTH
            if place not in bearing:
                bearing[place] = positions_with_bits(word_properties[:, place], self._masks[place])
            at, bits = bearing[place]
            at = at[bits & np.uint64(1 << number % WIDTH) != 0]
            for article in articles_with_word_at(batch, at, where, gaps):
                article_bits[article] |= 1 << bit
        return article_bits


def positions_with_bits(bits: NDArray[Any], mask: np.uint64) -> tuple[Ids, NDArray[Any]]:
    """Which words or gaps have a bit of a mask, and their bits."""
    at = positions(bits & mask != 0)
    return at, bits[at]


def articles_with_word_at(batch: TokenBatch, at: Ids, where: Where, gaps: bool) -> set[int]:
    """The articles in which one of the words, or of those before the gaps, stands as required."""
    if gaps:
        at = batch.gaps.follows[at]
        at = at[at != OUTSIDE]
    if len(at):
        at = where(batch, at)
    return set(batch.owners(at).tolist()) if len(at) else set()


class SignalEngine:
    """Some signals, and what an article must hold for each of them.

    Parameters
    ----------
    signals : sequence of Signal
    """

    def __init__(self, signals: Sequence[Signal]) -> None:
        self.signals = tuple(signals)
        prefilters = [signal.prefilter for signal in self.signals]
        keys = list(
            dict.fromkeys(key for prefilter in prefilters for key in conditions_of(prefilter))
        )
        self._words = ConditionBits([key for key in keys if key.kind == "word"])
        self._gaps = ConditionBits([key for key in keys if key.kind == "gap"])
        self._batch = [key for key in keys if key.kind == "batch"]
        seen = self._words.count + self._gaps.count
        bits = {key: 1 << number for key, number in self._words.bits.items()}
        bits |= {key: 1 << self._words.count + at for key, at in self._gaps.bits.items()}
        bits |= {key: 1 << seen + number for number, key in enumerate(self._batch)}
        self._masks = [masks(prefilter, bits) for prefilter in prefilters]
        self._always = [number for number, mask in enumerate(self._masks) if not mask]
        # Signals by the keys of their first clause: hardly any key is held.
        self._openers: dict[int, list[int]] = {}
        for number, prefilter in enumerate(prefilters):
            for key in prefilter.clauses[0] if prefilter.clauses else ():
                self._openers.setdefault(bits[key], []).append(number)
        self._opening = reduce(or_, self._openers, 0)

    def read(self, articles: Sequence[Tokens]) -> list[dict[str, Measurement]]:
        """What the signals read in each article; those that found nothing are left out.

        Returns
        -------
        list of dict, length n_articles
            Signal name to reading, in the order of the signals.
        """
        conditions = zip(articles, self.condition_bits(batch_of(articles)), strict=True)
        return [
            {
                signal.name: measurement
                for signal in map(self.signals.__getitem__, self.signals_to_run(condition_bits))
                if (measurement := signal.read(tokens)).marks or measurement.value
            }
            for tokens, condition_bits in conditions
        ]

    def signals_to_run(self, condition_bits: int) -> list[int]:
        """The numbers of the signals to run on an article that holds some keys."""
        numbers = set(self._always)
        opening = condition_bits & self._opening
        while opening:
            key = opening & -opening
            numbers.update(self._openers[key])
            opening ^= key
        needed = self._masks
        return [at for at in sorted(numbers) if all([condition_bits & mask for mask in needed[at]])]  # noqa: C419 - a generator costs twice

    def condition_bits(self, batch: TokenBatch) -> list[int]:
        """The keys that each article holds, as the bits of one number."""
        words, gaps = (
            batch.word_properties(self._words.flags),
            batch.gap_properties(self._gaps.flags),
        )
        article_bits = self._words.condition_bits(batch, words, batch.any_of_words(words), False)
        between = self._gaps.condition_bits(batch, gaps, batch.any_of_gaps(gaps), True)
        at = self._words.count
        article_bits = [own | its << at for own, its in zip(article_bits, between, strict=True)]
        at += self._gaps.count
        articles = range(len(batch))
        for bit, key in enumerate(self._batch, at):
            for article in compress(articles, key.predicate(batch)):  # type: ignore[operator]
                article_bits[article] |= 1 << bit
        return article_bits


@lru_cache(maxsize=MAX_CACHED_ENGINES)
def signal_engine(signals: tuple[Signal, ...]) -> SignalEngine:
    """The engine of some signals; those of the last few sets of signals are kept."""
    return SignalEngine(signals)


def join_uint64(numbers: list[int]) -> int:
    """One number out of those of 64 bits, the lowest first.

    >>> join_uint64([1, 1]) == 1 + (1 << 64)
    True
    """
    return sum(number << (WIDTH * place) for place, number in enumerate(numbers))


def conditions_of(prefilter: Prefilter) -> Iterable[Condition]:
    """The keys of a need, each clause's in a settled order."""
    return (key for clause in prefilter.clauses for key in sorted(clause, key=lambda key: key.kind))


def masks(prefilter: Prefilter, bits: dict[Condition, int]) -> tuple[int, ...]:
    """The clauses of a need as bits: an article must hold one of each."""
    return tuple(sum(bits[key] for key in clause) for clause in prefilter.clauses)
