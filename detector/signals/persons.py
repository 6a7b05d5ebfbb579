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

from detector.signals.prefilter import batch_condition, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.transliteration import (
    PHONETIC_HASH,
    STEM,
    STEM_BITS,
    is_name,
    may_be_name,
    name_key,
    normalise_name,
    phonetic_code,
    stem,
)
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import lowercased
from detector.text.segments import positions
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
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
# "She hurt himself": whatever came before, English has no such reflexive.
REFLEXIVE_RE = lazy_pattern(
    r"\b[Ss]he (?:(?!(?:and|or|he|him|his|who|man|that|as|than)\b)[a-z]+ ){1,2}himself\b"
    r"|\b[Hh]e (?:(?!(?:and|or|she|her|who|woman|that|as|than)\b)[a-z]+ ){1,2}herself\b"
    r"|\b[Ss]he himself\b|\b[Hh]e herself\b"
)
# "the driver", "a cyclist", "an officer", "her boss": somebody else may be he or she.
AGENT_RE = lazy_pattern(
    r"\b(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|another) "
    r"(?:[a-z0-9-]+ ){0,2}[a-z]+(?:er|or|ist|ian|ant|ent)s?\b"
)
# Words that bring a second person of the other sex into an article.
PEOPLE = frozenset(
    """man men woman women boy boys girl girls wife husband mother father son sons daughter
    daughters sister sisters brother brothers aunt uncle niece nephew girlfriend boyfriend
    partner spouse widow widower fiance fiancee mum mom dad parents couple family lady
    gentleman queen king princess prince actress waitress policewoman policeman spokeswoman
    spokesman chairwoman chairman businesswoman businessman grandmother grandfather female
    male victim child baby ms mrs miss mr sir dame student teacher nurse patient friend""".split()
)


def find_persons_spelt_twice(tokens: Tokens) -> Iterator[Mark]:
    """The first mention of each of two spellings of one person's name."""
    by_consonant_key: dict[object, set[str]] = {}
    for printed in filter(may_be_name, tokens.word_types):
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
    """The first mention of either spelling where both have the same first name or role."""
    named = name_positions(tokens)
    places = (named[one], named[other])
    contexts = ({disambiguating_name(tokens, index) for index in mentions} for mentions in places)
    if not set.intersection(*contexts) - {""}:
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
            return "+" + normalise_name(tokens.lowered[index + 1])
    if index == 0 or tokens.gap(index) not in (" ", ". "):
        return ""
    before = tokens.words[index - 1]
    return (
        normalise_name(tokens.lowered[index - 1]) + "+"
        if before[0].isupper() and len(before) > 2
        else ""
    )


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


def find_gender_flips(tokens: Tokens) -> Iterator[Mark]:
    """He and she for one person, where grammar or the lack of a second person makes it sure."""
    for match in REFLEXIVE_RE.finditer(tokens.text):
        if not tokens.in_quote(match.start()):
            yield Mark(*match.span(), "he and she for one person")
    yield from find_flipped_openers(tokens)


def find_flipped_openers(tokens: Tokens) -> Iterator[Mark]:
    """Sentences that open with He and with She in an article that names one person."""
    openers = [
        (sentence.first, word == "she")
        for sentence in tokens.sentences
        if sentence.first < sentence.last
        and (word := tokens.lowered[sentence.first]) in ("he", "she")
        and not tokens.in_quote(sentence.start)
    ]
    if len({feminine for _, feminine in openers}) < 2 or not names_one_person(tokens):
        return
    for (_, before), (index, after) in pairwise(openers):
        if before != after:
            yield Mark(*tokens.word_span(index), "he and she for one person")


def names_one_person(tokens: Tokens) -> bool:
    """Whether one person is named and no word, such as "the driver", brings in a second."""
    if not PEOPLE.isdisjoint(tokens.vocabulary) or AGENT_RE.search(tokens.text):
        return False
    return len(full_names(tokens)) == 1


def full_names(tokens: Tokens) -> set[str]:
    """Last words of runs of two or three capitalised words that news prints with a capital."""
    return {
        normalise_name(tokens.lowered[index])
        for before, index in pairwise(tokens.capitals)
        if index == before + 1 and tokens.gap(index) == " "
    }


# Bits: a pronoun, or a word of PEOPLE, which brings in a second person.
HE, SHE, SECOND, HIMSELF, HERSELF = 1, 2, 4, 8, 16
ITSELF = HIMSELF | HERSELF
ROLES = dict.fromkeys(PEOPLE, SECOND)
ROLES |= {"he": HE, "she": SHE, "himself": HIMSELF, "herself": HERSELF}
RUN_RE = lazy_pattern(r"[^\W_]+")


def joined_role(lowered: str) -> int:
    """What words joined by an apostrophe or a low line say of the persons, as bits."""
    runs = RUN_RE.findall(lowered)
    return ROLES.get(runs[-1], 0) & (HE | SHE) | ROLES.get(runs[0], 0) & ITSELF if runs else 0


GENDER_ROLE = ManyWords(
    lambda words: [
        ROLES.get(word, 0) if word.isalnum() else joined_role(word) for word in lowercased(words)
    ],
    np.uint8,
)
# "She hurt himself": so many words before at most.
REFLEXIVE_REACH = 3


def holds_flip(batch: TokenBatch) -> NDArray[np.bool_]:
    """Which articles may flip between he and she, shape (n_articles,)."""
    roles = batch.word_properties(GENDER_ROLE)
    table = batch.sentences
    opening = table[table[:, FIRST_WORD] < table[:, LAST_WORD], FIRST_WORD]
    he, she = (batch.articles_with(opening[roles[opening] == role]) for role in (HE, SHE))
    flipped = he & she & ~batch.articles_with(positions(roles == SECOND))
    reflexives = positions(roles & ITSELF)
    other = np.where(roles[reflexives] & HIMSELF, SHE, HE)
    before = reflexives - np.arange(1, REFLEXIVE_REACH + 1)[:, None]
    odd = (roles[np.maximum(before, 0)] & other).any(axis=0)
    return flipped | batch.articles_with(reflexives[odd])


SIGNALS = (
    Signal(
        name="gender_flip",
        cause="translation",
        means="one person is called both he and she",
        wrongs="an article in which a second person is never named",
        example="Aylin Kaya opened a shop in May. She sells tea. He opens at nine.",
        read=finder(find_gender_flips, batch_condition(holds_flip)),
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
