"""How two copies of one story differ: what shows their relation, and which of them came first.

A desk drops whole sentences and changes little words; a thesaurus spinner swaps content words one
by one and leaves the frame; an engine rebuilds the sentence. The original's wording is the one
that edited news would print: of two words in one place the likelier, in the usual company.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detector.copies.aligned_text import EncodedText
from detector.copies.alignment import Alignment, align
from detector.copies.replacement import FIGURE_KIND, NAME_KIND, WORD_KIND
from detector.copies.replacement_features import Edits, ScoredPairs, edits_of
from detector.copies.scored_text import ScoredText
from detector.text.arrays import Floats

RELATION_COLUMNS = (
    "swapped", "small", "phrases", "inflected", "names", "figures", "inserted", "deleted",
    "rebuilt", "dropped", "added", "moved", "same", "odder", "rarer",
)  # fmt: skip
DIRECTION_COLUMNS = (
    "odder", "odder_share", "odder_sum", "rarer", "inflected", "surprise", "unseen", "longer",
    "own", "foreign", "articles", "lower_starts", "unknown",
)  # fmt: skip


class Difference(NamedTuple):
    """How the second text departs from the first.

    ``relation`` is the row of :data:`RELATION_COLUMNS`, ``direction`` that of
    :data:`DIRECTION_COLUMNS`; ``costs`` says how much odder each replacement reads than what it
    stands for, log10, (n_replaced,).
    """

    alignment: Alignment
    relation: Floats
    direction: Floats
    costs: Floats


def compare_texts(first: ScoredText, second: ScoredText) -> Difference:
    """Compare two texts word by word.

    >>> from detector.copies.scored_text import read
    >>> old = read("The hospital bought an ambulance. Nobody objected to the purchase on Monday.")
    >>> new = read("The hospital bought an truck. No one objected to the acquisition on Monday.")
    >>> difference = compare_texts(old, new)
    >>> [f"{one.old} -> {one.new}" for one in difference.alignment.replacements]
    ['ambulance -> truck', 'Nobody -> No one', 'purchase -> acquisition']
    """
    pairs = [(first, second)]
    return measure_differences(pairs, [align(first.encoded, second.encoded)])[0]


def measure_differences(pairs: ScoredPairs, alignments: Sequence[Alignment]) -> list[Difference]:
    """How the texts of many pairs differ, all at once."""
    if not pairs:
        return []
    edits = edits_of(pairs, alignments)
    lacking, own = (
        sentence_shares([one.first for one in alignments], [one.dropped for one in alignments]),
        sentence_shares([one.second for one in alignments], [one.added for one in alignments]),
    )
    counts = [[text.tokens.word_count for text in pair] for pair in pairs]
    words = np.array(counts, np.float64).reshape(-1, 2)
    relation = relation_rows(alignments, edits, lacking, own, words)
    direction = direction_rows(pairs, edits, lacking, own, words + 1)
    bounds = np.searchsorted(edits.owners, np.arange(1, len(pairs)))
    costs = np.split(edits.costs, bounds)
    return list(map(Difference, alignments, relation, direction, costs))


def relation_rows(
    alignments: Sequence[Alignment],
    edits: Edits,
    lacking: SentenceShares,
    own: SentenceShares,
    words: Floats,
) -> Floats:
    """The rows of :data:`RELATION_COLUMNS`: shares of the kept words, or of all."""
    counts = np.array([one.counts for one in alignments], np.float64).reshape(-1, 6)
    kept_words, inserted, deleted, rebuilt, _, same = counts.T
    moved = np.array([len(one.moved) for one in alignments])
    matched = np.array([len(one.matched) + 1 for one in alignments])
    word = edits.kinds == WORD_KIND
    number, single = edits.number(word), edits.number(edits.single)
    kept = kept_words + np.bincount(edits.owners, minlength=edits.pairs) + 1
    return np.stack(
        [
            edits.number(edits.single & ~edits.small) / kept,
            edits.number(word & edits.small) / kept,
            (number - single) / kept,
            edits.number(word & edits.inflected) / (number + 1),
            *(edits.number(edits.kinds == kind) / kept for kind in (NAME_KIND, FIGURE_KIND)),
            inserted / kept,
            deleted / kept,
            rebuilt / kept,
            lacking.words / np.maximum(words[:, 0], 1),
            own.words / np.maximum(words[:, 1], 1),
            moved / matched,
            same / matched,
            edits.mean(edits.costs),
            edits.mean(edits.rarer, edits.single),
        ],
        axis=1,
    )


def direction_rows(
    pairs: ScoredPairs, edits: Edits, lacking: SentenceShares, own: SentenceShares, words: Floats
) -> Floats:
    """The rows of :data:`DIRECTION_COLUMNS`, mostly positive where the first is the better copy.

    The other way round all signs turn.
    """
    apart = np.array([[second.oddness - first.oddness] for first, second in pairs])
    surprise, unseen, slips, lower_starts, unknown = apart.reshape(-1, 5).T
    least = words.min(axis=1)
    total = np.bincount(edits.owners, edits.costs, edits.pairs)
    return np.stack(
        [
            edits.mean(np.clip(edits.costs, -4, 4)),
            edits.mean(np.sign(edits.costs)),
            np.tanh(total / 20),
            edits.mean(edits.rarer, edits.single),
            edits.mean(edits.costs, edits.inflected),
            surprise,
            unseen,
            np.log(words[:, 0] / words[:, 1]),
            (lacking.own - own.own) / least,
            (lacking.foreign - own.foreign) / least,
            slips,
            lower_starts,
            unknown,
        ],
        axis=1,
    )


class SentenceShares(NamedTuple):
    """Words of some sentences of each of many texts, (n_texts,).

    ``own`` words belong to the story, ``foreign`` ones were put under it. A sentence belongs as far
    as its names and content words stand elsewhere in the text too: teasers and another story's
    background share nothing with what they were put under.
    """

    words: Floats
    own: Floats

    @property
    def foreign(self) -> Floats:
        """The words that were put under the story."""
        return self.words - self.own


def sentence_shares(
    texts: Sequence[EncodedText], chosen: Sequence[Sequence[int]]
) -> SentenceShares:
    """The words of the chosen sentences of each text."""
    lengths, codes, elsewhere = [0] * len(texts), [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for place, (text, numbers) in enumerate(zip(texts, chosen, strict=True)):
        if numbers:
            bounds = text.sentence_bounds[list(numbers)].tolist()
            apart = np.concatenate([np.arange(begin, end) for begin, end in bounds])
            lengths[place] = len(apart)
            codes.append(text.telling[apart])
            elsewhere.append(text.telling_counts[apart])
    owners, code = np.repeat(np.arange(len(texts)), lengths), np.concatenate(codes)
    telling = code >= 0
    # Codes are below 2**30.
    keys = (owners[telling] << 32) | code[telling]
    _, places, apart_counts = np.unique(keys, return_inverse=True, return_counts=True)
    at_home = np.concatenate(elsewhere)[telling] > apart_counts[places]
    known = np.bincount(owners[telling], minlength=len(texts))
    shared = np.bincount(owners[telling][at_home], minlength=len(texts))
    total = np.array(lengths, np.float64)
    return SentenceShares(total, total * shared / np.maximum(known, 1))
