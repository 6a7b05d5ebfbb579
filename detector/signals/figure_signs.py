"""Signs of a figure that stand the foreign way round, or apart from it.

Engines carry over the order of the source language (`% 5`, `503 million $`) and its spaces
(`$ 2.5`, `5 %`), and tear an ordinal from its ending (`25 th`).
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import character_after, one_of
from detector.text.arrays import Ids
from detector.text.concatenated import SPACE
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList

ORDINALS = frozenset("th st nd rd".split())
CURRENCIES = ("US", "A", "C", "HK", "NZ", "S")
# 503 million $, as German and Polish newspapers print it.
CURRENCY_LAST_RE = lazy_pattern(
    r"(?<![\w$£€.,])\d[\d.,]{0,12}+ (?:million|billion|trillion) [$€£](?! ?\d)"
)
PERCENT_RE = lazy_pattern(r"(?<=[a-z,] )% ?\d{1,3}(?:[.,]\d{1,2})?(?!\w|[.,%]\w|[%$]| [\d$])")
ORDINAL = InWordList(lambda: ORDINALS)
MILLIONS = InWordList(lambda: frozenset({"million", "billion", "trillion"}))


def precedes_currency(batch: TokenBatch, words: Ids) -> Ids:
    """The words with a currency sign a space after them."""
    words = words[one_of(character_after(batch, words, 1), "$€£")]
    return words[character_after(batch, words) == SPACE]


def find_currency(tokens: Tokens) -> Iterator[Mark]:
    """Yield amounts whose currency sign stands a space before them."""
    text = tokens.text
    for index in tokens.figures:
        start, end = tokens.word_span(index)
        if start > 1 and text[start - 1] == " " and text[start - 2] in "$£€":
            prefix = next((c for c in CURRENCIES if text.endswith(c, 0, start - 2)), "")
            yield Mark(start - 2 - len(prefix), end)


def find_ordinals(tokens: Tokens) -> Iterator[Mark]:
    """Yield ordinals torn from their ending: the 25 th, the 25-th."""
    for index in tokens.figures:
        ending = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
        if (
            ending in ORDINALS
            and tokens.gap(index + 1) in (" ", "-")
            and tokens.words[index].isdigit()
        ):
            yield Mark(tokens.starts[index], tokens.word_span(index + 1).end)


def find_spaced_percent(tokens: Tokens) -> Iterator[Mark]:
    """Yield percent signs with a space before them."""
    for index in tokens.figures:
        start, end = tokens.word_span(index)
        if tokens.text[end : end + 2] == " %":
            yield Mark(start, end + 2)


SIGNALS = (
    Signal(
        name="spaced_currency",
        cause="translation",
        means="a space stands between the currency sign and its figure",
        wrongs="newspapers whose house style prints $ 5",
        example="The alliance spent $ 2.5 billion on the radar.",
        read=finder(find_currency, gap_contains("$ \0", "£ \0", "€ \0")),
        weight=1.5,
        figures=True,
    ),
    Signal(
        name="currency_last",
        cause="translation",
        means="the currency sign stands after the million",
        wrongs="tables set as prose",
        example="The bridge cost 503 million $ last year.",
        # By hand: 7 µs an article; worked out, each million beside any dollar passes, 24 µs.
        read=pattern(CURRENCY_LAST_RE, prefilter=word(MILLIONS, precedes_currency)),
        weight=1.5,
        figures=True,
    ),
    Signal(
        name="percent_first",
        cause="translation",
        means="the percent sign stands before its figure",
        wrongs="tables set as prose",
        example="Turnout fell by % 18 in the north.",
        # By hand: 7 µs an article; worked out, every percent sign passes, 21 µs.
        read=pattern(PERCENT_RE, prefilter=gap_contains(" %\0", " % \0")),
        weight=2.0,
        figures=True,
    ),
    Signal(
        name="spaced_ordinal",
        cause="translation",
        means="an ordinal is split from its ending",
        wrongs="old addresses and typing errors",
        example="The flood crest passed on the 25 th of July.",
        read=finder(find_ordinals, word(ORDINAL)),
        weight=1.5,
        figures=True,
    ),
    Signal(
        name="spaced_percent",
        cause="translation",
        means="a space stands before the percent sign, as German, French and Czech print it",
        wrongs="newspapers and agencies whose house style prints 5 %",
        example="Prices rose by 5 % in May.",
        read=finder(find_spaced_percent, gap_contains("\0 %")),
        weight=0.5,
    ),
)
