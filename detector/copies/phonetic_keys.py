"""Names as they sound: one key for the spellings of a name in several transliterations.

Vowels are what transliterations disagree on most (``Kyiv``, ``Kiev``; ``Zelensky``,
``Zelenskyy``), and the letters for one Slavic or Arabic consonant come next (``Bukha``,
``Bucha``). What is left is a skeleton of consonants. It is coarse: ``Peter`` and ``Pedro`` part,
``Marin`` and ``Moreno`` do not. A key alone proves nothing; a row of them in one order does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from math import log10
from zlib import crc32

from detector.english.lexicon import fold, lexicon
from detector.english.word_classes import MIN_NAME_CAPITAL_SHARE

# Letters for one sound in the transliterations of Slavic, Arabic and Chinese names, longest first.
# Made up from the spellings of places in several languages.
SAME_SOUNDS = dict(
    zip(
        "tsch tch sch kh ch ck ph sh zh sz cz dj x  ce ci".split(),
        "k    k   s   k  k  k  f  s  s  s  k  j  ks s  s".split(),
        strict=True,
    )
)
SINGLE_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "w": "v", "j": "", "h": "", "y": ""})
VOWELS_RE = re.compile(r"[aeiou]")
DOUBLED_RE = re.compile(r"(.)\1+")
# The zipf value given to a name that the table of words lacks: just below its rarest rows.
UNSEEN_ZIPF = 2.0
# zipf runs to about 7.8 (``the``); what a key is worth falls from 6 to 0 with how common it is.
MAX_ZIPF = 8.0


def plain_letters(word: str) -> str:
    """A word in lower case without accents and possessive.

    >>> plain_letters("Orbán’s")
    'orban'
    """
    folded = fold(word)
    if folded.isascii() and folded.isalnum():
        return folded
    folded = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in folded if letter.isalnum())


def phonetic_key(name: str) -> str:
    """The consonants of a name, as they sound.

    >>> [phonetic_key(name) for name in ("Kyiv", "Kiev", "Zelenskyy", "Zelensky", "Bukha",
    ...     "Boucha")]
    ['kv', 'kv', 'slnsk', 'slnsk', 'bk', 'bk']
    """
    letters = plain_letters(name)
    key = letters
    for spelling, one in SAME_SOUNDS.items():
        key = key.replace(spelling, one)
    opening = "a" if VOWELS_RE.match(letters) else ""
    key = opening + VOWELS_RE.sub("", key.translate(SINGLE_SOUNDS))
    # Where hardly a consonant is left (``Ohio``, ``Iowa``) the letters themselves are the key.
    key = DOUBLED_RE.sub(r"\1", key)
    return key if len(key) > 1 else letters


def hash_code(kind: str, word: str) -> int:
    """A stable number below 2**30 for a word of a kind."""
    return crc32(f"{kind}:{word}".encode("utf-8", "surrogatepass")) & 0x3FFFFFFF


@cache
def sound_counts() -> dict[str, int]:
    """How often the names of each sound stand in edited news; all spellings together."""
    table = lexicon()
    counts: dict[str, int] = {}
    columns = zip(table.words, table.counts.tolist(), table.capital_shares.tolist(), strict=True)
    for word, count, share in columns:
        if share > MIN_NAME_CAPITAL_SHARE and not word[0].isdigit():
            key = phonetic_key(word)
            counts[key] = counts.get(key, 0) + count
    return counts


@cache
def sound_rarity(key: str) -> float:
    """How much it says that two articles share a name: 0 for the commonest, 6 for unseen ones.

    >>> sound_rarity(phonetic_key("Trump")) < sound_rarity(phonetic_key("Kowalczyk"))
    True
    """
    count = sound_counts().get(key, 0)
    frequency = log10(count * 1e9 / lexicon().total) if count else UNSEEN_ZIPF
    return MAX_ZIPF - max(frequency, UNSEEN_ZIPF)
