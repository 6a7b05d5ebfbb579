"""Estimate an n-gram model of edited news from articles (:mod:`detector.ngrams.ngram_model`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.english.lexicon import capital_share
from detector.ngrams.ngram_model import (
    COST_SCALE,
    HIGHEST_COST,
    N_CLASS_IDS,
    PAIR_BITS,
    PAIR_PRINT,
    START_ID,
    TRIPLE_BITS,
    TRIPLE_PRINT,
    NgramModel,
    hashed,
    lower,
    upper,
)
from detector.ngrams.surprisal import breaks, class_of, interleaved
from detector.text.tokens import Tokens, batch_of

Ints = NDArray[np.int64]

# A word has an id of its own when training saw it this often; below, its pairs are chance.
LEAST_WORD_COUNT = 8
# Triples seen once are left out: they make up four fifths of all and tell little.
LEAST_TRIPLE_COUNT = 2
# Most occurrences of a name have a capital in mid sentence.
NAME_CAPITAL_SHARE = 0.75
# Words that have capitals and belong to the grammar of news all the same.
NO_NAMES = frozenset(
    """i i'm i've i'll i'd mr mrs ms dr monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december""".split()
)
# About one bucket an entry.
BUCKETS = 1 << 20


class EncodedArticle(NamedTuple):
    """One article in figures: per word its form, its class if it has no id, what is before it."""

    forms: NDArray[np.int32]
    classes: NDArray[np.int8]
    breaks: NDArray[np.int8]


class FormIndex(dict[str, int]):
    """Lower-case forms numbered in the order of their first sight."""

    def __missing__(self, form: str) -> int:
        """Give a new form the next number."""
        self[form] = number = len(self)
        return number


def is_listed(word: str) -> bool:
    """Whether a folded word may have an id: letters and inner apostrophes alone.

    >>> is_listed("don't"), is_listed("g20"), is_listed("x_y")
    (True, False, False)
    """
    return word.replace("'", "").isalpha()


def name_like(word: str) -> bool:
    """Whether a lower-case word stands for the class of names.

    >>> name_like("kyiv"), name_like("monday"), name_like("border")
    (True, False, False)
    """
    return word not in NO_NAMES and capital_share(word) >= NAME_CAPITAL_SHARE


def stream(text: str, forms: FormIndex) -> EncodedArticle:
    """Turn a text into figures; new forms are added to ``forms``."""
    tokens = Tokens(text)
    return EncodedArticle(
        np.array([forms[word] for word in tokens.lowered], np.int32),
        np.array([class_of(word) for word in tokens.words], np.int8),
        breaks(batch_of([tokens])).astype(np.int8),
    )


def held_out_models(texts: Sequence[str], own: Collection[int], folds: int) -> list[NgramModel]:
    """One model a fold, estimated from the texts of all other folds; ``own`` has each text's."""
    forms = FormIndex()
    streams = [stream(text, forms) for text in texts]
    names = list(forms)
    return [
        estimate([one for one, its in zip(streams, own, strict=True) if its != fold], names)
        for fold in range(folds)
    ]


def estimate(streams: Sequence[EncodedArticle], forms: Sequence[str]) -> NgramModel:
    """Estimate a model from articles in figures.

    Parameters
    ----------
    streams : sequence of EncodedArticle
    forms : sequence of str
        The forms in the order of their numbers.
    """
    known = [stream for stream in streams if len(stream.forms)]
    times = np.bincount(np.concatenate([s.forms for s in known]), minlength=len(forms))
    words = choose_words(times, forms)
    table = np.full(len(forms), -1, dtype=np.int64)
    table[[number for number, _ in words]] = np.arange(len(words)) + N_CLASS_IDS
    whole = np.concatenate([id_sequence(stream, table) for stream in known])
    return fit_smoothed_model(whole, [form for _, form in words])


def choose_words(times: Ints, forms: Sequence[str]) -> list[tuple[int, str]]:
    """Number and form of the words that get an id, commonest first."""
    chosen = [
        (-times[number], forms[number], number)
        for number in np.flatnonzero(times >= LEAST_WORD_COUNT).tolist()
        if is_listed(forms[number]) and not name_like(forms[number])
    ]
    return [(number, form) for _, form, number in sorted(chosen)]


def id_sequence(stream: EncodedArticle, table: Ints) -> Ints:
    """The ids of an article with the breaks between them."""
    ids = table[stream.forms]
    words = np.where(ids < 0, stream.classes, ids)
    return interleaved(words, stream.breaks.astype(np.int64)).ids


