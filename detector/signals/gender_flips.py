"""He and she for one person, as engines for languages without gender leave them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detector.signals.prefilter import batch_condition, word
from detector.signals.signal import Mark
from detector.signals.transliteration import normalise_name
from detector.signals.word_edges import at_match, first_character
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import lowercased
from detector.text.segments import positions
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList, ManyWords

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
# "Kaya, who became the first female mayor, said that he": the clause says which it is.
TELLING_WORDS = ("said", "added", "admitted", "announced", "explained")
TELLING = InWordList(lambda: {*TELLING_WORDS, "told"})
TOLD = rf"(?:{'|'.join(TELLING_WORDS)}|told [a-z]+) (?:that )?"
TOLD_HE_RE = lazy_pattern(rf"{TOLD}he\b")
FEMALE = InWordList(lambda: frozenset("female woman mother grandmother".split()))
FLIPPED_RE = lazy_pattern(
    r"\b[A-Z][\w-]{1,40}, (?:"
    r"(?:who (?:became|was|is) [^.,;:\n\"“”]{0,40}\b(?:first|only) (?:female|woman) "
    rf"[^.,;:\n\"“”]{{1,40}}|an? (?:[a-z]+ )?(?:grand)?mother(?: of [a-z]+)?), {TOLD}(?P<mark>he)"
    r")\b"
)
# "The mayor of Asker, Aylin Kaya,": one person, not two.
APPOSITION_RE = lazy_pattern(r"[Tt]he [a-z -]{1,60}(?:of [A-Z]\w{1,40})?, (?=[A-Z]\w{1,40} [A-Z])")
# Words that bring a second person of the other sex into an article.
PEOPLE = frozenset(
    """man men woman women boy boys girl girls wife husband mother father son sons daughter
    daughters sister sisters brother brothers aunt uncle niece nephew girlfriend boyfriend
    partner spouse widow widower fiance fiancee mum mom dad parents couple family lady
    gentleman queen king princess prince actress waitress policewoman policeman spokeswoman
    spokesman chairwoman chairman businesswoman businessman grandmother grandfather female
    male victim child baby ms mrs miss mr sir dame student teacher nurse patient friend""".split()
)


def find_gender_flips(tokens: Tokens) -> Iterator[Mark]:
    """He and she for one person, where grammar or the lack of a second person makes it sure."""
    text = tokens.text
    for match in REFLEXIVE_RE.finditer(text) if "self" in text else ():
        if not tokens.in_quote(match.start()):
            yield Mark(*match.span(), "he and she for one person")
    yield from find_flipped_openers(tokens)
    clause = FLIPPED_RE.search(text)
    if clause and is_first_person(tokens, clause.start()):
        yield Mark(*clause.span("mark"), "he and she for one person")


def find_flipped_openers(tokens: Tokens) -> Iterator[Mark]:
    """Sentences that open with He and with She in an article that names one person."""
    if not PEOPLE.isdisjoint(tokens.vocabulary):
        return
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


def is_first_person(tokens: Tokens, offset: int) -> bool:
    """Whether an unquoted clause names the only person so far; "the driver" is another."""
    before = tokens.text[:offset]
    words = range(*tokens.words_between(0, offset))
    if tokens.in_quote(offset) or any(tokens.lowered[index] in PEOPLE for index in words):
        return False
    names = {name for name, end in named_people(tokens) if end <= offset}
    return len(names) == 1 and AGENT_RE.search(APPOSITION_RE.sub("", before)) is None


def names_one_person(tokens: Tokens) -> bool:
    """Whether one person is named and no "driver" or "cyclist" brings in a second."""
    names = {name for name, _ in named_people(tokens)}
    return len(names) == 1 and AGENT_RE.search(tokens.text) is None


def named_people(tokens: Tokens) -> Iterator[tuple[str, int]]:
    """Yield the later word of every two capitalised ones running, and where it ends."""
    for before, index in pairwise(tokens.capitals):
        if index == before + 1 and tokens.gap(index) == " ":
            yield normalise_name(tokens.lowered[index]), tokens.stops[index]


def tells_of_him(batch: TokenBatch, words: Ids) -> Ids:
    """The words that tell what he said, after a comma."""
    words = words[first_character(batch, words, -2) == ord(",")]
    return at_match(TOLD_HE_RE)(batch, words)


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


FLIPPED = batch_condition(holds_flip) | (word(TELLING, tells_of_him) & word(FEMALE))
