"""Filler: the stock prose of language models, and attributions printed like a stamp.

Models asked for news fill it with the same phrases: complex interplays, stark reminders,
testaments to resilience. People write each of them now and then; what counts is the density.
The table was drawn up by hand and measured: see its column ``source``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from detector.signals.phrase_matcher import phrase, phrases_in
from detector.signals.prefilter import text_condition
from detector.signals.signal import (
    EMPTY_MEASUREMENT,
    Mark,
    Measurement,
    PrefilteredReader,
    Signal,
    density,
    finder,
)
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens

# Measured on 14,967 human articles and 5,932 of language models: two different phrases, four per
# 1,000 words, are met by 0.8 of 1,000 human articles and by 208 of 1,000 of the models'.
FEWEST_PHRASES, MIN_PHRASE_DENSITY = 2, 4.0
# Only a list of sources counts: "according to the report" is what an honest digest repeats.
SOURCE_LIST_RE = lazy_pattern(
    r"\b[Aa]ccording to (?:[^.,\n]{1,60}, ){1,6}(?:and )?[^.,\n]{1,60}(?=\.|\s*$)", re.M
)
# Digests by models print it after each paragraph; no human article seen does so three times.
FEWEST_LISTS = 3


def read_stock(tokens: Tokens) -> Measurement:
    """Density of the table's phrases outside quotations, zero below the limits."""
    marks = list(find_stock(tokens))
    kinds = {tokens.text[mark.start : mark.end].lower() for mark in marks}
    value = density(len(marks), tokens)
    if len(kinds) < FEWEST_PHRASES or value < MIN_PHRASE_DENSITY:
        return EMPTY_MEASUREMENT
    return Measurement(value, tuple(marks))


def find_stock(tokens: Tokens) -> Iterator[Mark]:
    """Yield the table's phrases, whole words only, outside quotations."""
    for _, start, end in phrases_in(tokens, "stock_prose"):
        if not tokens.in_quote(start):
            yield Mark(start, end)


def find_lists(tokens: Tokens) -> Iterator[Mark]:
    """Yield a list of sources that the article names three times or more in the same words."""
    lists = list(SOURCE_LIST_RE.finditer(tokens.text))
    counts = Counter(match[0].lower() for match in lists)
    for match in lists:
        if counts[match[0].lower()] >= FEWEST_LISTS:
            yield Mark(*match.span())


SIGNALS = (
    Signal(
        name="filler_prose",
        cause="synthetic",
        means="the text is dense with the stock phrases of language models",
        wrongs="speeches, editorials and writers who love a cliché",
        example="The ruling, a testament to resilience, underscores the importance of patience.",
        read=PrefilteredReader(read_stock, phrase("stock_prose", fewest=FEWEST_PHRASES)),
        weight=1.0,
        unit="stock phrases per 1,000 words",
    ),
    Signal(
        name="repeated_attribution",
        cause="synthetic",
        means="the same list of sources is given three times or more",
        wrongs="nobody known so far",
        example="A fell, according to X, Y and Z. B fell, according to X, Y and Z."
        " C fell, according to X, Y and Z.",
        read=finder(
            find_lists, text_condition(lambda text: text.count("ccording to ") >= FEWEST_LISTS)
        ),
        weight=2.0,
    ),
)
