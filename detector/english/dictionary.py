"""Whether a word is English though news hardly prints it: two dictionaries in half a megabyte.

``data/dictionary.bloom`` is a Bloom filter over the words of Webster's Second International (1934,
public domain) and of WordNet 3.0: it knows every word of them, and takes one other word in two
thousand for one. ``python -m benchmarks.tables.dictionary_filter`` makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

from detector.english.lexicon import capital_share, is_word, lexicon, opens_word, zipf
from detector.resources.tables import DATA

FILTER_PATH = DATA / "dictionary.bloom"
# Bits looked up for a word: with 16 bits a word the best number (Bloom, 1970).
HASHES = 11
# Endings that dictionaries leave to the reader, and behind the colon what the stem has instead.
ENDINGS, RARE_ENDINGS = (
    tuple(pair.partition(":")[::2] for pair in pairs.split())
    for pairs in (
        ": s: es: ed: ed:e ing: ing:e ly: ies:y ied:y er: er:e ers: ers:e",
        "est: iest:y ier:y men:man ness: less: ful: able: able:e ally: ity:e ise:ize ised:ize "
        "ising:ize isation:ize isations:ize ization:ize izations:ize ism: ist: ists: ship: ish: "
        "y: ian: wise: like: hood: ic:y ic:",
    )
)
PREFIXES = tuple(
    """un re over under anti non pre post inter super multi mis dis de co sub out up micro mega
    cyber bio eco tele photo trans counter semi ultra mini auto hydro electro neuro geo
    crypto""".split()
)
# Letters of a stem; how common a part of a compound must be, and one of so few letters (made up).
SHORTEST_STEM, PART_ZIPF, SHORT_ZIPF = 3, 3.0, 4.2
# Endings that stand alone in news now and then, and make no compound: examine|ment, base|mental.
NO_PARTS = frozenset("ment ments mental mentally tion ation ence ance ator ical ible".split())
# Words with a capital more often are names, of which nothing is a misprint (made up).
NAME_SHARE = 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def bits_of(word: str, n_bits: int) -> Iterator[int]:
    """The places of a word in a filter, by double hashing (Kirsch and Mitzenmacher, 2008)."""
    digest = blake2b(word.encode(), digest_size=16).digest()
    first, step = (int.from_bytes(half, "little") for half in (digest[:8], digest[8:]))
    return ((first + n * step) % n_bits for n in range(HASHES))


@cache
def shipped_filter() -> bytes:
    """The bits of the filter, eight in a byte."""
    return FILTER_PATH.read_bytes()


def in_dictionary(word: str) -> bool:
    """Whether a dictionary, or our table of news, lists a word in lower case as it stands.

    >>> in_dictionary("pursuivant"), in_dictionary("supervisent")
    (True, False)
    """
    held = shipped_filter()
    return is_word(word) or all(
        held[place >> 3] >> (place & 7) & 1 for place in bits_of(word, 8 * len(held))
    )


def is_english(word: str) -> bool:
    """Whether a word is in a dictionary, or made of words that are: endings, prefixes, compounds.

    >>> [is_english(word) for word in ("crowdfunded", "unbundling", "greenwashing", "regeringen")]
    [True, True, True, False]
    """
    if is_formed(word, ENDINGS + RARE_ENDINGS):
        return True
    parts = (word[len(prefix) :] for prefix in PREFIXES if word.startswith(prefix))
    if any(is_formed(part, ENDINGS) for part in parts):
        return True
    cuts = range(SHORTEST_STEM, len(word) - SHORTEST_STEM + 1)
    return any(is_part(word[:cut]) and is_part(word[cut:]) for cut in cuts)


def is_part(word: str) -> bool:
    """Whether news prints a word often enough to make compounds with it."""
    if word in NO_PARTS:
        return False
    return is_word(word) and zipf(word) >= (PART_ZIPF if len(word) > SHORTEST_STEM else SHORT_ZIPF)


def is_misprint(word: str) -> bool:
    """Whether one letter less, more, other or changed over makes a word of news.

    ``word`` is in lower case, without an apostrophe.

    >>> is_misprint("goverment"), is_misprint("administent")
    (True, False)
    """
    printed = lexicon().rows.keys()
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if not opens_word(head):
            return False
        near = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
        near += [head + letter + rest for rest in (tail, tail[1:]) for letter in LETTERS]
        # Hardly any of these are in the table, and one intersection finds those that are.
        if any(is_word(own) and capital_share(own) < NAME_SHARE for own in printed & near):
            return True
    return False


def is_formed(word: str, endings: tuple[tuple[str, str], ...]) -> bool:
    """Whether a word is a listed one with an ending."""
    for ending, instead in endings:
        stem = word.removesuffix(ending) + instead
        if not word.endswith(ending) or len(word) - len(ending) < SHORTEST_STEM:
            continue
        doubled = ending[:1] in ("e", "i") and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]
        if in_dictionary(stem) or (doubled and in_dictionary(stem[:-1])):
            return True
    return False
