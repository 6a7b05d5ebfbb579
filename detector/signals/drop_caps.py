"""First letters that a page sets apart: drop caps with a stop (``T.he``), glued list labels.

Content management systems print the first letter of an article large, in an element of its own,
and so do lists their ``a.``; an engine that translates element by element closes each with a stop.
Initials, degrees and species (J.Crew, B.Tech, E.coli) look alike, so that what follows must be a
word that begins sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.english.lexicon import capital_share, zipf
from detector.signals.prefilter import gap_contains
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    BoolArray,
    character_after,
    first_character,
    one_of,
    starts_capital,
    starts_digit,
    width,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

DROP_RE = lazy_pattern(
    r"^[“\"]?(?P<mark>(?P<letter>[A-Z])\.(?P<rest>[A-Z]?[a-z]{1,14}))(?= [a-z(])", re.M
)
LABEL_RE = lazy_pattern(
    r"(?<![\w.,:/-])(?P<mark>(?P<letter>[a-h]|\d{1,2})\.[A-Z])(?P<rest>[a-z]{1,14})(?= [a-z])"
)
# A word that opens sentences is in small letters elsewhere and at least this common (by reading).
OPENING_ZIPF, WHOLE_ZIPF, MOST_CAPITALS = 4.9, 4.3, 0.3
FEWEST_LABELS = 2


def is_drop_cap(batch: TokenBatch, words: Ids) -> Ids:
    """The lone capitals at the head of a line, perhaps after a quotation mark."""
    words = words[width(batch, words) == 1]
    words = words[starts_capital(batch, words)]
    heads: BoolArray = (batch.begins[words] == 0) | one_of(
        first_character(batch, words, -1), '\n“"'
    )
    return words[heads]


def is_label(batch: TokenBatch, words: Ids) -> Ids:
    """The lone letters from a to h, and low figures, perhaps after an apostrophe."""
    words = words[starts_capital(batch, words + 1)]
    lone: BoolArray = (width(batch, words) == 1) | one_of(character_after(batch, words, -2), "'’")
    letter: BoolArray = lone & one_of(character_after(batch, words, -1), "abcdefgh")
    figure: BoolArray = (width(batch, words) <= 2) & starts_digit(batch, words)
    return words[letter | figure]


def opens_sentences(printed: str) -> bool:
    """Whether a word is common and in small letters where no sentence begins."""
    return zipf(printed) >= OPENING_ZIPF and capital_share(printed) < MOST_CAPITALS


def find_drop_caps(tokens: Tokens) -> Iterator[Mark]:
    """Yield first letters of a paragraph with a stop after them."""
    for match in DROP_RE.finditer(tokens.text):
        whole, rest = match["letter"] + match["rest"], match["rest"]
        torn = rest.islower() and (
            (zipf(whole) >= WHOLE_ZIPF and capital_share(whole) < MOST_CAPITALS)
            or opens_sentences(rest)
        )
        if torn or (rest[0].isupper() and len(rest) > 1 and opens_sentences(rest)):
            yield Mark(*match.span("mark"), "the first letter is set apart")


def find_glued_labels(tokens: Tokens) -> Iterator[Mark]:
    """Yield the letters or figures of a list that run into their items, from two on."""
    matches = [
        match
        for match in LABEL_RE.finditer(tokens.text)
        if opens_sentences(match["mark"][-1] + match["rest"])
    ]
    if len({match["letter"] for match in matches}) >= FEWEST_LABELS:
        for match in matches:
            yield Mark(*match.span("mark"), "a letter of a list")


SIGNALS = (
    Signal(
        name="drop_cap",
        cause="scrape",
        means="a full stop separates the first letter of the article from its word",
        wrongs="writers who begin with initials",
        example="T.he harbour will be closed for eleven weeks while a dredger clears it.",
        read=finder(find_drop_caps, gap_contains("\0.\0", where=is_drop_cap)),
        weight=0.5,
    ),
    Signal(
        name="glued_label",
        cause="scrape",
        means="the letters of a list run into their items",
        wrongs="minutes and statutes set that way",
        example="The plan has two parts: a.The ovens are tested, and b.The cooks are hired.",
        read=finder(find_glued_labels, gap_contains("\0.\0", where=is_label)),
        weight=0.5,
    ),
)
