"""Linear text scores of sentences, and what they make of an article.

A sentence is scored by the runs of one to four codes that it holds (see
:mod:`detector.ngrams.masked_ngrams`), each hashed to a place in one table of weights a task, and
the sum is divided by the root of their number. An engine damages some sentences and leaves others
whole, so an article is described by how the scores of its sentences are spread.
"""

from __future__ import annotations

from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.masked_ngrams import MaskedSentences
from detector.ngrams.ngram_model import SPREADER
from detector.text.arrays import Floats, Ids
from detector.text.segments import positions

Scores = NDArray[np.float32]
# (view, length) of the runs: skeletons to four codes, vocabulary and register to two.
RUNS = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 1), (1, 2), (2, 1), (2, 2))
RUN_LENGTHS = np.array([[length] for _, length in RUNS])
HASH_BITS = 19
# Odd constants of well-mixed multiplicative hashes (xxHash's primes).
PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint64)
SEEDS = np.arange(1, len(RUNS) + 1, dtype=np.uint64) * np.uint64(0x51ED270B)
SHIFT = np.uint64(29)
# The runs by length: those that have a further code are the last rows of a matrix.
BY_LENGTH = sorted(range(len(RUNS)), key=lambda number: RUNS[number][1])
SEED_OF_ROW = SEEDS[BY_LENGTH][:, None]
LONGEST_RUN = max(length for _, length in RUNS)
FIRST_LONGER = [sum(length <= step for _, length in RUNS) for step in range(LONGEST_RUN)]
# The rows of one length: as many as there are views of that length, which are the first ones.
ROWS = list(starmap(slice, pairwise([*FIRST_LONGER, len(RUNS)])))
# Codes whose runs are hashed together: what that takes stays in the processor's own memory.
BLOCK = 8192
# Words an excerpt of evidence may hold.
LONGEST_PHRASE = 7
POOLED = ("mean", "spread", "low", "middle", "high", "top", "run")
# A sentence's score, in spreads of all sentences, is cut here before pooling, so that one odd
# line cannot carry an article.
LIMIT = 4.0
RANKS = np.array([[0.2], [0.5], [0.8], [0.95]])
# How many sentences running are taken together, and the percentile of their means.
RUN, RUN_RANK = 3, 0.9


class Hashed(NamedTuple):
    """Hashed runs: place in the table, sentence, and index of the first code; all (n_runs,)."""

    places: Ids
    sentences: Ids
    begins: Ids
    lengths: Ids


def hash_runs(codes: NDArray[np.uint64], bounds: Ids, bits: int = HASH_BITS) -> Hashed:
    """Hash every run of codes that lies within one sentence.

    Parameters
    ----------
    codes : array of shape (n_codes, 3)
    bounds : array of shape (n_sentences + 1,)

    >>> codes = np.array([[1, 1, 1], [2, 2, 2], [3, 3, 3]], dtype=np.uint64)
    >>> hash_runs(codes, np.array([0, 2, 3])).sentences.tolist()
    [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0]
    """
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    table = run_places(np.ascontiguousarray(codes.T), len(codes), bits)
    parts: list[tuple[Ids, ...]] = []
    for number, (_, length) in enumerate(RUNS):
        begins = positions(owner[: max(len(codes) - length + 1, 0)] == owner[length - 1 :])
        places = table[BY_LENGTH.index(number)].take(begins)
        parts.append((places, owner[begins], begins, np.full(len(begins), length)))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Hashed(joined[0], joined[1], joined[2], joined[3])


def run_places(codes: NDArray[np.uint64], count: int, bits: int) -> Ids:
    """Place in the table of every run that begins at each of the first codes.

    Parameters
    ----------
    codes : array of shape (3, n_codes)
    count : int
        How many begin runs; the further codes only go on with them.

    Returns
    -------
    array of shape (8, count)
        In the order of :data:`BY_LENGTH`; of a run that has no end it means nothing.
    """
    mixed = np.empty((len(RUNS), count), np.uint64)
    for step, first in enumerate(FIRST_LONGER):
        longer = mixed[first:, : max(codes.shape[1] - step, 0)]
        for rows in ROWS[step:]:
            own = mixed[rows, : longer.shape[1]]
            further = codes[: len(own), step : step + longer.shape[1]]
            np.bitwise_xor(further, own if step else SEED_OF_ROW[rows], out=own)
        longer *= PRIMES[step]
        longer ^= longer >> SHIFT
    mixed *= SPREADER
    mixed >>= np.uint64(64 - bits)
    return mixed.view(np.int64)


