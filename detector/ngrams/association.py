"""Whether words occur in the company that they usually keep: the surprisal features of an article.

The *gain* of a word is what the words before it add to its probability, in log10: its pointwise
mutual information with them. In edited prose nearly every word gains. A synonym put in by a
spinner, or by an engine that looks words up one by one, is likely to fit neither what comes before
it nor what follows: a stranger. Topic and rarity weigh little here, for a gain is relative to the
word's own frequency.

Of single features these separate spun copies best, on engines and outlets that the model never
saw: the tenth percentile of the company of content words has an AUC of .82 to .96 on eight
spinners, where the mean surprise has .72 to .92. Human translations keep strange company too
(.75): a classifier needs them beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.ngrams import association_figures as figures
from detector.ngrams.association_figures import CONTRASTS, KIND_OF_ID, QUANTILES, RATIOS
from detector.ngrams.masked_ngrams import MIN_SENTENCE_WORDS
from detector.ngrams.ngram_model import COST_SCALE
from detector.ngrams.surprisal import Surprisal
from detector.text.arrays import Flags, Floats, Ids
from detector.text.segments import Segments, quotation_contrast, standard_deviation
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch

Kinds = NDArray[np.uint8]
Steps = NDArray[np.int16]

# The tables as arrays, a row a feature.
SUM_WEIGHTS = [
    np.array([ratio.weights for ratio in RATIOS if ratio.summed == summed], dtype=np.float64)
    for summed in range(5)
]
# What is divided by, each set of cells once, and which of them each ratio and quantile takes.
SETS, SET_OF = np.unique([row.among for row in (*RATIOS, *QUANTILES)], axis=0, return_inverse=True)
AMONG = SETS.astype(np.float64)
SUM_AMONG, QUANTILES_AMONG = np.split(SET_OF.ravel(), [len(RATIOS)])
UNITS = np.array([[ratio.unit] for ratio in RATIOS])
RATIO_NAMES = [ratio.name for ratio in RATIOS]
MEAN, SQUARES = map(RATIO_NAMES.index, ("surprise_mean", "surprise_squares"))
SIDES = [
    RATIO_NAMES.index(f"{contrast.ratio}, {side}")
    for side in ("outside", "inside")
    for contrast in CONTRASTS
]
MIN_WORDS = np.array([[contrast.min_words] for contrast in CONTRASTS])
QUANTILES_OF = np.array([[quantile.of] for quantile in QUANTILES])
SHARES = np.array([[quantile.share] for quantile in QUANTILES])
INTERPOLATED = np.array([[quantile.interpolated] for quantile in QUANTILES], dtype=np.float64)
COMPUTED = [one.name for one in (*RATIOS, *QUANTILES, *CONTRASTS)] + list(figures.FURTHER)
ORDER = [COMPUTED.index(name) for name in figures.SURPRISAL_FEATURES]


def surprisal_features(batch: TokenBatch, quoted: Flags, surprisal: Surprisal) -> Floats:
    """The features of :data:`~detector.ngrams.association_figures.SURPRISAL_FEATURES`.

    Parameters
    ----------
    batch : TokenBatch
    quoted : ndarray of bool, shape (n_words,)
        Which words stand inside quotations.
    surprisal : Surprisal
        That of all words of the batch.

    Returns
    -------
    ndarray of float64, shape (n_features, n_articles)
        In log10, or shares of words; zeros for an article without words.
    """
    words = batch.word_segments
    gain = surprisal.unigram_cost - surprisal.cost
    both = with_next(words, gain)
    kind = KIND_OF_ID.take(surprisal.ids)
    numbers, gains, costs = words.sum_by_cell(
        cells_of(words, quoted, surprisal, kind), len(figures.CELLS), None, gain, surprisal.cost
    )
    flags = words.sums(flags_of(surprisal.cost, gain, both, kind))
    # One product a quantity is so small that BLAS wakes no second thread for it: from 262,144
    # multiplications on it does, and that one then spins for longer than all of this takes.
    parts = zip(SUM_WEIGHTS, (numbers, gains, costs, gains + costs, flags), strict=True)
    among = AMONG @ numbers
    divisors = among[SUM_AMONG]
    sums = np.concatenate([weights @ part for weights, part in parts])
    ratios = sums / np.maximum(divisors, 1) / UNITS
    return np.concatenate(
        [
            ratios,
            quantiles_of(words, surprisal.cost, gain, both, kind, among[QUANTILES_AMONG]),
            quotation_contrast(ratios[SIDES], divisors[SIDES], MIN_WORDS),
            standard_deviation(ratios[MEAN], ratios[SQUARES])[None],
            by_sentence(batch, surprisal.cost),
        ]
    )[ORDER]


def with_next(words: Segments, gain: Steps) -> Steps:
    """What each word gains together with the next one of its article, shape (n_words,)."""
    both = gain.copy()
    both[:-1] += gain[1:]
    both[words.last] = gain[words.last]
    return both


def cells_of(words: Segments, quoted: Flags, surprisal: Surprisal, kind: Kinds) -> Kinds:
    """The cell of each word, shape (n_words,)."""
    before = np.empty_like(kind)
    before[1:] = kind[:-1]
    before[words.first] = figures.NO_WORD
    cells = kind + np.uint8(figures.N_KINDS) * before
    cells += quoted.view(np.uint8) * np.uint8(figures.QUOTED_CELL)
    cells += surprisal.unseen.view(np.uint8) * np.uint8(figures.UNSEEN_CELL)
    return cells


def flags_of(cost: Steps, gain: Steps, both: Steps, kind: Kinds) -> Ids:
    """What is summed under :data:`~detector.ngrams.association_figures.FLAGS`, (5, n_words)."""
    flags = np.empty((5, len(gain)), dtype=np.int64)
    np.less(gain, figures.LOSING, out=flags[0])
    strange = (gain < figures.STRANGE) & (both - gain < figures.STRANGE)
    flags[1] = strange & (kind >= figures.COMMON)
    flags[2], flags[3], flags[4] = cost > figures.FAR, cost > figures.FARTHER, cost
    flags[4] *= flags[4]
    return flags


def quantiles_of(
    words: Segments, cost: Steps, gain: Steps, both: Steps, kind: Kinds, counts: Floats
) -> Floats:
    """The rows of :data:`~detector.ngrams.association_figures.QUANTILES`, (n_rows, n_articles)."""
    # Numbers of 32 bits are sorted in half the time of shorter ones.
    ordered = np.empty((4, len(gain)), dtype=np.int32)
    np.negative(cost, out=ordered[0])
    ordered[1] = gain
    ordered[2] = np.where(kind >= figures.COMMON, both, figures.BEHIND)
    ordered[3] = np.where(kind == figures.FUNCTION, gain, figures.BEHIND)
    words.sort_within(ordered)
    return words.quantiles(ordered, QUANTILES_OF, counts, SHARES, INTERPOLATED) / COST_SCALE


def by_sentence(batch: TokenBatch, cost: Steps) -> Floats:
    """Mean of the first two words of sentences; spread and 10th percentile of sentence means."""
    sentences, word_segments = batch.prose_sentences(MIN_SENTENCE_WORDS)
    first, last = sentences[:, FIRST_WORD], sentences[:, LAST_WORD]
    # Sums of whole numbers are exact: they may run through all articles.
    sums = np.zeros(len(cost) + 1, dtype=np.int64)
    cost.cumsum(out=sums[1:])
    begun = sums.take(first)
    rows = np.empty((3, len(first)))
    rows[0] = (begun - sums.take(last)) / (last - first) / COST_SCALE
    np.square(rows[0], out=rows[1])
    rows[2] = (begun - sums.take(first + 2)) / (2 * COST_SCALE)
    mean, square, opening = word_segments.sums(rows) / word_segments.least
    word_segments.sort_within(rows[:1])
    worst = word_segments.quantiles(rows[:1], 0, word_segments.counts[None], 0.1, 1)[0]
    return np.array([opening, standard_deviation(mean, square), worst])
