"""Sets of hashed codes, worked out for many articles at once."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import SPREADER
from detector.text.arrays import Flags, Ids

Codes = NDArray[np.int32]
Weights = NDArray[np.float32]

# Codes are below 2**30.
CODE_BITS = 30
PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint64)


class WeightedCodes(NamedTuple):
    """Codes below 2**30, sorted and distinct, and what each is worth; both (n_codes,)."""

    codes: Codes
    weights: Weights


class OwnedCodes(NamedTuple):
    """Codes in the order of their words: ``codes`` and the article of each, both (n_codes,)."""

    codes: NDArray[np.uint64]
    owners: Ids
    articles: int

    def where(self, kept: Flags | Ids) -> OwnedCodes:
        """Some of the codes."""
        return self._replace(codes=self.codes[kept], owners=self.owners[kept])

    @property
    def keys(self) -> Ids:
        """The article and the code in one number, the article first."""
        return (self.owners << CODE_BITS) | self.codes.astype(np.int64)

    def bounds(self, keys: Ids) -> list[tuple[int, int]]:
        """Where each article's part of some sorted keys begins and ends."""
        edges = np.searchsorted(keys, np.arange(self.articles + 1) << CODE_BITS)
        return list(pairwise(edges.tolist()))


def weighted_codes(codes: OwnedCodes, weights: Weights | None = None) -> list[WeightedCodes]:
    """Distinct codes of each article in order, each with its greatest weight (default: 1).

    The codes of an article stand together, and the articles in order.
    """
    keys = codes.keys
    if weights is None:
        keys.sort()
        distinct = keys[np.diff(keys, prepend=-1) > 0]
        greatest = np.broadcast_to(np.float32(1), len(distinct))
    else:
        order = np.lexsort((-weights, keys))
        kept = order[np.diff(keys[order], prepend=-1) > 0]
        distinct, greatest = keys[kept], weights[kept]
    plain = (distinct & (2**CODE_BITS - 1)).astype(np.int32)
    return [
        WeightedCodes(plain[begin:end], greatest[begin:end])
        for begin, end in codes.bounds(distinct)
    ]


def ngram_hashes(codes: OwnedCodes, length: int) -> OwnedCodes:
    """A code below 2**30 for every run of so many codes of one article."""
    count = max(len(codes.codes) - length + 1, 0)
    mixed = np.full(count, np.uint64(length), dtype=np.uint64)
    for step in range(length):
        mixed = (mixed ^ codes.codes[step : step + count]) * PRIMES[step]
        mixed ^= mixed >> np.uint64(29)
    runs = OwnedCodes((mixed * SPREADER) >> np.uint64(34), codes.owners[:count], codes.articles)
    return runs.where(runs.owners == codes.owners[length - 1 :][:count])