class TextModel:
    """Weights of one or several tasks.

    Parameters
    ----------
    tasks : tuple of str
        What each column of ``weights`` tells apart.
    weights : int16 array of shape (2 ** bits, n_tasks)
    scales : float array of shape (n_tasks,)
        ``weights * scales`` are the weights in spreads of a sentence's log-odds.
    intercepts : float array of shape (n_tasks,)
    """

    def __init__(
        self, tasks: tuple[str, ...], weights: NDArray[np.int16], scales: Scores, intercepts: Scores
    ) -> None:
        self.tasks = tasks
        self.weights = weights
        self.scales = scales
        self.intercepts = intercepts

    @property
    def bits(self) -> int:
        """Binary logarithm of the number of places."""
        return len(self.weights).bit_length() - 1

    def score(self, shape: MaskedSentences) -> Scores:
        """Standardised score of each sentence, shape (n_sentences, n_tasks)."""
        count = len(shape.bounds) - 1
        if not count or not len(shape.codes):
            return np.empty((0, len(self.tasks)), np.float32)
        sums = np.add.reduceat(self.begun(shape), shape.bounds[:-1], axis=0, dtype=np.int64)
        lengths = shape.bounds[1:] - shape.bounds[:-1]
        numbers = np.maximum(lengths - RUN_LENGTHS + 1, 0).sum(axis=0)
        scores = sums * self.scales / np.sqrt(np.maximum(numbers, 1))[:, None] + self.intercepts
        return np.asarray(scores, dtype=np.float32)

    def begun(self, shape: MaskedSentences) -> NDArray[np.int32]:
        """Weights of the runs that begin at each code, together, shape (n_codes, n_tasks)."""
        codes, ends = np.ascontiguousarray(shape.codes.T), shape.bounds[1:]
        total = np.empty((len(shape.codes), len(self.tasks)), np.int32)
        for begin in range(0, len(total), BLOCK):
            own = total[begin : begin + BLOCK]
            ahead = codes[:, begin : begin + BLOCK + LONGEST_RUN - 1]
            weights = self.weights.take(run_places(ahead, len(own), self.bits), axis=0)
            near = ends[slice(*ends.searchsorted([begin, begin + ahead.shape[1] + 1]))] - begin
            for step, first in enumerate(FIRST_LONGER[1:], 1):
                # A run that begins here would leave its sentence.
                beyond = near - step
                weights[first:, beyond[(beyond >= 0) & (beyond < len(own))]] = 0
            weights.sum(axis=0, dtype=np.int32, out=own)
        return total

    def phrases(
        self, shape: MaskedSentences, task: str, count: int
    ) -> list[tuple[int, int, float]]:
        """The stretches of words that add most to a task.

        Returns
        -------
        list of (first, last, weight)
            Half-open ranges of word indices, heaviest first; ``weight`` is what the stretch
            adds to its sentence, in log-odds.
        """
        if not len(shape.codes):
            return []
        worth = self.worth(shape, self.tasks.index(task))
        stretches = heaviest(worth, shape.words, shape.bounds)
        stretches.sort(key=lambda stretch: -stretch[2])
        return stretches[:count]

    def worth(self, shape: MaskedSentences, task: int) -> Floats:
        """What each code adds to its sentence: every run shares its weight among its codes."""
        runs = hash_runs(shape.codes, shape.bounds, self.bits)
        numbers = np.bincount(runs.sentences, minlength=len(shape.bounds) - 1)
        share = self.weights[runs.places, task] * float(self.scales[task])
        share = share / np.sqrt(numbers[runs.sentences]) / runs.lengths
        worth = np.zeros(len(shape.codes))
        for step in range(4):
            within = runs.lengths > step
            np.add.at(worth, runs.begins[within] + step, share[within])
        return worth


