"""Spaces where no typesetter leaves one, and words that lost theirs to a comma or a figure.

Engines cut a text into words and marks before they translate it and join them again afterwards.
Where the joining fails the cuts stay: ``The mayor ' s office``, ``45 - year - old``,
``Frankfurt / Main``. Some newsrooms print one of these by habit (one broadcaster's pages part
every possessive: ``Trump 's``; photo credits part the slash), so forms that such pages share are
left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import (
    character_after,
    ends_lowercase,
    ends_on_digit,
    first_character,
    one_of,
    starts_lowercase,
    width,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, OpensWith

# A possessive alone needs both its spaces, that of a plural too (the parents ' choice: measured, in
# none of 15,000 articles, in 8 of 1,000 translations by engines); "it 's" and "do n't" need one.
CONTRACTION_RE = lazy_pattern(
    r" (?:(?<=[a-z] )(?:[’'] (?:s|re|ve|ll)(?= [a-z])|n[’']t\b)|(?<=[a-z]n )[’'] t\b"
    r"|(?<=[a-z]s )[’'](?= [a-z])"
    r"|(?:(?<=\bI )|(?<=\b[Ii]t )|(?<=\b[HhWw]e )|(?<=\b[Ss]he )|(?<=\b[Yy]ou )|(?<=\b[Tt]hey )"
    r"|(?<=\b[Tt]hat ))[’'](?:s|re|ve|ll|d|m)(?= [a-z]))"
)
HYPHEN = (
    r"(?<![\w-])\d{1,3} - (?:year|month|week|day)s?(?: - |-)old\b"
    r"|(?<=[a-z] )- \d{1,2} ° ?[CF]\b"
)
# After a preposition, so that neither credits nor the names of polls count.
SLASH = (
    r"(?:(?<=\b(?:in|at|to|of) )|(?<=\b(?:near|from) ))"
    r"[A-Z][a-z]{3,30} / [A-Z][a-z]{3,30}\b(?! ?/)"
)
# 90 km / h, 12 ° C: the figure before tells a unit from a choice, "yes / no". Measured: in none of
# 15,000 articles, in 3 of 1,000 translations by engines.
PER = r"(?:[kK]m|[kMG]?[bB]|[kmµ]?g|m|l|t|[Mk]bit|kWh) / (?:h|s|km|l|ha|m²?|kg|hour|day|year)"
UNIT = rf"(?<=\d )(?:{PER}|° [CF])\b"
BRACKET = r"(?<=[\w.,] )\[(?:\d{1,3} | \d{1,3})\](?![\w(])"
COMMA = r"(?<=[\s(])[A-Za-z][a-z]{2,30}(?P<mark>,)(?=[a-z]{2,30} [a-z])"
GLUED_DATE = OpensWith(
    r"(?:(?:in|since|by|until|of|from)(?:1[89]|20)\d\d"
    r"|(?:on|in|at|of|from|by)(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February"
    r"|March|April|June|July|August|September|October|November|December))$"
)
NEGATION = ContainsSubstring("n't", "n’t", fits=lambda word: word[0] == "n")


def is_contracted(batch: TokenBatch, words: Ids) -> Ids:
    """The words after which an apostrophe may stand: before s, re, ve, ll, t, or after a plural."""
    plural = one_of(character_after(batch, words, -1), "s")
    return words[plural | one_of(first_character(batch, words + 1), "srvlt")]


def is_contracted_pronoun(batch: TokenBatch, words: Ids) -> Ids:
    """Likewise where one space is missing: I, it, that, he, she, we, they, you only."""
    words = words[one_of(character_after(batch, words, -1), "Iteyu")]
    return words[
        one_of(first_character(batch, words + 1), "srvldm") & (width(batch, words + 1) <= 2)
    ]


def is_age_or_frost(batch: TokenBatch, words: Ids) -> Ids:
    """The words that may stand in 45 - year, or before a minus sign and degrees."""
    aged = ends_on_digit(batch, words) & one_of(first_character(batch, words + 1), "ymwd")
    return words[aged | (character_after(batch, words + 1, 1) == ord("°"))]


def is_small_pair(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on a small letter before one that begins with one."""
    words = words[starts_lowercase(batch, words + 1) & ends_lowercase(batch, words)]
    return words[(width(batch, words) > 2) & (width(batch, words + 1) > 1)]


CONTRACTION = (
    gap_contains("\0 ' \0", "\0 ’ \0", where=is_contracted)
    | gap_contains("\0 '\0", "\0 ’\0", where=is_contracted_pronoun)
    | word(NEGATION)
)


def find_glued_dates(tokens: Tokens) -> Iterator[Mark]:
    """Yield a preposition and the date after it that run together, outside names and tags."""
    for index in tokens.indices_with(GLUED_DATE):
        start, end = tokens.word_span(index)
        if tokens.text[start - 1 : start] in " (" and tokens.text[end : end + 1] not in "@/_-":
            yield Mark(start, end)


SIGNALS = (
    Signal(
        name="split_contraction",
        cause="translation",
        means="a space separates an apostrophe from its word",
        wrongs="pages whose own software separates the apostrophe",
        example="The mayor ' s office didn ' t answer.",
        # By hand: 10 µs an article; nothing rare can be worked out, 177 µs.
        read=pattern(CONTRACTION_RE, prefilter=CONTRACTION),
        weight=2.0,
    ),
    Signal(
        name="spaced_hyphen",
        cause="translation",
        means="the hyphens of a compound, or a minus sign, have spaces around them",
        wrongs="typing errors",
        example="A 45 - year - old man was hurt.",
        # By hand: 10 µs an article; worked out, every dash passes, 254 µs.
        read=pattern(HYPHEN, prefilter=gap_contains("\0 - \0", where=is_age_or_frost)),
        weight=1.5,
    ),
    Signal(
        name="spaced_slash",
        cause="translation",
        means="a place's name or a unit has spaces around its slash or its degree sign",
        wrongs="newsrooms that print spaces around every slash",
        example="The fair in Frankfurt / Main drew large crowds.",
        read=pattern(f"{SLASH}|{UNIT}"),
        weight=0.7,
    ),
    Signal(
        name="spaced_bracket",
        cause="translation",
        means="a footnote number has a space on one side inside its brackets",
        wrongs="encyclopedias copied by hand",
        example="The plan was agreed by both sides [9 ] last autumn.",
        # By hand: 6 µs an article; worked out, every pair of square brackets passes, 26 µs.
        read=pattern(BRACKET, prefilter=gap_contains("[ \0", "\0 ]")),
        weight=1.5,
    ),
    Signal(
        name="joined_comma",
        cause="translation",
        means="no space follows a comma",
        wrongs="small newsrooms that miss a space",
        example="The mayor,who was ill, did not come.",
        # By hand: 35 µs an article; nothing rare can be worked out, 133 µs.
        read=pattern(COMMA, prefilter=gap_contains("\0,\0", where=is_small_pair)),
        weight=0.7,
    ),
    Signal(
        name="glued_date",
        cause="translation",
        means="a function word and the year, month or weekday after it are run together",
        wrongs="typing errors",
        example="The bridge opened in1962 and was closed onSunday.",
        read=finder(find_glued_dates, word(GLUED_DATE)),
        weight=1.5,
    ),
)
