"""Names of persons: one person spelt two ways, names translated, he and she for one person.

The spelling of a name in Latin letters depends on the language it was carried through: Riabkov in
French, Rjabkow in German, Ryabkov in English. An article that has two of them for one person
was put together from several languages. Spinners swap words without knowing which are names:
Peter Church becomes Peter Churches.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from detector.english.lexicon import is_word
from detector.signals.gender_flips import FLIPPED, find_gender_flips
from detector.signals.prefilter import batch_condition, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.transliteration import (
    PHONETIC_HASH,
    STEM,
    STEM_BITS,
    given_name,
    is_name,
    is_respelt,
    may_be_name,
    name_key,
    normalise_name,
    phonetic_code,
    stem,
)
from detector.text.derived import derived
from detector.text.printed_words import lowercased
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords

# No article holds so many names that begin alike; a longer list is no prose (made up).
MAX_ALIKE_NAMES = 40
# First names and nouns of which spinners made another word; the left side must not be a name.
SWAPS = {
    "invoice": "bill", "churches": "church", "woodlands": "woods", "shrub": "bush",
    "inexperienced": "green", "darkish": "black", "occupations": "jobs", "webpage": "page",
    "honest": "frank", "wealthy": "rich", "litigate": "sue", "optimism": "hope",
    "desire": "hope", "pleasure": "joy", "meadow": "field", "meadows": "fields",
    "wolves": "wolf", "foxes": "fox", "youthful": "young", "younger": "young",
    "lengthy": "long", "robust": "strong", "sturdy": "strong", "pricey": "price",
    "chef": "cook", "chefs": "cook", "monarch": "king", "ruler": "king", "snowy": "white",
}  # fmt: skip
SWAPPED = ManyWords(
    lambda words: [
        swap and word[0].isupper()
        for word, swap in zip(words, map(SWAPS.__contains__, lowercased(words)), strict=True)
    ]
)


def find_persons_spelt_twice(tokens: Tokens) -> Iterator[Mark]:
    """The first mention of each of two spellings of one person's name."""
    by_consonant_key: dict[object, set[str]] = {}
    for printed in filter(may_be_name, frozenset(tokens.words)):
        consonant_key, name = name_key(printed)
        by_consonant_key.setdefault(consonant_key, set()).add(name)
    for names in by_consonant_key.values():
        alike = sorted(names)[:MAX_ALIKE_NAMES] if len(names) > 1 else ()
        for one, other in combinations(alike, 2):
            if may_be_same(one, other) and (marks := same_person(tokens, one, other)):
                yield from sorted(marks)


def may_be_same(one: str, other: str) -> bool:
    """Whether two different spellings sound alike, and neither is a common word or a plural."""
    if stem(one) == stem(other) or phonetic_code(one) != phonetic_code(other):
        return False
    return is_name(one) and is_name(other)


