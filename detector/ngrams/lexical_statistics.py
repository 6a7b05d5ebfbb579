"""How an article is worded, in plain figures: rarity, variety, quotations apart.

None of them depends on the length of the article by construction: they are means, shares,
quantiles, and differences between what is quoted and what is not. A thesaurus spinner leaves
quotations alone, so its article is plainer inside them than outside. All are computed for a whole
batch at once: tables have a column an article.
"""

from __future__ import annotations

import numpy as np

from detector.english.lexicon import zipfs_of
from detector.text.arrays import Flags, Floats, Ids
from detector.text.printed_words import PrintedWords
from detector.text.segments import (
    Segments,
    cumulative,
    positions,
    quotation_contrast,
    standard_deviation,
)
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
from detector.text.tokens import LOWER_HASH
from detector.text.word_properties import ManyWords

LEXICAL_FEATURES = tuple(
    """commonness_mean commonness_spread commonness_tail uncommon_words unknown_words
    commonness_quotes_apart variety word_letters long_words sentence_words
    sentence_words_spread""".split()
)
# Words inside quotations below which they are not set apart from the rest (made up).
ENOUGH_QUOTED = 25
# Window of the moving-average type-token ratio (Covington and McFall 2010), and how far it moves.
WINDOW, MOVE = 50, 25
LONG_WORD = 9
UNCOMMON_ZIPF = 3.2
# Zipf values are kept as whole numbers, so that their sums are exact; the bits below them say how
# common a word is, and whether it is long. Words with a capital are sorted behind all others.
ZIPF_STEP, CELL_BITS = 1e7, 3
CAPITAL, UNKNOWN, UNCOMMON, _, LONG = range(5)
BEHIND = 1 << 27
# Cells of words: how common they are, whether they are long, whether they are quoted.
CELLS = np.arange(16)
LEVEL, QUOTED = CELLS % 4, CELLS >= 8
PLAIN = LEVEL != CAPITAL
# Figures that are sums over numbers of words: words or their Zipf values, of which cells, among
# which, and the unit; the last two are set apart.
RATIOS = (
    (1, PLAIN, PLAIN, ZIPF_STEP),
    (0, (LEVEL == UNKNOWN) | (LEVEL == UNCOMMON), PLAIN, 1.0),
    (0, LEVEL == UNKNOWN, PLAIN, 1.0),
    (0, CELLS & LONG > 0, CELLS >= 0, 1.0),
    (1, PLAIN & ~QUOTED, PLAIN & ~QUOTED, ZIPF_STEP),
    (1, PLAIN & QUOTED, PLAIN & QUOTED, ZIPF_STEP),
)
TABLE = np.array(
    [
        *(np.concatenate([held * (part == 0), held * (part == 1)]) for part, held, _, _ in RATIOS),
        *(np.concatenate([among, 0 * among]) for _, _, among, _ in RATIOS),
    ],
    dtype=np.float64,
)
UNITS = np.array([[unit] for _, _, _, unit in RATIOS])


def rarities(words: PrintedWords) -> Ids:
    """The Zipf values of words in lower case, and their cells in the lowest bits."""
    zipfs = zipfs_of(words)
    level = UNKNOWN + (zipfs > 0.0).astype(np.int64) + (zipfs >= UNCOMMON_ZIPF)
    values = (np.rint(zipfs * ZIPF_STEP).astype(np.int64) << CELL_BITS) + level
    lower = np.fromiter(map(str.islower, words), np.bool_, len(words))
    values[~lower] = (BEHIND << CELL_BITS) + CAPITAL
    long = np.fromiter(map(len, words), np.int64, len(words)) >= LONG_WORD
    return np.asarray(values + LONG * long)


RARITY = ManyWords(rarities, np.int32)


def quoted_words(batch: TokenBatch, fewest: int = 1) -> Flags:
    """Which words stand inside quotations of at least so many words, shape (n_words,)."""
    count = len(batch.begins)
    spans = batch.quotes[:, :2]
    if not len(spans):
        return np.zeros(count, dtype=np.bool_)
    first, last = batch.begins.searchsorted(spans).T
    long = last - first >= fewest
    first, last = first[long], last[long]
    turns = np.bincount(first, minlength=count + 1) - np.bincount(last, minlength=count + 1)
    return np.asarray(turns[:-1].cumsum() > 0)


def lexical_features(batch: TokenBatch, quoted: Flags) -> Floats:
    """The columns of :data:`LEXICAL_FEATURES`, shape (n_names, n_articles).

    Zeros for an article without words.
    """
    words = batch.word_segments
    rare = batch.word_properties(RARITY)
    zipfs = (rare >> CELL_BITS) & (BEHIND - 1)
    cells = (rare & (CELLS[8] - 1)).astype(np.uint8) + quoted.view(np.uint8) * np.uint8(8)
    added = TABLE @ np.concatenate(words.sum_by_cell(cells, len(CELLS), None, zipfs))
    numbers = added[len(RATIOS) :]
    ratios = added[: len(RATIOS)] / np.maximum(numbers, 1) / UNITS
    # Where no word is plain, all are as rare as can be.
    ratios[1:3] += (numbers[0] == 0) & (words.counts > 0)
    rows = np.empty((2, len(rare)))
    rows[0], rows[1] = batch.ends - batch.begins, zipfs
    rows[1] *= rows[1]
    letters, squares = words.sums(rows)
    square = squares / np.maximum(numbers[0], 1) / ZIPF_STEP**2
    ordered = rare[None]
    words.sort_within(ordered)
    tail = words.quantiles(ordered >> CELL_BITS, 0, numbers[:1], 0.05, 1)[0] / ZIPF_STEP
    return np.array(
        [
            ratios[0],
            standard_deviation(ratios[0], square),
            tail,
            ratios[1],
            ratios[2],
            quotation_contrast(ratios[4:], numbers[4:], ENOUGH_QUOTED)[0],
            variety(words, batch.word_properties(LOWER_HASH)),
            letters / words.least,
            ratios[3],
            *sentence_words(batch),
        ]
    )


def sentence_words(batch: TokenBatch) -> list[Floats]:
    """Mean length of the sentences of prose, and how much it varies."""
    sentences, word_segments = batch.prose_sentences(0)
    length = sentences[:, LAST_WORD] - sentences[:, FIRST_WORD]
    mean, square = word_segments.sums(np.array([length, length * length])) / word_segments.least
    return [mean, standard_deviation(mean, square) / np.maximum(mean, 1.0)]


def variety(words: Segments, hashes: Ids) -> Floats:
    """Distinct words in a stretch of :data:`WINDOW`, mean over stretches; in (0, 1].

    0.0 for an article without words; a shorter one is one stretch.

    >>> variety(Segments(np.array([0, 100, 100])), np.ones(100, np.int64)).tolist()
    [0.02, 0.0]
    """
    counts = np.where(words.counts > WINDOW, (words.counts - WINDOW) // MOVE + 1, 0)
    windows = Segments(cumulative(counts))
    shift = (words.begins - MOVE * windows.begins).repeat(counts)
    begins = MOVE * np.arange(len(shift)) + shift
    side = hashes.take(begins[:, None] + np.arange(WINDOW))
    side.sort(axis=1)
    distinct = 1 + (side[:, 1:] != side[:, :-1]).sum(axis=1)
    ratios = windows.sums(distinct[None])[0] / windows.least / WINDOW
    for short in positions(counts == 0).tolist():
        own = hashes[words.bounds[short] : words.bounds[short + 1]].tolist()
        ratios[short] = len(set(own)) / max(len(own), 1)
    return np.asarray(ratios)