def fit_smoothed_model(whole: Ints, words: list[str]) -> NgramModel:
    """Count pairs and triples and smooth them."""
    before, after = whole[:-1], whole[1:]
    # Nothing is learned about what follows the end of a sentence.
    inside = after != START_ID
    pairs, pair_times = np.unique((before << 16 | after)[inside], return_counts=True)
    n_ids = len(words) + N_CLASS_IDS
    first, second = pairs >> 16, pairs & 0xFFFF
    # Alone, a word is as likely as it has words it was seen after (Kneser and Ney 1995).
    alone = np.bincount(second, minlength=n_ids) + 0.5
    word_prob = alone / alone.sum()
    pair_prob, word_left = interpolate(first, pair_times, word_prob[second], n_ids)
    index = np.searchsorted(pairs, before << 16 | after)
    index[~inside] = -1
    keep = (index[:-1] >= 0) & inside[1:]
    triples, times = np.unique((index[:-1][keep] << 16) | whole[2:][keep], return_counts=True)
    kept = times >= LEAST_TRIPLE_COUNT
    triples, times = triples[kept], times[kept]
    context, third = triples >> 16, triples & 0xFFFF
    lower = pair_prob[np.searchsorted(pairs, second[context] << 16 | third)]
    contexts = np.bincount(index[:-1][keep], minlength=len(pairs))
    triple_prob, pair_left = interpolate(context, times, lower, len(pairs), contexts)
    says = cost(pair_left).astype(np.int64) << 8 | cost(pair_prob)
    order, pair_sizes, pair_entries = filed(pairs, says, PAIR_BITS, PAIR_PRINT)
    # Triples know their context by its place in the file of pairs.
    place = np.empty(len(pairs), dtype=np.int64)
    place[order] = np.arange(len(pairs))
    triple_keys = place[context] << 16 | third
    _, sizes, entries = filed(triple_keys, cost(triple_prob), TRIPLE_BITS, TRIPLE_PRINT)
    return NgramModel(
        vocabulary=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        word_cost=cost(word_prob),
        word_backoff=cost(word_left),
        pair_sizes=pair_sizes,
        pair_entries=pair_entries,
        triple_sizes=sizes,
        triple_entries=entries,
    )


def interpolate(
    context: Ints,
    times: Ints,
    lower: NDArray[np.float64],
    n_contexts: int,
    whole: Ints | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Discounted probabilities of one order, interpolated with the order below.

    Parameters
    ----------
    context, times : ndarray of shape (n_grams,)
    lower : ndarray of shape (n_grams,)
        Probability of the last word in the order below.
    n_contexts : int
    whole : ndarray of shape (n_contexts,), optional
        Occurrences of each context, where not all its n-grams were kept.

    Returns
    -------
    probabilities : ndarray of shape (n_grams,)
    left : ndarray of shape (n_contexts,)
        Mass that each context leaves to the order below.
    """
    once, twice = (times == 1).sum(), (times == 2).sum()
    discount = once / (once + 2 * twice) if once else 0.75
    total = np.bincount(context, times, n_contexts) if whole is None else whole.astype(float)
    total = np.maximum(total, 1)
    spent = np.bincount(context, times - discount, n_contexts) / total
    left = np.clip(1 - spent, 1e-3, 1)
    return (times - discount) / total[context] + left[context] * lower, left


def filed(
    keys: Ints, says: NDArray[np.integer], key_bits: int, print_bits: int
) -> tuple[Ints, NDArray[np.uint8], NDArray[np.uint32]]:
    """File keys, with what their entries say, into buckets.

    Returns
    -------
    order : ndarray of shape (n_keys,)
        The keys' order in the file.
    sizes : ndarray of shape (n_buckets,)
    entries : ndarray of shape (n_keys,)
        In the order of the file.
    """
    mixed = hashed(keys, key_bits)
    order = np.argsort(mixed, kind="stable")
    sizes = np.bincount(upper(mixed, key_bits, BUCKETS), minlength=BUCKETS)
    entries = (lower(mixed, print_bits) | says.astype(np.uint32))[order]
    return order, sizes.astype(np.uint8), entries


def cost(probability: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Cost in one byte."""
    return np.clip(np.round(-COST_SCALE * np.log10(probability)), 0, HIGHEST_COST).astype(np.uint8)
