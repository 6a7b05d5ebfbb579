"""Two aligned copies as lines of two columns, and the facts in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np

from detector.copies.aligned_text import LEAST_WEIGHT, EncodedText
from detector.copies.alignment import Alignment
from detector.copies.sentence_codes import FIGURE, NAME

# Part of a sentence's weighted words that the other copy's sentence beside it must print, beyond
# what its own counterpart says, to have taken it in (made up, checked by eye on translations).
LEAST_TAKEN_IN = 0.35


class Line(NamedTuple):
    """One line of the two columns: sentence numbers, -1 where a side has none, and a remark."""

    left: int
    right: int
    remark: str


class PartedFacts(NamedTuple):
    """Names or figures of matched sentences that the other copy prints nowhere, as printed."""

    first: list[str]
    second: list[str]


def lines(alignment: Alignment) -> Iterator[Line]:
    """The two columns in the order of the first copy; what the second adds stands in its place.

    A sentence without a counterpart is ``merged`` where the second copy tells it within the
    sentence beside it, and ``split`` where the first does; else it is ``dropped`` or ``added``.
    """
    merged, split = merged_sentences(alignment), merged_sentences(alignment.reversed())
    added = sorted(alignment.added)
    partner = dict(alignment.matched)

    def more(number: int) -> Line:
        return Line(-1, number, "split" if number in split else "added")

    for number in range(len(partner) + len(alignment.dropped)):
        right = partner.get(number)
        if right is None:
            yield Line(number, -1, "merged" if number in merged else "dropped")
            continue
        while added and added[0] < right:
            yield more(added.pop(0))
        yield Line(number, right, "moved" if right in alignment.moved else "")
    yield from map(more, added)


def merged_sentences(alignment: Alignment) -> set[int]:
    """The sentences of the first copy that the second tells within a neighbour's counterpart."""
    partner = dict(alignment.matched)
    merged = set()
    for number in alignment.dropped:
        own = weighted_words(alignment.first, number)
        for beside in (number - 1, number + 1):
            if beside in partner:
                told = weighted_words(alignment.second, partner[beside]).keys()
                taken_in = told - weighted_words(alignment.first, beside).keys()
                shared = sum(weight for code, weight in own.items() if code in taken_in)
                if shared >= LEAST_TAKEN_IN * sum(own.values()):
                    merged.add(number)
    return merged


def weighted_words(text: EncodedText, number: int) -> dict[int, float]:
    """The words of a sentence: names by their sound, words by their stem, with their weights."""
    sentence = text.tokens.sentences[number]
    words = text.words[sentence.first : sentence.last]
    weights = np.maximum(words["weight"], LEAST_WEIGHT).tolist()
    return dict(zip(words["codes"][:, 2].tolist(), weights, strict=True))


def parted_facts(alignment: Alignment) -> dict[str, PartedFacts]:
    """Figures and names in which matched sentences part, but for those that were replaced."""
    first, second = alignment.first, alignment.second
    a, b, c, d = alignment.ranges.T.tolist()
    left = [pair[0] for pair in alignment.matched]
    right = [pair[1] for pair in alignment.matched]
    return {
        name: PartedFacts(
            lone_facts(first, second, kind, left, zip(a, b, strict=True)),
            lone_facts(second, first, kind, right, zip(c, d, strict=True)),
        )
        for name, kind in (("figure", FIGURE), ("name", NAME))
    }


def lone_facts(
    text: EncodedText,
    other: EncodedText,
    kind: int,
    sentences: list[int],
    replaced: Iterator[tuple[int, int]],
) -> list[str]:
    """Words of a kind in some sentences that the other text lacks; neighbours are one fact."""
    lone = (text.kinds == kind) & ~np.isin(text.words["codes"][:, 2], other.words["codes"][:, 2])
    wanted = np.zeros(len(lone), np.bool_)
    for number in sentences:
        sentence = text.tokens.sentences[number]
        wanted[sentence.first : sentence.last] = True
    for begin, end in replaced:
        wanted[begin:end] = False
    places = np.flatnonzero(lone & wanted).tolist()
    runs = groupby(enumerate(places), lambda one: one[1] - one[0])
    facts = []
    for _, run in runs:
        words = [place for _, place in run]
        begin, end = text.tokens.word_span(words[0]).start, text.tokens.word_span(words[-1]).end
        facts.append(" ".join(text.tokens.text[begin:end].split()))
    return list(dict.fromkeys(facts))
