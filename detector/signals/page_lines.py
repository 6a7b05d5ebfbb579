"""Whole lines that belong to a page and not to its article, known by their wording.

Only short lines are looked at: debris over 200 characters is prose.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from detector.resources.tables import read_columns, read_table
from detector.signals.word_edges import one_of
from detector.text.arrays import Ids
from detector.text.character_classes import mark_alike
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import counts_between, positions
from detector.text.token_batch import (
    FIRST_WORD,
    IS_PROSE,
    LAST_WORD,
    SPAN_END,
    SPAN_START,
    TokenBatch,
)
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords

# Kinds by number of paragraph.
Lines = dict[int, str]

# The longest line of the table has 82 characters; notices and teasers run longer (made up).
LONGEST_LINE = 200
ORNAMENTS = " \t\xa0|»«›‹>•·–—-_→←↓↑▶►+~"
NUMBER_RE = lazy_pattern(r"\d+")
# The kinds a whole line can be, in the order in which they are tried. The patterns are in
# ``data/page_line_patterns.tsv``; they see lines in lower case, each run of digits as #.
KINDS = tuple(
    """comment_form ad_marker newsletter_line related_list teaser weather_header cookie_notice
    source_tail""".split()
)
SHARE_WORDS = frozenset(
    """share shares sharing is caring on via this it article story post tweet pin save print email
    e mail whatsapp facebook twitter x linkedin pinterest reddit telegram tumblr messenger viber
    flipboard digg stumbleupon copy link copied google plus url to a friend with or and
    the""".split()
)
BUTTONS = frozenset(
    """share shares tweet facebook twitter whatsapp linkedin pinterest reddit telegram tumblr viber
    flipboard digg stumbleupon print email copied pin""".split()
)
# Every kind of line holds one of these words or a figure; other lines need no closer look.
BOILERPLATE_WORDS = frozenset(
    """comment comments reply replies email e mail name website conversation discussion say reaction
    log logged sign advert adverts advertise advertising ad ads promoted sponsored paid partner
    newsletter continues continue scroll skip read also more see miss related recommended latest
    breaking keep click tap watch listen source original article post story content via published
    posted appeared credited edited cookies cookie privacy consent policy settings sell accept agree
    similar other recent popular top trending featured suggested editor editors picks pick next
    previous web around tags tag filed like enjoy interested subscribe register get receive join
    follow find app apps download stay already subscriber thank c f c. f. share shares tweet print
    facebook twitter whatsapp linkedin pinterest reddit telegram tumblr viber flipboard digg
    stumbleupon copied pin http https loading wait your you must
    """.split()
)
AD_WORD_RE = lazy_pattern(r"adv[a-z]{4,10}ts?")
# A paragraph that ends like a sentence is looked at only where it opens as page furniture does.
BOILERPLATE_OPENERS = frozenset(
    """please leave post be write your we this our by accept originally first source credited via
    read see also click sign subscribe get register join follow like you must save notify ad
    copyright loading http https more related don't watch do thank already not enter comments
    comment advertisement article story something powered find link image media skip
    sorry""".split()
)
LEFTOVER_RE = lazy_pattern(
    r"https?://\S+|\{\{.*\}\}|<[a-z/!][^>]*>|(?:loading|please wait)(?:\.\.\.|…)?|©.*"
)


@cache
def line_pattern() -> re.Pattern[str]:
    """One pattern for whole lines of every kind; the group that matches names the kind."""
    bodies: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in read_table("page_line_patterns"):
        bodies[row["kind"]].append(row["pattern"])
    return re.compile("|".join(f"(?P<{k}>(?:{'|'.join(b)})$)" for k, b in bodies.items()))


@cache
def page_lines() -> frozenset[str]:
    """Lines that recur over many sites, from ``data/page_lines.tsv``, digits written as #."""
    return frozenset(read_columns("page_lines")["line"])


