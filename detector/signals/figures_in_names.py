"""Figures that an engine moved into a name, or left as the source language writes them.

Where masked figures come back in the wrong order, the figure of a name changes places with one of
the text (``Covid-94``, ``Formula 14,000``, ``Airbus A7,000``). A name never has a comma in its
figure, nor the two decimals of a price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.context import is_mention, outside_english
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    BoolArray,
    character_after,
    first_character,
    followed_by,
    starts_digit,
    width,
)
from detector.text.arrays import Ids
from detector.text.concatenated import NINE
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList, MatchesPattern, OpensWith

# Names with a whole figure after them. Made up by looking through the figures of 15,000 articles.
NUMBERED = (
    "Formula|Boeing|Airbus|Windows|iPhone|iPad|Galaxy|Xbox|PlayStation|Android|Apollo|Falcon|Soyuz"
    "|Fifa|FIFA|Euro|Eurofighter|Super Bowl|World War|Big Ten|Channel|Radio|Interstate|Expo|Area"
)
NAMED_RES = (
    lazy_pattern(
        r"\b(?:Covid|COVID|Covid‑|COVID‑)[-‑–](?!19\b)\d[\d.,]*\d|\bCOVID[- ](?!19\b)\d{2,}\b", re.I
    ),
    lazy_pattern(
        rf"\b(?:{NUMBERED}) [A-Z]?\d{{1,3}}(?:,\d{{3}})+\b(?! (?:km|miles|metres|feet|euros))"
    ),
    lazy_pattern(
        r"\b(?:Boeing|Airbus|Formula|Apollo|Fifa|FIFA|iPhone|Channel) [A-Z]?\d{1,3}\.\d\d\b"
    ),
    # Groups of states and motorways; rand, pesos, naira and dollars have other letters.
    lazy_pattern(r"(?<![\w$£€.])[EGHJUVWXZ]\d{1,3},\d{3}\b(?![,.]\d)"),
    # Two figures before a unit in brackets, the one torn from elsewhere: (61 5.2 V).
    lazy_pattern(r"(?<=\()(?P<mark>\d[\d.]{0,6} \d[\d.,]{0,8} [A-Z]{1,2})(?=\))"),
)
# 14.300.000 as Germans, Spaniards and Turks part thousands, and 12.640 Residents, whose noun has
# the capital of German besides; no decimal has a capital after it.
GROUPED_RE = lazy_pattern(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3}){2,4}(?: [$€£])?(?![\w-]|[.,]\d)"
    r"|(?<![\w.,$£€])\d{1,3}\.\d{3} [A-Z][a-z]{3,20}s\b"
)
# A comma before the decimals: 3,3 percent. No list of figures has a unit after it. Measured: in
# 1 of 15,000 articles, 5 of 1,000 translations by people, 17 by engines.
DECIMAL_RE = lazy_pattern(
    r"(?<![\w.,/-])\d{1,3},\d{1,2}(?= ?%| (?:per ?cent|[mbtr]+illion|thousand|hectares?|square"
    r"|(?:kilo|centi|milli)?met(?:er|re)s?|kilograms?|lit(?:er|re)s|tons?|tonnes|degrees|points"
    r"|km|kg|cm|mm|euros|crowns|hryvnias?|rou?bles?|zlotys?|liras?)\b)"
)
DECIMAL = OpensWith(r"\d{1,3},\d{1,2}$")
# Newsrooms there print R15,3 billion and 14,6 percent.
SOUTHERN_AFRICA_RE = lazy_pattern(
    "South Africa|Johannesburg|Pretoria|Cape Town|Durban|Zimbabwe|Harare|Bulawayo|Namibia|Windhoek"
    "|Mozambique|Maputo|Angola|Botswana|Lesotho|Eswatini",
    re.I,
)
NAMES = InWordList(lambda: frozenset(NUMBERED.replace(" ", "|").split("|")))
COVID = ContainsSubstring("ovid", "OVID")
LETTERED = MatchesPattern(r"[EGHJUVWXZ]\d{1,3},\d{3}")
UNIT = OpensWith("[A-Z]{1,2}$")
GROUPED = OpensWith(r"\d{1,3}(?:\.\d{3})+$")
# What no name has after it: 14,000 or A7,000 or 7.50.
SEPARATED = OpensWith(r"[A-Z]?\d{1,3}(?:,\d{3}|\.\d\d)")


def before_figure(batch: TokenBatch, words: Ids) -> Ids:
    """The words before a figure other than 19."""
    words = words[starts_digit(batch, words + 1)]
    after = words + 1
    nineteen: BoolArray = (first_character(batch, after) == ord("1")) & (width(batch, after) == 2)
    return words[~(nineteen & (first_character(batch, after, 1) == NINE))]


def between_figure_and_bracket(batch: TokenBatch, words: Ids) -> Ids:
    """The words after a figure that a closing bracket follows."""
    ends: BoolArray = character_after(batch, words) == ord(")")
    return words[ends & starts_digit(batch, words - 1)]


def find_foreign_figures(tokens: Tokens) -> Iterator[Mark]:
    """Yield figures whose thousands or decimals are parted as in another language."""
    matches = list(GROUPED_RE.finditer(tokens.text))
    decimals = [
        m for m in DECIMAL_RE.finditer(tokens.text) if not outside_english(tokens, m.start())
    ]
    if decimals and SOUTHERN_AFRICA_RE.search(tokens.text) is None:
        matches += decimals
    yield from sorted(Mark(*match.span()) for match in matches)


def find_figures(tokens: Tokens) -> Iterator[Mark]:
    """Yield names that hold a figure of something else."""
    spans = []
    for regex in NAMED_RES:
        group = "mark" if "mark" in regex.groupindex else 0
        spans += [match.span(group) for match in regex.finditer(tokens.text)]
    for start, end in sorted(set(spans)):
        if not is_mention(tokens, start):
            yield Mark(start, end, "a figure of something else")


SIGNALS = (
    Signal(
        name="figure_in_name",
        cause="translation",
        means="a name contains a figure that belongs elsewhere",
        wrongs="names that really contain such a figure",
        example="The ward was built for Covid-94 and the line closed for the G30,000 summit.",
        read=finder(
            find_figures,
            word(NAMES, followed_by(SEPARATED))
            | word(COVID, before_figure)
            | word(LETTERED)
            | word(UNIT, between_figure_and_bracket),
        ),
        weight=3.0,
        figures=True,
    ),
    Signal(
        name="foreign_grouping",
        cause="translation",
        means="full stops part the thousands of a figure, or a comma its decimals, as in German, "
        "Spanish or Turkish",
        wrongs="network addresses, people who translate by hand, and southern Africa's newspapers",
        example="The building costs amounted to 14.300.000 $ in the first year.",
        read=finder(find_foreign_figures, word(GROUPED) | word(DECIMAL)),
        weight=2.0,
        figures=True,
    ),
)
