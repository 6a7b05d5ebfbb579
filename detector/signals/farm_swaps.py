"""Swaps of the spinners of 2022 and later: a synonym for a *part* of what belongs together.

These tools look every word up by itself and take whatever sense comes first: the party becomes a
get together, the term a time period, the prime minister a high minister, Germany's chancellor
the German language chancellor. Each swap is good English somewhere ("families get together",
"a time period of six weeks"), so the sure ones carry what stands beside them, and the others count
where different ones come together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.tokens import Tokens
from detector.text.vocabulary import ContainsSubstring

LANGUAGES = (
    "German|Chinese|French|Spanish|Italian|Russian|English|Dutch|Polish|Turkish|Arabic|Japanese"
    "|Korean|Portuguese|Greek|Swedish|Danish|Norwegian|Finnish|Hungarian|Czech|Ukrainian|Hebrew"
)
PEOPLE = (
    "ambassador|army|authorities|capital|carmaker|chancellor|chief|citizens?|coach|companies|company"
    "|economy|embassy|facet|firms?|forces|govt|government|lawmakers?|leader|membership|minister"
    "|ministry|nationals?|navy|observers?|officials?|parliament|people|police|president|prime"
    "|researchers?|scientists?|soldiers?|staff|state|team|tourists?|troopers|troops"
)
# Letters that the pattern cannot do without, the pattern of what the tool prints, what was meant.
# Made up from the habits of such tools.
SURE = (
    (
        "get together",
        r"get together (?:chief|leaders?|members?|chairm[ae]n|chairwoman|congress)",
        "party",
    ),
    (
        "get together",
        r"(?:[A-Z][a-z]+|ruling|opposition|governing|political) (?P<mark>get together)"
        r"(?= (?:mentioned|stated|said|has|had|is|was|will|gained|received|led)\b)",
        "party",
    ),
    (
        "in workplace",
        r"in workplace(?=[.,;]| (?:for|of|since|until|till|by|and|as|from)\b)",
        "in office",
    ),
    ("workplace of", r"workplace of the (?:president|prosecutor|mayor|governor|lawyer)", "office"),
    (
        "time period",
        r"(?:first|second|third|fourth|final|one other|new|another|present|four-year) time period"
        r"(?=[.,;]| (?:as|in workplace|in office|and|on the|will|was|started)\b)",
        "term",
    ),
    (" language ", rf"(?:{LANGUAGES}) language (?={PEOPLE})", "the people, not the language"),
    (
        "Inexperienced",
        r"Inexperienced (?=get together|Party|MP|lawmaker|chief|vitality|vote)",
        "Green",
    ),
    (
        " of the ",
        r"(?:on|at|till|until|by) (?P<mark>the (?:finish|top) of the (?:week|month|yr|season))",
        "the end",
    ),
    (
        "primary",
        r"the (?P<mark>primary) (?:complaints?|half|sport|time|girl|lady|spherical|week)\b",
        "first",
    ),
    ("objectives", r"(?:scor\w{1,4}|netted) (?:\w+ ){0,2}(?P<mark>objectives)\b", "goals"),
    ("objectives", r"(?:two|three|four|five) objectives (?=within|towards|from)", "goals"),
    ("purple card", r"(?:proven|given|second|straight) (?:a )?(?P<mark>purple card)", "red card"),
    ("nook", r"(?P<mark>a nook|the nook) (?:kick|flag)|nook kicks?", "corner"),
    ("igh minister", r"high ministers?\b", "prime minister"),
    ("touch upon", r"(?:decline[sd]?|refuse[sd]?|declining) to (?P<mark>touch upon)", "comment on"),
    ("Courtroom", r"(?:Supreme|Excessive|District|County|Appeals|Legal) Courtroom", "Court"),
    (
        "egulation enforcement",
        r"[Rr]egulation enforcement (?=office|official|agenc)",
        "law",
    ),
    ("elling ", r"[Dd]welling (?=[Ww]orkplace|[Ss]ecretary)", "Home"),
    ("sports activities", r"sports activities (?:ministry|minister|editor|corridor)", "sports"),
    (
        " Home",
        r"(?:White|Decrease|Higher) Home\b(?= (?:mentioned|stated|spokes|official|of))",
        "House",
    ),
    ("lectoral fee", r"[Ee]lectoral [Ff]ee", "commission"),
    ("e-book", r"e-book of accounts|e-books and newspapers", "book"),
    (
        "well being ",
        r"well being (?=ministry|minister|service|secretary|officials?|employees)",
        "health",
    ),
    (
        " Affiliation",
        r"(?:Cricket|Soccer|Hockey|Tennis|Rugby|Bar|Press) Affiliation",
        "Association",
    ),
)
# Each stands in honest pages too; two different ones do not.
WEAK = (
    (
        "every part",
        r"every part(?= (?:that|since|he|she|they|we|you|has|had|from|else|was)\b|[.,])",
        "everything",
    ),
    (
        "got here ",
        r"got here (?=third|second|first|from|after|in|with|as|on|amid|at|beneath)",
        "came",
    ),
    ("grew to become", r"grew to become", "became"),
    ("dad and mom", r"dad and mom", "parents"),
    ("yr", r"(?:the|final|this|subsequent|a|per) (?P<mark>yr)\b", "year"),
    ("introduced ", r"introduced (?:again|dwelling)\b", "brought"),
    ("In the present day", r"In the present day(?=[ ,])", "today"),
    ("one other ", r"one other(?= (?:time|man|girl|lady|yr|week|day|two|three))", "another"),
    (
        " mentioned",
        r"(?:he|she|they|minister|mayor|police|officials?|[A-Z][a-z]+) (?P<mark>mentioned)"
        r"(?= (?:that|on|the|it)\b)",
        "said",
    ),
    ("ll people ", r"[Aa]ll people (?=is|was|who|needs|has)", "everybody"),
    (" dwelling", r"(?:his|her|their) (?P<mark>dwelling)\b(?! place)", "home"),
    ("e got ", r"[Ww]e've got (?=constructed|misplaced|determined|completed)", "have"),
    ("an excessive amount", r"an excessive amount of", "too much"),
    ("identical ", r"identical (?=firm|manner|method|day|time)", "same"),
    ("gained the ", r"gained (?=the (?:world|title|match|race|election|vote|cup))", "won"),
    ("converse to ", r"converse to (?=the|him|her|reporters)", "speak"),
    ("primary ", r"primary (?=floor (?:has|of)|sport of)", "main, or first"),
    ("er folks", r"(?:younger|older) folks\b", "people"),
    ("youngsters ", r"youngsters (?=pay|below|beneath|underneath)", "children"),
    ("on the request of", r"on the request of", "at the request of"),
    (" journey free", r"(?:may|can) journey free", "travel"),
)


class Swap(NamedTuple):
    """One swap: letters that it cannot do without, its pattern, and what was meant."""

    needle: str
    regex: re.Pattern[str]
    meant: str


def compiled(rows: tuple[tuple[str, str, str], ...]) -> tuple[Swap, ...]:
    """The rows of a table as swaps of whole words."""
    return tuple(
        Swap(needle, re.compile(rf"(?<![\w-])(?:{regex})"), meant) for needle, regex, meant in rows
    )


SURE_SWAPS, WEAK_SWAPS = compiled(SURE), compiled(WEAK)
FEWEST_WEAK = 2
# A word that stands in every swap of a row; a swap of several common words has several.
CLUE = ContainsSubstring(
    *"""ogether orkplace eriod anguage nexperienced inish objectives urple nook minister upon
    ourtroom nforcement welling activities Home fee e-book being ffiliation part got grew dad yr
    ntroduced resent other mentioned people mount dentical gained onverse primary folks oungsters
    request journey""".split()
)


def spans_of(tokens: Tokens, swaps: tuple[Swap, ...]) -> Iterator[Mark]:
    """Where swaps stand outside quotations."""
    for needle, regex, meant in swaps:
        if needle in tokens.text:
            for match in regex.finditer(tokens.text):
                held = "mark" in regex.groupindex and match["mark"] is not None
                start, end = match.span("mark" if held else 0)
                if not tokens.in_quote(start):
                    yield Mark(start, start + len(tokens.text[start:end].rstrip()), meant)


def find_swaps(tokens: Tokens) -> Iterator[Mark]:
    """Yield the swaps of a content farm's spinner: sure ones, and others in company."""
    sure, weak = list(spans_of(tokens, SURE_SWAPS)), list(spans_of(tokens, WEAK_SWAPS))
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
        read=finder(find_swaps, word(CLUE)),
        weight=4.0,
    ),
)
