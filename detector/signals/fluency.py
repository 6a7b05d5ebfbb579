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

import numpy as np
from numpy.typing import NDArray

from detector.ngrams.ngram_model import FIRST_CONTENT_ID, N_CLASS_IDS
from detector.ngrams.substitution import (
    batch_substitution_scores,
    substitute_table,
    substitution_scores,
)
from detector.ngrams.surprisal import (
    Surprisal,
    batch_surprisal,
    shipped_ngram_model,
    word_surprisal,
)
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
    """Company and index of each word that its neighbours make improbable, least likely first.

    Parameters
    ----------
    surprisal : Surprisal
        What the n-gram model says of each word.
    """
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
    dense: NDArray[np.bool_] = (1000.0 * counts / floored >= least) & (counts >= fewest)
    return dense


def pairs_in_prose(tokens: Tokens) -> list[int]:
    """Index of the second word of each improbable pair, worst first.

    Neither quotations count, in which people say odd things, nor headlines and menus, whose
    clipped style sets words together that no sentence does.
    """
    pairs = improbable_pairs(word_surprisal(tokens))
    return [index for _, index in pairs if counts(tokens, tokens.starts[index])]


def counts(tokens: Tokens, offset: int) -> bool:
    """Whether a word that begins at ``offset`` stands in unquoted prose."""
    sentence = tokens.sentence_at(offset)
    return sentence is not None and sentence.prose and not tokens.in_quote(offset)


def least_likely(tokens: Tokens) -> tuple[Mark, ...]:
    """The least likely pairs of an article, in the order of the text.

    Every article has some: this is for one that goes to review on other grounds, to show where
    its wording is odd.
    """
    return tuple(pair_mark(tokens, index) for index in sorted(pairs_in_prose(tokens)[:MOST_SHOWN]))


def read_improbable_pairs(tokens: Tokens) -> Measurement:
    """Read the density of improbable pairs; show the least likely."""
    if tokens.word_count < 3 * MIN_PAIRS:
        return EMPTY_MEASUREMENT
    pairs = pairs_in_prose(tokens)
    value = density(len(pairs), tokens)
    if len(pairs) < MIN_PAIRS or value < MIN_PAIR_DENSITY:
        return EMPTY_MEASUREMENT
    return Measurement(value, tuple(pair_mark(tokens, at) for at in sorted(pairs[:MOST_SHOWN])))


def pair_mark(tokens: Tokens, index: int) -> Mark:
    """Mark a word with the word before it."""
    return Mark(tokens.starts[index - 1], tokens.word_span(index).end)


def outdone_words(tokens: Tokens) -> list[Mark]:
    """Words of unquoted prose that a synonym would fit far better, worst first."""
    scores, rivals = substitution_scores(tokens), substitute_table(shipped_ngram_model())
    marks = []
    for at in positions(scores.odds <= -LEAST_LEAD).tolist():
        index = int(scores.words[at])
        if counts(tokens, tokens.starts[index]):
            note = f"news would rather print “{rivals.name(int(scores.best[at]))}” here"
            marks.append((scores.odds[at], Mark(*tokens.word_span(index), note)))
    return [mark for _, mark in sorted(marks)]


def worst_outdone(tokens: Tokens) -> tuple[Mark, ...]:
    """The worst of them in the order of the text, for an article that goes to review."""
    return tuple(sorted(outdone_words(tokens)[:MOST_SHOWN]))


def holds_outdone(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles hold outdone words enough, quotations included, shape (n_articles,)."""
    scores = batch_substitution_scores(batch)
    words = scores.words[scores.odds <= -LEAST_LEAD]
    return are_dense(batch, words, FEWEST_OUTDONE, LEAST_OUTDONE)


def read_outdone_words(tokens: Tokens) -> Measurement:
    """Read the density of outdone words; show the worst."""
    if tokens.word_count < 3 * FEWEST_OUTDONE:
        return EMPTY_MEASUREMENT
    marks = outdone_words(tokens)
    value = density(len(marks), tokens)
    if len(marks) < FEWEST_OUTDONE or value < LEAST_OUTDONE:
        return EMPTY_MEASUREMENT
    return Measurement(value, tuple(sorted(marks[: 2 * MOST_SHOWN])))


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
        read=PrefilteredReader(read_improbable_pairs, batch_condition(holds_improbable)),
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
        read=PrefilteredReader(read_outdone_words, batch_condition(holds_outdone)),
        weight=0.0,
        learned=False,
    ),
)
