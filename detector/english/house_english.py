"""Words that are the house English of a region where another desk prints a synonym.

Newsmen wait for a chieftain in Lagos, reporters for a chief in London: neither stands in the
place of the other. The table ``data/house_english.tsv`` was written from memory of such papers.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from detector.resources.tables import read_columns
from detector.text.arrays import Flags
from detector.text.derived import derived
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import LOWERED
from detector.text.word_properties import InWordList


@cache
def house_phrases() -> frozenset[tuple[str, ...]]:
    """The words and pairs of words of the table."""
    return frozenset(tuple(phrase.split()) for phrase in read_columns("house_english")["phrase"])


def in_phrase(length: int, place: int) -> InWordList:
    """Whether a word stands at a place of a phrase of so many words."""
    return InWordList(
        lambda: frozenset(each[place] for each in house_phrases() if len(each) == length),
        lowered=True,
    )


ALONE, FIRST, SECOND = in_phrase(1, 0), in_phrase(2, 0), in_phrase(2, 1)


@derived
def house_english(batch: TokenBatch) -> Flags:
    """Which words are of a phrase of the table, shape (n_words,).

    >>> house_english(TokenBatch(["Newsmen came on Friday dawn, at dawn."])).tolist()
    [True, False, False, True, True, False, False]
    """
    flags = batch.word_properties(ALONE).copy()
    paired = batch.word_properties(FIRST)[:-1] & batch.word_properties(SECOND)[1:]
    at = positions(paired)
    if len(at):
        vocab, numbers = batch.encoded_words
        words = vocab.lookup(LOWERED, numbers[np.stack([at, at + 1], axis=1)]).tolist()
        at = at[np.array([tuple(pair) in house_phrases() for pair in words], np.bool_)]
        flags[at] = flags[at + 1] = True
    return flags
