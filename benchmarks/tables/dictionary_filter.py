"""Make ``detector/data/dictionary.bloom`` out of two dictionaries.

``python -m benchmarks.tables.dictionary_filter WEB2 WORDNET``: WEB2 is the list of
Webster's Second (``/usr/share/dict/web2`` of the Debian package miscfiles), WORDNET the folder of
the Debian package wordnet-base.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from detector.english.dictionary import FILTER_PATH, bits_of

BITS_PER_WORD = 16


def dictionary_words(web2: Path, wordnet: Path) -> set[str]:
    """All single words of both, in lower case."""
    words = {line.strip().lower() for line in web2.read_text("utf-8").splitlines()}
    for index in wordnet.glob("index.*"):
        lines = index.read_text("utf-8").splitlines()
        lemmas = (line.split(" ", 1)[0] for line in lines if line[:1] != " ")
        words.update(part for lemma in lemmas for part in lemma.lower().split("_"))
    return {word for word in words if word.isalpha() and len(word) > 1}


def bloom_filter(words: set[str]) -> bytes:
    """A Bloom filter over some words, eight bits in a byte."""
    held = np.zeros(-(-len(words) * BITS_PER_WORD // 8), np.uint8)
    for word in words:
        for place in bits_of(word, 8 * len(held)):
            held[place >> 3] |= 1 << (place & 7)
    return held.tobytes()


if __name__ == "__main__":
    FILTER_PATH.write_bytes(bloom_filter(dictionary_words(*map(Path, sys.argv[1:3]))))
