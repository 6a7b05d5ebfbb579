"""Hostile texts made from regular expressions: near-matches repeated, and stretches pumped.

A pattern whose matching grows faster than its text does so on one of three texts: its beginning
over and over (every start searches on), one of its loops pumped after the beginning (the loop is
walked again for every way to split it), or whole matches side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from re import _constants as op
from re import _parser as parser

# Characters that stand for a class: letters, digits, the marks of prose and markup, other scripts.
CANDIDATES = "aAe1 .,“”\"'’(-\n<{[|:%$@_/é年Жß\u00a0\ud83dz9)]}>&;#*+=~^\\…«»‘?!0–"
LOOPS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
# How often a loop runs in a sample, how many texts one pattern gives: bounds on time only.
TURNS = 2
MOST_UNITS = 60


def members(items: list, variant: int) -> str:
    """A character of a class; another one for another variant."""
    body = re.compile(class_source(items))
    fitting = [c for c in CANDIDATES + literals(items) if body.fullmatch(c)]
    if not fitting:
        fitting = [c for c in map(chr, range(0x3000)) if body.fullmatch(c)][:3]
    return fitting[variant % len(fitting)] if fitting else "a"


def literals(items: list) -> str:
    """The characters that a class names."""
    named = [chr(value) for kind, value in items if kind is op.LITERAL]
    ends = [chr(end) for kind, value in items if kind is op.RANGE for end in value]
    return "".join(named + ends)


CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def class_source(items: list) -> str:
    """A parsed class written out again."""
    parts = []
    for kind, value in items:
        if kind is op.NEGATE:
            parts.append("^")
        elif kind is op.LITERAL:
            parts.append(f"\\U{value:08x}")
        elif kind is op.RANGE:
            parts.append(f"\\U{value[0]:08x}-\\U{value[1]:08x}")
        else:
            parts.append(CATEGORIES[value])
    return f"[{''.join(parts)}]"


def sample(nodes: Iterable, variant: int = 0, turns: int = TURNS) -> str:
    """A text that the parsed pattern is likely to match."""
    return "".join(sample_of(kind, value, variant, turns) for kind, value in nodes)


def sample_of(kind: object, value: object, variant: int, turns: int) -> str:
    """A text for one node of a parsed pattern."""
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return next(c for c in CANDIDATES[variant:] + CANDIDATES if c != chr(value))
    if kind is op.ANY:
        return "a1 “"[variant % 4]
    if kind is op.IN:
        return members(value, variant)
    if kind is op.BRANCH:
        return sample(value[1][variant % len(value[1])], variant, turns)
    if kind is op.SUBPATTERN:
        return sample(value[3], variant, turns)
    if kind is op.ATOMIC_GROUP:
        return sample(value, variant, turns)
    if kind in LOOPS:
        low, high, body = value
        return sample(body, variant, turns) * max(low, min(int(high), turns))
    if kind is op.ASSERT and value[0] < 0:
        return sample(value[1], variant, turns)
    return ""


def beginnings(nodes: Iterable, before: str, variant: int) -> Iterator[tuple[str, str]]:
    """Every way into the pattern, and the loop that stands there (``""`` where none does)."""
    for kind, value in nodes:
        yield before, ""
        if kind in LOOPS and int(value[1]) > TURNS:
            body = sample(value[2], variant)
            yield before, body
            yield from beginnings(value[2], before, variant)
        elif kind is op.SUBPATTERN:
            yield from beginnings(value[3], before, variant)
        elif kind is op.ATOMIC_GROUP:
            yield from beginnings(value, before, variant)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from beginnings(branch, before, variant)
        elif kind is op.ASSERT and value[0] > 0:
            yield from beginnings(value[1], before, variant)
        before += sample_of(kind, value, variant, TURNS)
    yield before, ""


@cache
def repeats(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Pairs of a beginning and what is repeated after it, each once, the same in every run."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    found: dict[tuple[str, str], None] = {}
    for variant in range(4):
        ways = list(beginnings(parsed, "", variant))
        whole = sample(parsed, variant)
        for unit in chain([whole, whole + " ", whole[:-1]], (b for b, _ in ways)):
            found["", unit] = None
            found["", unit + " "] = None
        for before, body in ways:
            if body:
                found[before, body] = None
                found["", before + body * 3] = None
                found["", before + body * 3 + "\n"] = None
                found["", body] = None
    kept = [pair for pair in found if pair[1].strip("\0")]
    step = max(1, -(-len(kept) // MOST_UNITS))
    return kept[::step]


def grown(pair: tuple[str, str], size: int) -> str:
    """A text of ``size`` characters out of a beginning and its repeat."""
    before, unit = pair
    return (before + unit * (size // len(unit) + 1))[:size]
