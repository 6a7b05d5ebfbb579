"""The surprisal features of an article: their names, and the table that says how each is computed.

A word falls into one of 120 *cells*: by its own frequency class, that of the word before it,
whether it is quoted, and whether training never saw the two together. A feature is the sum of a
quantity over some cells divided by the number of words in some cells (:data:`RATIOS`), a quantile
(:data:`QUANTILES`), or the difference of two ratios outside and inside quotations
(:data:`CONTRASTS`). :mod:`detector.ngrams.association` evaluates the tables.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import COST_SCALE, N_CLASS_IDS, RARE_ID
from detector.text.arrays import Flags

ASSOCIATION_FEATURES = tuple(
    """gain_mean gain_tail_10 gain_tail_25 gain_negative content_surprise content_gain
    content_company content_company_tail_10 content_company_tail_25 content_strangers
    content_pairs_unseen grammar_surprise grammar_gain grammar_gain_tail_10
    gain_content_after_grammar gain_grammar_after_content gain_grammar_after_grammar
    gain_quotes_apart commonness_quotes_apart_model""".split()
)
SURPRISAL_FEATURES = (
    *"""surprise_mean surprise_spread surprise_tail_02 surprise_tail_05 surprise_tail_10
    surprise_tail_25 surprise_middle surprise_high surprise_beyond_4 surprise_beyond_5 unseen_pairs
    unseen_common_pairs rare_words surprise_openings surprise_sentence_spread
    surprise_worst_sentences surprise_quotes_apart unseen_quotes_apart""".split(),
    *ASSOCIATION_FEATURES,
)
# Ids are in order of frequency. The first 200 words are half of all running words: articles,
# prepositions, pronouns, auxiliaries, and the verbs of reporting. Two of the commonest 3,000 that
# 10 million words of news never put side by side are odd.
N_FUNCTION_WORDS, N_COMMON_WORDS = 200, 3000
# The frequency class of a word, by its id of 16 bits; NO_WORD precedes the first of an article.
CLASS, RARE, FUNCTION, COMMON, UNCOMMON, NO_WORD = range(6)
KIND_OF_ID = np.repeat(
    np.array([CLASS, RARE, FUNCTION, COMMON, UNCOMMON], dtype=np.uint8),
    [
        RARE_ID,
        N_CLASS_IDS - RARE_ID,
        N_FUNCTION_WORDS,
        N_COMMON_WORDS - N_FUNCTION_WORDS,
        (1 << 16) - N_CLASS_IDS - N_COMMON_WORDS,
    ],
)
# A stranger gains less than nothing on both sides (looked for between 0.1 and -0.5).
STRANGE, LOSING = -0.2 * COST_SCALE, -0.5 * COST_SCALE
# Costs beyond which hardly one word in 30 (4) or 200 (5) of edited news lies.
FAR, FARTHER = 4.0 * COST_SCALE, 5.0 * COST_SCALE
# Words inside quotations, and outside, below which the two are not compared (made up).
MIN_CONTRAST_WORDS, ENOUGH_QUOTED = 40, 25
# Stands behind all gains where a stretch is sorted.
BEHIND = np.iinfo(np.int16).max

# The number of a cell is KIND + 5 * BEFORE + 30 * QUOTED + 60 * UNSEEN.
N_KINDS, QUOTED_CELL, UNSEEN_CELL = 5, 30, 60
CELLS = np.arange(120)
KIND, BEFORE = CELLS % N_KINDS, CELLS // N_KINDS % 6
QUOTED, UNSEEN = CELLS // QUOTED_CELL % 2 == 1, CELLS // UNSEEN_CELL == 1

ALL, INNER = CELLS >= 0, BEFORE != NO_WORD
IS_RARE = KIND == RARE
CONTENT, FUNCTIONAL = KIND >= COMMON, KIND == FUNCTION
AFTER_CONTENT, AFTER_FUNCTION = np.isin(BEFORE, (COMMON, UNCOMMON)), BEFORE == FUNCTION
CONTENT_PAIR = CONTENT & AFTER_CONTENT
UNSEEN_COMMON = np.isin(KIND, (FUNCTION, COMMON)) & np.isin(BEFORE, (FUNCTION, COMMON)) & UNSEEN

# What is summed: by cell the number of words, their gains, their costs, their costs alone (gain
# and cost together); of all words the flags below.
WORDS, GAINS, COSTS, LONE, FLAGS = range(5)
# Gains less than LOSING; a stranger; a cost beyond FAR; one beyond FARTHER; the cost squared.
IS_LOSING, IS_STRANGER, IS_FAR, IS_FARTHER, SQUARED = np.eye(5)


class Ratio(NamedTuple):
    """A sum over words, divided by a number of words and by a unit.

    ``weights`` say how often the sum of each cell (of each flag for :data:`FLAGS`) counts;
    ``among`` are the cells whose words are the divisor.
    """

    name: str
    summed: int
    weights: NDArray[Any]
    among: Flags
    unit: float


def mean(name: str, summed: int, among: Flags) -> Ratio:
    """The mean gain or surprise of some words, in log10.

    Surprise is a log10 of a probability, and so a cost with its sign turned.
    """
    return Ratio(name, summed, (1.0 if summed == GAINS else -1.0) * among, among, COST_SCALE)


# In the order of what is summed.
RATIOS = (
    Ratio("unseen_pairs", WORDS, UNSEEN, ALL, 1.0),
    Ratio("unseen_common_pairs", WORDS, UNSEEN_COMMON, INNER, 1.0),
    Ratio("rare_words", WORDS, IS_RARE, ALL, 1.0),
    Ratio("content_pairs_unseen", WORDS, CONTENT_PAIR & UNSEEN, CONTENT_PAIR, 1.0),
    Ratio("unseen, outside", WORDS, UNSEEN & ~QUOTED, ~QUOTED, 1.0),
    Ratio("unseen, inside", WORDS, UNSEEN & QUOTED, QUOTED, 1.0),
    mean("gain_mean", GAINS, ALL),
    mean("content_gain", GAINS, CONTENT),
    # A content word's company is the word before it and the word that follows it.
    Ratio("content_company", GAINS, 1.0 * CONTENT + AFTER_CONTENT, CONTENT, COST_SCALE),
    mean("grammar_gain", GAINS, FUNCTIONAL),
    mean("gain_content_after_grammar", GAINS, CONTENT & AFTER_FUNCTION),
    mean("gain_grammar_after_content", GAINS, FUNCTIONAL & AFTER_CONTENT),
    mean("gain_grammar_after_grammar", GAINS, FUNCTIONAL & AFTER_FUNCTION),
    mean("gain, outside", GAINS, ~QUOTED),
    mean("gain, inside", GAINS, QUOTED),
    mean("surprise_mean", COSTS, ALL),
    mean("content_surprise", COSTS, CONTENT),
    mean("grammar_surprise", COSTS, FUNCTIONAL),
    mean("surprise, outside", COSTS, ~QUOTED),
    mean("surprise, inside", COSTS, QUOTED),
    mean("commonness, outside", LONE, ~QUOTED),
    mean("commonness, inside", LONE, QUOTED),
    Ratio("gain_negative", FLAGS, IS_LOSING, ALL, 1.0),
    Ratio("content_strangers", FLAGS, IS_STRANGER, CONTENT, 1.0),
    Ratio("surprise_beyond_4", FLAGS, IS_FAR, ALL, 1.0),
    Ratio("surprise_beyond_5", FLAGS, IS_FARTHER, ALL, 1.0),
    Ratio("surprise_squares", FLAGS, SQUARED, ALL, COST_SCALE * COST_SCALE),
)


class Contrast(NamedTuple):
    """A ratio outside quotations less the same inside them, where both have so many words."""

    name: str
    ratio: str
    min_words: int


CONTRASTS = (
    Contrast("surprise_quotes_apart", "surprise", ENOUGH_QUOTED),
    Contrast("unseen_quotes_apart", "unseen", ENOUGH_QUOTED),
    Contrast("gain_quotes_apart", "gain", MIN_CONTRAST_WORDS),
    Contrast("commonness_quotes_apart_model", "commonness", MIN_CONTRAST_WORDS),
)

# What quantiles are taken of: minus the cost, the gain, the gain of a content word and of the word
# that follows it, the gain of a function word.
SURPRISES, EACH_GAIN, CONTENT_ASSOCIATION, FUNCTION_GAIN = range(4)


class Quantile(NamedTuple):
    """The value below which a share of some words lies.

    ``interpolated`` is 1 where what lies between two values is interpolated, as numpy does.
    """

    name: str
    of: int
    among: Flags
    share: float
    interpolated: int


QUANTILES = (
    Quantile("surprise_tail_02", SURPRISES, ALL, 0.02, 1),
    Quantile("surprise_tail_05", SURPRISES, ALL, 0.05, 1),
    Quantile("surprise_tail_10", SURPRISES, ALL, 0.1, 1),
    Quantile("surprise_tail_25", SURPRISES, ALL, 0.25, 1),
    Quantile("surprise_middle", SURPRISES, ALL, 0.5, 1),
    Quantile("surprise_high", SURPRISES, ALL, 0.8, 1),
    Quantile("gain_tail_10", EACH_GAIN, ALL, 0.1, 0),
    Quantile("gain_tail_25", EACH_GAIN, ALL, 0.25, 0),
    Quantile("content_company_tail_10", CONTENT_ASSOCIATION, CONTENT, 0.1, 0),
    Quantile("content_company_tail_25", CONTENT_ASSOCIATION, CONTENT, 0.25, 0),
    Quantile("grammar_gain_tail_10", FUNCTION_GAIN, FUNCTIONAL, 0.1, 0),
)
# Features that are neither: the spread of all words, and figures of sentences.
FURTHER = tuple(
    """surprise_spread surprise_openings surprise_sentence_spread
    surprise_worst_sentences""".split()
)
