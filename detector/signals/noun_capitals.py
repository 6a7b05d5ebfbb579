"""Capitals on common nouns in mid sentence: ``every sick Child``, ``the Supply of oxygen``.

German writes its nouns so, and engines for it leave the capital on. Lawyers and firms capitalise
what they have defined (the Company, the Act), fans their clubs and cups, and headlines
everything; so only words count that edited news hardly ever capitalises, at least two different
ones in an article, none of them beside another capital.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from detector.english.lexicon import common_words
from detector.signals.context import (
    character_after,
    distance,
    is_title_case,
    one_of,
    select,
    starts_capital,
)
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.arrays import Ids
from detector.text.concatenated import SPACE
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.vocabulary import InWordList

# Words seen 70 times and more in our table, and with a capital at most once in twenty times.
COMMON_ZIPF, MOST_CAPITALS = 3.85, 0.05
FEWEST_WORDS = 2
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES_OF_DAY = frozenset("Morning Evening Night Afternoon".split())
# What firms, lawyers, clubs and churches define, and what names of shops and dishes are made of.
DEFINED = frozenset(
    """company agreement act bill board plan fund group team club service program programme project
    party section article chapter page figure table step part phase stage season week day game
    round class grade level type king queen lady sir lord mother father mom mum dad grandma grandpa
    uncle aunt brother sister god internet web earth sun moon nature fate death love truth justice
    freedom liberty democracy art science home news show special editor director chair officer
    chief head deputy member secretary leader captain coach sergeant detective inspector judge
    attorney professor doctor nurse teacher student government opposition people information
    report region council committee congress party movement play remain leave thought place house
    houses order call access color colour guide data ministers
    this like whom while they read share fill email name start nine flood""".split()
)
# Words by which names go on: Houses of Parliament, Farmers and Greens Union, Voice for Children.
LINKS = frozenset("of and for in on the to a an & at with as von van de".split())
REACH = 4


@cache
def plain_nouns() -> frozenset[str]:
    """Common words that edited news prints in small letters, with a capital."""
    return (
        frozenset(
            printed.capitalize()
            for printed, share in common_words(COMMON_ZIPF).items()
            if len(printed) > 3 and printed.isalpha() and printed not in DEFINED
            if 0.0 <= share <= MOST_CAPITALS
        )
        | TIMES_OF_DAY
    )


PLAIN_NOUN = InWordList(plain_nouns)


def stands_alone(batch: TokenBatch, words: Ids) -> Ids:
    """The words after a word and a space, with no capital right after them."""
    words = words[(distance(batch, words - 1) == 1) & (character_after(batch, words - 1) == SPACE)]
    goes_on = starts_capital(batch, words + 1) & one_of(character_after(batch, words), " -’'")
    return select(words, ~goes_on)


def is_noun_capital(tokens: Tokens, index: int) -> bool:
    """Whether a word has a capital in the midst of prose, and its neighbours have none."""
    words, sentence = tokens.words, tokens.sentence_at(tokens.starts[index])
    if sentence is None or not sentence.prose or not sentence.first < index < sentence.last:
        return False
    before, start = words[index - 1], tokens.starts[index]
    if tokens.gap(index) != " " or tokens.in_quote(start) or is_title_case(tokens, *sentence[2:4]):
        return False
    if words[index] in TIMES_OF_DAY:
        return before.lower() in DAYS
    if in_name(tokens, index):
        return False
    # After "A" or "Three" at the head of a sentence the capital before is the sentence's own.
    plain_before = before.islower() or before.isdigit() or index - 1 == sentence.first
    after, gap = (
        words[index + 1 : index + 2],
        tokens.gap(index + 1) if index + 1 < len(words) else "",
    )
    return plain_before and (after[0].islower() if gap == " " else gap in (", ", "; ", " – ", ". "))


def in_name(tokens: Tokens, index: int) -> bool:
    """Whether small words alone part a capital from another one: Order of the Cross."""
    words, first = tokens.words, tokens.sentence_at(tokens.starts[index])
    start = first.first + 1 if first else index
    for side in (
        words[index + 1 : index + 1 + REACH],
        words[max(start, index - REACH) : index][::-1],
    ):
        for near in side:
            if near[0].isupper():
                return near not in plain_nouns()
            if near not in LINKS:
                break
    return False


def defines_terms(tokens: Tokens) -> bool:
    """Whether common words have capitals in pairs: Gross Margin, Debt Rating."""
    nouns = tokens.indices_with(PLAIN_NOUN)
    pairs = [index for index, after in pairwise(nouns) if after == index + 1]
    return any(
        tokens.words[index - 1].islower() and tokens.gap(index) == tokens.gap(index + 1) == " "
        for index in pairs
        if index
    )


def phrases_of(tokens: Tokens, nouns: list[int]) -> set[str]:
    """The different first words of phrases: what small words alone part may be one title.

    The Keep the Noise campaign is one title, not two nouns.
    """
    apart = [
        after
        for before, after in pairwise([-REACH, *nouns])
        if before < 0 or not set(tokens.words[before + 1 : after]) <= LINKS
    ]
    return {tokens.lowered[index] for index in apart}


def find_noun_capitals(tokens: Tokens) -> Iterator[Mark]:
    """Yield capitals on common nouns where there are two different ones."""
    nouns = [index for index in tokens.indices_with(PLAIN_NOUN) if is_noun_capital(tokens, index)]
    if len(phrases_of(tokens, nouns)) < FEWEST_WORDS or defines_terms(tokens):
        return
    for index in nouns:
        yield Mark(tokens.starts[index - 1], tokens.word_span(index).end, "capital in mid sentence")


SIGNALS = (
    Signal(
        name="noun_capital",
        cause="translation",
        means="common nouns have capitals in the middle of sentences, as German writes them",
        wrongs="contracts, prospectuses and clubs, which capitalise the terms they define",
        example="Every sick Child can pass it on, and the Supply of oxygen will last for a week.",
        read=finder(find_noun_capitals, word(PLAIN_NOUN, stands_alone)),
        weight=2.0,
    ),
)
