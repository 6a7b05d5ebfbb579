"""What differs between sentences that tell the same: words replaced, put in, taken out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np
from rapidfuzz.distance import LCSseq

from detector.copies.aligned_text import EncodedText, TextPairs
from detector.text.arrays import Ids

# Words ``a`` to ``b`` of one text and ``c`` to ``d`` of the other, a row each.
EditRanges = Ids
# Replacements of more words than this are another sentence, not another word (made up).
MOST_WORDS = 4
# A matched sentence is named by its pair and, in so many bits, its number (an article has fewer).
SENTENCE_BITS = 32


class Counts(NamedTuple):
    """Words of matched sentences: kept, put in, taken out; ``same`` sentences, word for word.

    ``rebuilt`` words of the first stand where more than a few words in a row were exchanged, for
    ``rebuilt_into`` words of the second.
    """

    kept: int
    inserted: int
    deleted: int
    rebuilt: int
    rebuilt_into: int
    same: int


def diff_texts(
    texts: TextPairs, matched: Sequence[Sequence[tuple[int, int]]]
) -> tuple[EditRanges, Ids, list[Counts]]:
    """What differs between the matched sentences of pairs of texts.

    Returns
    -------
    ranges, owners : ndarray of shape (n_replaced, 4) and (n_replaced,)
        Short replacements, and the pair of each, rising.
    counts : list of Counts
        Of the words of each pair.
    """
    blocks: list[tuple[int, ...]] = []
    same = [0] * len(texts.pairs)
    for pair, (both, own) in enumerate(zip(texts.pairs, matched, strict=True)):
        for number, places in enumerate(own):
            added = list(sentence_blocks(*both, *places, (pair << SENTENCE_BITS) + number))
            (a, *_), (_, b, _, d, _), c = added[0], added[-1], added[0][2]
            same[pair] += len(added) == 3 and added[1][:4] == (a, b, c, d)
            blocks += added
    return edit_ranges(texts, np.array(blocks, np.int64).reshape(-1, 5), same)


def sentence_blocks(
    first: EncodedText, second: EncodedText, ours: int, theirs: int, name: int
) -> Iterator[tuple[int, ...]]:
    """Where two sentences print the same words; an empty block opens and closes them."""
    a, b = first.sentence_bounds[ours].tolist()
    c, d = second.sentence_bounds[theirs].tolist()
    yield a, a, c, c, name
    for begin, end, start, stop in common_blocks(first.folded[a:b], second.folded[c:d]):
        yield a + begin, a + end, c + start, c + stop, name
    yield b, b, d, d, name


def common_blocks(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> list[tuple[int, int, int, int]]:
    """Where the parts of a longest common subsequence stand in both.

    >>> common_blocks("a b c".split(), "a x y c".split())
    [(0, 1, 0, 1), (2, 3, 3, 4)]
    """
    if old == new:
        return [(0, len(old), 0, len(new))]
    edits = cast(list[tuple[str, int, int, int, int]], LCSseq.opcodes(old, new).as_list())
    return [(a, b, c, d) for tag, a, b, c, d in edits if tag == "equal"]


def edit_ranges(
    texts: TextPairs, blocks: Ids, same: Sequence[int]
) -> tuple[EditRanges, Ids, list[Counts]]:
    """What stands between common blocks; the last column of ``blocks`` names pair and sentence."""
    begun, ended = blocks[:-1], blocks[1:]
    inside = (begun[:, 4] == ended[:, 4])[:, None]
    owners = begun[:, 4] >> SENTENCE_BITS
    gaps = np.stack([begun[:, 1], ended[:, 0], begun[:, 3], ended[:, 2], owners], axis=1)
    old, new = ((gaps[:, [1, 3]] - gaps[:, [0, 2]]) * inside).T
    exchanged = (old > 0) & (new > 0)
    long = np.maximum(old, new)
    rebuilt = exchanged & (long > MOST_WORDS)
    # A slot that a spinner left behind belongs to the figure before it.
    slots = ~exchanged & (long > 0) & (long < MOST_WORDS) & (begun[:, 1] > begun[:, 0])
    initials = texts.column(lambda text: text.words["initial"])
    before = initials[gaps[slots, 0] - 1 + texts.offsets[owners[slots], 0]]
    slots[slots] = (before >= ord("0")) & (before <= ord("9"))
    gaps[slots, :4] -= [1, 0, 1, 0]
    words = (begun[:, 1] - begun[:, 0], new * (old == 0), old * (new == 0), old * rebuilt)
    totals = [np.bincount(owners, one, len(same)) for one in (*words, new * rebuilt)]
    counts = [Counts(*row) for row in np.stack([*totals, same], axis=1).astype(int).tolist()]
    found = split_by_word(gaps[(exchanged & ~rebuilt) | slots])
    return found[:, :4], found[:, 4], counts


def split_by_word(ranges: EditRanges) -> EditRanges:
    """Cut equally long ranges into words: a spinner swaps neighbours one by one.

    >>> split_by_word(np.array([[0, 2, 5, 7], [3, 4, 8, 10]])).tolist()
    [[0, 1, 5, 6], [1, 2, 6, 7], [3, 4, 8, 10]]
    """
    lengths = ranges[:, 1] - ranges[:, 0]
    equal = lengths == ranges[:, 3] - ranges[:, 2]
    repeats = np.where(equal, lengths, 1)
    cut = np.repeat(ranges, repeats, axis=0)
    steps = np.arange(len(cut)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    single = np.repeat(equal, repeats)
    cut[single, 0] += steps[single]
    cut[single, 2] += steps[single]
    cut[single, 1] = cut[single, 0] + 1
    cut[single, 3] = cut[single, 2] + 1
    return cut
