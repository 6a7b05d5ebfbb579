"""Two copies of one story, sentence by sentence: what was replaced, dropped, added, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import EncodedText, TextPairs, sentence_similarity
from detector.copies.replacement import (
    FIGURE_KIND,
    NAME_KIND,
    WORD_KIND,
    Replacements,
    is_abbreviation,
)
from detector.copies.sentence_codes import FIGURE, NAME
from detector.copies.sentence_edits import Counts, EditRanges, diff_texts
from detector.text.arrays import Flags, Ids

# Likeness (cosine of the weighted words) from which two sentences are one: a spinner that swaps
# half of the content words leaves about this much (made up, checked by eye).
LEAST_LIKENESS = 0.3
# Between two matched neighbours half of that will do.
LEAST_BRIDGED = 0.12


class Alignment(NamedTuple):
    """How the second copy's sentences answer to the first's.

    ``matched`` holds pairs of sentence numbers in the order of the first; ``dropped`` are
    sentences of the first alone, ``added`` of the second alone; ``moved`` are the numbers (in
    the second) of matched sentences that stand in another order. ``counts`` are the words of
    the matched sentences, ``ranges`` what was replaced in them, (n_replaced, 4); ``spans`` say
    where that stands in the first text and in the second, (n_replaced, 4), and ``kinds`` are
    the places of its kind among :data:`KINDS`, (n_replaced,): one of a figure where a figure stands
    on either side, of a name where the first has one.
    """

    first: EncodedText
    second: EncodedText
    matched: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: tuple[int, ...]
    counts: Counts
    ranges: EditRanges
    spans: NDArray[np.int32]
    kinds: NDArray[np.int8]

    @property
    def replacements(self) -> Replacements:
        """What was replaced, as printed."""
        return Replacements(self.first.tokens.text, self.second.tokens.text, self.spans, self.kinds)

    def reversed(self) -> Alignment:
        """The same copies the other way round."""
        return reverse_all([self])[0]


class Matches(NamedTuple):
    """What is matched and what was replaced in it, before it is looked up in the texts."""

    matched: Sequence[tuple[int, int]]
    counts: Counts
    ranges: EditRanges


def align(first: EncodedText, second: EncodedText) -> Alignment:
    """Align two copies.

    >>> from detector.text.tokens import Tokens
    >>> old = EncodedText(Tokens("The army reported a build-up near Kyiv. Dr. Obi fled."))
    >>> text = "The army reported a construction near Kiev. Medical doctor Obi fled."
    >>> new = EncodedText(Tokens(text))
    >>> [f"{r.old} -> {r.new} ({r.kind})" for r in align(old, new).replacements]
    ['build-up -> construction (word)', 'Kyiv -> Kiev (name)', 'Dr. -> Medical doctor (word)']
    """
    return align_all([(first, second)])[0]


def align_all(pairs: Sequence[tuple[EncodedText, EncodedText]]) -> list[Alignment]:
    """Align many pairs of copies at once, which takes half of the time."""
    texts = TextPairs(pairs)
    matched = [match_sentences(sentence_similarity(*pair)) for pair in pairs]
    ranges, owners, counts = diff_texts(texts, matched)
    parts = np.split(ranges, np.searchsorted(owners, np.arange(1, len(pairs))))
    return look_up(texts, list(map(Matches, matched, counts, parts)))


def reverse_all(alignments: Sequence[Alignment]) -> list[Alignment]:
    """Alignments the other way round."""
    texts = TextPairs([(one.second, one.first) for one in alignments])
    return look_up(texts, [reverse_matches(one) for one in alignments])


def reverse_matches(alignment: Alignment) -> Matches:
    """What is matched, seen from the second text."""
    counts = alignment.counts
    order = np.argsort(alignment.ranges[:, 2], kind="stable")
    return Matches(
        sorted((b, a) for a, b in alignment.matched),
        counts._replace(
            inserted=counts.deleted,
            deleted=counts.inserted,
            rebuilt=counts.rebuilt_into,
            rebuilt_into=counts.rebuilt,
        ),
        alignment.ranges[:, [2, 3, 0, 1]][order],
    )


def look_up(texts: TextPairs, found: Sequence[Matches]) -> list[Alignment]:
    """Look up where the replacements of many pairs stand, and what they are of."""
    if not found:
        return []
    lengths = [len(one.ranges) for one in found]
    ranges = np.concatenate([np.empty((0, 4), np.int64), *(one.ranges for one in found)])
    located = texts.located(ranges, np.repeat(np.arange(len(found)), lengths))
    begins = texts.column(lambda text: text.tokens.begins)
    ends = texts.column(lambda text: text.printed_ends)
    a, b, c, d = located
    spans = np.stack([begins[a], ends[b - 1], begins[c], ends[d - 1]], axis=1).astype(np.int32)
    bounds = np.cumsum(lengths)[:-1]
    kinds = replacement_kinds(texts.column(lambda text: text.kinds), located)
    parts = zip(np.split(spans, bounds), np.split(kinds, bounds), strict=True)
    return [
        complete(*pair, one, *own) for pair, one, own in zip(texts.pairs, found, parts, strict=True)
    ]


def replacement_kinds(kinds: NDArray[np.int8], located: Ids) -> NDArray[np.int8]:
    """The places among :data:`KINDS` of replacements of words of these kinds, (n_replaced,)."""
    a, b, c, d = located
    figure = holds(kinds == FIGURE, a, b) | holds(kinds == FIGURE, c, d)
    name = holds(kinds == NAME, a, b) & ~figure
    found: NDArray[np.int8] = np.where(figure, FIGURE_KIND, np.where(name, NAME_KIND, WORD_KIND))
    return found.astype(np.int8)


def complete(
    first: EncodedText,
    second: EncodedText,
    found: Matches,
    spans: NDArray[np.int32],
    kinds: NDArray[np.int8],
) -> Alignment:
    """The alignment of a pair."""
    text = first.tokens.text
    for place in np.flatnonzero(kinds == NAME_KIND).tolist():
        if is_abbreviation(text[spans[place, 0] : spans[place, 1]]):
            kinds[place] = WORD_KIND
    ours, theirs = {a for a, _ in found.matched}, {b for _, b in found.matched}
    return Alignment(
        first,
        second,
        tuple(found.matched),
        tuple(n for n in range(len(first.sentence_bounds)) if n not in ours),
        tuple(n for n in range(len(second.sentence_bounds)) if n not in theirs),
        moved([b for _, b in found.matched]),
        found.counts,
        found.ranges,
        spans,
        kinds,
    )


def holds(flags: Flags, first: Ids, last: Ids) -> Flags:
    """Whether a flag is set in each of some ranges of words."""
    before = np.concatenate([[0], np.cumsum(flags)])
    return before[last] > before[first]


def match_sentences(similarity: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair sentences, the likest first; between equals the nearest in the story wins."""
    first, second = np.nonzero(similarity >= LEAST_LIKENESS)
    rows, columns = similarity.shape
    apart = np.abs(first / max(rows, 1) - second / max(columns, 1))
    order = np.lexsort((second, first, apart, -np.round(similarity[first, second], 2)))
    ours: dict[int, int] = {}
    taken: set[int] = set()
    for a, b in zip(first[order].tolist(), second[order].tolist(), strict=True):
        if a not in ours and b not in taken:
            ours[a] = b
            taken.add(b)
    return match_single_gaps(sorted(ours.items()), similarity)


def match_single_gaps(
    matched: list[tuple[int, int]], similarity: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """Pair what is left between two matched pairs, where each side has one sentence left.

    A reckless spinner leaves less than a third of a sentence, but leaves it in its place.
    """
    rows, columns = similarity.shape
    pairs = list(matched)
    for (a, b), (c, d) in pairwise([(-1, -1), *matched, (rows, columns)]):
        if c - a == d - b == 2 and similarity[a + 1, b + 1] >= LEAST_BRIDGED:
            pairs.append((a + 1, b + 1))
    return sorted(pairs)


def moved(order: Sequence[int]) -> tuple[int, ...]:
    """What must be moved to put numbers in order: all but a longest rising row.

    >>> moved([0, 3, 1, 2])
    (3,)
    """
    ends: list[int] = []
    lengths = []
    for number in order:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
        lengths.append(place)
    want, kept = len(ends) - 1, set()
    for number, length in zip(reversed(order), reversed(lengths), strict=True):
        if length == want:
            kept.add(number)
            want -= 1
    return tuple(number for number in order if number not in kept)
