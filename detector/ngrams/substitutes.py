"""The substitutes of words: forms of the same meaning, as ids of one n-gram model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np

from detector.ngrams.ngram_model import RARE_ID, NgramModel
from detector.ngrams.surprisal import MOST_MODELS
from detector.resources.tables import DATA
from detector.text.arrays import Ids
from detector.text.word_properties import ManyWords

# Made by :mod:`detector.training.synthesis.substitution_table`.
RIVALS_PATH = DATA / "rivals.npz"
# Log10 of how many rare words share the class that stands for them. Between 2.0 and 3.5 the
# figures improve, on thesauri by .01 of AUC.
RARE_WORDS = 3.5
# Substitutes rarer than the word by more than this (log10) are left out: they seldom win.
RARER = 0.5


class SubstituteTable:
    """The substitutes of words as ids of one n-gram model, in one array.

    Row ``r`` of the table is ``ids[starts[r] : starts[r + 1]]``; row 0 is empty and stands for
    words without substitutes.
    """

    def __init__(self, model: NgramModel) -> None:
        rows, ids, self.starts = flattened(model)
        self.ids = ids.astype(np.uint32)
        self.word_property = ManyWords(lambda words: rows_of(words, rows), np.int32)


def flattened(model: NgramModel) -> tuple[dict[str, int], Ids, Ids]:
    """Row of each word, the ids of all rows, and where the rows begin."""
    words, own, counts, ids = rivals(model)
    alone = model.alone
    least = np.where(own < 0, alone[RARE_ID] - RARE_WORDS, alone[own]) - RARER
    kept = (ids >= 0) & (alone[ids] >= np.repeat(least, counts))
    left = np.bincount(np.repeat(np.arange(len(words)), counts)[kept], minlength=len(words))
    rows = {word: row for row, word in enumerate(compress(words, left > 0), 1)}
    return rows, ids[kept], np.concatenate([[0, 0], np.cumsum(left[left > 0])])


class Rivals(NamedTuple):
    """Lower-case forms, and the forms of the same meaning, as ids of a model; -1 for none.

    ``own`` are the ids of ``words``, ``counts`` says how many rivals each has, and ``ids`` are
    those of all rivals, word by word, commonest first.
    """

    words: list[str]
    own: Ids
    counts: Ids
    ids: Ids


@lru_cache(maxsize=MOST_MODELS)
def rivals(model: NgramModel) -> Rivals:
    """The shipped table: its words, how many rivals each has, and the places of those."""
    with np.load(RIVALS_PATH, allow_pickle=False) as table:
        words = table["words"].tobytes().decode("utf-8").split("\n")
        own = known_ids(words, model)
        return Rivals(words, own, table["counts"].astype(np.int64), own[table["rivals"]])


def known_ids(words: Iterable[str], model: NgramModel) -> Ids:
    """The model's id of each word, -1 where it has none."""
    return np.fromiter(map(model.ids.get, words, repeat(-1)), np.int64)


def rows_of(words: list[str], rows: dict[str, int]) -> list[int]:
    """The row of each printed word; negative where it has a capital and may be a name."""
    found = map(rows.get, map(str.lower, words), repeat(0))
    return [-r if r and w[0].isupper() else r for w, r in zip(words, found, strict=True)]


@lru_cache(maxsize=MOST_MODELS)
def substitute_table(model: NgramModel) -> SubstituteTable:
    """The table for a model; those of the last few models are kept."""
    return SubstituteTable(model)
