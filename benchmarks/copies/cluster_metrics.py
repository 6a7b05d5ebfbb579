"""How well stories are found: B-cubed, false merges, relations, and the usual tool beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from detector.text.tokens import Tokens

# The setting that near-duplicate removal takes most: 128 permutations, word runs of three. The
# threshold is the one of .3, .5 and .7 with the best B-cubed F1 in the first report.
PERMUTATIONS = 128


class BCubedScore(NamedTuple):
    """B-cubed precision and recall, means over the articles (Bagga and Baldwin 1998)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(groups: Sequence[Hashable], truth: Sequence[Hashable]) -> BCubedScore:
    """Compare two groupings of the same articles, each a group's name an article.

    >>> b_cubed(["a", "a", "b"], ["x", "x", "x"])
    BCubedScore(precision=1.0, recall=0.5555555555555555)
    """
    both = Counter(zip(groups, truth, strict=True))
    ours, theirs = Counter(groups), Counter(truth)
    pairs = list(zip(groups, truth, strict=True))
    precision = sum(both[pair] / ours[pair[0]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / theirs[pair[1]] for pair in pairs) / len(pairs)
    return BCubedScore(precision, recall)


def minhash_groups(texts: Sequence[str], threshold: float) -> list[int]:
    """The usual tool: MinHash-LSH on word 3-grams (rensa), then connected components.

    Needs the package ``rensa``, which nothing else here does.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands(threshold))
    sketches = []
    for number, text in enumerate(texts):
        words = Tokens(text).lowered
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update([" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))])
        sketches.append(sketch)
        index.insert(number, sketch)
    pairs = [
        (number, other)
        for number, sketch in enumerate(sketches)
        for other in index.query(sketch)
        if other != number and sketch.jaccard(sketches[other]) >= threshold
    ]
    rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
    shape = (len(texts), len(texts))
    graph = coo_array((np.ones(len(rows), np.bool_), (rows, columns)), shape=shape)
    groups: list[int] = connected_components(graph, directed=False)[1].tolist()
    return groups


def bands(threshold: float) -> int:
    """Bands of 128 permutations whose steepest point, (1/b)^(b/128), lies nearest the threshold."""
    divisors = (4, 8, 16, 32, 64)
    return min(divisors, key=lambda b: abs((1 / b) ** (b / PERMUTATIONS) - threshold))
