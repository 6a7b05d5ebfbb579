"""Two copies of one story, sentence by sentence: what was replaced, dropped, added, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from detector.article import Span
from detector.copies.aligned_text import EncodedText, sentence_similarity
from detector.copies.sentence_codes import FIGURE, NAME
from detector.text.sentences import ABBREVIATIONS
from detector.text.tokens import Sentence, Tokens

ReplacementKind = Literal["word", "name", "figure"]
# Words ``a`` to ``b`` of one text and ``c`` to ``d`` of the other.
EditRange = tuple[int, int, int, int]

# Likeness (cosine of the weighted words) from which two sentences are one: a spinner that swaps
# half of the content words leaves about this much (made up, checked by eye).
LEAST_LIKENESS = 0.3
# Between two matched neighbours half of that will do.
LEAST_BRIDGED = 0.12
# Replacements of more words than this are another sentence, not another word (made up).
MOST_WORDS = 4


class Replacement(NamedTuple):
    """What one copy prints where the other prints something else.

    ``old`` and ``new`` are as printed, their places in ``old_span`` and ``new_span``.
    """

    old: str
    new: str
    kind: ReplacementKind
    old_span: Span
    new_span: Span


class Counts(NamedTuple):
    """Words of matched sentences: kept, put in, taken out; ``same`` sentences, word for word.

    ``rebuilt`` words of the first stand where more than a few words in a row were exchanged.
    """

    kept: int
    inserted: int
    deleted: int
    rebuilt: int
    same: int


class Alignment(NamedTuple):
    """How the second copy's sentences answer to the first's.

    ``matched`` holds pairs of sentence numbers in the order of the first; ``dropped`` are
    sentences of the first alone, ``added`` of the second alone; ``moved`` are the numbers (in
    the second) of matched sentences that stand in another order. ``counts`` are the words of
    the matched sentences.
    """

    matched: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: tuple[int, ...]
    replacements: tuple[Replacement, ...]
    counts: Counts


def align(first: EncodedText, second: EncodedText) -> Alignment:
    """Align two copies.

    >>> old = EncodedText(Tokens("The army reported a build-up near Kyiv. Dr. Obi fled."))
    >>> text = "The army reported a construction near Kiev. Medical doctor Obi fled."
    >>> new = EncodedText(Tokens(text))
    >>> [f"{r.old} -> {r.new} ({r.kind})" for r in align(old, new).replacements]
    ['build-up -> construction (word)', 'Kyiv -> Kiev (name)', 'Dr. -> Medical doctor (word)']
    """
    matched = match_sentences(sentence_similarity(first, second))
    ours, theirs = {a for a, _ in matched}, {b for _, b in matched}
    replacements, counts = [], Counts(0, 0, 0, 0, 0)
    sentences = first.tokens.sentences, second.tokens.sentences
    for a, b in matched:
        stretches, sentence_counts = diff_sentences(first, sentences[0][a], second, sentences[1][b])
        counts = Counts(*map(sum, zip(counts, sentence_counts, strict=True)))
        replacements += [make_replacement(first, second, stretch) for stretch in stretches]
    return Alignment(
        tuple(matched),
        tuple(n for n in range(len(sentences[0])) if n not in ours),
        tuple(n for n in range(len(sentences[1])) if n not in theirs),
        moved([b for _, b in matched]),
        tuple(replacements),
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


def diff_sentences(
    first: EncodedText, ours: Sentence, second: EncodedText, theirs: Sentence
) -> tuple[list[EditRange], Counts]:
    """What differs between two sentences: short stretches of words, and counts of the rest."""
    old = first.folded[ours.first : ours.last]
    new = second.folded[theirs.first : theirs.last]
    if old == new:
        return [], Counts(len(old), 0, 0, 0, 1)
    ranges, kept, inserted, deleted, rebuilt = [], 0, 0, 0, 0
    for operation, a, b, c, d in edits(old, new):
        if operation == "equal":
            kept += b - a
        elif operation == "replace" and max(b - a, d - c) > MOST_WORDS:
            rebuilt += b - a
        elif operation == "replace" or (
            a and c and first.tokens.words[ours.first + a - 1][0].isdigit()
        ):
            # A slot that a spinner left behind belongs to the figure before it.
            back = operation != "replace"
            if max(b - a, d - c) + back <= MOST_WORDS:
                ranges += split_edit_range(a - back, b, c - back, d)
        inserted += d - c if operation == "insert" else 0
        deleted += b - a if operation == "delete" else 0
    stretches = [
        (ours.first + a, ours.first + b, theirs.first + c, theirs.first + d)
        for a, b, c, d in ranges
    ]
    return stretches, Counts(kept, inserted, deleted, rebuilt, 0)


def edits(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Edits on a longest common subsequence; neighbouring ones that take out and put in are one.

    >>> list(edits("a b c".split(), "a x y c".split()))
    [('equal', 0, 1, 0, 1), ('replace', 1, 2, 1, 3), ('equal', 2, 3, 3, 4)]
    """
    a = c = 0
    for block in LCSseq.opcodes(old, new):
        if block.tag != "equal":
            continue
        yield from departure(a, block.src_start, c, block.dest_start)
        yield "equal", block.src_start, block.src_end, block.dest_start, block.dest_end
        a, c = block.src_end, block.dest_end
    yield from departure(a, len(old), c, len(new))


def departure(a: int, b: int, c: int, d: int) -> Iterator[tuple[str, int, int, int, int]]:
    """What happened to a stretch between two kept ones, if anything did."""
    if a < b or c < d:
        yield "replace" if a < b and c < d else "delete" if a < b else "insert", a, b, c, d


def split_edit_range(a: int, b: int, c: int, d: int) -> list[EditRange]:
    """Cut equally long stretches into words: a spinner swaps neighbours one by one."""
    if b - a != d - c:
        return [(a, b, c, d)]
    return [(a + n, a + n + 1, c + n, c + n + 1) for n in range(b - a)]


def printed_span(tokens: Tokens, first: int, last: int) -> Span:
    """Where words ``first`` to ``last`` stand, with the stop of an abbreviation at the end."""
    end = tokens.word_span(last - 1).end
    if tokens.lowered[last - 1] in ABBREVIATIONS and tokens.text[end : end + 1] == ".":
        end += 1
    return Span(tokens.starts[first], end)


def make_replacement(first: EncodedText, second: EncodedText, stretch: EditRange) -> Replacement:
    """The replacement of words ``a`` to ``b`` of the first by ``c`` to ``d`` of the second.

    It is one of a figure where a figure stands on either side, of a name where the first has one.
    """
    a, b, c, d = stretch
    old, new = printed_span(first.tokens, a, b), printed_span(second.tokens, c, d)
    before, after = first.tokens.text[old.start : old.end], second.tokens.text[new.start : new.end]
    kind: ReplacementKind = "word"
    if FIGURE in first.kinds[a:b] or FIGURE in second.kinds[c:d]:
        kind = "figure"
    elif NAME in first.kinds[a:b] and before.lower().removesuffix(".") not in ABBREVIATIONS:
        kind = "name"
    return Replacement(before, after, kind, old, new)
