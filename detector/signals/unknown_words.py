"""Words that are none: what an engine makes of pieces of words when it knows no better.

Neural engines write words from pieces, and now and then the pieces make no word: administent,
asylumina. Newsrooms coin words too, and mistype; so a mark here has a learned ending or the head of
a common word, its letters look English, no dictionary and no word of news is near it, and the
article does not go on to use it.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.english.dictionary import is_english, is_misprint
from detector.english.foreign_words import foreign_lead
from detector.english.lexicon import OfUnknown, capital_share, is_word, lexicon, zipf
from detector.signals.context import ENGLISH_FUNCTION_WORDS, english_sentence, is_gloss, word_counts
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords
from detector.text.tokens import Tokens

# Words of this many letters are looked at: short ones are clipped, foreign or slang (made up).
SHORTEST, LONGEST = 7, 20
# Endings of Latin words, which pieces of words are made with.
LEARNED_RE = lazy_pattern(
    r"(?:ment|mental|[ai]ent|[a-z]{3}ent|ious|[iu]ous|ary|iate|orate|(?<!i[sz])ation|ition|ution|aty"
    r"|acity|ality|ility|ative|itive|atory|itory|itude|escent|iferous"
    r"|[a-z]{3}(?:ical|nant)|[a-z]{2}(?:alia|ance|ence)|[a-z]{4}(?:ated|iness))s?\Z"
)
# What is before the last s of all of these.
LEARNED_LAST = frozenset("nt al ou ry te on ty ve de ia ce ed ne".split())
# Endings that names do not have.
ADJECTIVE_ENDINGS = ("ious", "uous", "ary", "ative", "itive", "atory", "itory")
# Letters of the head of a common word, how common it is, and letters of the odd tail (made up).
SHORTEST_HEAD, HEAD_ZIPF, TAIL_LETTERS = 6, 4.0, (3, 4)
# Tails that writers do put to words, in any number.
PRODUCTIVE_RE = lazy_pattern(
    r"(?:i[sz](?:ed|es|ing|ers?|ations?)|(?:eth|est|ally|isms?|ists?|(?<!i)ness|ians?|ish|esque|gates?|"
    r"athons?|istas?|ettes?|ville|land|ware|like|wise|hood|ery|ly|ing|ers?|(?<!at)ed))\Z"
)
# Letters that look like another language's by so much are that language's (measured: on 3,000
# edited articles and 1,500 translations by people, one in 100 of the unknown words there is).
FOREIGN_LEAD = 1.5
# A word that an article prints more often is its subject.
MOST_TIMES = 2


def is_non_word(printed: str) -> bool:
    """Whether a word in lower case that the press never prints is no word, and looks like one.

    >>> [is_non_word(word) for word in ("administent", "asylumina", "pursuivant", "goverment")]
    [True, True, False, False]
    """
    if not (SHORTEST <= len(printed) <= LONGEST and printed.isascii() and printed.isalpha()):
        return False
    if not printed.islower():
        return False
    learned = printed.rstrip("s")[-2:] in LEARNED_LAST and LEARNED_RE.search(printed) is not None
    if not learned and not has_odd_tail(printed):
        return False
    return (
        not PRODUCTIVE_RE.search(printed)
        and not is_glued(printed)
        and not is_english(printed)
        and foreign_lead(printed).nats < FOREIGN_LEAD
        and not is_misprint(printed)
    )


def has_odd_tail(printed: str) -> bool:
    """Whether a common word stands at the head, and letters after it that are no word."""
    rows = lexicon().rows
    heads = [(printed[:-n], printed[-n:]) for n in TAIL_LETTERS if printed[:-n] in rows]
    return any(
        len(head) >= SHORTEST_HEAD
        and zipf(head) >= HEAD_ZIPF
        and not (is_word(tail) and capital_share(tail) < 0.5)
        for head, tail in heads
    )


def is_glued(printed: str) -> bool:
    """Whether two words run together make a word: detainedat."""
    cuts = range(3, len(printed) - 1)
    return any(printed[n:] in ENGLISH_FUNCTION_WORDS and is_word(printed[:n]) for n in cuts)


def are_non_words(words: PrintedWords) -> list[bool]:
    """Which words are none, or adjectives that are none with the capital of their sentence."""
    return [
        is_non_word(printed)
        if printed.islower()
        else printed.endswith(ADJECTIVE_ENDINGS)
        and printed.istitle()
        and is_non_word(printed.lower())
        for printed in words
    ]


NON_WORD = OfUnknown(are_non_words)


def find_non_words(tokens: Tokens) -> Iterator[Mark]:
    """Yield words that are none, in English prose that does not go on to use them."""
    for index in tokens.indices_with(NON_WORD):
        start, end = tokens.word_span(index)
        if tokens.words[index].istitle() and not opens_sentence(tokens, index):
            continue
        rare = word_counts(tokens)[tokens.words[index]] <= MOST_TIMES
        if rare and not is_gloss(tokens, index) and english_sentence(tokens, start):
            yield Mark(start, end, "no dictionary has it")


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """Whether a word is the first of its sentence, and the next is in small letters."""
    sentence = tokens.sentence_at(tokens.starts[index])
    after = tokens.words[index + 1 : index + 2]
    return sentence is not None and sentence.first == index and bool(after) and after[0].islower()


SIGNALS = (
    Signal(
        name="non_word",
        cause="translation",
        means="a word that is none, made of pieces of words",
        wrongs="writers who coin learned words, and terms of young sciences",
        example="Hundreds of people who asked for asylumina were sent back by the administent.",
        read=finder(find_non_words, word(NON_WORD)),
        weight=1.5,
    ),
)
