"""Swaps of the spinners of 2022 and later: a synonym for a *part* of what belongs together.

These tools look every word up by itself and take whatever sense comes first: the party becomes a
get together, the term a time period, the prime minister a high minister, Germany's chancellor
the German language chancellor. Each swap is good English somewhere ("families get together",
"a time period of six weeks"), so the sure ones carry what stands beside them, and the others count
where different ones come together.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.pattern_table import matches_in
from detector.signals.phrase_matcher import phrase
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring

# Weak swaps stand in honest pages too; two different ones do not.
FEWEST_WEAK = 2
# The single words of which some swaps hold one; the others hold a run of words.
CLUES = "Affiliation", "Courtroom", "Inexperienced", "nook", "objectives"
IDENTICAL, YOUNGSTERS = map(word, map(ContainsSubstring, ("identical", "youngsters")))
SURE = word(ContainsSubstring(*CLUES)) | phrase("sure_swap")
SEVERAL_WEAK = (
    phrase("weak_swap", fewest=FEWEST_WEAK)
    | (phrase("weak_swap") & (IDENTICAL | YOUNGSTERS))
    | (IDENTICAL & YOUNGSTERS)
)


def spans_of(tokens: Tokens, kind: str) -> Iterator[Mark]:
    """Where swaps that are sure, or weak, stand outside quotations."""
    for match, row in matches_in(tokens, "farm_swaps", kind):
        marked = match.groupdict().get("mark") is not None
        start, end = match.span("mark" if marked else 0)
        if not tokens.in_quote(start):
            yield Mark(start, start + len(tokens.text[start:end].rstrip()), row["meant"])


def find_swaps(tokens: Tokens) -> Iterator[Mark]:
    """Yield the swaps of a content farm's spinner: sure ones, and others where more stand by."""
    sure, weak = list(spans_of(tokens, "sure")), list(spans_of(tokens, "weak"))
    if len({mark.note for mark in [*sure, *weak]}) >= FEWEST_WEAK:
        sure += weak
    yield from sorted(set(sure))


SIGNALS = (
    Signal(
        name="farm_swap",
        cause="spin",
        means="a spinner replaced part of a fixed phrase with a synonym",
        wrongs="writers who mean the words literally: a purple card, a high minister",
        example="The Green get together mentioned that he would stay in workplace for a second "
        "time period.",
        read=finder(find_swaps, SURE | SEVERAL_WEAK),
        weight=4.0,
    ),
)
