"""Figures that an engine moved, doubled or broke apart.

Engines that mask figures and put them back may put them back in the wrong place, with or
without a mask left to show it. Others tear a figure at its own punctuation (`1. 5 million`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from detector.signals.prefilter import batch_condition, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    BoolArray,
    character_after,
    distance,
    first_character,
    precedes_single_space,
    width,
)
from detector.text.arrays import Ids
from detector.text.concatenated import SPACE
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import OpensWith

# What must stand right after two figures in a row: a percent sign or the thing that is counted.
# A third figure makes a telephone number or a table.
COUNTED_RE = lazy_pattern(r"%| ?(?:per|[a-z]{3,}|km|kg|MW|[GMT]B|[A-Z]{3,5})\b(?! x )")
NOT_BARE = frozenset(".,:/#+%°-$£€")
# "a 9.98 100 metres mark": what follows a time in athletics and swimming is a distance.
RACES = frozenset("50 60 100 110 200 400 800 1500 3000 5000 10000".split())
RACE_RE = lazy_pattern(
    r"[ -]?(?:m|met(?:re|er)s?|hurdles|freestyle|backstroke|butterfly|breaststroke|medley"
    r"|individual|relay|yards?)\b"
)
YEAR_RE = lazy_pattern(r"(?:1[5-9]|20)\d\d")
# Words before which two bare figures are a name or a number to dial.
NUMBERED = frozenset(
    """age aged article boeing call calls chapter contact dial figure flight helpline highway
    hotline iphone lifeline line model number numbers page phase phone quarter ring route section
    sections sms tel telephone text whatsapp windows""".split()
)
# Groups that cannot be (2,200,12), and separators of two systems in one figure (2.200,112).
BROKEN_RE = lazy_pattern(
    r"\d{1,3}(?:,\d{3})+,\d{1,2}|\d{1,3}\.\d{3},\d{3}|\d{1,3},\d{3}\.\d{3}"
    r"|\d{1,3}(?:,\d\d){1,3},\d{4,9}"
)
# A second decimal point, or a decimal comma and a point, where money or a million is counted:
# 12.000.00 dollars, 3,1.5 million. Versions and addresses of the network have points too.
TWO_POINTS_RE = lazy_pattern(
    r"(?<![\w.,/-])(?P<mark>\d{1,3}(?:\.\d{3})+\.\d{1,2}|\d{1,3},\d{1,2}\.\d{1,2})"
    r"(?= (?:hundred|thousand|million|billion|trillion|dollars|euros|pounds|rupees|rupiah|yen|yuan"
    r"|rubles|roubles|pesos|naira|shillings|people|tonnes|tons)\b)"
)
TWO_POINTS = OpensWith(r"\d{1,3}(?:(?:\.\d{3})+|,\d{1,2})\.\d{1,2}$")
# No figure of a list begins with a nought and has two digits more: 1, 250, 000 is one figure.
TORN_RE = lazy_pattern(r"(?<![\w.,$£€-])\d{1,3}(?:, \d{3}){2,3}(?<=, 0\d\d)(?![\w-]|[.,]\d)")
# After a comma and a space three digits belong to the figure before when such a word follows,
# unless that figure is a day: "on July 25, 135 cases".
COUNTS = frozenset(
    """cases dollars euros homes jobs kilometers kilometres members men people residents soldiers
    square students tonnes tons troops women workers""".split()
)
ENGLISH_MAGNITUDES = frozenset("million billion trillion percent per".split())
MONTHS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
BROKEN = OpensWith("[0-9].{6}", fits=BROKEN_RE.fullmatch)
# What may be the last group of a figure torn apart.
GROUP = OpensWith(r"0\d\d(?!\w)")


@derived
def near_figures(batch: TokenBatch) -> Ids:
    """The words that begin with a digit just before another one, two characters apart at most."""
    figures = batch.figures
    words = figures[:-1][figures[1:] - figures[:-1] == 1]
    return words[distance(batch, words) <= 2]


def may_be_shifted(batch: TokenBatch) -> BoolArray:
    """Which articles have two figures with a space between, before what may be counted."""
    words = near_figures(batch)
    if len(words):
        words = words[
            precedes_single_space(batch, words) & (first_character(batch, words + 1) != ord("0"))
        ]
    return batch.articles_with(words)


def may_be_doubled(batch: TokenBatch) -> BoolArray:
    """Which articles have two figures of one length side by side that begin and end alike."""
    words = near_figures(batch)
    if len(words):
        alike = first_character(batch, words) == first_character(batch, words + 1)
        alike &= width(batch, words) == width(batch, words + 1)
        words = words[
            alike & (character_after(batch, words, -1) == character_after(batch, words + 1, -1))
        ]
    return batch.articles_with(words)


def may_be_torn(batch: TokenBatch) -> BoolArray:
    """Which articles have two figures that may be one, torn apart at its point or comma."""
    words = near_figures(batch)
    if len(words):
        head, tail, mark = (
            width(batch, words),
            width(batch, words + 1),
            character_after(batch, words),
        )
        parted = ((mark == ord(".")) & (tail <= 2)) | ((mark == ord(",")) & (tail == 3))
        words = words[parted & (head <= 3) & (distance(batch, words) == 2)]
    return batch.articles_with(words)


def follows_comma(batch: TokenBatch, words: Ids) -> Ids:
    """The words with a comma and a space before them."""
    parted = first_character(batch, words, -1) == SPACE
    return words[parted & (first_character(batch, words, -2) == ord(","))]


def pairs_in(tokens: Tokens, gaps: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield index, start and end of two figures in a row that one of ``gaps`` parts."""
    for left, right in pairwise(tokens.figures):
        if right == left + 1 and tokens.gap(right) in gaps:
            start, end = tokens.starts[left], tokens.word_span(right).end
            if is_bare(tokens.text, start):
                yield left, start, end


