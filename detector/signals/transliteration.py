"""Names carried from other scripts into Latin letters, by way of one language or another."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np

from detector.english.lexicon import folded_words, lexicon
from detector.text.character_classes import lowercase
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords
from detector.text.word_properties import ManyWords

# Spellings of one sound as English, French, German and Polish newspapers romanise Cyrillic and
# Arabic names (made up, from reading them); applied in order.
ROMANISATION_RULES = tuple(
    (lazy_pattern(pattern), phonetic_code)
    for pattern, phonetic_code in (
        ("(?<=[bklmnprsv])j(?=[aou])", "i"), ("schtsch|shch|chtch|szcz", "S"),
        ("tsch|tch|cz|tsh|(?<!s)ch", "C"),
        ("sch|sz|sh|zh|dj|dzh|j(?=[aeiou])", "Z"), ("kh|gh|h", "h"), ("ou|oo|u", "u"),
        ("ff|ph|v|w", "v"), ("ts|tz|z", "z"), ("ck|q|c|k", "k"),
        ("(?:[iy]e|[iyj])+", "i"), ("ee|e", "e"),
    )
)  # fmt: skip
# First names that Ukrainian and Belarusian spell otherwise than Russian, and English than either.
GIVEN_NAMES = {
    other: name
    for name, others in {
        "aleksandr": "oleksandr alexander aliaksandr alexandr", "vladimir": "volodymyr uladzimir",
        "nikolai": "mykola mikalai nicholas", "sergei": "serhiy serhii siarhei",
        "andrei": "andriy andrii", "dmitry": "dmytro dzmitry", "mikhail": "mykhailo mikhailo",
        "alexei": "oleksiy oleksii aleksei", "yevgeny": "yevhen evgeny evgeni", "pavel": "pavlo",
        "pyotr": "petro", "vasily": "vasyl", "igor": "ihor", "oleg": "oleh", "elena": "olena",
        "grigory": "hryhoriy hryhorii", "ekaterina": "kateryna", "anna": "hanna",
    }.items()
    for other in others.split()
}  # fmt: skip
SLAVIC_RE = lazy_pattern("(?:[oei][vw]|[kh]o|[iyu]k|sk[iyj]{1,3}|[iy](?:cz?|t?ch))$")
# Letters that stay the same in every romanisation, and first letters that change into others.
STEADY = frozenset("lmnrbdp")
INITIAL_CLASSES = dict(zip("ctzjywfkgq", "sssiivvhhh", strict=True))
DOUBLED_RE = lazy_pattern(r"(.)\1")
# Shorter names differ by one sound too often: Hasan, Hassan (made up).
MIN_NAME_LENGTH = 6
# Parts of :data:`PHONETIC_HASH`.
STEM_BITS = 24
STEM = (1 << STEM_BITS) - 1
PHONETIC_HASH_MASK = (1 << 55) - 1


def normalise_name(lowered: str) -> str:
    """A word in lower case without accents and without a possessive ending."""
    lowered = lowered.removesuffix("'s")
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.replace("ł", "l").replace("ß", "ss"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def phonetic_code(name: str) -> str:
    """What a plain name sounds like, however it was romanised.

    >>> (phonetic_code("ryabkov") == phonetic_code("riabkow"),
    ...     phonetic_code("kharlamov") == phonetic_code("kharlanov"))
    (True, False)
    """
    return sounds_of(name)


def sounds_of(names: str) -> str:
    """The :func:`phonetic_code` of names that stand each on a line; no rule reaches over one."""
    for regex, replacement in ROMANISATION_RULES:
        names = regex.sub(replacement, names)
    return DOUBLED_RE.sub(r"\1", names)


def given_name(lowered: str) -> str:
    """What the spellings of a first name have in common, from whatever language."""
    name = normalise_name(lowered)
    return phonetic_code(GIVEN_NAMES.get(name, name))


def is_respelt(one: str, other: str) -> bool:
    """Whether two names are Slavic, and differ in more than a doubled letter, as misprints do."""
    plain = {DOUBLED_RE.sub(r"\1", name) for name in (one, other)}
    return len(plain) == 2 and all(SLAVIC_RE.search(name) for name in plain)


def may_be_name(word: str) -> bool:
    """Whether a printed word may be a name: long enough, with a capital and no acronym."""
    return len(word) >= MIN_NAME_LENGTH and word[0].isupper() and not word.isupper()


def is_name(name: str) -> bool:
    """Whether a plain name is no common word."""
    table = lexicon()
    row = table.rows.get(name, -1)
    return not table.known[row] or bool(table.capital_shares[row] > 0.9)


def phonetic_hashes(words: PrintedWords) -> list[int]:
    """Numbers of what printed names sound like and of their stems, in one; 0 for what is no name.

    Two words are spellings of one name where the former are alike and the latter are not.
    """
    plain = [
        (at, normalise_name(folded))
        for at, (word, folded) in enumerate(zip(words, folded_words(words), strict=True))
        if len(word) >= MIN_NAME_LENGTH and may_be_name(word)
    ]
    named = [(at, name) for at, name in plain if is_name(name)]
    sounds = sounds_of("\n".join([name for _, name in named])).split("\n")
    hashes = [0] * len(words)
    for (at, name), sound in zip(named, sounds, strict=False):
        alike = hash((consonant_key(name), sound)) << STEM_BITS | hash(stem(name)) & STEM
        hashes[at] = alike & PHONETIC_HASH_MASK
    return hashes


def stem(name: str) -> str:
    """A plain name without the ending of a plural or a possessive."""
    return name.rstrip("s")


PHONETIC_HASH = ManyWords(phonetic_hashes, np.int64)


def name_key(word: str) -> tuple[object, str]:
    """What every spelling of a printed name has in common, and the plain name."""
    name = normalise_name(lowercase(word))
    return consonant_key(name), name


def consonant_key(name: str) -> tuple[str, frozenset[str]]:
    """What every spelling of a plain name has in common."""
    return INITIAL_CLASSES.get(name[0], name[0]), STEADY.intersection(name[1:])
