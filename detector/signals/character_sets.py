"""The character sets of regular expressions, as :mod:`re` parses them."""

from __future__ import annotations

import re
from itertools import chain
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# Members of a set that are worth spelling out: letters are weak evidence, marks stronger (made up).
MAX_LETTERS, MAX_MARKS = 6, 16
WORD_CATEGORIES = (_parser.CATEGORY_WORD, _parser.CATEGORY_DIGIT)


class CharacterSet(NamedTuple):
    """One character of a set.

    Attributes
    ----------
    expression : str
        The set as a regular expression.
    characters : str or None
        Its members, None when they are too many.
    wordly : bool
        Whether all are letters, digits or underscores.
    ascii : bool
        Whether any is of ASCII.
    """

    expression: str
    characters: str | None
    wordly: bool
    ascii: bool


def members(content: list[tuple[Any, Any]]) -> CharacterSet | None:
    """A set, or None where it is one of all characters but some or holds white space.

    Parameters
    ----------
    content : list of tuple
        What :mod:`re` parses the set to.
    """
    if content[0][0] is _parser.NEGATE:
        return negated(content[1:])
    kinds = {item for kind, item in content if kind is _parser.CATEGORY}
    if not kinds.issubset(WORD_CATEGORIES):
        return None
    spans = [span for kind, item in content if (span := span_of(kind, item)) is not None]
    characters = [range(first, last + 1) for first, last in spans]
    every = map(chr, chain.from_iterable(characters))
    wordly = all(character.isalnum() or character == "_" for character in every)
    few = not kinds and sum(map(len, characters)) <= (MAX_LETTERS if wordly else MAX_MARKS)
    shown = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)
    ascii_too = bool(kinds) or any(first < 128 for first, _ in spans)
    listed = "".join(map(chr, chain.from_iterable(characters))) if few else None
    return CharacterSet(f"[{shown}]", listed, wordly, ascii_too)


def negated(content: list[tuple[Any, Any]]) -> CharacterSet | None:
    """All characters but some: a letter where what is no word is among these."""
    wordly = (_parser.CATEGORY, _parser.CATEGORY_NOT_WORD) in content
    return CharacterSet(r"\w", None, True, True) if wordly else None


def span_of(kind: Any, item: Any) -> tuple[int, int] | None:
    """The first and last code point of a part of a set; None for a category."""
    if kind is _parser.LITERAL:
        return item, item
    return item if kind is _parser.RANGE else None
