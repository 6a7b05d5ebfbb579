"""Marks that begin and end between the characters that a reader sees."""

from __future__ import annotations

from unicodedata import category

from detector.article import Span
from detector.text.lazy_pattern import lazy_pattern

ENTITY_RE = lazy_pattern(r"&(?:#[xX]?)?[0-9A-Za-z]{1,31};")
LONGEST_ENTITY = 36
# Joiner and non-joiner stand inside words of Indic and Arabic scripts.
JOINERS = "\u200c\u200d"
FIRST_JOINED = "\u0590"


def whole_span(text: str, start: int, end: int) -> Span:
    """Widen ``text[start:end]`` where it would part a letter from its signs, or cut an entity.

    A mark on signs alone stays as it is.

    >>> text = "said &quot;no&quot; in a cafe\u0301."
    >>> [text[slice(*whole_span(text, *span))] for span in ((0, 10), (11, 18), (25, 29))]
    ['said &quot;', 'no&quot;', 'cafe\u0301']
    """
    if any(map(str.isalnum, text[start:end])):
        if start and is_within_word(text, start):
            start = next(at for at in range(start, -1, -1) if not at or is_edge(text, at - 1))
        if is_within_word(text, end):
            end = next(at for at in range(end, len(text) + 1) if is_edge(text, at))
    around = max(0, start - LONGEST_ENTITY), end + LONGEST_ENTITY
    for entity in ENTITY_RE.finditer(text, *around) if text.find("&", *around) >= 0 else ():
        first, last = entity.span()
        start = first if first < start < last else start
        end = last if first < end < last else end
    return Span(start, end)


def is_within_word(text: str, at: int) -> bool:
    """Whether a sign of a letter stands right before or after an edge inside a word."""
    if text[at - 1 : at + 1].isascii():
        return False
    around = [one for one in (at - 1, at) if not is_edge(text, one)]
    return len(around) == 2 and any(is_sign(text, one) for one in around)


def is_edge(text: str, at: int) -> bool:
    """Whether what stands at an offset is no part of a word."""
    return at >= len(text) or not (text[at].isalnum() or is_sign(text, at))


def is_sign(text: str, at: int) -> bool:
    """Whether a character belongs to the letter before it."""
    if text[at] in JOINERS:
        return at > 0 and text[at - 1] >= FIRST_JOINED
    return not text[at].isascii() and category(text[at]) in ("Mn", "Mc")
