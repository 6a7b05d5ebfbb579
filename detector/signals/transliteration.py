"""Names carried from other scripts into Latin letters, by way of one language or another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np

from detector.english.lexicon import capital_share, is_word
from detector.text.vocabulary import Trait

# Spellings of one sound as English, French, German and Polish newspapers romanise Cyrillic and
# Arabic names (made up, from reading them); applied in order.
SOUNDS = tuple(
    (re.compile(found), sound)
    for found, sound in (
        ("schtsch|shch|chtch|szcz", "S"), ("tsch|tch|cz|tsh|(?<!s)ch", "C"),
        ("sch|sz|sh|zh|dj|dzh|j(?=[aeiou])", "Z"), ("kh|gh|h", "h"), ("ou|oo|u", "u"),
        ("ff|ph|v|w", "v"), ("ts|tz|z", "z"), ("ck|q|c|k", "k"),
        ("(?:[iy]e|[iyj])+", "i"), ("ee|e", "e"),
    )
)  # fmt: skip
# Letters that stay the same in every romanisation, and first letters that change into others.
STEADY = frozenset("lmnrbdp")
FIRST = dict(zip("ctzjywfkgq", "sssiivvhhh", strict=True))
DOUBLED_RE = re.compile(r"(.)\1")
# Shorter names differ by one sound too often: Hasan, Hassan (made up).
SHORTEST = 6
# Parts of :data:`SOUND`.
STEM_BITS = 24
STEM = (1 << STEM_BITS) - 1
SOUND_KEY = (1 << 55) - 1


def plain(lowered: str) -> str:
    """A word in lower case without accents and without a possessive ending."""
    lowered = lowered.removesuffix("'s")
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.replace("ł", "l").replace("ß", "ss"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """What a plain name sounds like, however it was romanised.

    >>> sound("ryabkov") == sound("riabkow"), sound("kharlamov") == sound("kharlanov")
    (True, False)
    """
    for found, replacement in SOUNDS:
        name = found.sub(replacement, name)
    return DOUBLED_RE.sub(r"\1", name)


def has_key(word: str) -> bool:
    """Whether a printed word may be a name: long enough, with a capital and no acronym."""
    return len(word) >= SHORTEST and word[0].isupper() and not word.isupper()


HAS_KEY = Trait(has_key)


def is_name(name: str) -> bool:
    """Whether a plain name is no common word."""
    return not is_word(name) or capital_share(name) > 0.9


def sound_key(word: str) -> int:
    """Numbers of what a printed name sounds like and of its stem, in one; 0 for what is no name.

    Two words are spellings of one name where the former are alike and the latter are not.
    """
    if not has_key(word):
        return 0
    skeleton, name = name_key(word)
    if not is_name(name):
        return 0
    sounds = hash((skeleton, sound(name)))
    return (sounds << STEM_BITS | hash(stem(name)) & STEM) & SOUND_KEY


def stem(name: str) -> str:
    """A plain name without the ending of a plural or a possessive."""
    return name.rstrip("s")


SOUND = Trait(sound_key, np.int64)


def name_key(word: str) -> tuple[object, str]:
    """What every spelling of a printed name has in common, and the plain name."""
    name = plain(word.lower().replace("’", "'"))
    return (FIRST.get(name[0], name[0]), STEADY.intersection(name[1:])), name