def heaviest(worth: Floats, words: Ids, bounds: Ids) -> list[tuple[int, int, float]]:
    """The stretch of at most :data:`LONGEST_PHRASE` codes that adds most in each sentence.

    Sentences in which none adds anything are left out; of equals the first is taken.

    >>> worth, words = np.array([0.0, 1.0, 2.0, -5.0]), np.array([-1, 4, 5, 6])
    >>> heaviest(worth, words, np.array([0, 4]))
    [(4, 6, 3.0)]
    """
    begins = positions(words >= 0)
    owners = np.searchsorted(bounds, begins, side="right") - 1
    reach = begins[:, None] + np.arange(LONGEST_PHRASE)
    steps = worth.take(reach, mode="clip")
    steps[reach >= bounds[owners + 1][:, None]] = -np.inf
    sums = np.cumsum(steps, axis=1)
    stops = sums.argmax(axis=1)
    tops = sums[np.arange(len(begins)), stops]
    # The first of each sentence now is the one that adds most.
    order = np.lexsort((-tops, owners))
    first = order[np.diff(owners[order], prepend=-1) > 0]
    return [
        (int(words[begin]), int(words[begin : begin + stop + 1].max()) + 1, top)
        for begin, stop, top in zip(
            begins[first].tolist(), stops[first].tolist(), tops[first].tolist(), strict=True
        )
        if top > 0.0
    ]


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
    cut = np.minimum(np.maximum(scores, -LIMIT), LIMIT)
    counts = bounds[1:] - bounds[:-1]
    pooled = np.zeros((len(counts), scores.shape[1] * len(POOLED)), dtype=np.float32)
    # Articles of about one length are laid side by side: padding at most doubles them.
    sizes = np.frexp(counts)[1]
    for size in set(sizes.tolist()) - {0}:
        own = positions(sizes == size)
        pooled[own] = pool_alike(cut, bounds[own], counts[own])
    return pooled


def pool_alike(cut: Scores, begins: Ids, counts: Ids) -> Scores:
    """The figures of articles of about one length, side by side."""
    place = np.arange(counts.max())[:, None]
    beyond = place >= counts
    side = cut.take(begins + place, axis=0, mode="clip")
    side[beyond] = 0
    count = counts[:, None].astype(np.float64)
    mean = (side.sum(axis=0) / count).astype(np.float32)
    apart = side - mean
    apart[beyond] = 0
    ordered = side.copy()
    ordered[beyond] = np.inf
    ordered.sort(axis=0)
    ranks = np.rint((counts - 1) * RANKS).astype(np.int64)
    table = np.empty((len(counts), cut.shape[1], len(POOLED)), dtype=np.float32)
    table[:, :, 0] = mean
    table[:, :, 1] = np.sqrt(((apart * apart).sum(axis=0) / count).astype(np.float32))
    table[:, :, 2:-1] = ordered[ranks, np.arange(len(counts))].transpose(1, 2, 0)
    table[:, :, -1] = runs_of(side, counts, mean)
    return table.reshape(len(counts), -1)


def runs_of(side: Scores, counts: Ids, mean: Scores) -> Floats:
    """Percentile of the means of sentences running; the mean of an article that has too few."""
    percentiles = mean.astype(np.float64)
    if len(side) < RUN:
        return percentiles
    sums = np.zeros((len(side) + 1, *side.shape[1:]))
    side.cumsum(axis=0, dtype=np.float64, out=sums[1:])
    means = sums[RUN:] - sums[:-RUN]
    means[np.arange(len(means))[:, None] > counts - RUN] = np.inf
    means.sort(axis=0)
    long = positions(counts >= RUN)
    rank = np.rint((counts.take(long) - RUN) * RUN_RANK).astype(np.int64)
    percentiles[long] = means[rank, long] / RUN
    return percentiles
