"""Fixed pairs of words with a synonym in the place of one part: ``weather change``.

The tools of content farms look every word up by itself, so that climate change becomes weather
change and the foreign minister an overseas minister. No list of such swaps is ever whole: the
senses of a thesaurus and the pairs that news prints all the time give them (see
:mod:`detector.ngrams.compounds`). A pair may be new to us and right all the same, so it takes one
that stands for a very common pair, or two of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.ngrams.compounds import BrokenPairs, broken_pairs
from detector.ngrams.surprisal import shipped_ngram_model
from detector.signals.prefilter import batch_condition
from detector.signals.signal import Mark, Signal, finder
from detector.text.arrays import Flags
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# log10 of the probability of the pair that was meant, and of its mutual information: alone, and of
# two in an article (found on translations by people, of which 1 in 100 has such a mark, and none
# of 500 edited articles; one of five spun ones has).
SURE_JOINT, SURE_GAIN = -5.0, 2.5
JOINT, GAIN, FEWEST = -5.5, 2.0, 2


def is_sure(pairs: BrokenPairs) -> Flags:
    """Which pairs stand for one so common that one mark says enough."""
    return (pairs.joint >= SURE_JOINT) & (pairs.gain >= SURE_GAIN)


def is_likely(pairs: BrokenPairs) -> Flags:
    """Which pairs say enough in company."""
    return (pairs.joint >= JOINT) & (pairs.gain >= GAIN)


def holds_broken(batch: TokenBatch) -> Flags:
    """Which articles hold pairs enough, quotations included, shape (n_articles,)."""
    pairs, n_articles = broken_pairs(batch), len(batch)
    sure, likely = (
        np.bincount(batch.owners(pairs.words[flags]), minlength=n_articles)
        for flags in (is_sure(pairs), is_likely(pairs))
    )
    return (sure > 0) | (likely >= FEWEST)


def find_swapped_parts(tokens: Tokens) -> Iterator[Mark]:
    """Yield the pairs of unquoted prose with a part swapped."""
    pairs, model = broken_pairs(tokens.batch), shipped_ngram_model()
    start, stop = tokens.batch.words_from[tokens.number : tokens.number + 2]
    own = (pairs.words > start) & (pairs.words < stop) & is_likely(pairs)
    marks, sure = [], is_sure(pairs)
    for at in positions(own).tolist():
        index = int(pairs.words[at] - start)
        if stands_in_prose(tokens, index):
            span = tokens.starts[index - 1], tokens.word_span(index).end
            words = " ".join(map(model.word_of, pairs.whole[at]))
            marks.append((bool(sure[at]), Mark(*span, f"news says “{words}”")))
    several = len({tokens.text[mark.start : mark.end].lower() for _, mark in marks}) >= FEWEST
    yield from (mark for alone, mark in marks if alone or several)


def stands_in_prose(tokens: Tokens, index: int) -> bool:
    """Whether a word and the one before it stand in unquoted prose."""
    start = tokens.starts[index - 1]
    sentence = tokens.sentence_at(start)
    inside = sentence is not None and sentence.prose and index < sentence.last
    return inside and not tokens.in_quote(start)


SIGNALS = (
    Signal(
        name="swapped_part",
        cause="spin",
        means="a synonym stands for one part of two words that news always prints together",
        wrongs="terms of trades that the press seldom covers",
        example="Scientists linked the drought to weather change, the inside ministry said.",
        read=finder(find_swapped_parts, batch_condition(holds_broken)),
        weight=2.0,
        learned=False,
    ),
)
