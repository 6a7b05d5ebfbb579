"""Two copies of one story, sentence by sentence: what was replaced, dropped, added, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import EncodedText, sentence_similarity
from detector.copies.replacement import (
    FIGURE_KIND,
    NAME_KIND,
    WORD_KIND,
    Replacements,
    is_abbreviation,
    printed_spans,
)
from detector.copies.sentence_codes import FIGURE, NAME
from detector.copies.sentence_edits import Counts, EditRanges, diff_sentences
from detector.text.arrays import Flags, Ids

# Likeness (cosine of the weighted words) from which two sentences are one: a spinner that swaps
# half of the content words leaves about this much (made up, checked by eye).
LEAST_LIKENESS = 0.3
# Between two matched neighbours half of that will do.
LEAST_BRIDGED = 0.12


@dataclass(frozen=True)
class Alignment:
    """How the second copy's sentences answer to the first's.

    ``matched`` holds pairs of sentence numbers in the order of the first; ``dropped`` are
    sentences of the first alone, ``added`` of the second alone; ``moved`` are the numbers (in
    the second) of matched sentences that stand in another order. ``counts`` are the words of
    the matched sentences, ``ranges`` what was replaced in them, (n_replaced, 4).
    """

    first: EncodedText
    second: EncodedText
    matched: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: tuple[int, ...]
    ranges: EditRanges
    counts: Counts

    @cached_property
    def spans(self) -> Ids:
        """Where each replacement stands in the first text and in the second, (n_replaced, 4)."""
        a, b, c, d = self.ranges.T
        return np.hstack(
            [printed_spans(self.first.tokens, a, b), printed_spans(self.second.tokens, c, d)]
        ).astype(np.int32)

    @cached_property
    def kinds(self) -> NDArray[np.int8]:
        """Of each replacement the place of its kind among :data:`KINDS`, (n_replaced,).

        It is one of a figure where a figure stands on either side, of a name where the first has
        one.
        """
        a, b, c, d = self.ranges.T
        figure = holds(self.first, FIGURE, a, b) | holds(self.second, FIGURE, c, d)
        name = holds(self.first, NAME, a, b) & ~figure
        text = self.first.tokens.text
        name[name] = [not is_abbreviation(text[a:b]) for a, b in self.spans[name, :2].tolist()]
        kinds: NDArray[np.int8] = np.where(
            figure, FIGURE_KIND, np.where(name, NAME_KIND, WORD_KIND)
        )
        return kinds.astype(np.int8)

    @property
    def replacements(self) -> Replacements:
        """What was replaced, as printed."""
        return Replacements(self.first.tokens.text, self.second.tokens.text, self.spans, self.kinds)

    def reversed(self) -> Alignment:
        """The same copies the other way round."""
        matched = sorted((b, a) for a, b in self.matched)
        counts = self.counts
        return Alignment(
            self.second,
            self.first,
            tuple(matched),
            self.added,
            self.dropped,
            moved([a for _, a in matched]),
            self.ranges[:, [2, 3, 0, 1]][np.argsort(self.ranges[:, 2], kind="stable")],
            counts._replace(
                inserted=counts.deleted,
                deleted=counts.inserted,
                rebuilt=counts.rebuilt_into,
                rebuilt_into=counts.rebuilt,
            ),
        )


def holds(text: EncodedText, kind: int, first: Ids, last: Ids) -> Flags:
    """Whether a word of a kind stands in each of some ranges of words."""
    before = np.concatenate([[0], np.cumsum(text.kinds == kind)])
    flags: Flags = before[last] > before[first]
    return flags


def align(first: EncodedText, second: EncodedText) -> Alignment:
    """Align two copies.

    >>> from detector.text.tokens import Tokens
    >>> old = EncodedText(Tokens("The army reported a build-up near Kyiv. Dr. Obi fled."))
    >>> text = "The army reported a construction near Kiev. Medical doctor Obi fled."
    >>> new = EncodedText(Tokens(text))
    >>> [f"{r.old} -> {r.new} ({r.kind})" for r in align(old, new).replacements]
    ['build-up -> construction (word)', 'Kyiv -> Kiev (name)', 'Dr. -> Medical doctor (word)']
    """
    matched = match_sentences(sentence_similarity(first, second))
    sentences = first.tokens.sentences, second.tokens.sentences
    pairs = [(sentences[0][a], sentences[1][b]) for a, b in matched]
    ranges, counts = diff_sentences(first, second, pairs)
    ours, theirs = {a for a, _ in matched}, {b for _, b in matched}
    return Alignment(
        first,
        second,
        tuple(matched),
        tuple(n for n in range(len(sentences[0])) if n not in ours),
        tuple(n for n in range(len(sentences[1])) if n not in theirs),
        moved([b for _, b in matched]),
        ranges,
        counts,
    )


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
