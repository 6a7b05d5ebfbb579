"""Dates as no English newsroom prints them.

Engines carry over the order of the source language (`23 Month 1 day` from 23月1日) or its habit of
a bare day number after the weekday (`this Friday (9)`, from Portuguese and Japanese), and make days
that no calendar holds, and put the word that English has for a time after the figure of a day of 24
hours (`18:00 p.m.`, `20.30 o'clock`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import numpy as np

from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    character_after,
    ends_on_digit,
    first_character,
    one_of,
    starts_digit,
    width,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList, OpensWith

MONTHS_30 = r"(?:April|June|September|Sept\.?|November|Nov\.?)"
AFTER_DAY = r"(?=[.,;:)”\"]|\s*$|\ (?:and|or|to|at|in|the|after|before)\ |,?\ (?:19|20)\d\d\b)"
MONTH_NAMES = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
# Days past the 31st, and hours past the 24th or minutes past the 59th, where the words around say
# that they are dates and times: scores, verses and the lengths of films have the same form.
PAST_END_RE = lazy_pattern(
    rf"""\b(?:on|since|until|till|by)\ (?P<day>(?:3[2-9]|[4-9]\d)(?:st|nd|rd|th)?\ {MONTH_NAMES})
        (?!\w){AFTER_DAY}
      | \b(?:on|since|until|till)\ (?P<late>{MONTH_NAMES}\ (?:3[2-9]|[4-9]\d)(?:st|nd|rd|th)?)
        (?!\w){AFTER_DAY}
      | \b(?:at|until|till|from|since)\ 
        (?P<hour>(?:(?:2[5-9]|[3-9]\d):[0-5]\d|(?:[01]?\d|2[0-4]):[6-9]\d))(?![\w:.]\w)
        (?=\ ?[ap]\.?\ ?m\b|\ (?:GMT|UTC|local\ time|in\ the\ (?:morning|afternoon|evening)
          |(?:on\ )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|today\b|yesterday\b)
          |on\ (?:\d{{1,2}}\ )?{MONTH_NAMES}\b))""",
    re.VERBOSE,
)
# A stretch of days that ends before it begins.
BACKWARDS_RE = lazy_pattern(
    r"(?P<days>(?P<first>[1-3]?\d)(?: (?:to|and|until) |[-–])(?P<last>[1-3]?\d)"
    rf" {MONTH_NAMES})(?!\w)"
    r"(?=[.,;:)]|\s*$| (?:and|in|at|the|to|a|for|by|with)\b|,? (?:19|20)\d\d\b)"
)
# A day that no calendar holds. "By June 31 people" counts people, so the words after it decide.
DATE_RE = lazy_pattern(
    rf"""\b(?:(?:{MONTHS_30}\ 31|Feb(?:ruary|\.)?\ 3[01])(?:st|th)?{AFTER_DAY}
      | (?:31(?:st)?\ (?:of\ )?{MONTHS_30}|3[01](?:st|th)?\ (?:of\ )?Feb(?:ruary|\.)?)\b
      | 3[2-9](?:st|nd|rd|th)?\ of\ (?:January|March|May|July|August|October|December)\b)""",
    re.VERBOSE,
)
# Dates in the order and the signs of another language, and 25/13/2020.
ORDER_RE = lazy_pattern(
    r"\d{1,4} Months? \d{1,2} [Dd]ay\b"
    r"|(?:1[3-9]|[2-9]\d)/(?:1[3-9]|[2-9]\d)/(?:1[5-9]|20)\d\d\b"
)
YEAR_RE = lazy_pattern(r"(?<!\d)\d++年\d*月?")
# Measured: in none of 15,000 articles, in 7 of 1,000 translations by engines.
DOUBLED_HOUR_RE = lazy_pattern(
    r"(?<![\d:.,$€£-])(?:1[3-9]|2[0-4])"
    r"(?:[:.][0-5]\d ?(?:[ap]\.?m|[AP]\.?M)\b| ?[ap]\.?m\b|(?:[:.][0-5]\d)? ?o[’']clock\b)"
)
LATE_HOUR = OpensWith(r"(?:1[3-9]|2[0-4])(?:[:.][0-5]\d)?(?:[ap]m|[AP]M)?$")
# How the months begin: "the hearing is on Nov. 13 p.m." is as it should be.
MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
# How far before and after the day such a date reaches, in characters.
DATE_BEFORE, DATE_AFTER = 12, 20
LATE_DAYS = frozenset("30 30th 31 31st 31th 32 33 34 35 36 37 38 39 32nd 33rd".split())
WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
# How the months of 30 days at most begin.
SHORT = frozenset("Apr Jun Sep Nov Feb".split())
SHORT_OR_OF = SHORT | {"of "}
SHORT_INITIALS = "AJSNF"
LATE_RE = lazy_pattern(r"\b3\d(?!\d)")
LATE = ContainsSubstring("3", fits=LATE_RE.search)
MONTH = InWordList(lambda: frozenset({"Month", "Months"}))
YEAR_SIGN = ContainsSubstring("年")
# Times and days past their end; what may be the first day of a stretch of days.
HOURS, DAYS = r"(?:2[5-9]|[3-9]\d):\d|\d{1,2}:[6-9]\d", r"(?:3[2-9]|[4-9]\d)(?:st|nd|rd|th|$)"
TIME_PAST_END, DAY_PAST_END = OpensWith(HOURS), OpensWith(DAYS)
PAST_END_WORD_RE = lazy_pattern(f"{HOURS}|{DAYS}")
DAY = OpensWith(r"[1-3]?\d$")
MONTH_INITIALS = "JFMASOND"


def is_dated(batch: TokenBatch, words: Ids) -> Ids:
    """The words in a day that no calendar holds: a short month or an "of" stands beside them."""
    before, after = first_character(batch, words - 1), first_character(batch, words + 1)
    words = words[one_of(before, SHORT_INITIALS) | one_of(after, SHORT_INITIALS + "o")]
    kept = [
        word
        for word in words.tolist()
        if opens_with(batch, word - 1, SHORT) or opens_with(batch, word + 1, SHORT_OR_OF)
        if has_date(batch, word)
    ]
    return np.array(kept, np.int64)


def has_date(batch: TokenBatch, word: int) -> bool:
    """Whether a day that no calendar holds stands round a word."""
    begin, end = int(batch.begins[word]), int(batch.ends[word])
    start = max(0, begin - DATE_BEFORE)
    stops = begin + DATE_AFTER, end + DATE_AFTER
    return any(DATE_RE.search(batch.text, start, stop) is not None for stop in stops)


def opens_with(batch: TokenBatch, word: int, heads: frozenset[str]) -> bool:
    """Whether a word begins with one of some three letters."""
    begin = int(batch.begins[min(max(word, 0), len(batch.begins) - 1)])
    return batch.text[begin : begin + 3] in heads


def near_month(batch: TokenBatch, words: Ids, *shifts: int) -> Ids:
    """The words with a month at one of some distances, in words."""
    initials = (one_of(first_character(batch, words + shift), MONTH_INITIALS) for shift in shifts)
    words = words[np.logical_or.reduce(list(initials))]
    kept = [
        word
        for word in words.tolist()
        if any(opens_with(batch, word + shift, MONTHS) for shift in shifts)
    ]
    return np.array(kept, np.int64)


def is_beside_month(batch: TokenBatch, words: Ids) -> Ids:
    """The words beside a month."""
    return near_month(batch, words, -1, 1)


def opens_stretch(batch: TokenBatch, words: Ids) -> Ids:
    """The words that may be the first day after "from" or "between", in from 15 to 12 May."""
    words = words[one_of(first_character(batch, words - 1), "fFbB")]
    return near_month(batch, words, 2, 3)


def is_halved(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on a.m. or p.m., or have it or o'clock after them."""
    after = words + 1
    parted = (width(batch, after) == 1) & one_of(first_character(batch, after + 1), "mM")
    half = (width(batch, after) == 2) & one_of(first_character(batch, after, 1), "mM")
    half = (half | parted) & one_of(first_character(batch, after), "apAP")
    dial = one_of(first_character(batch, after, 1), "'’")
    return words[half | dial | one_of(character_after(batch, words, -1), "mM")]


