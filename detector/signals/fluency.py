"""Words out of place: pairs that news never sets together, synonyms that it would not choose.

Thesaurus spinners and engines that translate word by word put a common word beside a common
word that it never keeps company with ("tight boundaries"). Any writer does so now and then:
what counts is how many there are, and the marks show an editor where to read. The n-gram
model behind it is :mod:`detector.ngrams.surprisal`.

A thesaurus spinner also prints a word where news prints another of its meaning ("tear gasoline",
"returned house"). Such a mark names the word that fits, which an editor sees at a glance.

The weights are 0, and the classifier must not learn from the marks: the model finds fluent what
it was trained on. Columns for learning come from models of other outlets.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import FIRST_CONTENT_ID, N_CLASS_IDS
from detector.ngrams.substitution import (
    batch_substitution_scores,
    substitution_scores,
)
from detector.ngrams.surprisal import (
    Surprisal,
    batch_surprisal,
    shipped_ngram_model,
    word_surprisal,
)
from detector.signals.context import in_unquoted_prose
from detector.signals.prefilter import batch_condition
from detector.signals.signal import (
    EMPTY_MEASUREMENT,
    Mark,
    Measurement,
    PrefilteredReader,
    Signal,
    density,
)
from detector.text.arrays import Ids
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# 6,000 words make up nine in ten running words that are no names. Beyond, two words may
# be good company and never have met in 11 million words.
FIRST_RARE_ID = N_CLASS_IDS + 6000
# What a word gains in log10 from its neighbours on both sides. At -0.5 edited news has 15 such
# pairs in 1,000 words (outlets held out), spun copies 27; the word falls inside a span that
# translators marked as badly worded twice as often as a random word (WMT 2020 and 2021, zh-en).
MAX_NEIGHBOUR_GAIN = -0.5
# Pairs an article must hold, in all and per 1,000 words, for the signal to speak: 4 in 100 clean
# articles do, 25 in 100 spun copies, 16 in 100 human translations.
MIN_PAIRS = 5
MIN_PAIR_DENSITY = 35.0
MOST_SHOWN = 5
# A rival fits this much better (log10). With five such words, and 15 in 1,000, the signal
# speaks in 3 of 1,000 clean articles and 14 of 1,000 human translations of outlets and years held
# out, in 74 of 100 articles spun with a thesaurus and 49 of 100 spun with a farm's swaps.
LEAST_LEAD = 3.0
FEWEST_OUTDONE = 5
LEAST_OUTDONE = 15.0


def improbable_pairs(surprisal: Surprisal) -> list[tuple[float, int]]:
    """Company and index of each word that its neighbours make improbable, least likely first."""
    neighbour_gain, odd = improbable_words(surprisal)
    return sorted((float(neighbour_gain[index]), int(index)) for index in odd)


def improbable_words(surprisal: Surprisal) -> tuple[NDArray[np.float32], Ids]:
    """Company of each word but the last, and which words their neighbours make improbable."""
    gain = surprisal.log10 - surprisal.alone
    neighbour_gain = gain[:-1] + gain[1:]
    ids, before = surprisal.ids[1:-1], surprisal.ids[:-2]
    odd = (
        # A pair that ends in a word of grammar is seldom what is odd (lift 1.0 to 1.2 on the
        # human-marked spans).
        (ids >= FIRST_CONTENT_ID)
        & (ids < FIRST_RARE_ID)
        & (before >= N_CLASS_IDS)
        & (before < FIRST_RARE_ID)
    )
    odd &= surprisal.unseen[1:-1] & (neighbour_gain[1:] <= MAX_NEIGHBOUR_GAIN)
    return neighbour_gain, positions(odd) + 1


def holds_improbable(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles hold improbable pairs enough, quotations included, shape (n_articles,)."""
    _, odd = improbable_words(batch_surprisal(batch))
    # At the edges of an article a neighbour is missing.
    inner = np.ones(len(batch.begins) + 1, np.bool_)
    inner[batch.words_from] = inner[batch.words_from - 1] = False
    return are_dense(batch, odd[inner[odd]], MIN_PAIRS, MIN_PAIR_DENSITY)


