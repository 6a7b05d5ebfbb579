"""Fingerprints as bytes: what an index and a shuffle keep of an article."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from detector.copies.code_sets import WeightedCodes
from detector.copies.fingerprints import FAMILIES, Fingerprint, fingerprint
from detector.copies.sentence_codes import pack_sentences, unpack_sentences
from detector.text.tokens import Tokens

# Weights of 1 for as many codes as there may be; they take no memory.
ONES = np.broadcast_to(np.float32(1), 2**30)


def pack(article_codes: Fingerprint, unweighted: int = 0) -> bytes:
    """A fingerprint as bytes: the counts, then codes and weights, little-endian; the sentences.

    The weights of so many families, the first, are left out: they must be 1.

    >>> from detector.copies.fingerprints import fingerprint
    >>> from detector.text.tokens import Tokens
    >>> original = fingerprint(Tokens("Anna Obi paid $1,250 in Harwick on Monday."))
    >>> pack(unpack(pack(original))) == pack(original)
    True
    """
    families = article_codes.families
    counts = np.array([article_codes.words, *(len(one.codes) for one in families)], "<i4")
    codes = np.concatenate([one.codes for one in families]).astype("<i4")
    weights = np.concatenate([one.weights for one in families[unweighted:]]).astype("<f4")
    sets = counts.tobytes() + codes.tobytes() + weights.tobytes()
    return sets + pack_sentences(article_codes.sentences)


def unpack(held: bytes, unweighted: int = 0) -> Fingerprint:
    """The fingerprint that :func:`pack` wrote; it stays in these bytes.

    What an earlier version wrote has no sentences: see :func:`fingerprint_of`.
    """
    head = len(FAMILIES) + 1
    counts = np.frombuffer(held, "<i4", head).tolist()
    ends = list(accumulate(counts[1:], initial=0))
    codes = np.frombuffer(held, "<i4", ends[-1], offset=4 * head)
    left_out = ends[unweighted]
    kept = np.frombuffer(held, "<f4", ends[-1] - left_out, offset=4 * (head + ends[-1]))
    families = []
    for begin, end in pairwise(ends):
        worth = ONES[begin:end] if begin < left_out else kept[begin - left_out : end - left_out]
        families.append(WeightedCodes(codes[begin:end], worth))
    sets = 4 * (head + len(codes) + len(kept))
    return Fingerprint(counts[0], tuple(families), unpack_sentences(memoryview(held)[sets:]))


def fingerprint_of(held: bytes, text: str) -> Fingerprint:
    """What was packed, or read from the text where an earlier version packed no sentences."""
    unpacked = unpack(held)
    if len(unpacked.sentences.codes) or not text:
        return unpacked
    return fingerprint(Tokens(text))