def is_numbered(batch: TokenBatch, words: Ids) -> Ids:
    """The words between figures: 23 Month 1."""
    return words[ends_on_digit(batch, words - 1) & ends_on_digit(batch, words + 1)]


def is_middle(batch: TokenBatch, words: Ids) -> Ids:
    """The words before one of two characters between slashes."""
    return words[(width(batch, words + 1) == 2) & (character_after(batch, words + 1) == ord("/"))]


def is_bare_day(batch: TokenBatch, words: Ids) -> Ids:
    """The words that may be weekdays, before a figure and a closing bracket."""
    words = words[
        one_of(first_character(batch, words), "MTWFS")
        & (character_after(batch, words + 1) == ord(")"))
    ]
    return words[starts_digit(batch, words + 1) & (width(batch, words + 1) <= 2)]


DATED = (
    word(LATE, is_dated)
    | word(MONTH, is_numbered)
    | gap_contains("\0/\0", where=is_middle)
    | word(YEAR_SIGN)
    | word(TIME_PAST_END)
    | word(DAY_PAST_END, is_beside_month)
    | word(DAY, opens_stretch)
    | word(LATE_HOUR, is_halved)
)


def find_dates(tokens: Tokens) -> Iterator[Mark]:
    """Yield days that no calendar holds, and hours that no clock shows."""
    marks = calendar_errors(tokens), past_end(tokens), backwards(tokens), doubled_hours(tokens)
    yield from sorted(set(chain.from_iterable(marks)))


