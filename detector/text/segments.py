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

from detector.text.arrays import Flags, Floats, Ids

Counts = Ids | Floats


def positions(flags: NDArray[Any]) -> Ids:
    """Where values of one dimension are not 0: numpy's flatnonzero without its calls in Python.

    Numbers are compared first, which takes half the time.

    >>> positions(np.array([False, True])).tolist(), positions(np.array([2, 0, 1])).tolist()
    ([1], [0, 2])
    """
    return (flags if flags.dtype.kind == "b" else flags != 0).nonzero()[0]


def cumulative(counts: NDArray[Any]) -> Ids:
    """Where each stretch begins when stretches of these lengths follow each other, and the end.

    >>> cumulative(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    sums = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=sums[1:])
    return sums


def counts_between(flags: NDArray[Any], begins: Ids, ends: Ids) -> Ids:
    """How many values from each begin to its end are not 0, shape (n_stretches,).

    >>> flags = np.array([True, False, True, True])
    >>> counts_between(flags, np.array([0, 1]), np.array([1, 4])).tolist()
    [1, 2]
    """
    places = positions(flags)
    return places.searchsorted(ends) - places.searchsorted(begins)


def run_bounds(count: int, breaks: Flags) -> Ids:
    """Where each run of a row of values begins, and the end.

    ``breaks``, shape (count - 1,), says of each but the first whether it opens a run.

    >>> run_bounds(4, np.array([False, True, False])).tolist(), run_bounds(0, np.empty(0)).tolist()
    ([0, 2, 4], [0])
    """
    opens = np.ones(count + 1, np.bool_)
    opens[1:-1] = breaks
    return positions(opens)


class Segments:
    """Stretches of a row of values, one an article; some may be empty.

    Attributes
    ----------
    bounds : ndarray of int64, shape (n_articles + 1,)
        Where each stretch begins, and where the last one ends.
    counts, least : ndarray of int64, shape (n_articles,)
        How long each is, and what sums are divided by: at least 1.

    >>> words = Segments(np.array([0, 3, 3, 5]))
    >>> words.sums(np.array([[1, 2, 3, 4, 5]])).tolist(), words.least.tolist()
    ([[6, 0, 9]], [3, 1, 2])
    """

    def __init__(self, bounds: Ids) -> None:
        self.bounds = bounds
        self.begins = bounds[:-1]
        self.counts = bounds[1:] - self.begins
        self.least = np.maximum(self.counts, 1)
        self.filled: Ids | slice = slice(None)
        filled = positions(self.counts)
        if len(filled) < len(self.counts):
            self.filled = filled

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
        begins = self.first
        if len(begins) == len(self) > 0:
            return np.add.reduceat(rows, begins, axis=1)
        totals = np.zeros((len(rows), len(self)), rows.dtype)
        if len(begins):
            totals[:, self.filled] = np.add.reduceat(rows, begins, axis=1)
        return totals

    def sum_by_cell(
        self, cells: NDArray[np.uint8], width: int, *weights: NDArray[Any] | None
    ) -> list[Floats]:
        """What the values of each cell weigh together; their number for weights of None.

        Parameters
        ----------
        cells : ndarray of uint8, shape (n_values,)
            The cell of each value, below ``width``.
        weights : ndarray of whole numbers, shape (n_values,), or None

        Returns
        -------
        list of ndarray of float64, shape (width, n_articles)
        """
        owned = cells if len(self) == 1 else self.owners * width + cells
        most = len(self) * width
        return [
            np.bincount(owned, each, most).astype(np.float64).reshape(-1, width).T
            for each in weights
        ]

    def sort_within(self, rows: NDArray[Any]) -> None:
        """Sort each stretch of each row, in place."""
        for first, last in pairwise(self.bounds.tolist()):
            rows[:, first:last].sort(axis=1)

    def quantiles(
        self,
        ordered: NDArray[Any],
        rows: Ids | int,
        counts: Counts,
        shares: Floats | float,
        smooth: Floats | int,
    ) -> Floats:
        """Values below which some shares of sorted values lie; 0.0 where there are none.

        Parameters
        ----------
        ordered : ndarray of shape (n_rows, n_values)
            See :meth:`sort_within`.
        rows, shares : ndarray of shape (n_quantiles, 1)
            Which row, and the share.
        counts : ndarray of shape (n_quantiles, n_articles)
            How many of the sorted values of each article are looked at, the first ones.
        smooth : ndarray of shape (n_quantiles, 1)
            1 where what lies between two values is interpolated, as numpy does; else 0.

        >>> words = Segments(np.array([0, 3]))
        >>> words.quantiles(np.array([[1, 2, 3]]), 0, words.counts[None], 0.25, 1).tolist()
        [[1.5]]
        """
        place = shares * (counts - 1)
        if not ordered.size:
            return np.zeros(place.shape)
        below = place.astype(np.int64)
        part = (place - below) * smooth
        at = below + (self.begins + rows * np.int64(ordered.shape[1]))
        low = ordered.take(at, mode="clip")
        values = low + part * (ordered.take(at + (part > 0), mode="clip") - low)
        return np.asarray(values * (counts > 0), dtype=np.float64)


def standard_deviation(mean: Floats, square: Floats) -> Floats:
    """Standard deviations out of means, and means of squares.

    >>> standard_deviation(np.array([2.0]), np.array([5.0])).tolist()
    [1.0]
    """
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0.0)))


def quotation_contrast(means: Floats, numbers: Floats, least: Ids | int) -> Floats:
    """Means outside quotations less those inside, shape (n_figures, n_articles).

    Parameters
    ----------
    means, numbers : ndarray of shape (2 * n_figures, n_articles)
        Of the values outside quotations, then of those inside, and of how many.
    least : ndarray of shape (n_figures, 1)
        Where fewer values stand on either side the two are not compared: 0.0.
    """
    half = len(means) // 2
    enough = np.minimum(numbers[:half], numbers[half:]) >= least
    return np.asarray((means[:half] - means[half:]) * enough)