def holds_alike(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles hold two names that may be one, shape (n_articles,)."""
    keys = batch.word_properties(PHONETIC_HASH)
    words = positions(keys)
    named = keys[words]
    owners = batch.owners(words)
    groups = named >> STEM_BITS | owners << 31
    # Names that sound alike stand together now, article by article.
    order = groups.argsort(kind="stable")
    groups, named = groups[order], named[order]
    alike = (groups[1:] == groups[:-1]) & ((named[1:] ^ named[:-1]) & STEM != 0)
    return batch.articles_with(words[order[1:][alike]])


def same_person(tokens: Tokens, one: str, other: str) -> tuple[Mark, ...]:
    """The first mention of either spelling where both have the same first name or role.

    So they have where one Slavic name stands alone throughout, and the press never prints it so.
    """
    named = name_positions(tokens)
    places = (named[one], named[other])
    contexts = [{disambiguating_name(tokens, index) for index in mentions} for mentions in places]
    alone = is_respelt(one, other) and any(
        own == {""} and not is_word(name) for own, name in zip(contexts, (one, other), strict=True)
    )
    if not alone and not set.intersection(*contexts) - {""}:
        return ()
    note = f"{one} / {other}"
    return tuple(first_mention(tokens, mentions[0], note) for mentions in places)


@derived
def name_positions(tokens: Tokens) -> dict[str, list[int]]:
    """Where each plain name stands with a capital."""
    positions: dict[str, list[int]] = {}
    for index in tokens.capitals:
        positions.setdefault(normalise_name(tokens.lowered[index]), []).append(index)
    return positions


def first_mention(tokens: Tokens, index: int, note: str) -> Mark:
    """The word without a possessive ending."""
    printed = tokens.words[index].removesuffix("'s").removesuffix("’s")
    return Mark(tokens.starts[index], tokens.starts[index] + len(printed), note)


def disambiguating_name(tokens: Tokens, index: int) -> str:
    """The name that tells who is meant: a surname after a first name, else the word before.

    "" where there is none. Two ministers called Sergei and Sergey stay two persons.
    """
    if index + 1 < tokens.word_count and tokens.gap(index + 1) == " ":
        after = tokens.words[index + 1]
        if after[0].isupper():
            return "+" + given_name(tokens.lowered[index + 1])
    if index == 0 or tokens.gap(index) not in (" ", ". ") or opens_sentence(tokens, index):
        return ""
    before = tokens.words[index - 1]
    return (
        given_name(tokens.lowered[index - 1]) + "+"
        if before[0].isupper() and len(before) > 2
        else ""
    )


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """Whether a word is the first of its sentence."""
    sentence = tokens.sentence_at(tokens.starts[index])
    return sentence is not None and sentence.first == index


def find_translated_names(tokens: Tokens) -> Iterator[Mark]:
    """A name one part of which became a common word, where the article has it right elsewhere."""
    swapped = tokens.indices_with(SWAPPED)
    pairs = set(pairwise(tokens.words)) if swapped else set()
    for index in swapped:
        name = SWAPS[tokens.lowered[index]]
        for neighbour in (index - 1, index + 1):
            if not is_name_neighbour(tokens, index, neighbour):
                continue
            pair = [name.capitalize(), tokens.words[neighbour]]
            if tuple(pair if index < neighbour else pair[::-1]) in pairs:
                first, last = sorted((index, neighbour))
                start, end = tokens.starts[first], tokens.word_span(last).end
                yield Mark(start, end, f"{tokens.words[index]}: {name.capitalize()}")
                break


def is_name_neighbour(tokens: Tokens, index: int, neighbour: int) -> bool:
    """Whether the neighbour is a word with a capital, as first names and surnames are."""
    if not 0 <= neighbour < tokens.word_count or tokens.gap(max(index, neighbour)) != " ":
        return False
    partner = tokens.words[neighbour]
    return partner[0].isupper() and len(partner) > 2


SIGNALS = (
    Signal(
        name="gender_flip",
        cause="translation",
        means="one person is called both he and she",
        wrongs="an article in which a second person is never named",
        example="Aylin Kaya opened a shop in May. She sells tea. He opens at nine.",
        read=finder(find_gender_flips, FLIPPED),
        weight=1.5,
    ),
    Signal(
        name="person_spellings",
        cause="names",
        means="one person's name is spelt in two ways",
        wrongs="small newsrooms that mix the spellings of their agencies",
        example="Sergei Ryabkov spoke first. Later Sergei Riabkov left the hall.",
        read=finder(find_persons_spelt_twice, batch_condition(holds_alike)),
        weight=0.5,
    ),
    Signal(
        name="translated_name",
        cause="spin",
        means="part of a person's name was replaced by a common word",
        wrongs="puns on names; relatives with two such names",
        example="Peter Church sold the farm. Neighbours say Peter Churches had planned it.",
        read=finder(find_translated_names, word(SWAPPED)),
        weight=2.0,
    ),
)