def doubled_hours(tokens: Tokens) -> Iterator[Mark]:
    """Yield hours past noon that say once more which half of the day they are of."""
    for index in tokens.figures:
        match = DOUBLED_HOUR_RE.match(tokens.text, tokens.starts[index])
        if match and not (index and tokens.words[index - 1][:3] in MONTHS):
            yield Mark(*match.span())


def past_end(tokens: Tokens) -> Iterator[Mark]:
    """Yield days and hours past the last."""
    for index in tokens.figures:
        if PAST_END_WORD_RE.match(tokens.words[index]) is None:
            continue
        # "at 25:00", "on 32 October", "on October 32".
        for first in range(max(index - 2, 0), index):
            if match := PAST_END_RE.match(tokens.text, tokens.starts[first]):
                yield Mark(*match.span(match.lastgroup or 0))


def backwards(tokens: Tokens) -> Iterator[Mark]:
    """Yield days that end before they begin."""
    for index in tokens.figures:
        before = tokens.lowered[index - 1] if index and tokens.gap(index) == " " else ""
        if before not in ("from", "between"):
            continue
        match = BACKWARDS_RE.match(tokens.text, tokens.starts[index])
        if match and int(match["last"]) < int(match["first"]):
            yield Mark(*match.span("days"))


def calendar_errors(tokens: Tokens) -> Iterator[Mark]:
    """Yield days past the end of their month, and dates in a foreign order."""
    matches = list(YEAR_RE.finditer(tokens.text)) if "年" in tokens.characters else []
    for index in tokens.figures:
        start = tokens.starts[index]
        if tokens.words[index] in LATE_DAYS:
            around = max(0, start - DATE_BEFORE), start + DATE_AFTER
            matches += DATE_RE.finditer(tokens.text, *around)
        if match := ORDER_RE.match(tokens.text, start):
            matches.append(match)
    return (Mark(*match.span()) for match in matches)


def find_weekdays(tokens: Tokens) -> Iterator[Mark]:
    """Yield weekdays with a bare day number in brackets."""
    for index in tokens.figures:
        start, end = tokens.word_span(index)
        if index == 0 or tokens.text[start - 1] != "(" or tokens.text[end : end + 1] != ")":
            continue
        if tokens.words[index - 1] in WEEKDAYS and end - start <= 2:
            yield Mark(tokens.starts[index - 1], end + 1)


SIGNALS = (
    Signal(
        name="impossible_date",
        cause="translation",
        means="a day or an hour that does not exist",
        wrongs="stories about calendars, and typing errors",
        example="The truce was signed on 31 April in Vienna.",
        read=finder(find_dates, DATED),
        weight=2.0,
        figures=True,
    ),
    Signal(
        name="weekday_bare_day",
        cause="translation",
        means="a weekday with a bare day number, as Romance and Japanese news print it",
        wrongs="listings that give channel or page numbers in brackets",
        example="The council meets again this Friday (9) in Porto.",
        read=finder(find_weekdays, gap_contains("(\0", where=is_bare_day)),
        weight=2.0,
        figures=True,
    ),
)
