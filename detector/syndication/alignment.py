"""Two copies of one story, sentence by sentence: what was replaced, dropped, added, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.article import Span
from detector.lexicon import fold
from detector.stops import ABBREVIATIONS
from detector.syndication.anchors import ANCHOR, FIGURE, NAME
from detector.tokens import Sentence, Tokens

Kind = Literal["word", "name", "figure"]

# Likeness (cosine of the weighted words) from which two sentences are one: a spinner that swaps
# half of the content words leaves about this much (made up, checked by eye).
LEAST_LIKENESS = 0.3
# Between two matched neighbours half of that will do.
LEAST_BRIDGED = 0.12
# Replacements of more words than this are another sentence, not another word (made up).
MOST_WORDS = 4
# Weights of shared words: little words count, but a tenth of a rare name.
LEAST_WEIGHT = 0.4


class Replacement(NamedTuple):
    """What one copy prints where the other prints something else.

    ``old`` and ``new`` are as printed, their places in ``old_span`` and ``new_span``.
    """

    old: str
    new: str
    kind: Kind
    old_span: Span
    new_span: Span


class Alignment(NamedTuple):
    """How the second copy's sentences answer to the first's.

    ``matched`` holds pairs of sentence numbers in the order of the first; ``dropped`` are
    sentences of the first alone, ``added`` of the second alone; ``moved`` are the numbers (in
    the second) of matched sentences that stand in another order.
    """

    matched: tuple[tuple[int, int], ...]
    dropped: tuple[int, ...]
    added: tuple[int, ...]
    moved: tuple[int, ...]
    replacements: tuple[Replacement, ...]


def align(first: Tokens, second: Tokens) -> Alignment:
    """Align two copies.

    >>> old = Tokens("The army reported a build-up near Kyiv. Dr. Obi fled.")
    >>> new = Tokens("The army reported a construction near Kiev. Medical doctor Obi fled.")
    >>> [f"{r.old} -> {r.new} ({r.kind})" for r in align(old, new).replacements]
    ['build-up -> construction (word)', 'Kyiv -> Kiev (name)', 'Dr. -> Medical doctor (word)']
    """
    matched = match(likeness_of_sentences(first, second))
    ours, theirs = {a for a, _ in matched}, {b for _, b in matched}
    replacements = [
        replacement
        for a, b in matched
        for replacement in replaced(first, first.sentences[a], second, second.sentences[b])
    ]
    return Alignment(
        tuple(matched),
        tuple(n for n in range(len(first.sentences)) if n not in ours),
        tuple(n for n in range(len(second.sentences)) if n not in theirs),
        moved([b for _, b in matched]),
        tuple(replacements),
    )


def sentence_rows(tokens: Tokens) -> sparse.csr_array:
    """Sentences by words, each row of length one, shape (n_sentences, n_words_ever_seen)."""
    words = tokens.traits(ANCHOR)
    bounds = [sentence.first for sentence in tokens.sentences]
    owners = np.searchsorted(bounds, np.arange(len(words)), side="right") - 1
    # Names and figures by their sound and value, words by their stem.
    codes = words["codes"][:, 2].astype(np.int64)
    weights = np.maximum(words["weight"], LEAST_WEIGHT)
    table = sparse.coo_array((weights, (owners, codes)), shape=(len(bounds), 2**30)).tocsr()
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)))
    table.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(table.indptr))
    return table


def likeness_of_sentences(first: Tokens, second: Tokens) -> NDArray[np.float64]:
    """Cosines, shape (n_sentences of the first, n_sentences of the second)."""
    if not first.sentences or not second.sentences:
        return np.zeros((len(first.sentences), len(second.sentences)))
    ours, theirs = sentence_rows(first), sentence_rows(second)
    used, columns = np.unique(np.concatenate([ours.indices, theirs.indices]), return_inverse=True)
    tables = []
    for rows, places in ((ours, columns[: ours.nnz]), (theirs, columns[ours.nnz :])):
        tables.append(np.zeros((rows.shape[0], len(used))))
        tables[-1][np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)), places] = rows.data
    product: NDArray[np.float64] = tables[0] @ tables[1].T
    return product


def match(likeness: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair sentences, the likest first; between equals the nearest in the story wins."""
    first, second = np.nonzero(likeness >= LEAST_LIKENESS)
    rows, columns = likeness.shape
    apart = np.abs(first / max(rows, 1) - second / max(columns, 1))
    order = np.lexsort((second, first, apart, -np.round(likeness[first, second], 2)))
    ours: dict[int, int] = {}
    taken: set[int] = set()
    for a, b in zip(first[order].tolist(), second[order].tolist(), strict=True):
        if a not in ours and b not in taken:
            ours[a] = b
            taken.add(b)
    return bridged(sorted(ours.items()), likeness)


