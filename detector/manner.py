"""How an article is worded, in plain figures: surprise, rarity, variety, quotations apart.

None of them depends on the length of the article by construction: they are means, shares,
quantiles, and differences between what is quoted and what is not. A thesaurus spinner leaves
quotations alone, so its article is plainer inside them than outside.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detector.company import COMPANY_NAMES, company_figures
from detector.lexicon import zipf
from detector.ngrams import Surprise
from detector.tokens import Tokens
from detector.trie import CLASSES, RARE
from detector.wordbook import Trait

Floats = NDArray[np.float64]

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
FAR, FARTHER = -4.0, -5.0
# Two of the commonest words that 10 million words of news never set together are odd; ids go
# by frequency.
COMMON = 3000
# Words inside quotations below which they are not set apart from the rest (made up).
ENOUGH_QUOTED = 25
# Window of the moving-average type-token ratio (Covington and McFall 2010).
WINDOW = 50
UNCOMMON_ZIPF = 3.2


ZIPF = Trait(zipf, np.float64)
PLAIN = Trait(str.islower)


def quoted_words(tokens: Tokens) -> NDArray[np.bool_]:
    """Which words stand inside quotation marks, shape (n_words,)."""
    quoted = np.zeros(tokens.word_count, dtype=bool)
    for quote in tokens.quotes:
        first, last = tokens.words_between(quote.start, quote.end)
        quoted[first:last] = True
    return quoted


def apart(values: Floats, quoted: NDArray[np.bool_]) -> float:
    """Mean outside quotations less the mean inside; 0.0 where either has too few words."""
    inside = int(np.count_nonzero(quoted))
    if inside < ENOUGH_QUOTED or len(values) - inside < ENOUGH_QUOTED:
        return 0.0
    return mean(values[~quoted]) - mean(values[quoted])


def mean(values: Floats) -> float:
    """Numpy's mean of values that are there, without what its checks cost.

    >>> mean(np.array([1.0, 2.0])), spread(np.array([1.0, 3.0]))
    (1.5, 1.0)
    """
    return float(np.add.reduce(values)) / len(values)


def spread(values: Floats) -> float:
    """Numpy's standard deviation, likewise."""
    apart = values - mean(values)
    return sqrt(float(np.add.reduce(apart * apart)) / len(values))


def share(held: NDArray[np.bool_]) -> float:
    """The share of values that are true."""
    return int(np.count_nonzero(held)) / len(held)


def surprise_figures(tokens: Tokens, quoted: NDArray[np.bool_], found: Surprise) -> Floats:
    """The columns of :data:`SURPRISE_NAMES`, then those of the company that words keep.

    Zeros for an article without words.
    """
    log10 = found.log10.astype(np.float64)
    if not len(log10):
        return np.zeros(len(SURPRISE_NAMES))
    tails = quantiles(log10, 0.02, 0.05, 0.1, 0.25, 0.5, 0.8)
    return np.array(
        [
            mean(log10),
            spread(log10),
            *tails,
            share(log10 < FAR),
            share(log10 < FARTHER),
            share(found.unseen),
            common_pairs(found),
            share(found.ids == RARE),
            *by_sentence(tokens, log10),
            apart(log10, quoted),
            apart(found.unseen.astype(np.float64), quoted),
            *company_figures(found, quoted),
        ]
    )


def common_pairs(found: Surprise) -> float:
    """Share of words that never followed the word before, though both are common."""
    common = (found.ids >= CLASSES) & (found.ids < CLASSES + COMMON)
    return share(found.unseen[1:] & common[1:] & common[:-1]) if len(common) > 1 else 0.0


def quantiles(values: Floats, *shares: float) -> list[float]:
    """Quantiles with linear interpolation: numpy's, without what its checks cost.

    >>> quantiles(np.array([3.0, 1.0, 2.0]), 0.25, 0.5)
    [1.5, 2.0]
    """
    ordered: list[float] = np.sort(values).tolist()
    last = len(ordered) - 1
    found = []
    for part in shares:
        below = int(part * last)
        above = min(below + 1, last)
        step = ordered[above] - ordered[below]
        found.append(ordered[below] + (part * last - below) * step)
    return found


def by_sentence(tokens: Tokens, log10: Floats) -> tuple[float, float, float]:
    """Mean of the first two words of sentences; spread and 10th percentile of sentence means."""
    prose = [(s.first, s.last) for s in tokens.sentences if s.prose and s.last - s.first >= 4]
    if not prose:
        return 0.0, 0.0, 0.0
    sums = np.concatenate([[0.0], np.cumsum(log10)])
    first, last = np.array(prose).T
    means = (sums[last] - sums[first]) / (last - first)
    openings = (sums[first + 2] - sums[first]) / 2
    return mean(openings), spread(means), quantiles(means, 0.1)[0]


def manner_figures(tokens: Tokens, quoted: NDArray[np.bool_]) -> Floats:
    """The columns of :data:`MANNER_NAMES`; zeros for an article without words."""
    count = tokens.word_count
    if not count:
        return np.zeros(len(MANNER_NAMES))
    letters = (tokens.ends - tokens.begins).astype(np.float64)
    zipfs, plain = tokens.traits(ZIPF), tokens.traits(PLAIN)
    prose = [s.last - s.first for s in tokens.sentences if s.prose] or [0]
    lengths = np.array(prose, dtype=np.float64)
    own = zipfs[plain] if plain.any() else np.zeros(1)
    return np.array(
        [
            mean(own),
            spread(own),
            *quantiles(own, 0.05),
            share(own < UNCOMMON_ZIPF),
            share(own == 0),
            apart(zipfs[plain], quoted[plain]),
            variety(tokens.lowered),
            mean(letters),
            share(letters >= 9),
            mean(lengths),
            spread(lengths) / max(mean(lengths), 1.0),
        ]
    )


def variety(words: list[str]) -> float:
    """Distinct words in a stretch of :data:`WINDOW`, mean over stretches; in (0, 1].

    >>> variety(["so"] * 100), variety(["a", "b"])
    (0.02, 1.0)
    """
    if len(words) <= WINDOW:
        return len(set(words)) / max(len(words), 1)
    stretches = range(0, len(words) - WINDOW + 1, WINDOW // 2)
    found = [len(set(words[at : at + WINDOW])) / WINDOW for at in stretches]
    return mean(np.array(found))
