"""The characters of a text as numbers, the words they make, and one spelling of their letters.

Asking a table of characters about a whole text takes half the time of a regular expression
that walks from word to word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from unicodedata import category, name

import numpy as np

from detector.text.arrays import CharClasses, CodePoints, Ids
from detector.text.segments import positions

# Vowel signs, viramas and points of other scripts, which belong to the letter before them. Accents
# that stand apart from Latin letters are none: our word lists hold no such spellings.
VOWEL_SIGNS = "".join(
    sign
    for sign in map(chr, range(0x591, 0xABF0))
    if category(sign) in ("Mn", "Mc") and not name(sign).startswith("COMBINING")
)
# Letters and digits with their inner apostrophes; figures keep their separators
# (100,000 / 4:15 / 2.5). Compounds are cut at hyphens.
RUN = rf"[\w{VOWEL_SIGNS}]++"
WORD_RE = re.compile(rf"{RUN}(?:['’]{RUN}|(?<=\d)[.,:](?=\d){RUN})*+")
# What a character is to WORD_RE, as bits: part of a word, digit, joint of letters, joint of digits;
# and whether it is a capital, white space, the end of a line, a mark that ends or quotes.
WORDLY, DIGIT, LETTER_JOINT, DIGIT_JOINT, CAPITAL, WHITESPACE, LINE_END, MARK = map(
    (1).__lshift__, range(8)
)
LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
STOPS = ".!?…"
# What may follow a stop before the space that ends the sentence, and what may open the next one.
CLOSERS = "\"”’»“)]'"
OPENERS = "\"“‘«„(['"
QUOTATION_MARKS = "\"“”„‟«»‹›'‘"
# What a mark may be, as bits of :func:`roles_of`.
SENTENCE_TERMINAL, CLOSER, OPENER, QUOTING, SINGLE_QUOTING = map((1).__lshift__, range(5))
BASIC_PLANE = 0x10000


@cache
def character_kinds() -> CharClasses:
    """What each character of the basic plane is to :data:`WORD_RE`, shape (65536,)."""
    characters = np.arange(BASIC_PLANE, dtype=np.uint32).view("U1")
    char_classes = np.zeros(BASIC_PLANE, np.uint8)
    for bit, holds in (
        (WORDLY, np.strings.isalnum),
        (DIGIT, np.strings.isdecimal),
        (CAPITAL, np.strings.isupper),
        (WHITESPACE, np.strings.isspace),
    ):
        char_classes |= holds(characters) * np.uint8(bit)
    char_classes[list(map(ord, VOWEL_SIGNS))] |= np.uint8(WORDLY)
    for mark in "_'’.,:" + LINE_ENDS + STOPS + QUOTATION_MARKS:
        char_classes[ord(mark)] = kind_of(mark)
    return char_classes


def kind_of(character: str) -> int:
    """The bits of one character."""
    if character.isalnum() or character == "_":
        return WORDLY + DIGIT * character.isdecimal() + CAPITAL * character.isupper()
    kind = LETTER_JOINT * (character in "'’") | DIGIT_JOINT * (character in ".,:")
    kind |= WHITESPACE * character.isspace() | LINE_END * (character in LINE_ENDS)
    return kind | MARK * (character in STOPS + QUOTATION_MARKS)


@cache
def mark_roles() -> CharClasses:
    """What each character of the basic plane may be as a mark, shape (65536,)."""
    roles = np.zeros(BASIC_PLANE, dtype=np.uint8)
    for role, marks in (
        (SENTENCE_TERMINAL, STOPS),
        (CLOSER, CLOSERS),
        (OPENER, OPENERS),
        (QUOTING, QUOTATION_MARKS),
        (SINGLE_QUOTING, "'‘"),
    ):
        roles[[ord(mark) for mark in marks]] |= role
    return roles


def roles_of(codepoints: CodePoints) -> CharClasses:
    """What each of some characters may be as a mark; 0 for all that is none."""
    return mark_roles().take(codepoints, mode="clip")


def code_points(text: str) -> CodePoints:
    """The characters of a text as numbers, shape (n_characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def outside_words(char_classes: CharClasses) -> tuple[Ids, CharClasses]:
    """Where the characters stand that are no letter and no digit, a fifth of a text; their bits."""
    outside = positions(char_classes & WORDLY == 0)
    return outside, char_classes.take(outside)


def word_bounds(
    char_classes: CharClasses, outside: Ids, outer_classes: CharClasses
) -> tuple[Ids, Ids]:
    """Where the words begin and end, as :data:`WORD_RE` finds them; all at once, not one by one.

    Parameters
    ----------
    char_classes : ndarray of uint8, shape (n_characters,)
    outside, outer_classes : ndarray of shape (n_outside,)
        As :func:`outside_words` gives them.

    >>> char_classes = character_kinds().take(code_points("It’s 4.5, “no”."))
    >>> [bounds.tolist() for bounds in word_bounds(char_classes, *outside_words(char_classes))]
    [[0, 5, 11], [4, 8, 13]]
    """
    joints = positions(outer_classes & (LETTER_JOINT | DIGIT_JOINT) != 0)
    # A mark between two letters may join them, and one between two digits.
    at, of_letters = outside.take(joints), outer_classes.take(joints) & LETTER_JOINT != 0
    joinable = np.where(of_letters, np.uint8(WORDLY), np.uint8(DIGIT))
    around = char_classes.take(at - 1, mode="clip") & char_classes.take(at + 1, mode="clip")
    parts = np.ones(len(outside) + 2, np.bool_)
    parts[joints[around & joinable != 0] + 1] = False
    edges = np.concatenate([[-1], outside, [len(char_classes)]]).compress(parts)
    words = positions(edges[1:] - edges[:-1] > 1)
    return edges.take(words) + 1, edges.take(words + 1)


def lowercase(word: str) -> str:
    """A word in lower case, its apostrophe straight; the same string where it is so printed.

    >>> lowercase("Don’t")
    "don't"
    """
    lowered = word.lower()
    if "’" in lowered:
        lowered = lowered.replace("’", "'")
    return word if lowered == word else lowered


def lowercase_all(words: Sequence[str]) -> list[str]:
    """The :func:`lowercase` of each of some words; none of them has a line end.

    >>> lowercase_all(["Don’t", "EU"])
    ["don't", 'eu']
    """
    return "\n".join(words).lower().replace("’", "'").split("\n") if words else []


def mark_alike(text: str) -> str:
    """The text in lower case and with straight apostrophes, as the tables print it.

    The result is as long as the text, so that offsets into one hold in the other: the few
    capitals that grow when lowered (the Turkish dotted I) stay as they are.

    >>> mark_alike("It’s İzmir"), len(mark_alike("İzmir"))
    ("it's İzmir", 5)
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("’", "'")
