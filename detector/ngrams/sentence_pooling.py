"""The scores of an article's sentences as figures of the article.

An engine damages some sentences and leaves others whole, so an article is described by how the
scores of its sentences are spread.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import Ids

Scores = NDArray[np.float32]

POOLED = ("mean", "spread", "low", "middle", "high", "top", "run")
# A sentence's score, in spreads of all sentences, is cut here before pooling, so that one odd
# line cannot carry an article.
LIMIT = 4.0
RANKS = (0.2, 0.5, 0.8, 0.95)
# How many sentences running are taken together, and the percentile of their means.
RUN, RUN_RANK = 3, 0.9


def pool(scores: Scores, bounds: Ids | None = None) -> Scores:
    """Describe the scores of articles' sentences, one task after the other.

    Mean, spread, the 20th, 50th, 80th and 95th percentile, and the 90th percentile of the
    means of three sentences running; zeros for an article without prose.

    Parameters
    ----------
    scores : array of shape (n_sentences, n_tasks)
    bounds : array of shape (n_articles + 1,), optional
        The first sentence of each article; all belong to one unless given.

    Returns
    -------
    array of shape (n_articles, n_tasks * 7), or without the first axis when no bounds are given

    >>> pool(np.array([[1.0], [1.0], [1.0], [1.0]], dtype=np.float32)).tolist()
    [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    if bounds is None:
        return np.asarray(pool(scores, np.array([0, len(scores)]))[0])
    cut = np.clip(scores, -LIMIT, LIMIT)
    counts = np.diff(bounds)
    found = np.zeros((len(counts), scores.shape[1] * len(POOLED)), dtype=np.float32)
    # Articles of about one length are laid side by side: padding at most doubles them.
    sizes = np.frexp(counts)[1]
    for size in set(sizes.tolist()) - {0}:
        own = np.flatnonzero(sizes == size)
        found[own] = pool_alike(cut, bounds[own], counts[own])
    return found


def pool_alike(cut: Scores, begins: Ids, counts: Ids) -> Scores:
    """The figures of articles of about one length, side by side."""
    tasks = cut.shape[1]
    within = np.arange(counts.max())[:, None] < counts
    place, article = within.nonzero()
    side = np.zeros((*within.shape, tasks), dtype=np.float32)
    side[place, article] = cut[begins[article] + place]
    count = counts[:, None].astype(np.float64)
    mean = (side.sum(axis=0) / count).astype(np.float32)
    apart = np.where(within[:, :, None], side - mean, np.float32(0))
    spread = np.sqrt(((apart * apart).sum(axis=0) / count).astype(np.float32))
    ordered = np.sort(np.where(within[:, :, None], side, np.float32(np.inf)), axis=0)
    columns = np.arange(len(counts))
    ranks = [ordered[np.rint((counts - 1) * rank).astype(int), columns] for rank in RANKS]
    table = np.stack([mean, spread, *ranks, runs_of(side, counts, mean)], axis=2)
    return table.astype(np.float32).reshape(len(counts), -1)


def runs_of(side: Scores, counts: Ids, mean: Scores) -> NDArray[np.float64]:
    """Percentile of the means of sentences running; the mean of an article that has too few."""
    found = mean.astype(np.float64)
    if len(side) < RUN:
        return found
    sums = np.zeros((len(side) + 1, *side.shape[1:]))
    np.cumsum(side, axis=0, dtype=np.float64, out=sums[1:])
    means = sums[RUN:] - sums[:-RUN]
    beyond = np.arange(len(means))[:, None] > counts - RUN
    means[beyond] = np.inf
    means.sort(axis=0)
    long = np.flatnonzero(counts >= RUN)
    rank = np.rint((counts[long] - RUN) * RUN_RANK).astype(int)
    found[long] = means[rank, long] / RUN
    return found
