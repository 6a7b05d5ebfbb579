"""The figures of words in company: their names, and what each of them adds up.

Every word is in one *cell*; a figure is a sum over some cells divided by a number of words, a
difference of two of those, or a quantile. So all of them come from a few tables of cells (see
:mod:`detector.ngrams.association`).
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import COST_SCALE, N_CLASS_IDS, RARE_ID
from detector.text.arrays import Flags, Floats

ASSOCIATION_FEATURES = (
    "gain_mean",
    "gain_tail_10",
    "gain_tail_25",
    "gain_negative",
    "content_surprise",
    "content_gain",
    "content_company",
    "content_company_tail_10",
    "content_company_tail_25",
    "content_strangers",
    "content_pairs_unseen",
    "grammar_surprise",
    "grammar_gain",
    "grammar_gain_tail_10",
    "gain_content_after_grammar",
    "gain_grammar_after_content",
    "gain_grammar_after_grammar",
    "gain_quotes_apart",
    "commonness_quotes_apart_model",
)
SURPRISAL_FEATURES = (
    "surprise_mean",
    "surprise_spread",
    "surprise_tail_02",
    "surprise_tail_05",
    "surprise_tail_10",
    "surprise_tail_25",
    "surprise_middle",
    "surprise_high",
    "surprise_beyond_4",
    "surprise_beyond_5",
    "unseen_pairs",
    "unseen_common_pairs",
    "rare_words",
    "surprise_openings",
    "surprise_sentence_spread",
    "surprise_worst_sentences",
    "surprise_quotes_apart",
    "unseen_quotes_apart",
    *ASSOCIATION_FEATURES,
)
# Ids go by frequency. The first 200 words are half of all running words: articles, prepositions,
# pronouns, auxiliaries, and the verbs of reporting. Two of the commonest 3,000 that 10 million
# words of news never set together are odd.
FUNCTION_WORDS, COMMON_WORDS = 200, 3000
# What a word is, by its id (16 bits).
OTHER, RARELY, LITTLE, USUAL, SELDOM, NOTHING = range(6)
KIND_OF_ID = np.repeat(
    np.array([OTHER, RARELY, LITTLE, USUAL, SELDOM], dtype=np.uint8),
    [
        RARE_ID,
        N_CLASS_IDS - RARE_ID,
        FUNCTION_WORDS,
        COMMON_WORDS - FUNCTION_WORDS,
        (1 << 16) - N_CLASS_IDS - COMMON_WORDS,
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

# Every word is in one cell: its kind, that of the word before it, whether it is quoted, and
# whether training never saw the two together. Counted are words, their gains and their costs.
CELLS = np.arange(120)
KIND, BEFORE, QUOTED, UNSEEN = CELLS % 5, CELLS // 5 % 6, CELLS // 30 % 2 == 1, CELLS // 60 == 1
CONTENT, GRAMMATICAL = KIND >= USUAL, KIND == LITTLE
AFTER_CONTENT, AFTER_GRAMMAR = np.isin(BEFORE, (USUAL, SELDOM)), BEFORE == LITTLE
ALL, INNER, PAIR = CELLS >= 0, BEFORE != NOTHING, CONTENT & AFTER_CONTENT
COMMON_PAIR = np.isin(KIND, (LITTLE, USUAL)) & np.isin(BEFORE, (LITTLE, USUAL)) & UNSEEN
WORDS, GAINS, COSTS, LONE, FLAGS = range(5)


def flagged(number: int) -> Floats:
    """The row that takes one of the flags."""
    return np.asarray(np.eye(5)[number])


# Figures that are sums over numbers of words: of what, how much of each cell, among which words,
# and the unit.
RATIOS: dict[str, tuple[int, NDArray[Any], Flags, float]] = {
    "surprise_mean": (COSTS, -1.0 * ALL, ALL, COST_SCALE),
    "surprise_squares": (FLAGS, flagged(4), ALL, COST_SCALE * COST_SCALE),
    "surprise_beyond_4": (FLAGS, flagged(2), ALL, 1.0),
    "surprise_beyond_5": (FLAGS, flagged(3), ALL, 1.0),
    "unseen_pairs": (WORDS, UNSEEN, ALL, 1.0),
    "unseen_common_pairs": (WORDS, COMMON_PAIR, INNER, 1.0),
    "rare_words": (WORDS, KIND == RARELY, ALL, 1.0),
    "gain_mean": (GAINS, ALL, ALL, COST_SCALE),
    "gain_negative": (FLAGS, flagged(0), ALL, 1.0),
    "content_surprise": (COSTS, -1.0 * CONTENT, CONTENT, COST_SCALE),
    "content_gain": (GAINS, CONTENT, CONTENT, COST_SCALE),
    # What follows content words is company of theirs too.
    "content_company": (GAINS, 1.0 * CONTENT + AFTER_CONTENT, CONTENT, COST_SCALE),
    "content_strangers": (FLAGS, flagged(1), CONTENT, 1.0),
    "content_pairs_unseen": (WORDS, PAIR & UNSEEN, PAIR, 1.0),
    "grammar_surprise": (COSTS, -1.0 * GRAMMATICAL, GRAMMATICAL, COST_SCALE),
    "grammar_gain": (GAINS, GRAMMATICAL, GRAMMATICAL, COST_SCALE),
}
for pair, cells in (
    ("content_after_grammar", CONTENT & AFTER_GRAMMAR),
    ("grammar_after_content", GRAMMATICAL & AFTER_CONTENT),
    ("grammar_after_grammar", GRAMMATICAL & AFTER_GRAMMAR),
):
    RATIOS[f"gain_{pair}"] = GAINS, cells, cells, COST_SCALE
# Figures set apart, what each sums up, its sign and unit, and the words that both sides must have.
APART = {
    "surprise_quotes_apart": (COSTS, -1.0, COST_SCALE, ENOUGH_QUOTED),
    "unseen_quotes_apart": (WORDS, UNSEEN, 1.0, ENOUGH_QUOTED),
    "gain_quotes_apart": (GAINS, 1.0, COST_SCALE, MIN_CONTRAST_WORDS),
    "commonness_quotes_apart_model": (LONE, -1.0, COST_SCALE, MIN_CONTRAST_WORDS),
}
for place, side in (("outside", ~QUOTED), ("inside", QUOTED)):
    for name, (part, weight, unit, _) in APART.items():
        RATIOS[f"{name}, {place}"] = part, side * weight, side, unit
# Row of the sorted table, the words it is about, the share that lies below, whether what lies
# between two values is interpolated.
QUANTILES = {
    "surprise_tail_02": (0, ALL, 0.02, 1),
    "surprise_tail_05": (0, ALL, 0.05, 1),
    "surprise_tail_10": (0, ALL, 0.1, 1),
    "surprise_tail_25": (0, ALL, 0.25, 1),
    "surprise_middle": (0, ALL, 0.5, 1),
    "surprise_high": (0, ALL, 0.8, 1),
    "gain_tail_10": (1, ALL, 0.1, 0),
    "gain_tail_25": (1, ALL, 0.25, 0),
    "content_company_tail_10": (2, CONTENT, 0.1, 0),
    "content_company_tail_25": (2, CONTENT, 0.25, 0),
    "grammar_gain_tail_10": (3, GRAMMATICAL, 0.1, 0),
}
SUMMED = [(part, 1.0 * row) for part, row, _, _ in RATIOS.values()]
AMONG = [(WORDS, 1.0 * among) for _, _, among, _ in RATIOS.values()]
ABOUT = [(WORDS, 1.0 * among) for _, among, _, _ in QUANTILES.values()]
# Each row is added up once, however many figures ask for it.
DISTINCT = {
    (part, row.tobytes()): row for part, row in sorted(SUMMED + AMONG + ABOUT, key=itemgetter(0))
}
TABLES = [np.array([DISTINCT[key] for key in DISTINCT if key[0] == part]) for part in range(5)]
SUMS, NUMBERS, COUNTS = (
    [list(DISTINCT).index((part, row.tobytes())) for part, row in asked]
    for asked in (SUMMED, AMONG, ABOUT)
)
UNITS = np.array([[unit] for *_, unit in RATIOS.values()])
ASKED = np.array([[row, share, smooth] for row, _, share, smooth in QUANTILES.values()])
ASKED_ROWS, SHARES, SMOOTH = ASKED[:, :1].astype(np.int64), ASKED[:, 1:2], ASKED[:, 2:]
LEAST = np.array([[least] for *_, least in APART.values()])
BY_SENTENCE = ("surprise_openings", "surprise_sentence_spread", "surprise_worst_sentences")
MADE = (*RATIOS, *QUANTILES, *APART, "surprise_spread", *BY_SENTENCE)
ORDER = [MADE.index(name) for name in SURPRISAL_FEATURES]
