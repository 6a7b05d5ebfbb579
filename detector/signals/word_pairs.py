"""Words side by side as numbers: what loops and fixed phrases are looked for with, all at once.

Edited news holds one of some three thousand odd phrases in one article of thirty, and a search for
them reads every letter of the others in vain. Each phrase has two or three words that are
seldom seen together; whether an article holds those is worked out for all words of a batch in a few
calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from detector.english.lexicon import zipfs_of
from detector.ngrams.ngram_model import SPREADER
from detector.text.arrays import Flags, Floats, Ids
from detector.text.character_classes import WORD_RE, lowercase
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.word_properties import ManyWords

RUN_RE = re.compile(r"[^\W_]+")
HEAD_MASK, TAIL_MASK = (1 << 16) - 1, ((1 << 16) - 1) << 16
# Of 2 ** 16 places 3 % are taken by the phrases' triples; what passes is looked up (made up: such
# a table stays in the cache nearest to the processor).
SIEVE_BITS = 16
# By so many bits the first pair of three words stands above the second.
ABOVE = 31


def edge_hashes(word: str) -> int:
    """The first and the last run of letters and digits of a word, in lower case, as one number.

    They differ where an apostrophe or a point joins two. A phrase that ends at ``harbour`` is found
    in ``harbour's``, so that only what faces the other word of a pair may count.

    >>> (edge_hashes("Don't") & HEAD_MASK == edge_hashes("don"),
    ...     edge_hashes("harbour") == edge_hashes("Harbour"))
    (False, True)
    >>> edge_hashes("Don't") & HEAD_MASK == edge_hashes("don") & HEAD_MASK
    True
    """
    lowered = word.lower()
    if lowered.isalnum():
        head = tail = hash(lowered)
    else:
        runs = RUN_RE.findall(lowered) or [""]
        head = hash(runs[0]) if lowered.startswith(runs[0]) else 0
        tail = hash(runs[-1]) if lowered.endswith(runs[-1]) else 0
    return (tail << 16) & TAIL_MASK | head & HEAD_MASK


def all_edge_hashes(words: PrintedWords) -> list[int]:
    """The :func:`edge_hashes` of each word; hardly any is of more than one run."""
    return [
        ((own := hash(word)) << 16) & TAIL_MASK | own & HEAD_MASK
        if word.isalnum()
        else edge_hashes(word)
        for word in lowercased(words)
    ]


EDGE_HASHES = ManyWords(all_edge_hashes, np.uint32)


@derived
def word_hashes(batch: TokenBatch) -> Ids:
    """A number for each word, shape (n_words,); words alike in lower case have the same."""
    return batch.word_properties(EDGE_HASHES).astype(np.int64)


@derived
def same_as_before(batch: TokenBatch) -> Flags:
    """Which words but the first are those before them, in whatever case, shape (n_words - 1,)."""
    hashes = word_hashes(batch)
    return np.equal(hashes[1:], hashes[:-1])


@derived
def hash_sums(batch: TokenBatch) -> NDArray[np.uint64]:
    """Sums of mixed hashes before each word and at the end: alike stretches differ by the same."""
    mixed = word_hashes(batch).view(np.uint64) * SPREADER
    sums = np.zeros(len(mixed) + 1, np.uint64)
    np.cumsum(mixed ^ mixed >> np.uint64(32), out=sums[1:])
    return sums


@derived
def bigram_hashes(batch: TokenBatch) -> Ids:
    """A number for each word and what stands before it, shape (n_words,).

    That of the first word of an article is like no other.
    """
    each = word_hashes(batch)
    hashes = each & HEAD_MASK
    hashes[1:] |= each[:-1] & TAIL_MASK
    starts = batch.word_segments.first
    hashes[starts] = -1 - np.arange(len(starts))
    return hashes


@derived
def trigram_hashes(batch: TokenBatch) -> Ids:
    """A number for each word and the two before it, shape (n_words,)."""
    hashes = bigram_hashes(batch).copy()
    hashes[1:] += bigram_hashes(batch)[:-1] << ABOVE
    return hashes


# The number of its kind, and its text.
Phrase = tuple[int, str]


class PhraseTable:
    """Which articles hold which kinds of phrases.

    Parameters
    ----------
    kinds : mapping
        Kind to phrases of two words or more, with straight apostrophes.

    >>> table = PhraseTable({"odd": ["bosom malignancy"], "dull": ["state of the art"]})
    >>> texts = ["A bosom malignancy’s end.", "Malignancy.", "State of the art", "The art"]
    >>> table.counts(TokenBatch(texts)).tolist()
    [[1, 0], [0, 0], [0, 1], [0, 0]]
    """

    def __init__(self, kinds: Mapping[str, Iterable[str]]) -> None:
        self.kinds = list(kinds)
        phrases = [(kind, each) for kind, own in enumerate(kinds.values()) for each in own]
        self._reach = max(len(each) for _, each in phrases)
        runs = [WORD_RE.findall(each) for _, each in phrases]
        lengths = np.array(list(map(len, runs)), np.int64)
        words = list(chain.from_iterable(runs))
        printed = PrintedWords(dict.fromkeys(words))
        places = dict(zip(printed, range(len(printed)), strict=True))
        own = np.array(list(map(places.__getitem__, words)), np.int64)
        hashes = np.array(all_edge_hashes(printed), np.int64)[own]
        pairs = hashes[:-1] & TAIL_MASK | hashes[1:] & HEAD_MASK
        first = lengths.cumsum() - lengths
        two, more = positions(lengths == 2), positions(lengths > 2)
        rarest = rarest_trigrams(zipfs_of(printed)[own], first[more], lengths[more])
        triples = pairs[rarest + 1] + (pairs[rarest] << ABOVE)
        self._runs = [
            (bigram_hashes, NgramTable(pairs[first[two]], [phrases[at] for at in two.tolist()])),
            (trigram_hashes, NgramTable(triples, [phrases[at] for at in more.tolist()])),
        ]

    def counts(self, batch: TokenBatch) -> Ids:
        """How many runs of each kind's phrases each article holds, (n_articles, n_kinds)."""
        found = [
            (word, kind)
            for numbers, table in self._runs
            for word, phrases in table.find(numbers(batch))
            for kind in self._held_at(batch, word, phrases)
        ]
        words, kinds = np.array(found, np.int64).reshape(-1, 2).T
        totals = np.zeros((len(batch), len(self.kinds)), np.int64)
        np.add.at(totals, (batch.owners(words), kinds), 1)
        return totals

    def _held_at(self, batch: TokenBatch, word: int, phrases: list[Phrase]) -> set[int]:
        """The kinds of the phrases that the text round a word holds."""
        at = int(batch.begins[word])
        around = lowercase(batch.text[max(0, at - self._reach) : at + self._reach])
        return {kind for kind, phrase in phrases if phrase in around}


