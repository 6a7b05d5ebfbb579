"""The vocabulary of an article beside that of the people whom it quotes.

Spinners spare quotations, which gives away the rest: its words are rarer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.english.lexicon import common_words
from detector.signals.context import bearers_in, unquoted_ranges
from detector.signals.prefilter import batch_condition
from detector.signals.signal import EMPTY_MEASUREMENT, Mark, Measurement, PrefilteredReader, Signal
from detector.text.arrays import Ids
from detector.text.segments import cumulative
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords

# Words at or above this frequency (occurrences per billion, log10) are common: 3.5 keeps the
# 14,320 commonest words of the table, 97 % of the small-letter words of clean articles (measured).
MIN_FREQUENT_ZIPF = 3.5
# A comparison of vocabularies needs this many words on either side (made up).
FEWEST_QUOTED, FEWEST_UNQUOTED = 60, 120
# Rare words per 1,000 that the text outside quotations has more than the text inside: 3 to 4
# of 1,000 clean articles are above it and 22 of 1,000 of our own spins (measured), of which few
# spare quotations: too little to vote.
VOCABULARY_EXCESS = 50.0


def are_rare(words: list[str]) -> list[bool]:
    """Which printed words are in small letters and seldom printed by edited news."""
    frequent = common_words(MIN_FREQUENT_ZIPF)
    return [word not in frequent and word.islower() and word.isalpha() for word in words]


RARE_WORD = ManyWords(are_rare)


def compare_vocabularies(tokens: Tokens) -> Measurement:
    """How much rarer the words outside quotations are than those inside, per 1,000 words."""
    quoted = [tokens.words_between(quote.start, quote.end) for quote in tokens.quotes]
    unquoted = list(unquoted_ranges(tokens))
    n_inside, n_outside = (sum(end - first for first, end in part) for part in (quoted, unquoted))
    if n_inside < FEWEST_QUOTED or n_outside < FEWEST_UNQUOTED:
        return EMPTY_MEASUREMENT
    rare = tokens.word_properties(RARE_WORD)
    inside, outside = bearers_in(rare, quoted), bearers_in(rare, unquoted)
    excess = 1000 * (len(outside) / n_outside - len(inside) / n_inside)
    if excess <= VOCABULARY_EXCESS:
        return EMPTY_MEASUREMENT
    return Measurement(excess, tuple(Mark(*tokens.word_span(index)) for index in outside))


def holds_rare_words(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles have so much rarer words outside quotations, shape (n_articles,)."""
    owners, bounds = quoted_bounds(batch)
    first, last = bounds.T
    n_inside = np.bincount(owners, last - first, len(batch))
    n_outside = batch.word_segments.counts - n_inside
    enough: NDArray[np.bool_] = (n_inside >= FEWEST_QUOTED) & (n_outside >= FEWEST_UNQUOTED)
    if not enough.any():
        return enough
    rare = cumulative(batch.word_properties(RARE_WORD))
    inside = np.bincount(owners, rare[last] - rare[first], len(batch))
    outside = np.diff(rare[batch.words_from]) - inside
    excess = outside / np.maximum(n_outside, 1) - inside / np.maximum(n_inside, 1)
    enough &= 1000 * excess > VOCABULARY_EXCESS
    return enough


def quoted_bounds(batch: TokenBatch) -> tuple[Ids, Ids]:
    """The article of each quotation and its half-open range of words, (n_quotes, 2)."""
    owners = np.arange(len(batch)).repeat(np.diff(batch.quotes_from))
    return owners, batch.begins.searchsorted(batch.quotes[:, :2])


# Stands in for an article that was spun around its quotations: 60 quoted words, 120 others.
SPUN_AROUND_QUOTES = (
    "“We said that the road would be open by then and it will be open,” the mayor said. "
    * 5
    + "The headman surmised that the vanquished bailiwick needed motorcars and answerableness, "
    "a townsman reckons, while the kickoff was decelerated by the postulation. " * 6
)

SIGNALS = (
    Signal(
        name="quotation_vocabulary",
        cause="spin",
        means="the text uses much rarer words than the people it quotes",
        wrongs="reviews and science news that quote plain speech",
        example=SPUN_AROUND_QUOTES,
        read=PrefilteredReader(compare_vocabularies, batch_condition(holds_rare_words)),
        unit="rare words per 1,000 outside quotations, less those inside",
    ),
)