def fold_line(line: str) -> str:
    """A line as the table prints it: lower case, no ornaments at its ends, digits as #.

    >>> fold_line("» 12 Comments |")
    '# comments'
    """
    return NUMBER_RE.sub(
        "#", " ".join(mark_alike(line).lstrip(ORNAMENTS + "*").rstrip(ORNAMENTS).split())
    )


def line_kind(line: str) -> str | None:
    """Which kind of debris a whole line is; None where it is none.

    >>> (line_kind("Share on Facebook"), line_kind("Advertisment"),
    ...     line_kind("Police share the blame."))
    ('share_buttons', 'ad_marker', None)
    """
    folded = fold_line(line)
    words = folded.replace("-", " ").replace(":", " ").split()
    if words and SHARE_WORDS.issuperset(words) and not BUTTONS.isdisjoint(words):
        return "share_buttons"
    if match := line_pattern().match(folded):
        return match.lastgroup
    if folded in page_lines() or LEFTOVER_RE.fullmatch(folded):
        return "boilerplate_line"
    return None


def lines_in(tokens: Tokens) -> Lines:
    """The paragraphs of one article that are debris and of which kind."""
    return find_lines(tokens.batch)[tokens.number]


@derived
def find_lines(batch: TokenBatch) -> list[Lines]:
    """Number and kind of the paragraphs that are debris, for each article."""
    lines: list[Lines] = [{} for _ in batch.texts]
    rows = suspects(batch)
    articles = batch.paragraphs_from.searchsorted(rows, "right") - 1
    for article, (start, end, *_, number, _) in zip(
        articles.tolist(), batch.paragraphs[rows].tolist(), strict=True
    ):
        if kind := line_kind(batch.text[start:end]):
            lines[article][number] = kind
    return lines


def suspects(batch: TokenBatch) -> Ids:
    """The paragraphs that may be debris, as rows of their table: hardly any paragraph of prose."""
    table = batch.paragraphs
    first, last = table[:, FIRST_WORD], table[:, LAST_WORD]
    roles = batch.word_properties(LINE_ROLE)
    lead = roles.take(first, mode="clip") if len(roles) else np.zeros(len(table), np.uint8)
    short = table[:, SPAN_END] - table[:, SPAN_START] <= LONGEST_LINE
    rows = positions(short & ((table[:, IS_PROSE] == 0) | (lead & OPENING != 0)))
    begin, end = first[rows], last[rows]
    is_suspect = (begin == end) | (lead[rows] & LEADING != 0)
    is_suspect |= one_of(batch.codepoints[table[rows, SPAN_START]], "©{<")
    is_suspect |= counts_between(roles & BOILERPLATE_WORD, begin, end) > 0
    is_suspect |= counts_between(roles & EARLY_SIGN, begin, np.minimum(end, begin + EARLY)) > 0
    return rows[is_suspect]


def roles(words: PrintedWords) -> list[int]:
    """What each word does in a line of debris, as bits."""
    leaders = first_words()
    return [
        OPENING * (word in BOILERPLATE_OPENERS)
        | LEADING * (word in leaders)
        | BOILERPLATE_WORD * (word in BOILERPLATE_WORDS)
        # "Advertisement" in whatever spelling.
        | EARLY_SIGN
        * (word[0].isdigit() or (word[:3] == "adv" and AD_WORD_RE.fullmatch(word) is not None))
        for word in lowercased(words)
    ]


# A word opens a line that ends like a sentence; it leads one of the table; it is of a page's
# furniture; it counts among the first words of a line.
OPENING, LEADING, BOILERPLATE_WORD, EARLY_SIGN = 1, 2, 4, 8
EARLY = 6
LINE_ROLE = ManyWords(roles, np.uint8)


@cache
def first_words() -> frozenset[str]:
    """The words with which the lines of the table begin."""
    openings = (re.search(r"[\w']+", line) for line in page_lines())
    return frozenset(opening[0] for opening in openings if opening)
