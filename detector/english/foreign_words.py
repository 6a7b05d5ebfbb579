"""Words that are not English: function words of other languages, foreign spelling, no loan.

English holds loans with their accents ("protégé") and hyphenates with them ("coöperate"); those are
none of these. Which language the letters of a plain word look like is told by trigrams (Cavnar and
Trenkle, 1994); a single word has few of them, so the lead of the likeliest language over English is
a figure, not a decision. The counts are those that the package langdetect ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, normalize

import numpy as np
import orjson
from numpy.typing import NDArray

from detector.english.dictionary import is_english, is_misprint
from detector.english.lexicon import is_word
from detector.resources.tables import read_columns
from detector.text.arrays import CodePoints, Floats, Ids
from detector.text.character_classes import code_points
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords

# The diaeresis of the New Yorker: reëlection, coöperate.
DIAERESIS_RE = lazy_pattern("[eao][ëöä]")
# A loan may carry this many letters more than its stem: protégé, protégées.
MAX_LOAN_ENDING = 3
ACCENTED_RE = lazy_pattern("[ß-öø-ſșțạ-ỹ]")
# Māori, Hawaiian and Japanese in Latin letters: every syllable ends on a vowel, long ones have a
# bar. Newsrooms of New Zealand and Hawaii print such words by the dozen (hīkoi, rūnanga, kūpuna).
BARRED_RE = lazy_pattern("(?=.*[āēīōū])(?:(?:wh|ng|[hkmnprtwl])?[aeiouāēīōū])+")
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
    columns = read_columns("foreign_words")
    languages = [frozenset(own.split()) for own in columns["language"]]
    particles = [kind == "particle" for kind in columns["kind"]]
    return dict(zip(columns["word"], map(ForeignWord, languages, particles), strict=True))


@cache
def foreign_function_words() -> frozenset[str]:
    """The foreign words that are neither English nor part of names."""
    return frozenset(word for word, entry in foreign_words().items() if not entry.particle)


def is_untranslated(word: str) -> bool:
    """Whether a word in lower case is no loan: English holds neither it nor its bare letters."""
    if not (word.islower() and word.isalpha() and len(word) > 3) or word[-1] in "âã":
        return False  # a last â is what is left of a misread apostrophe
    bare = "".join(c for c in normalize("NFD", word) if not combining(c))
    if is_word(word) or is_word(bare) or BARRED_RE.fullmatch(word):
        return False
    return ACCENTED_RE.search(word) is not None and not is_loan(word)


def may_be_foreign(word: str) -> bool:
    """Whether a word is plain, in small letters or with a capital."""
    if not SHORTEST_PLAIN <= len(word) <= LONGEST_PLAIN or not word.isalpha():
        return False
    # What is in small letters and not in ASCII, untranslated_word has.
    return word.isascii() if word.islower() else word.istitle()


@derived
def plain_leads(words: PrintedWords) -> dict[str, ForeignLead]:
    """The :func:`foreign_lead` of each of the words that may be foreign."""
    plain = list(filter(may_be_foreign, words))
    return dict(zip(plain, foreign_leads(plain), strict=True))


def look_foreign(words: PrintedWords, fits: Callable[[str, ForeignLead], bool]) -> Iterator[bool]:
    """Which plain words have a lead that fits."""
    foreign = {word for word, lead in plain_leads(words).items() if fits(word, lead)}
    return map(foreign.__contains__, words)


def is_plainly_foreign(word: str, lead: ForeignLead) -> bool:
    """Whether a word may be no noun and yet of the language that leads."""
    telling = lead.language not in UNTELLING and len(word) >= LOOSE_LETTERS
    return word.islower() and telling and lead.nats >= LEAD


def is_foreign_lead(word: str, lead: ForeignLead) -> bool:
    """Whether a language leads English far enough for a noun to be of that language.

    With a capital that is German or Dutch.
    """
    if word.islower():
        return lead.nats >= NOUN_LEAD and lead.language not in UNTELLING
    least = LEAD if word.isascii() else NOUN_LEAD
    return lead.language in CAPITALISING and lead.nats >= least


def is_unlisted(word: str) -> bool:
    """Whether no dictionary has a word, and it is no loan, nor a misprint of what is printed."""
    lowered = word.lower()
    return not (is_english(lowered) or is_loan(lowered) or is_misprint(lowered))


@cache
def loans() -> frozenset[str]:
    """Stems of the loans that newsrooms somewhere print as their own, with accents or without."""
    return frozenset(read_columns("loans")["word"])


def is_loan(word: str) -> bool:
    """Whether English somewhere has borrowed a word, or hyphenates it with an accent."""
    stems = (word[: len(word) - cut] for cut in range(MAX_LOAN_ENDING + 1))
    return DIAERESIS_RE.search(word) is not None or not loans().isdisjoint(stems)


# English first, then languages in Latin letters that news is translated from.
LANGUAGES = tuple("en de es fr it nl pt pl sv da no cs ro tr id fi hr hu".split())
# What newsrooms print as their own of Hindi, Hausa, Swahili, Tagalog and Fijian looks Indonesian:
# measured, a third of their 900 words, and 3 of 100 marks in translations by engines.
UNTELLING = frozenset({"id"})
# The share of trigrams that a language never showed (made up: a third of the rarest it showed).
LEAST_SHARE = 3e-6


class TrigramTable(NamedTuple):
    """Trigrams of letters, with a space at an edge, as numbers in order, shape (n_trigrams,).

    ``log_shares`` has a row for each, shape (n_trigrams + 1, n_languages); the last is that of
    trigrams nobody showed.
    """

    trigrams: Ids
    log_shares: Floats

    def rows(self, text: str) -> NDArray[np.float64]:
        """The log shares of every three signs running, shape (n_characters - 2, n_languages)."""
        own = trigram_numbers(code_points(text))
        places = self.trigrams.searchsorted(own)
        unknown = self.trigrams.take(places, mode="clip") != own
        places[unknown] = len(self.trigrams)
        return self.log_shares[places]


def trigram_numbers(signs: CodePoints) -> Ids:
    """A number for every three characters running: 21 bits hold any."""
    wide = signs.astype(np.int64)
    return wide[:-2] << 42 | wide[1:-1] << 21 | wide[2:]


@cache
def trigram_table() -> TrigramTable:
    """Read the profiles, once."""
    numbers, shares = [], []
    # Importing the package would take longer than reading its files.
    spec = find_spec("langdetect")
    assert spec is not None and spec.origin is not None
    for language in LANGUAGES:
        profile = orjson.loads((Path(spec.origin).parent / "profiles" / language).read_bytes())
        counts = {ngram: n for ngram, n in profile["freq"].items() if len(ngram) == 3}
        # One that is longer in small letters is none that is looked for.
        lowered = "".join([each if len(each) == 3 else "   " for each in map(str.lower, counts)])
        numbers.append(trigram_numbers(code_points(lowered))[::3])
        shares.append(np.array([*counts.values()]) / profile["n_words"][2])
    trigrams = np.sort(np.concatenate(numbers))
    trigrams = trigrams[np.diff(trigrams, prepend=-1) > 0]
    table = np.zeros((len(LANGUAGES), len(trigrams) + 1))
    for column, own, held in zip(table, numbers, shares, strict=True):
        np.add.at(column, trigrams.searchsorted(own), held)
    return TrigramTable(trigrams, np.log(np.maximum(table.T, LEAST_SHARE)))


class ForeignLead(NamedTuple):
    """How much likelier a language is than English, in nats for each trigram, and its code."""

    nats: float
    language: str


def foreign_lead(word: str) -> ForeignLead:
    """The likeliest of 17 languages for the letters of a word, and its lead over English.

    Words of neither stand near 0 nats.

    >>> foreign_lead("lebensgefahr").language, foreign_lead("gathering").nats < 0.5
    ('de', True)
    """
    return foreign_leads([word])[0]


def foreign_leads(words: Sequence[str]) -> list[ForeignLead]:
    """The :func:`foreign_lead` of each of some words."""
    if not words:
        return []
    edged = [f" {word.lower()} " for word in words]
    lengths = np.array([*map(len, edged)])
    ends = lengths.cumsum()
    # Every other sum is of three signs that reach into the next word: they are of neither.
    turns = np.stack([ends - lengths, ends - 2], axis=1).ravel()[:-1]
    sums = np.add.reduceat(trigram_table().rows("".join(edged)), turns, axis=0)[::2]
    means = sums / (lengths - 2)[:, None]
    best = 1 + means[:, 1:].argmax(axis=1)
    leads = means[np.arange(len(best)), best] - means[:, 0]
    return [
        ForeignLead(nats, LANGUAGES[language])
        for nats, language in zip(leads.tolist(), best.tolist(), strict=True)
    ]