def bridged(matched: list[tuple[int, int]], likeness: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pair what is left between two matched pairs, where each side has one sentence left.

    A reckless spinner leaves less than a third of a sentence, but leaves it in its place.
    """
    rows, columns = likeness.shape
    found = list(matched)
    for (a, b), (c, d) in pairwise([(-1, -1), *matched, (rows, columns)]):
        if c - a == d - b == 2 and likeness[a + 1, b + 1] >= LEAST_BRIDGED:
            found.append((a + 1, b + 1))
    return sorted(found)


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


def replaced(first: Tokens, ours: Sentence, second: Tokens, theirs: Sentence) -> list[Replacement]:
    """What differs between two sentences, in short stretches of words."""
    old = [fold(word) for word in first.lowered[ours.first : ours.last]]
    new = [fold(word) for word in second.lowered[theirs.first : theirs.last]]
    if old == new:
        return []
    found = []
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed in ("insert", "delete") and a and c and old[a - 1][0].isdigit():
            # A slot that a spinner left behind belongs to the figure before it.
            a, c = a - 1, c - 1
        elif deed != "replace":
            continue
        if b - a <= MOST_WORDS and d - c <= MOST_WORDS:
            for one in word_by_word(a, b, c, d):
                old_span = printed(first, ours.first + one[0], ours.first + one[1])
                new_span = printed(second, theirs.first + one[2], theirs.first + one[3])
                found.append(replacement(first, old_span, second, new_span))
    return found


def word_by_word(a: int, b: int, c: int, d: int) -> list[tuple[int, int, int, int]]:
    """Cut equally long stretches into words: a spinner swaps neighbours one by one."""
    if b - a != d - c:
        return [(a, b, c, d)]
    return [(a + n, a + n + 1, c + n, c + n + 1) for n in range(b - a)]


def printed(tokens: Tokens, first: int, last: int) -> Span:
    """Where words ``first`` to ``last`` stand, with the stop of an abbreviation at the end."""
    end = tokens.word_span(last - 1).end
    if tokens.lowered[last - 1] in ABBREVIATIONS and tokens.text[end : end + 1] == ".":
        end += 1
    return Span(tokens.starts[first], end)


def replacement(first: Tokens, old: Span, second: Tokens, new: Span) -> Replacement:
    """Put one replacement together, and say whether it touches a figure or a name."""
    before, after = first.text[old.start : old.end], second.text[new.start : new.end]
    kinds = [kinds_in(first, old), kinds_in(second, new)]
    kind: Kind = "word"
    if any(FIGURE in held for held in kinds):
        kind = "figure"
    elif NAME in kinds[0] and before.lower().removesuffix(".") not in ABBREVIATIONS:
        kind = "name"
    return Replacement(before, after, kind, old, new)


def kinds_in(tokens: Tokens, span: Span) -> set[int]:
    """What kinds of words stand in a stretch."""
    first, last = tokens.words_between(*span)
    return set(tokens.traits(ANCHOR)["kind"][first:last].tolist())
