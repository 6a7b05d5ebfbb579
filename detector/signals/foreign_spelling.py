"""Words spelt as in another language: which of an article stand where only such a word can.

The prefilter of many articles and the finder of one agree on where a word may stand, and ask the
dictionaries last, which take the longest.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.english.foreign_words import (
    LEAD,
    LOOSE_LETTERS,
    foreign_lead,
    is_unlisted,
    look_foreign,
)
from detector.signals.context import GLOSS_SIGNS, english_sentence, is_gloss, word_counts
from detector.signals.signal import Mark
from detector.signals.word_edges import character_after, first_character, one_of, select
from detector.text.arrays import Ids
from detector.text.token_batch import TokenBatch
from detector.text.tokens import PRINTED, Tokens
from detector.text.word_properties import ManyWords

VERBS = frozenset(
    "was were is are has have had will would can could must may said says asked told".split()
)
# What stands before or after a word that is introduced to the reader.
INTRODUCING = frozenset(
    "called named termed dubbed as or el los la las le les il lo der die das".split()
)
APPOSITION = frozenset("a an the or meaning literally known also".split())
DETERMINERS = frozenset("the a an this that his her its their our every each no".split())
FOREIGN_NOUN = ManyWords(look_foreign)


def may_be_mark(batch: TokenBatch, words: Ids) -> Ids:
    """The words without a sign beside them that stand as a word of the language may."""
    beside = first_character(batch, words, -1), character_after(batch, words)
    words = words[~one_of(beside[0], GLOSS_SIGNS) & ~one_of(beside[1], GLOSS_SIGNS)]
    vocab, numbers = batch.encoded_words
    around = numbers.take(words[:, None] + np.array([-1, 0, 1]), mode="clip")
    words_around = vocab.lookup(PRINTED, around).tolist()
    unlisted = [may_stand(*printed) and is_unlisted(printed[1]) for printed in words_around]
    return select(words, np.array(unlisted, np.bool_))


def may_stand(before: str, word: str, after: str) -> bool:
    """Whether a foreign word is not surely out of its place between two others."""
    if not word.islower():
        return before.lower() in DETERMINERS and after in VERBS
    if before.lower() == "the" and (after in VERBS or after == "of"):
        return True
    return len(word) >= LOOSE_LETTERS and foreign_lead(word).nats >= LEAD


def find_foreign_spelling(tokens: Tokens) -> Iterator[Mark]:
    """Yield plain words of another language, in small letters or with a German noun's capital."""
    for index in tokens.indices_with(FOREIGN_NOUN):
        start, end = tokens.word_span(index)
        printed = tokens.words[index]
        if word_counts(tokens)[printed] > 1 or is_gloss(tokens, index):
            continue
        stands = is_out_of_place(tokens, index) and english_sentence(tokens, start)
        if stands and is_unlisted(printed):
            yield Mark(start, end, f"spelt as in {foreign_lead(printed).language}")


def is_out_of_place(tokens: Tokens, index: int) -> bool:
    """Whether a foreign word is neither a name nor introduced to the reader."""
    word = tokens.words[index]
    if not word.islower():
        return is_common_noun(tokens, index, VERBS)
    if is_explained(tokens, index):
        return False
    plain = len(word) >= LOOSE_LETTERS and foreign_lead(word).nats >= LEAD
    # "A bavette with chimichurri": cooks and couturiers print "a" before a loan, engines "the".
    definite = "the" in tokens.lowered[index - 1 : index]
    return plain or (definite and is_common_noun(tokens, index, VERBS | {"of"}))


def is_explained(tokens: Tokens, index: int) -> bool:
    """Whether a word is introduced to the reader: a gacaca, a village court; called gacaca."""
    before, after = (
        tokens.lowered[index - 1] if index else "",
        tokens.lowered[index + 1 : index + 2],
    )
    gap = tokens.gap(index + 1) if after else ""
    return before in INTRODUCING or (gap == ", " and after[0] in APPOSITION)


def is_common_noun(tokens: Tokens, index: int, following: frozenset[str]) -> bool:
    """Whether a word stands like a noun: after an article, before a verb or a word of grammar.

    Names of people have no article before them.
    """
    around = tokens.words[index - 1 : index] + tokens.words[index + 1 : index + 2]
    if len(around) < 2 or around[0].lower() not in DETERMINERS:
        return False
    return tokens.gap(index + 1) == " " and around[1] in following
