"""Words that are not English: function words of other languages, foreign spelling, no loan.

English holds loans with their accents ("protégé") and hyphenates with them ("coöperate"); those are
none of these.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from unicodedata import combining, normalize

from detector.english.dictionary import is_english, is_misprint
from detector.english.lexicon import is_word
from detector.english.word_language import foreign_lead
from detector.resources.tables import read_table

# The diaeresis of the New Yorker: reëlection, coöperate.
DIAERESIS_RE = re.compile("[eao][ëöä]")
# A loan may carry this many letters more than its stem: protégé, protégées.
MAX_LOAN_ENDING = 3
ACCENTED_RE = re.compile("[ß-öø-ſșțạ-ỹ]")
# Letters of plain words that are looked at, and how far another language leads English in them
# (measured on 3,000 edited articles and 1,500 translations by people: a mark in .3 and 1.1 % of
# those, in 4.5 % of machine translations).
SHORTEST_PLAIN, LONGEST_PLAIN, LEAD = 6, 30, 1.3
# Where only a noun can stand a smaller lead is enough: after an article and before a word of
# grammar .4 % of edited news and .2 % of translations by people have such a word (measured).
NOUN_LEAD, LOOSE_LETTERS = 0.5, 7
# Languages that write their nouns with a capital, and the one whose letters look most like theirs.
CAPITALISING = frozenset(("de", "nl"))


class ForeignWord(NamedTuple):
    """A function word of other languages; a particle is English, a loan or part of names too."""

    languages: frozenset[str]
    particle: bool


@cache
def foreign_words() -> dict[str, ForeignWord]:
    """Read the table of foreign function words."""
    return {
        row["word"]: ForeignWord(frozenset(row["language"].split()), row["kind"] == "particle")
        for row in read_table("foreign_words")
    }


@cache
def foreign_function_words() -> frozenset[str]:
    """The foreign words that are neither English nor part of names."""
    return frozenset(word for word, entry in foreign_words().items() if not entry.particle)


def is_untranslated(word: str) -> bool:
    """Whether a word in lower case is no loan: English holds neither it nor its bare letters."""
    if not (word.islower() and word.isalpha() and len(word) > 3) or word[-1] in "âã":
        return False  # a last â is what is left of a misread apostrophe
    bare = "".join(c for c in normalize("NFD", word) if not combining(c))
    if is_word(word) or is_word(bare):
        return False
    return ACCENTED_RE.search(word) is not None and not is_loan(word)


def looks_foreign(word: str, least: float) -> bool:
    """Whether another language leads English in a word by ``least``, and no dictionary has it."""
    if not SHORTEST_PLAIN <= len(word) <= LONGEST_PLAIN or foreign_lead(word).nats < least:
        return False
    return not is_english(word.lower()) and not is_misprint(word.lower())


def is_foreign_noun(word: str) -> bool:
    """Whether a word in small letters looks foreign, or one with a capital German."""
    if not word.isalpha() or is_word(word):
        return False
    if word.islower():  # untranslated_word has those with foreign letters
        return word.isascii() and looks_foreign(word, NOUN_LEAD)
    german = word.istitle() and foreign_lead(word).language in CAPITALISING
    return german and looks_foreign(word, NOUN_LEAD if not word.isascii() else LEAD)


@cache
def accented_loans() -> frozenset[str]:
    """Stems of the loans that newsrooms print with their accents."""
    return frozenset(row["word"] for row in read_table("accented_loans"))


def is_loan(word: str) -> bool:
    """Whether English has borrowed a word with its accents, or hyphenates with them."""
    stems = (word[: len(word) - cut] for cut in range(MAX_LOAN_ENDING + 1))
    return DIAERESIS_RE.search(word) is not None or not accented_loans().isdisjoint(stems)
