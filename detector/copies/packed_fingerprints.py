"""Fingerprints as bytes: what an index and a shuffle keep of an article."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from detector.copies.code_sets import WeightedCodes
from detector.copies.fingerprints import FAMILIES, Fingerprint, fingerprint
from detector.copies.sentence_codes import pack_sentences, unpack_sentences
from detector.text.tokens import Tokens


def pack(article_codes: Fingerprint) -> bytes:
    """A fingerprint as bytes: the counts, then codes and weights, little-endian; the sentences.

    >>> from detector.copies.fingerprints import fingerprint
    >>> from detector.text.tokens import Tokens
    >>> original = fingerprint(Tokens("Anna Obi paid $1,250 in Harwick on Monday."))
    >>> pack(unpack(pack(original))) == pack(original)
    True
    """
    counts = np.array(
        [article_codes.words, *(len(one.codes) for one in article_codes.families)], "<i4"
    )
    codes = np.concatenate([one.codes for one in article_codes.families]).astype("<i4")
    weights = np.concatenate([one.weights for one in article_codes.families]).astype("<f4")
    sets = counts.tobytes() + codes.tobytes() + weights.tobytes()
    return sets + pack_sentences(article_codes.sentences)


def unpack(held: bytes) -> Fingerprint:
    """The fingerprint that :func:`pack` wrote.

    What an earlier version wrote has no sentences: see :func:`fingerprint_of`.
    """
    head = len(FAMILIES) + 1
    counts = np.frombuffer(held, "<i4", head).tolist()
    total = sum(counts[1:])
    codes = np.frombuffer(held, "<i4", total, offset=4 * head)
    weights = np.frombuffer(held, "<f4", total, offset=4 * (head + total))
    families = tuple(
        WeightedCodes(codes[begin:end], weights[begin:end])
        for begin, end in pairwise(accumulate(counts[1:], initial=0))
    )
    sentences = unpack_sentences(held[4 * (head + 2 * total) :])
    return Fingerprint(counts[0], families, sentences)


def fingerprint_of(held: bytes, text: str) -> Fingerprint:
    """What was packed, or read from the text where an earlier version packed no sentences."""
    unpacked = unpack(held)
    if len(unpacked.sentences.codes) or not text:
        return unpacked
    return fingerprint(Tokens(text))
