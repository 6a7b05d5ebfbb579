"""What of an article survives spinning, and what does not, as sets of hashed codes.

A thesaurus spinner leaves figures, names, quotations and little words alone and changes the
content words between them; a round trip through another language changes little words and
quotations, and keeps names, figures and their order; a desk that shortens keeps whole
sentences. So an article is seen as seven families of codes. What a code is worth does not
depend on the other articles at hand: the likeness of two articles is theirs alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.phonetic_keys import (
    MAX_ZIPF,
    MIN_NAME_CAPITAL_SHARE,
    hash_code,
    phonetic_key,
    sound_rarity,
)
from detector.english.lexicon import capital_share, fold, zipf
from detector.ngrams.lexical_statistics import quoted_words
from detector.ngrams.ngram_model import SPREADER
from detector.text.tokens import Tokens, batch_of
from detector.text.vocabulary import WordProperty

Codes = NDArray[np.int32]
Weights = NDArray[np.float32]

FAMILIES = ("shingles", "quotations", "frames", "contents", "names", "figures", "facts")
# Runs of words: 3 is the custom for near-duplicates; 4 for quotations, where a stock phrase
# of three words is common; 5 for frames, whose little words recur in any English (made up).
SHINGLE, QUOTATION, FRAME = 3, 4, 5
# The few hundred commonest words of edited news stand for themselves in a frame.
FRAME_ZIPF = 5.45
# Facts are paired with the next two: a desk or an engine may drop or move one between them.
REACH = 2
# Names commoner than this make no pair: ``Monday`` beside ``U.S.`` is in every paper (made up).
LEAST_RARITY = 2.2
FUNCTION, CONTENT, NAME, FIGURE = range(4)
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
        start=2,
    )
}
YEAR_RE = re.compile(r"(?:19|20)\d\d")
PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint64)


class WeightedCodes(NamedTuple):
    """Codes below 2**30, sorted and distinct, and what each is worth; both (n_codes,)."""

    codes: Codes
    weights: Weights


class Fingerprint(NamedTuple):
    """An article as its families of codes, in the order of :data:`FAMILIES`."""

    words: int
    families: tuple[WeightedCodes, ...]


# What a word is, its own code, its frame code and the code of its stem, sound or figure, and what
# sharing it is worth.
WORD_KEYS_DTYPE = np.dtype([("kind", np.int8), ("codes", np.uint64, 3), ("weight", np.float32)])


def word_keys(word: str) -> tuple[int, tuple[int, int, int], float]:
    """The fields of :data:`WORD_KEYS_DTYPE` for a word as printed."""
    kind, key, weight = classify_word(word)
    own = hash_code("word", fold(word))
    frame = own if kind == FUNCTION else 5 + kind
    return kind, (own, frame, hash_code(str(kind), key)), weight


WORD_KEYS = WordProperty(word_keys, WORD_KEYS_DTYPE)


def classify_word(word: str) -> tuple[int, str, float]:
    """What a printed word is, its key, and what sharing it is worth (0 to 6).

    >>> classify_word("100,000")[:2], classify_word("Kiev")[:2], classify_word("negotiations")[:2]
    ((3, '100000'), (2, 'kv'), (1, 'negoti'))
    """
    lowered = fold(word)
    if lowered in NUMBER_WORDS or word[0].isdigit():
        figure = NUMBER_WORDS.get(lowered, lowered.replace(",", ""))
        return FIGURE, figure, figure_rarity(figure)
    if is_name(word, lowered):
        key = phonetic_key(word)
        return NAME, key, sound_rarity(key)
    frequency = zipf(lowered)
    kind = FUNCTION if frequency >= FRAME_ZIPF else CONTENT
    return kind, lowered[:6], MAX_ZIPF - max(frequency, 2.0)


def is_name(word: str, lowered: str) -> bool:
    """Whether a printed word is a name: a capital, and no word that news prints without one."""
    if not word[0].isupper() or lowered == "i" or lowered.startswith("i'"):
        return False
    share = capital_share(lowered)
    return share > MIN_NAME_CAPITAL_SHARE or (share < 0 and zipf(lowered) == 0.0)


def figure_rarity(figure: str) -> float:
    """What sharing a figure is worth; the longer, the more (steps made up).

    >>> [figure_rarity(figure) for figure in ("9", "38", "2024", "640", "1.3", "86000")]
    [1.0, 1.5, 1.5, 3.0, 3.0, 4.5]
    """
    digits = sum(letter.isdigit() for letter in figure)
    if YEAR_RE.fullmatch(figure):
        return 1.5
    if digits >= 4:
        return 4.5
    if digits == 3 or "." in figure:
        return 3.0
    return 1.0 if digits == 1 else 1.5


def weighted_codes(codes: NDArray[np.uint64], weights: Weights | None = None) -> WeightedCodes:
    """Distinct codes in order, each with its greatest weight; 1 where none is given."""
    if weights is None:
        ordered = np.sort(codes.astype(np.int32))
        distinct = ordered[np.diff(ordered, prepend=-1) > 0]
        return WeightedCodes(distinct, np.ones(len(distinct), np.float32))
    order = np.lexsort((-weights, codes))
    distinct, first = np.unique(codes[order], return_index=True)
    return WeightedCodes(distinct.astype(np.int32), weights[order][first])


def ngram_hashes(codes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """A code below 2**30 for every run of so many codes, shape (n_codes - length + 1,)."""
    count = len(codes) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    mixed = np.full(count, np.uint64(length), dtype=np.uint64)
    for step in range(length):
        mixed = (mixed ^ codes[step : step + count]) * PRIMES[step]
        mixed ^= mixed >> np.uint64(29)
    return (mixed * SPREADER) >> np.uint64(34)


def fact_places(tokens: Tokens, kinds: NDArray[np.int8]) -> NDArray[np.int64]:
    """Indices of the words that stand for a fact: figures, and the last word of each name."""
    places = np.flatnonzero(kinds >= NAME)
    follows = np.zeros(len(places), dtype=np.bool_)
    for number in np.flatnonzero(np.diff(places) == 1).tolist():
        left, right = places[number], places[number + 1]
        both = kinds[left] == NAME and kinds[right] == NAME
        follows[number] = both and tokens.gap(int(right)) == " "
    return places[~follows]


def fact_pairs(codes: NDArray[np.uint64], weights: Weights) -> WeightedCodes:
    """Each fact with the next ones, whichever comes first: engines turn clauses round."""
    heavy = weights >= LEAST_RARITY
    codes, weights = codes[heavy], weights[heavy]
    found, worth = [np.empty(0, np.uint64)], [np.empty(0, np.float32)]
    for step in range(1, REACH + 1):
        left, right = codes[:-step], codes[step:]
        apart = left != right
        pair = np.stack([np.minimum(left, right)[apart], np.maximum(left, right)[apart]])
        mixed = (pair[0] * PRIMES[0]) ^ (pair[1] * PRIMES[1])
        found.append((mixed * SPREADER) >> np.uint64(34))
        worth.append(((weights[:-step] + weights[step:]) / 2)[apart])
    return weighted_codes(np.concatenate(found), np.concatenate(worth))


def fingerprint(tokens: Tokens) -> Fingerprint:
    """Read an article's families of codes (one to two milliseconds for 450 words).

    >>> found = fingerprint(Tokens("Anna Obi paid $1,250 in Harwick. “We had no other choice.”"))
    >>> {name: len(weighted_codes.codes) for name, weighted_codes in zip(FAMILIES,
    ...     found.families)}["figures"]
    1
    """
    found = tokens.word_properties(WORD_KEYS)
    kinds, codes, weights = found["kind"], found["codes"], found["weight"]
    inside = quoted_words(batch_of([tokens]), QUOTATION)
    content = (kinds == CONTENT) & ~inside
    names, figures = kinds == NAME, kinds == FIGURE
    fact = fact_places(tokens, kinds)
    return Fingerprint(
        tokens.word_count,
        (
            weighted_codes(ngram_hashes(codes[:, 0], SHINGLE)),
            weighted_codes(ngram_hashes(codes[inside, 0], QUOTATION)),
            weighted_codes(ngram_hashes(codes[:, 1], FRAME)),
            weighted_codes(codes[content, 2], weights[content]),
            weighted_codes(codes[names, 2], weights[names]),
            weighted_codes(codes[figures, 2], weights[figures]),
            fact_pairs(codes[fact, 2], weights[fact]),
        ),
    )