def are_dense(batch: TokenBatch, words: Ids, fewest: int, least: float) -> NDArray[np.bool_]:
    """Which articles hold so many of some words, in all and per 1,000; see :func:`density`."""
    counts = np.bincount(batch.owners(words), minlength=len(batch))
    floored = np.maximum(batch.word_segments.counts, 100)
    return (1000.0 * counts / floored >= least) & (counts >= fewest)


def pairs_in_prose(tokens: Tokens) -> list[Mark]:
    """The improbable pairs of unquoted prose, worst first.

    Neither quotations count, in which people say odd things, nor headlines and menus, whose
    clipped style sets words together that no sentence does.
    """
    return [
        Mark(tokens.starts[index - 1], tokens.word_span(index).end)
        for _, index in improbable_pairs(word_surprisal(tokens))
        if in_unquoted_prose(tokens, tokens.starts[index])
    ]


def outdone_words(tokens: Tokens) -> list[Mark]:
    """Words of unquoted prose that a synonym would fit far better, worst first."""
    scores, model = substitution_scores(tokens), shipped_ngram_model()
    marks = []
    for at in positions(scores.odds <= -LEAST_LEAD).tolist():
        index = int(scores.words[at])
        if in_unquoted_prose(tokens, tokens.starts[index]):
            note = f"news would rather print “{model.word_of(int(scores.best[at]))}” here"
            marks.append((scores.odds[at], Mark(*tokens.word_span(index), note)))
    return [mark for _, mark in sorted(marks)]


def holds_outdone(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles hold outdone words enough, quotations included, shape (n_articles,)."""
    scores = batch_substitution_scores(batch)
    words = scores.words[scores.odds <= -LEAST_LEAD]
    return are_dense(batch, words, FEWEST_OUTDONE, LEAST_OUTDONE)


def worst(marks: list[Mark], most: int = MOST_SHOWN) -> tuple[Mark, ...]:
    """The first few of some marks, in the order of the text.

    Every article has some: they show where the wording is odd of one that goes to review on other
    grounds.
    """
    return tuple(sorted(marks[:most]))


def read_dense(
    tokens: Tokens, find: Callable[[Tokens], list[Mark]], fewest: int, least: float, most: int
) -> Measurement:
    """Read the density of marks where there are so many, in all and per 1,000; show the worst."""
    marks = find(tokens) if tokens.word_count >= 3 * fewest else []
    value = density(len(marks), tokens)
    if len(marks) < fewest or value < least:
        return EMPTY_MEASUREMENT
    return Measurement(value, worst(marks, most))


SIGNALS = (
    Signal(
        name="improbable_pair",
        cause="spin",
        means="two common words that edited news never puts side by side",
        wrongs="poetic or technical writing, and subjects that the press seldom covers",
        example=(
            "The mayor mentioned the carriage was tardy owing to the frozen rear. Many worried "
            "folks stood with chilly fingers, while the drained crew hunted a fresh motor and "
            "the loyal club gave heated drink to shut passengers by silent trams."
        ),
        read=PrefilteredReader(
            lambda tokens: read_dense(
                tokens, pairs_in_prose, MIN_PAIRS, MIN_PAIR_DENSITY, MOST_SHOWN
            ),
            batch_condition(holds_improbable),
        ),
        weight=0.0,
        learned=False,
    ),
    Signal(
        name="outdone_word",
        cause="spin",
        means="words that news would not choose here, where a synonym fits better",
        wrongs="technical terms, dialect, and subjects that the press seldom covers",
        example=(
            "Police used tear gasoline on the crowd on Sunday night. The man was wounded in an "
            "automobile accident and returned house after three yrs. The prime pastor stated the "
            "nation would boost spending on the well being service."
        ),
        read=PrefilteredReader(
            lambda tokens: read_dense(
                tokens, outdone_words, FEWEST_OUTDONE, LEAST_OUTDONE, 2 * MOST_SHOWN
            ),
            batch_condition(holds_outdone),
        ),
        weight=0.0,
        learned=False,
    ),
)