class NgramTable:
    """Runs of words as numbers, and the phrases that hold each.

    Parameters
    ----------
    numbers : ndarray of int64, shape (n_phrases,)
    phrases : list of Phrase, length n_phrases
    """

    def __init__(self, numbers: Ids, phrases: list[Phrase]) -> None:
        self._phrases: dict[int, list[Phrase]] = {}
        for number, (kind, phrase) in zip(numbers.tolist(), phrases, strict=True):
            self._phrases.setdefault(number, []).append((kind, lowercase(phrase)))
        self._sieve = np.zeros(1 << SIEVE_BITS, np.bool_)
        self._sieve[sieve_slots(numbers)] = True

    def find(self, numbers: Ids) -> list[tuple[int, list[Phrase]]]:
        """The words on which one of the runs ends, each with the phrases that hold it."""
        words = positions(self._sieve[sieve_slots(numbers)])
        held = map(self._phrases.get, numbers[words].tolist())
        return [(word, own) for word, own in zip(words.tolist(), held, strict=True) if own]


def sieve_slots(numbers: Ids) -> NDArray[np.uint64]:
    """The place of each run in the sieve."""
    mixed: NDArray[np.uint64] = numbers.view(np.uint64) * SPREADER
    mixed >>= np.uint64(64 - SIEVE_BITS)
    return mixed


def rarest_trigrams(zipfs: Floats, first: Ids, lengths: Ids) -> Ids:
    """Where the three words of each phrase begin that news prints most seldom together."""
    sums = (zipfs[:-2] + zipfs[1:-1] + zipfs[2:]).tolist()
    spans = zip(first.tolist(), (first + lengths - 2).tolist(), strict=True)
    return np.array([min(range(*span), key=sums.__getitem__) for span in spans], np.int64)
