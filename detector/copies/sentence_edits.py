"""What differs between sentences that tell the same: words replaced, put in, taken out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, cast

import numpy as np
from rapidfuzz.distance import LCSseq

from detector.copies.aligned_text import EncodedText
from detector.text.arrays import Ids
from detector.text.tokens import Sentence

# Words ``a`` to ``b`` of one text and ``c`` to ``d`` of the other, a row each.
EditRanges = Ids
# Replacements of more words than this are another sentence, not another word (made up).
MOST_WORDS = 4


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


def diff_sentences(
    first: EncodedText, second: EncodedText, pairs: Sequence[tuple[Sentence, Sentence]]
) -> tuple[EditRanges, Counts]:
    """What differs between matched sentences: short ranges of words, and counts of the rest."""
    blocks: list[tuple[int, ...]] = []
    same = 0
    for number, (ours, theirs) in enumerate(pairs):
        a, b, c, d = ours.first, ours.last, theirs.first, theirs.last
        left, right = first.folded[a:b], second.folded[c:d]
        same += left == right
        blocks.append((a, a, c, c, number))
        blocks += [
            (a + begin, a + end, c + start, c + stop, number)
            for begin, end, start, stop in common_blocks(left, right)
        ]
        blocks.append((b, b, d, d, number))
    return edit_ranges(first, np.array(blocks, np.int64).reshape(-1, 5), same)


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


def edit_ranges(first: EncodedText, blocks: Ids, same: int) -> tuple[EditRanges, Counts]:
    """What stands between common blocks: short replacements, and how many words of what else.

    The last column of ``blocks`` says which sentence; an empty block opens and closes each.
    """
    begun, ended = blocks[:-1], blocks[1:]
    gaps = np.stack([begun[:, 1], ended[:, 0], begun[:, 3], ended[:, 2]], axis=1)
    old, new = gaps[:, 1] - gaps[:, 0], gaps[:, 3] - gaps[:, 2]
    kept = int((blocks[:, 1] - blocks[:, 0]).sum())
    inside = begun[:, 4] == ended[:, 4]
    old, new = old * inside, new * inside
    exchanged = (old > 0) & (new > 0)
    long = np.maximum(old, new)
    rebuilt = exchanged & (long > MOST_WORDS)
    # A slot that a spinner left behind belongs to the figure before it.
    slots = ~exchanged & (long > 0) & (long < MOST_WORDS) & (begun[:, 1] > begun[:, 0])
    before = first.words["initial"][gaps[slots, 0] - 1]
    slots[slots] = (before >= ord("0")) & (before <= ord("9"))
    gaps[slots] -= [1, 0, 1, 0]
    alone = new[old == 0].sum(), old[new == 0].sum()
    counts = (kept, *alone, old[rebuilt].sum(), new[rebuilt].sum(), same)
    return split_by_word(gaps[(exchanged & ~rebuilt) | slots]), Counts(*map(int, counts))


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
