"""Names for the arrays that texts are turned into: a signature says what an array holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Positions, indices and counts of characters, words, sentences and articles.
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Characters as Unicode code points, and what each of them is (see ``character_classes``).
CodePoints = NDArray[np.uint32]
CharClasses = NDArray[np.uint8]


def positions(flags: NDArray[Any]) -> Ids:
    """Where values of one dimension are not 0: numpy's flatnonzero without its calls in Python.

    >>> positions(np.array([False, True])).tolist()
    [1]
    """
    return flags.nonzero()[0]


def cumulative(counts: NDArray[Any]) -> Ids:
    """Where each stretch begins when stretches of these lengths follow each other, and the end.

    >>> cumulative(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    sums = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=sums[1:])
    return sums
