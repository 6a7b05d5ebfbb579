"""Sums, counts and quantiles of many articles at once, over values laid end to end.

An article gives the same figures, to the last digit, alone and in any company: sums are taken
of whole numbers, or by stretches that numpy adds up one by one.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Counts = NDArray[np.int64] | NDArray[np.float64]
Flags = NDArray[np.bool_]


class Stretches:
    """Stretches of a row of values, one an article; some may be empty.

    Attributes
    ----------
    bounds : ndarray of int64, shape (n_articles + 1,)
        Where each stretch begins, and where the last one ends.
    counts : ndarray of int64, shape (n_articles,)

    >>> words = Stretches(np.array([0, 3, 3, 5]))
    >>> words.sums(np.array([[1, 2, 3, 4, 5]])).tolist(), words.mean(np.array([6, 0, 9])).tolist()
    ([[6, 0, 9]], [2.0, 0.0, 4.5])
    """

    def __init__(self, bounds: Ids) -> None:
        self.bounds = bounds
        self.begins = bounds[:-1]
        self.counts = bounds[1:] - self.begins
        self.least = np.maximum(self.counts, 1)
        self.filled: Ids | slice = slice(None)
        if not self.counts.all():
            self.filled = np.flatnonzero(self.counts)

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def owners(self) -> Ids:
        """The article of each value."""
        return np.repeat(np.arange(len(self)), self.counts)

    @cached_property
    def first(self) -> Ids:
        """The first value of each stretch that is not empty."""
        return self.begins[self.filled]

    @cached_property
    def last(self) -> Ids:
        """The last value of each stretch that is not empty."""
        return self.bounds[1:][self.filled] - 1

    def sums(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The sum of each stretch, shape (n_rows, n_articles) for rows of (n_rows, n_values)."""
        found = np.zeros((len(rows), len(self)), rows.dtype)
        begins = self.first
        if len(begins):
            found[:, self.filled] = np.add.reduceat(rows, begins, axis=1)
        return found

    def tally(self, kinds: NDArray[np.integer[Any]], wanted: Floats) -> Floats:
        """How many values are of some kinds, shape (n_wanted, n_articles).

        Parameters
        ----------
        kinds : ndarray of int, shape (n_values,)
            The kind of each value, below ``n_kinds``.
        wanted : ndarray of float64, shape (n_wanted, n_kinds)
            1.0 for the kinds that are counted together, 0.0 for others.
        """
        width = wanted.shape[1]
        found = np.bincount(self.owners * width + kinds, minlength=len(self) * width)
        return np.asarray(wanted @ found.reshape(len(self), width).T)

    def mean(self, sums: NDArray[Any]) -> Floats:
        """Sums by the number of values; 0.0 for an article without any."""
        return np.asarray(sums / self.least, dtype=np.float64)

    def order(self, rows: NDArray[Any]) -> None:
        """Sort each stretch of each row, in place."""
        for first, last in pairwise(self.bounds.tolist()):
            rows[:, first:last].sort(axis=1)

    def at(self, ordered: NDArray[Any], counts: Ids, share: float) -> NDArray[Any]:
        """The value below which a share of the first ``counts`` sorted values lies; 0 of none."""
        return self._pick(ordered, (share * (counts - 1)).astype(np.int64), counts)

    def quantile(self, ordered: NDArray[Any], counts: Ids, share: float) -> Floats:
        """Quantiles with linear interpolation, numpy's; 0.0 where there are no values.

        >>> words = Stretches(np.array([0, 3]))
        >>> words.quantile(np.array([1, 2, 3]), words.counts, 0.25).tolist()
        [1.5]
        """
        place = share * (counts - 1)
        below = place.astype(np.int64)
        low = self._pick(ordered, below, counts)
        high = self._pick(ordered, np.minimum(below + 1, counts - 1), counts)
        return np.asarray(low + (place - below) * (high - low), dtype=np.float64)

    def _pick(self, ordered: NDArray[Any], places: Ids, counts: Ids) -> NDArray[Any]:
        if not len(ordered):
            return np.zeros(len(self), ordered.dtype)
        found = ordered.take(self.begins + places, mode="clip")
        return np.asarray(np.where(counts > 0, found, 0))


def spread(sums: Floats, squares: Floats, counts: Ids) -> Floats:
    """Standard deviations out of sums, sums of squares and numbers of values (at least 1).

    >>> spread(np.array([4.0]), np.array([10.0]), np.array([2])).tolist()
    [1.0]
    """
    mean = sums / counts
    return np.asarray(np.sqrt(np.maximum(squares / counts - mean * mean, 0.0)))


def apart(sums: Floats, inside: Floats, counts: Counts, quoted: Counts, least: int) -> Floats:
    """Means outside quotations less those inside, shape (n_articles,).

    Parameters
    ----------
    sums, inside : ndarray of shape (n_articles,)
        Sums of all values, and of those inside quotations.
    counts, quoted : ndarray of int64, shape (n_articles,)
        How many they are.
    least : int
        Where fewer values stand on either side the two are not compared: 0.0.
    """
    plain = counts - quoted
    enough = np.minimum(quoted, plain) >= least
    outside = (sums - inside) / np.maximum(plain, 1)
    return np.asarray(np.where(enough, outside - inside / np.maximum(quoted, 1), 0.0))
