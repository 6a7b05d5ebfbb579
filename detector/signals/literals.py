"""Where a literal of a regular expression stands in a text that is cut into words and gaps.

A gap is what stands between two words (see :class:`detector.text.concatenated.Gaps`); it begins and
ends with ``\\0``, and so does a literal that reaches to the edge of its gap: ``"\\0 / \\0"`` out of
``a / b``. A lone space is no gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal as OneOf
from typing import NamedTuple

from detector.text.concatenated import EDGE

# Known characters of one word; a gap, with the characters beside it. "\0" is a character of a word
# that is not known.
WORD_RE = re.compile(r"\w+(?:['’]\w+)*")
GAP_RE = re.compile(r"[^\w\0]+")
# These join what stands round them to one word: all do between digits, the first two between
# letters too.
JOINTS, LETTER_JOINTS = "'’.,:", "'’"
# Marks that most articles hold.
COMMON_MARKS = frozenset(".,'’\"“”()-–—:;?! \n\0")


class Literal(NamedTuple):
    """A string that a text must hold: within a word, as a ``whole`` word, or within a gap."""

    kind: OneOf["part", "whole", "gap"]
    text: str


def rarity(literal: object) -> float:
    """How few articles should hold a literal: a rank, made up, more is rarer.

    A word's letters count one each. So does a common mark; a mark that is not counts four, and all
    that is no literal, such as a set of foreign letters, is rarer than any.

    >>> [rarity(Literal("gap", text)) for text in ("\\0, ", "\\0[", " ;")]
    [1, 4, 1]
    """
    if not isinstance(literal, Literal):
        return 100
    if literal.kind != "gap":
        return len(literal.text) + 4 * (not literal.text.isascii())
    rare = sum(character not in COMMON_MARKS for character in literal.text)
    return 4 * rare + sum(character in COMMON_MARKS - set(" \n\0") for character in literal.text)


def word_literal(string: str) -> Literal | None:
    """The rarest word, or part of one, of a string of a match.

    >>> word_literal("[edit\\0"), word_literal("in (Stadt)"), word_literal(", ")
    (Literal(kind='part', text='edit'), Literal(kind='whole', text='Stadt'), None)
    """
    literals = [literal for literal in word_literals(string) if rarity(literal) > 1]
    return max(literals, key=rarity, default=None)


def word_literals(string: str) -> Iterator[Literal]:
    """The words and parts of words of a string of a match."""
    for match in WORD_RE.finditer(string):
        whole = ends_word(string[: match.start()][::-1]) and ends_word(string[match.end() :])
        yield Literal("whole" if whole else "part", match[0])


def ends_word(beside: str) -> bool:
    """Whether a word surely ends where a string goes on like this."""
    gap = GAP_RE.match(beside)
    return gap is not None and (len(gap[0]) > 1 or gap[0] not in JOINTS)


def gap_literal(string: str) -> Literal | None:
    """The rarest gap, or part of one, of a string of a match.

    >>> [gap_literal(text) for text in ("\\0 / \\0", "a b", "'s", "1,0", "a,0")][0]
    Literal(kind='gap', text='\\x00 / \\x00')
    >>> [gap_literal(text) is None for text in ("a b", "'s", "1,0", "a,0")]
    [True, True, True, False]
    """
    literals = [
        Literal("gap", EDGE * (match.start() > 0) + match[0] + EDGE * (match.end() < len(string)))
        for match in GAP_RE.finditer(string)
        if match[0].strip() and not may_join(string, match)
    ]
    return max(literals, key=rarity, default=None)


def rarest_literal(string: str) -> Literal | None:
    """The rarest literal of either kind of a string of a match."""
    literals = [literal for literal in (word_literal(string), gap_literal(string)) if literal]
    return max(literals, key=rarity, default=None)


def may_join(string: str, gap: re.Match[str]) -> bool:
    """Whether what looks like a gap may be the apostrophe or the separator within one word."""
    if len(gap[0]) > 1 or gap[0] not in JOINTS:
        return False
    around = string[max(0, gap.start() - 1) : gap.start()], string[gap.end() : gap.end() + 1]
    return gap[0] in LETTER_JOINTS or all(
        not side or side == EDGE or side.isdecimal() for side in around
    )
