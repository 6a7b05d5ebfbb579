"""Capitals in mid sentence, where English has none.

Engines for languages without capitals, or with capitals for other words, and plugins that translate
a sentence in pieces leave the case of the pieces: ``supply The NATO chief``. Newsrooms capitalise
in their own ways too (the Minister, the State), print titles without quotation marks and captions
without stops, so only words count that edited news hardly ever capitalises in mid sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from detector.english.lexicon import capital_share, common_words
from detector.signals.context import is_title_case
from detector.signals.prefilter import word
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder, pattern
from detector.signals.word_edges import (
    ends_on_digit,
    first_character,
    in_plain_prose,
    one_of,
    precedes_single_space,
    sentences_of,
    starts_capital,
    starts_lowercase,
    width,
)
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import LAST_WORD, TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList

# Words of grammar, which no house style capitalises in mid sentence.
FUNCTION_WORDS = frozenset(
    """the a an this that these those they he she we you it his her their our my your its and or but
    although because while when where which who whose if since until unless though however
    in on at to from with without by of for as into about after before against between during
    through over under is are was were be been has have had do does did could would should can
    not also only even very more most there here then than so such some any many much all both each
    attempts said says told took made making being going why how what whether either neither
    according despite instead therefore thus""".split()
)
# Words that leave their phrase open: no sentence ends with them.
OPEN_WORDS = frozenset(
    """of in on at to by with from for and the a an is was are were be been as into than or but
    under over between against their his her its our my your has have had will
    would could should which who whose when where while because if although not very""".split()
)
# Verbs after which "that" leaves the phrase open too: says that The rosters were changed.
REPORTING = frozenset(
    """say says said announced added believe believes claimed claims confirmed denied explained
    feared hope hopes hoped insisted reported revealed showed stated stressed think thinks told
    warned writes wrote""".split()
)
# Pronouns that believers capitalise, All of slogans (Medicare for All), grades and shares.
EXEMPT = frozenset("He Him His You Your It All We A As So".split())
# Paragraphs in which a page prints its headline and standfirst, looked up on scraped pages.
STANDFIRST_PARAGRAPHS = 2
# So soon after the first capital of a title comes its next one, in words (made up).
TITLE_REACH = 3
# Words seen 200 times and more, and never with a capital: measured on our table.
PLAIN_ZIPF = 4.3


@cache
def capitalised_function_words() -> frozenset[str]:
    """The words of grammar with a first capital."""
    return frozenset(word.capitalize() for word in FUNCTION_WORDS if capital_share(word) < 0.05)


def plain_titled() -> frozenset[str]:
    """Other common words that edited news never capitalises in mid sentence, with a capital."""
    return frozenset(
        word.capitalize()
        for word in common_words(PLAIN_ZIPF, (0.0, 0.0))
        if len(word) > 2 and word.isalpha() and word not in FUNCTION_WORDS
    )


# All words whose capital in mid sentence is looked at.
WATCHED = InWordList(lambda: capitalised_function_words() | plain_titled())

# Units that a compound counts in small letters: a 74-Year-old, a 10-Kilometer-long queue. Measured:
# in none of 15,000 articles, in 2 of 1,000 translations by engines.
UNITS = frozenset(
    """Year Month Week Day Hour Minute Mile Kilometer Kilometre Meter Metre Foot Inch Storey Story
    Person Member""".split()
)
COMPOUND_RE = lazy_pattern(
    rf"(?<=[a-z,] )\d{{1,3}}-(?P<mark>{'|'.join(sorted(UNITS))})-[a-z]+\b(?!:)"
)


def ends_figure(batch: TokenBatch, words: Ids) -> Ids:
    """The words that a hyphen parts from a figure before them."""
    words = words[ends_on_digit(batch, words - 1)]
    return words[one_of(first_character(batch, words, -1), "-")]


def may_be_stray(batch: TokenBatch, words: Ids) -> Ids:
    """The words of prose between words in small letters, an acronym perhaps after them."""
    words = words[precedes_single_space(batch, words - 1)]
    words = words[precedes_single_space(batch, words) & starts_lowercase(batch, words - 1)]
    acronym = starts_capital(batch, words + 1) & (width(batch, words + 1) > 2)
    words = words[
        starts_lowercase(batch, words + 1) | (acronym & starts_lowercase(batch, words + 2))
    ]
    return outside_titles(batch, in_plain_prose(batch, words, before=2, skipped=0))


def outside_titles(batch: TokenBatch, words: Ids) -> Ids:
    """The words that surely open no title: see :func:`opens_title`."""
    if not len(words):
        return words
    after = words[:, None] + np.arange(1, TITLE_REACH + 1)
    last = sentences_of(batch, words)[:, LAST_WORD, None]
    second = first_character(batch, after, 1)
    small = (second >= ord("a")) & (second <= ord("z"))
    return words[~((after < last) & starts_capital(batch, after) & small).any(axis=1)]


STRAY = word(WATCHED, may_be_stray)


@derived
def stray_capitals(tokens: Tokens) -> list[int]:
    """The indexes of watched words with a capital between words of a sentence in lower case."""
    text = tokens.text
    strays = []
    for index in tokens.indices_with(WATCHED):
        start = tokens.starts[index]
        # After a colon, dash, bracket, quotation mark, stop or line end a capital may be right.
        if start < 2 or text[start - 1] != " " or not text[start - 2].islower():
            continue
        if is_stray(tokens, index):
            strays.append(index)
    return strays


def is_stray(tokens: Tokens, index: int) -> bool:
    """Whether words in lower case stand before and after, in a prose sentence of no title."""
    before, after = tokens.words[index - 1], tokens.words[index + 1 : index + 5]
    if not before.islower() or len(after) < 4 or tokens.gap(index + 1) != " ":
        return False
    # "supply The NATO chief": an acronym is no evidence, the word after it is.
    acronym = len(after[0]) > 2 and after[0].isupper()
    if not (after[1] if acronym else after[0]).islower():
        return False
    sentence = tokens.sentence_at(tokens.starts[index])
    if sentence is None or not sentence.prose or index - sentence.first < 2:
        return False
    return not is_title_case(tokens, sentence.first, sentence.last)


def wants_more(tokens: Tokens, index: int) -> bool:
    """Whether the word before leaves its phrase open, so that no sentence can begin here."""
    if tokens.words[index] in EXEMPT or opens_title(tokens, index, TITLE_REACH + 1):
        return False
    before = tokens.lowered[index - 1]
    return before in OPEN_WORDS or (before == "that" and tokens.lowered[index - 2] in REPORTING)


def opens_title(tokens: Tokens, index: int, reach: int) -> bool:
    """Whether a capital soon after makes it a title: writes in For the Record."""
    sentence = tokens.sentence_at(tokens.starts[index])
    stop = index + 1 + reach if sentence is None else min(index + 1 + reach, sentence.last)
    after = tokens.words[index + 1 : stop]
    return any(word[0].isupper() and not word.isupper() for word in after)


def capital_finder(*, of_grammar: bool) -> PrefilteredReader:
    """A reader of words with a capital where no sentence can begin.

    Words of grammar (``applied to The``), or the others (``not a Problem for``).
    """

    def find(tokens: Tokens) -> Iterator[Mark]:
        for index in stray_capitals(tokens):
            own = tokens.words[index] in capitalised_function_words()
            if own is of_grammar and wants_more(tokens, index):
                yield Mark(*tokens.word_span(index), "capital in mid sentence")

    return finder(find, STRAY)


def find_lost_stops(tokens: Tokens) -> Iterator[Mark]:
    """Yield capitals in mid sentence where the stop of a sentence may have been lost."""
    for index in stray_capitals(tokens):
        sentence = tokens.sentence_at(tokens.starts[index])
        if sentence is None or tokens.lowered[index - 1] in OPEN_WORDS:
            continue
        if tokens.words[index] not in capitalised_function_words():
            continue
        if min(index - sentence.first, sentence.last - index) < 5:
            continue
        if opens_title(tokens, index, TITLE_REACH):
            continue
        # Pages print a standfirst or a caption, without its stop, before the first sentence.
        top = sentence.paragraph < STANDFIRST_PARAGRAPHS
        yield Mark(*tokens.word_span(index), "no stop before", "scrape" if top else None)


SIGNALS = (
    Signal(
        name="midsentence_capital",
        cause="translation",
        means="a function word has a capital in the middle of a sentence",
        wrongs="titles of books and films printed without quotation marks",
        example="The town was rebuilt by The people who had fled to the hills.",
        read=capital_finder(of_grammar=True),
        weight=2.0,
    ),
    Signal(
        name="stray_capital",
        cause="translation",
        means="a common word has a capital in the middle of a sentence",
        wrongs="names of clubs, games and programmes made of common words",
        example="The mayor said that this is not a Problem for the farmers of the valley.",
        read=capital_finder(of_grammar=False),
        weight=0.8,
    ),
    Signal(
        name="compound_capital",
        cause="translation",
        means="a word of a compound has a capital in the middle of a sentence",
        wrongs="titles of books and films printed without quotation marks",
        example="The judge sent the 74-Year-old from the mill home on Monday.",
        read=pattern(COMPOUND_RE, prefilter=word(InWordList(lambda: UNITS), ends_figure)),
        weight=1.5,
    ),
    Signal(
        name="unmarked_start",
        cause="translation",
        means="a capital in mid-sentence: an insertion, or a lost full stop",
        wrongs="pages whose captions and standfirsts have no full stop",
        example="The mayor of the town closed the market on Friday.\nIt was the third time.\n"
        "Nobody was hurt.\nThe army tried to supply The NATO chief warned on Tuesday of a war.",
        read=finder(find_lost_stops, STRAY),
        weight=0.7,
    ),
)
