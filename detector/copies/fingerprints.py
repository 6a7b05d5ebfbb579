"""What of an article survives spinning, and what does not, as sets of hashed codes.

A thesaurus spinner leaves figures, names, quotations and little words alone and changes the
content words between them; a round trip through another language changes little words and
quotations, and keeps names, figures and their order; a desk that shortens keeps whole
sentences. So an article is seen as seven families of codes. What a code is worth does not
depend on the other articles at hand: the likeness of two articles is theirs alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.code_sets import (
    PRIMES,
    OwnedCodes,
    WeightedCodes,
    Weights,
    ngram_hashes,
    weighted_codes,
)
from detector.copies.phonetic_keys import MAX_ZIPF, hash_code, phonetic_key, sound_rarity
from detector.copies.sentence_codes import (
    CONTENT,
    FIGURE,
    FUNCTION,
    NAME,
    SentenceCodes,
    sentence_codes,
)
from detector.english.lexicon import folded_words, lexicon, rows_of, zipfs_of
from detector.english.word_classes import MIN_NAME_CAPITAL_SHARE
from detector.ngrams.lexical_statistics import quoted_words
from detector.ngrams.ngram_model import SPREADER
from detector.text.arrays import Ids
from detector.text.printed_words import PrintedWords
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens, batch_of, tokenize
from detector.text.word_properties import ManyWords

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
NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
        start=2,
    )
}
# Articles read at a time: .38 ms for each of 64, 2.0 ms for one by itself (measured on news).
BATCH = 64
YEAR_RE = re.compile(r"(?:19|20)\d\d")


class Fingerprint(NamedTuple):
    """An article as its families of codes, in the order of :data:`FAMILIES`.

    ``sentences`` holds the telling words once more, passage by passage.
    """

    words: int
    families: tuple[WeightedCodes, ...]
    sentences: SentenceCodes


# What a word is, its own code, its frame code and the code of its stem, sound or figure, what
# sharing it is worth, how common it is on the zipf scale (0 where no paper printed it), and its
# first character in lower case.
WORD_KEYS_DTYPE = np.dtype(
    [
        ("kind", np.int8),
        ("codes", np.uint64, 3),
        ("weight", np.float32),
        ("zipf", np.float32),
        ("initial", np.int32),
    ]
)


WordKeys = tuple[int, tuple[int, int, int], float, float, int]


def word_keys(words: PrintedWords) -> list[WordKeys]:
    """The fields of :data:`WORD_KEYS_DTYPE` for each of some words as printed."""
    frequencies = zipfs_of(words).tolist()
    return list(map(keys_of_word, words, folded_words(words), rows_of(words), frequencies))


def keys_of_word(word: str, lowered: str, row: int, frequency: float) -> WordKeys:
    """The same for one, whose key, row of the lexicon (-1 for none) and frequency are known."""
    kind, key, weight = classify(word, lowered, row, frequency)
    own = hash_code("word", lowered)
    frame = own if kind == FUNCTION else 5 + kind
    codes = own, frame, hash_code(str(kind), key)
    return kind, codes, weight, frequency, ord(word[0].lower()[0])


WORD_KEYS = ManyWords(word_keys, WORD_KEYS_DTYPE)


def classify(word: str, lowered: str, row: int, frequency: float) -> tuple[int, str, float]:
    """What a printed word is, its key, and what sharing it is worth (0 to 6).

    ``lowered`` is its key of the lexicon, ``row`` its row there (-1 for none).

    >>> classify("100,000", "100,000", -1, 0.0)[:2], classify("Kiev", "kiev", -1, 0.0)[:2]
    ((3, '100000'), (2, 'kv'))
    >>> classify("negotiations", "negotiations", 0, 4.6)[:2]
    (1, 'negoti')
    """
    if lowered in NUMBER_WORDS or word[0].isdigit():
        figure = NUMBER_WORDS.get(lowered, lowered.replace(",", ""))
        return FIGURE, figure, figure_rarity(figure)
    if word[0].isupper() and is_name(lowered, row, frequency):
        key = phonetic_key(lowered)
        return NAME, key, sound_rarity(key)
    kind = FUNCTION if frequency >= FRAME_ZIPF else CONTENT
    return kind, lowered[:6], MAX_ZIPF - max(frequency, 2.0)


def is_name(lowered: str, row: int, frequency: float) -> bool:
    """Whether a word with a capital is a name: no word that news prints without one."""
    if lowered == "i" or lowered.startswith("i'"):
        return False
    share = float(lexicon().capital_shares[row]) if row >= 0 else -1.0
    return share > MIN_NAME_CAPITAL_SHARE or (share < 0 and frequency == 0.0)


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


def fact_mask(batch: TokenBatch, kinds: NDArray[np.int8], owners: Ids) -> NDArray[np.bool_]:
    """The words that stand for a fact: figures, and the last word of each name, (n_words,)."""
    mask = kinds >= NAME
    names = kinds == NAME
    spaced = (batch.begins[1:] - batch.ends[:-1] == 1) & (batch.after[:-1] == ord(" "))
    goes_on = names[:-1] & names[1:] & spaced & (owners[:-1] == owners[1:])
    mask[:-1] &= ~goes_on
    return mask


def fact_pairs(codes: OwnedCodes, weights: Weights) -> list[WeightedCodes]:
    """Each fact with the next ones, whichever comes first: engines turn clauses round."""
    heavy = weights >= LEAST_RARITY
    codes, weights = codes.where(heavy), weights[heavy]
    hashes, owners, worth = [], [], []
    for step in range(1, REACH + 1):
        left, right = codes.codes[:-step], codes.codes[step:]
        apart = (left != right) & (codes.owners[:-step] == codes.owners[step:])
        pair = np.stack([np.minimum(left, right)[apart], np.maximum(left, right)[apart]])
        mixed = (pair[0] * PRIMES[0]) ^ (pair[1] * PRIMES[1])
        hashes.append((mixed * SPREADER) >> np.uint64(34))
        owners.append(codes.owners[:-step][apart])
        worth.append(((weights[:-step] + weights[step:]) / 2)[apart])
    together = OwnedCodes(np.concatenate(hashes), np.concatenate(owners), codes.articles)
    return weighted_codes(together, np.concatenate(worth))


def sentence_numbers(batch: TokenBatch) -> Ids:
    """The sentence of its article that each word stands in, from 0; -1 for none, (n_words,)."""
    first, last = batch.sentences[:, 2], batch.sentences[:, 3]
    starts = batch.sentences_from
    numbers = np.arange(len(first)) - np.repeat(starts[:-1], np.diff(starts))
    sentences = np.full(len(batch.begins), -1, np.int64)
    lengths = last - first
    places = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    sentences[places] = np.repeat(numbers, lengths)
    return sentences


def fingerprints(articles: Sequence[Tokens]) -> list[Fingerprint]:
    """Read the codes of some articles; cut together they take a third of the time.

    >>> [codes] = fingerprints([Tokens("Anna Obi paid $1,250 in Harwick. “We had no choice.”")])
    >>> {name: len(one.codes) for name, one in zip(FAMILIES, codes.families)}["figures"]
    1
    """
    batch = batch_of(articles)
    vocab, numbers = batch.encoded_words
    held = vocab.column(WORD_KEYS).take(numbers)
    kinds, weights = held["kind"], held["weight"]
    counts = np.diff(batch.words_from)
    owners = np.repeat(np.arange(len(counts)), counts)
    words, frames, keys = (OwnedCodes(held["codes"][:, n], owners, len(counts)) for n in range(3))
    inside = quoted_words(batch, QUOTATION)
    content, names, figures = (kinds == kind for kind in (CONTENT, NAME, FIGURE))
    content &= ~inside
    fact = fact_mask(batch, kinds, owners)
    families = (
        weighted_codes(ngram_hashes(words, SHINGLE)),
        weighted_codes(ngram_hashes(words.where(inside), QUOTATION)),
        weighted_codes(ngram_hashes(frames, FRAME)),
        weighted_codes(keys.where(content), weights[content]),
        weighted_codes(keys.where(names), weights[names]),
        weighted_codes(keys.where(figures), weights[figures]),
        fact_pairs(keys.where(fact), weights[fact]),
    )
    sentences = sentence_codes(keys, weights, kinds, sentence_numbers(batch))
    together = zip(counts.tolist(), zip(*families, strict=True), sentences, strict=True)
    return [Fingerprint(*one) for one in together]


def fingerprint(tokens: Tokens) -> Fingerprint:
    """The codes of one article."""
    return fingerprints([tokens])[0]


def read_fingerprints(texts: Sequence[str]) -> list[Fingerprint]:
    """Cut texts, some at a time, and read the codes of each."""
    prints: list[Fingerprint] = []
    for begin in range(0, len(texts), BATCH):
        prints += fingerprints(tokenize(texts[begin : begin + BATCH]))
    return prints
