"""Sentences joined without a space: ``war.In``.

Extractors that drop the breaks between paragraphs join them, and so do plugins that mask a
link at the end of a sentence; small newsrooms type no space. It is the scraper's mark, unless
others stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.english.lexicon import is_word, zipf
from detector.signals.prefilter import gap_contains
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import (
    ends_lowercase,
    first_character,
    one_of,
    starts_capital,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.sentences import ABBREVIATIONS, SENTENCE_OPENERS
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# Abbreviations whose stop needs no space in small newsrooms ("Gov.Brown"), and firms that print
# the Indian or Italian end of their address with a capital (Yahoo.In, Google.It).
TITLES = ABBREVIATIONS | frozenset("yahoo google amazon rediff msn booking".split())
STOP_RES = tuple(re.compile(rf"\{mark}(?=[A-Z][a-z]*\W)") for mark in ".?!")
# The Zipf value that a word needs to begin a sentence here: once in 60,000 words (by eye).
MIN_OPENER_ZIPF = 4.2


def is_joint(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on two small letters, before a capital."""
    # The last word of an article has a stop after it too, but no word beside that.
    words = words[one_of(first_character(batch, words + 1, -1), ".?!")]
    words = words[starts_capital(batch, words + 1) & ends_lowercase(batch, words)]
    return words[ends_lowercase(batch, words, 2)]


def find_stops(tokens: Tokens) -> Iterator[Mark]:
    """Yield full stops without the space that ends a sentence: ``war.In``."""
    for regex in STOP_RES:
        for match in regex.finditer(tokens.text):
            index = tokens.words_between(0, match.start())[1] - 1
            if index >= 0 and is_stop(tokens, index):
                start, end = tokens.starts[index], tokens.word_span(index + 1).end
                note = f"{tokens.text[start : match.end()]}|{tokens.text[match.end() : end]}"
                yield Mark(start, end, note)


def is_stop(tokens: Tokens, index: int) -> bool:
    """Whether the words round a stop are a sentence's end and start: no address, title or firm."""
    before, after = tokens.word(index), tokens.word(index + 1)
    if not before[-2:].islower() or len(before) < 2:
        return False
    end = tokens.word_span(index + 1).end
    around = tokens.gap(index)[-1:] + tokens.text[end : end + 1]
    if before.lower() in TITLES or not set(around).isdisjoint("./@#_=-"):
        return False
    if after.lower() in SENTENCE_OPENERS:
        return is_word(before) or before[0].isupper()
    return before.islower() and is_word(before) and zipf(after) >= MIN_OPENER_ZIPF


# A closing quotation mark right before the next sentence: “... ready.”The county says no.
# Or right before who said it: “We are safe,”he said.
GLUED_QUOTES = [stop + mark + "\0" for stop in ",.!?" for mark in '”"']
QUOTED_RE = lazy_pattern(
    r"(?P<mark>[.!?]”[A-Z](?=[a-z]+ [a-z])"
    r"|(?<=[a-z])[,.!?][”\"](?:said|(?:he|she|they) (?:said|told|added))(?![^\W_]))"
)


SIGNALS = (
    Signal(
        name="glued_stop",
        cause="scrape",
        means="a sentence begins right after the full stop of the last one",
        wrongs="small newsrooms that type no space after a full stop",
        example="Nobody wanted another war.In the capital people went to work as usual.",
        read=finder(find_stops, gap_contains(".\0", "?\0", "!\0", where=is_joint)),
        weight=0.7,
    ),
    Signal(
        name="glued_quote",
        cause="scrape",
        means="a sentence begins right after a closing quotation mark",
        wrongs="small newsrooms that type no space there",
        example="“The basin would have been ready.”The county says that it would not.",
        read=pattern(QUOTED_RE, prefilter=gap_contains(*GLUED_QUOTES)),
        weight=0.7,
    ),
)
