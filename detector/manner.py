"""How an article is worded, in plain figures: surprise, rarity, variety, quotations apart.

None of them depends on the length of the article by construction: they are means, shares,
quantiles, and differences between what is quoted and what is not. A thesaurus spinner leaves
quotations alone, so its article is plainer inside them than outside. All are taken of a whole
sheaf at once: tables have a column an article.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.company import COMPANY_NAMES, company_figures
from detector.lexicon import zipf
from detector.ngrams import Surprise
from detector.sheaf import FIRST, LAST, PROSE, Sheaf
from detector.stretches import Flags, Floats, Ids, Stretches, apart, spread
from detector.trie import CLASSES, RARE, STEP
from detector.wordbook import Trait

SURPRISE_NAMES = (
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
    *COMPANY_NAMES,
)
MANNER_NAMES = (
    "commonness_mean",
    "commonness_spread",
    "commonness_tail",
    "uncommon_words",
    "unknown_words",
    "commonness_quotes_apart",
    "variety",
    "word_letters",
    "long_words",
    "sentence_words",
    "sentence_words_spread",
)
# Log10 surprise beyond which hardly one word in 30 (4) or 200 (5) of edited news lies.
FAR, FARTHER = 4.0 * STEP, 5.0 * STEP
TAILS = (0.02, 0.05, 0.1, 0.25, 0.5, 0.8)
# Two of the commonest words that 10 million words of news never set together are odd; ids go
# by frequency.
COMMON = 3000
# Words inside quotations below which they are not set apart from the rest (made up).
ENOUGH_QUOTED = 25
# Sentences below this many words are headings and ticks, not prose (made up).
SHORTEST = 4
# Window of the moving-average type-token ratio (Covington and McFall 2010), and how far it moves.
WINDOW, MOVE = 50, 25
LONG_WORD = 9
# Zipf values are kept as whole numbers, so that their sums are exact.
ZIPF_STEP = 1e8
UNCOMMON_ZIPF = 3.2 * ZIPF_STEP
NO_ZIPF = np.iinfo(np.int32).max
# Cells of a word in the tallies: see :meth:`detector.stretches.Stretches.tally`.
CELLS = np.arange(64)
BITS = [CELLS >> place & 1 == 1 for place in range(6)]
SURPRISE_WANTED = np.array([*BITS, BITS[4] & BITS[5]], dtype=np.float64)
MANNER_WANTED = np.array([*BITS[:5], BITS[1] & BITS[4]], dtype=np.float64)[:, :32]


def plain_zipf(word: str) -> int:
    """The Zipf value of a word in lower case, in :data:`ZIPF_STEP`; other words have none."""
    return round(zipf(word) * ZIPF_STEP) if word.islower() else int(NO_ZIPF)


PLAIN_ZIPF = Trait(plain_zipf, np.int32)
# Equal for words that differ by their capitals only; a number of 64 bits is no other word's.
LOWER_HASH = Trait(lambda word: hash(word.lower().replace("’", "'")), np.int64)


def quoted_words(sheaf: Sheaf, fewest: int = 1) -> Flags:
    """Which words stand inside quotations of at least so many words, shape (n_words,)."""
    spans = [
        (quote.start + shift, quote.end + shift)
        for tokens, shift in zip(sheaf.articles, sheaf.characters_from.tolist(), strict=False)
        for quote in tokens.quotes
    ]
    count = len(sheaf.begins)
    if not spans:
        return np.zeros(count, dtype=np.bool_)
    first, last = sheaf.begins.searchsorted(np.array(spans)).T
    long = last - first >= fewest
    first, last = first[long], last[long]
    turns = np.bincount(first, minlength=count + 1) - np.bincount(last, minlength=count + 1)
    return np.cumsum(turns[:-1]) > 0


def celled(*flags: Flags) -> NDArray[np.uint8]:
    """One number for the flags of each word, the first flag its lowest bit."""
    cells = flags[0].astype(np.uint8)
    for place, flag in enumerate(flags[1:], 1):
        cells |= flag.view(np.uint8) << np.uint8(place)
    return cells


def surprise_figures(sheaf: Sheaf, quoted: Flags, found: Surprise) -> Floats:
    """The columns of :data:`SURPRISE_NAMES`, shape (n_names, n_articles).

    The last ones are of the company that words keep. Zeros for an article without words.
    """
    words = Stretches(sheaf.words_from)
    rows = np.empty((3, len(quoted)), dtype=np.int64)
    rows[0] = cost = found.cost
    np.multiply(rows[0], rows[0], out=rows[1])
    np.multiply(rows[0], quoted, out=rows[2])
    total, squares, inside = words.sums(rows)
    common = (found.ids >= CLASSES) & (found.ids < CLASSES + COMMON)
    strange = found.unseen & common
    strange[1:] &= common[:-1]
    cells = celled(cost > FAR, cost > FARTHER, strange, found.ids == RARE, found.unseen, quoted)
    far, farther, pairs, rare, unseen, speech, unseen_speech = words.tally(cells, SURPRISE_WANTED)
    ordered = -cost[None]
    words.order(ordered)
    return np.array(
        [
            words.mean(-total) / STEP,
            spread(total, squares, words.least) / STEP,
            *(words.quantile(ordered[0], words.counts, share) / STEP for share in TAILS),
            words.mean(far),
            words.mean(farther),
            words.mean(unseen),
            pairs / np.maximum(words.counts - 1, 1),
            words.mean(rare),
            *by_sentence(sheaf, cost),
            -apart(total, inside, words.counts, speech, ENOUGH_QUOTED) / STEP,
            apart(unseen, unseen_speech, words.counts, speech, ENOUGH_QUOTED),
            *company_figures(words, quoted, found),
        ]
    )


def by_sentence(sheaf: Sheaf, cost: NDArray[np.int16]) -> list[Floats]:
    """Mean of the first two words of sentences; spread and 10th percentile of sentence means."""
    sentences, stretches = prose_of(sheaf, SHORTEST)
    first, last = sentences[:, FIRST], sentences[:, LAST]
    # Sums of whole numbers are exact: they may run through all articles.
    sums = np.concatenate([[0], np.cumsum(cost, dtype=np.int64)])
    means = (sums[first] - sums[last]) / (last - first) / STEP
    rows = np.array([means, means * means, (sums[first] - sums[first + 2]) / (2 * STEP)])
    total, squares, openings = stretches.sums(rows)
    stretches.order(rows)
    return [
        stretches.mean(openings),
        spread(total, squares, stretches.least),
        stretches.quantile(rows[0], stretches.counts, 0.1),
    ]


def prose_of(sheaf: Sheaf, fewest: int) -> tuple[Ids, Stretches]:
    """The sentences of prose of at least so many words, and those of each article."""
    table = sheaf.sentences
    held = (table[:, PROSE] != 0) & (table[:, LAST] - table[:, FIRST] >= fewest)
    return table[held], Stretches(np.concatenate([[0], np.cumsum(held)])[sheaf.sentences_from])


def manner_figures(sheaf: Sheaf, quoted: Flags) -> Floats:
    """The columns of :data:`MANNER_NAMES`, shape (n_names, n_articles).

    Zeros for an article without words.
    """
    words = Stretches(sheaf.words_from)
    letters = sheaf.ends - sheaf.begins
    zipfs = sheaf.traits(PLAIN_ZIPF)
    plain = zipfs != NO_ZIPF
    cells = celled(letters >= LONG_WORD, plain, zipfs < UNCOMMON_ZIPF, zipfs == 0, quoted)
    long, count, uncommon, unknown, _, speech = words.tally(cells, MANNER_WANTED)
    rows = np.empty((3, len(letters)), dtype=np.int64)
    rows[0] = letters
    np.multiply(zipfs, plain, out=rows[1], dtype=np.int64)
    np.multiply(rows[1], quoted, out=rows[2])
    size, total, inside = words.sums(rows)
    common = rows[1] / ZIPF_STEP
    squares = words.sums(common[None] * common)[0]
    ordered = zipfs[None]
    words.order(ordered)
    least = np.maximum(count, 1)
    # Where no word is plain, all are as rare as can be.
    none = (count == 0) & (words.counts > 0)
    return np.array(
        [
            total / least / ZIPF_STEP,
            spread(total / ZIPF_STEP, squares, least),
            words.quantile(ordered[0], count.astype(np.int64), 0.05) / ZIPF_STEP,
            uncommon / least + none,
            unknown / least + none,
            apart(total, inside, count, speech, ENOUGH_QUOTED) / ZIPF_STEP,
            variety(words, sheaf.traits(LOWER_HASH)),
            words.mean(size),
            words.mean(long),
            *sentence_words(sheaf),
        ]
    )


def sentence_words(sheaf: Sheaf) -> list[Floats]:
    """Mean length of the sentences of prose, and how much it varies."""
    sentences, stretches = prose_of(sheaf, 0)
    length = sentences[:, LAST] - sentences[:, FIRST]
    total, squares = stretches.sums(np.array([length, length * length]))
    mean = stretches.mean(total)
    return [mean, spread(total, squares, stretches.least) / np.maximum(mean, 1.0)]


def variety(words: Stretches, hashes: Ids) -> Floats:
    """Distinct words in a stretch of :data:`WINDOW`, mean over stretches; in (0, 1].

    0.0 for an article without words; a shorter one is one stretch.

    >>> variety(Stretches(np.array([0, 100, 100])), np.ones(100, np.int64)).tolist()
    [0.02, 0.0]
    """
    counts = np.where(words.counts > WINDOW, (words.counts - WINDOW) // MOVE + 1, 0)
    windows = Stretches(np.concatenate([[0], np.cumsum(counts)]))
    shift = np.repeat(words.begins - MOVE * windows.begins, counts)
    begins = MOVE * np.arange(len(shift)) + shift
    side = hashes[begins[:, None] + np.arange(WINDOW)]
    side.sort(axis=1)
    distinct = 1 + np.count_nonzero(side[:, 1:] != side[:, :-1], axis=1)
    found = windows.mean(windows.sums(distinct[None])[0]) / WINDOW
    for short in np.flatnonzero(counts == 0).tolist():
        own = hashes[words.bounds[short] : words.bounds[short + 1]].tolist()
        found[short] = len(set(own)) / max(len(own), 1)
    return found