def is_bare(text: str, start: int) -> bool:
    """Whether nothing that makes it part of something else stands before a figure."""
    before = text[max(0, start - 2) : start]
    if not before:
        return True
    after_figure = before[-1] == " " and (before[0].isdigit() or before[0] in "$£€")
    return not (before[-1] in NOT_BARE or after_figure)


def find_shifted(tokens: Tokens) -> Iterator[Mark]:
    """Yield two bare figures side by side in prose, before the thing that is counted."""
    for index, start, end in pairs_in(tokens, (" ",)):
        left, right = tokens.words[index : index + 2]
        if not COUNTED_RE.match(tokens.text, end) or right[0] == "0":
            continue
        if right.replace(",", "") in RACES and RACE_RE.match(tokens.text, end):
            continue
        # French and Swiss copy parts thousands by a space: 14 500 people.
        if len(left) <= 3 and left.isdigit() and len(right) == 3 and right.isdigit():
            continue
        if not (left + right).replace(",", "").replace(".", "").isdigit():
            continue
        years = YEAR_RE.fullmatch(left) or YEAR_RE.fullmatch(right)
        if not years and counts_in_prose(tokens, index):
            yield Mark(start, end, f"{left}|{right}")


def counts_in_prose(tokens: Tokens, index: int) -> bool:
    """Whether a figure stands in prose and no word shortly before makes it a name: Route 152."""
    sentence = tokens.sentence_at(tokens.starts[index])
    named = not NUMBERED.isdisjoint(tokens.lowered[max(0, index - 6) : index])
    return sentence is not None and sentence.prose and not named


def find_doubled(tokens: Tokens) -> Iterator[Mark]:
    """Yield a figure of three digits or more, no year, printed twice in a row in prose."""
    for index, start, end in pairs_in(tokens, (" ", ", ")):
        left, right = tokens.words[index : index + 2]
        if left != right or len(left) < 3 or ":" in left or YEAR_RE.fullmatch(left):
            continue
        listed = tokens.text[end : end + 3].lstrip(", ")[:1].isdigit()
        if not listed and counts_in_prose(tokens, index):
            yield Mark(start, end)


def find_broken(tokens: Tokens) -> Iterator[Mark]:
    """Yield figures whose groups cannot be: 2,200,12 and 1. 5 million and 100, 000 people."""
    for index in tokens.figures:
        word = tokens.words[index]
        if len(word) > 6 and BROKEN_RE.fullmatch(word):
            yield Mark(*tokens.word_span(index), "groups of impossible length")
    for match in TWO_POINTS_RE.finditer(tokens.text):
        yield Mark(*match.span("mark"), "two decimal points")
    for match in TORN_RE.finditer(tokens.text) if ", 0" in tokens.text else ():
        yield Mark(*match.span(), "torn apart")
    for index, start, end in pairs_in(tokens, (". ", ", ")):
        left, right = tokens.words[index : index + 2]
        after = tokens.lowered[index + 2] if index + 2 < len(tokens.words) else ""
        before = tokens.lowered[index - 1] if index else ""
        if len(left) > 3 or not (left + right).isdigit() or before in MONTHS:
            continue
        if tokens.gap(index + 1) == ". ":
            torn = len(right) <= 2 and after in ENGLISH_MAGNITUDES
        else:
            torn = len(right) == 3 and after in COUNTS
        if torn:
            yield Mark(start, end, "torn apart")


SIGNALS = (
    Signal(
        name="figures_shifted",
        cause="translation",
        means="two bare figures side by side: one belongs elsewhere or is left over",
        wrongs="tables and telephone numbers set as prose",
        example="The array reached 1000 1.56 IOPS in the first test of the week.",
        read=finder(find_shifted, batch_condition(may_be_shifted)),
        weight=3.0,
        figures=True,
    ),
    Signal(
        name="figure_doubled",
        cause="translation",
        means="the same figure twice in a row",
        wrongs="scores and lists in which a figure recurs",
        example="The plant employed 6320, 6320 at the end of the year.",
        read=finder(find_doubled, batch_condition(may_be_doubled)),
        weight=2.0,
        figures=True,
    ),
    Signal(
        name="figure_broken",
        cause="translation",
        means="a figure is broken up, or its digit groups have an impossible length",
        wrongs="typing errors in lists of figures",
        example="The city counted 2,200,12 residents.",
        read=finder(
            find_broken,
            word(BROKEN)
            | word(TWO_POINTS)
            | word(GROUP, follows_comma)
            | batch_condition(may_be_torn),
        ),
        weight=2.0,
        figures=True,
    ),
)
