"""The prefilter of a regular expression, worked out of the expression itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from detector.signals.literals import Literal
from detector.signals.prefilter import NO_PREFILTER, Prefilter, gap, word
from detector.signals.required_literals import Clause, clause_rarity, required_clauses
from detector.text.lazy_pattern import lazy_pattern
from detector.text.word_properties import (
    ContainsFolded,
    ContainsSubstring,
    InWordList,
    MatchesPattern,
)

# Further clauses let hardly fewer articles through (made up), and so does one that nearly every
# article holds: a word with "in" in it.
MAX_CLAUSES, LEAST_RARITY = 3, 3
# A group whose letters match in either case.
INLINE_ANY_CASE_RE = re.compile(r"\(\?[a-zA-Z]*i")


def required_by(expression: re.Pattern[str]) -> Prefilter:
    """What an article must hold for a regular expression to match in it, as far as that shows.

    See :mod:`detector.signals.required_literals`.

    >>> len(required_by(re.compile(r"\\[(?:edit|editar)")).clauses)
    2
    >>> required_by(re.compile(r"\\w+ \\w+")) == NO_PREFILTER
    True
    """
    any_case = expression.flags & re.I or INLINE_ANY_CASE_RE.search(expression.pattern)
    flags = re.I if any_case else re.NOFLAG
    clauses = required_clauses(expression)[:MAX_CLAUSES]
    clauses[1:] = [one for one in clauses[1:] if clause_rarity(one)[0] >= LEAST_RARITY]
    return reduce(
        and_, [reduce(or_, conditions(clause, flags)) for clause in clauses], NO_PREFILTER
    )


def conditions(clause: Clause, flags: re.RegexFlag) -> Iterator[Prefilter]:
    """The conditions of which an article must hold one, for it to hold a member of a clause."""
    texts: dict[str, list[str]] = {"whole": [], "part": [], "gap": []}
    for member in clause:
        if isinstance(member, Literal):
            texts[member.kind].append(member.text)
        else:
            held = MatchesPattern(lazy_pattern(member.expression, flags))
            yield word(held)
            yield gap(held)
    whole, parts, gaps = texts["whole"], texts["part"], texts["gap"]
    contains = ContainsFolded if flags & re.I else ContainsSubstring
    if flags & re.I:
        whole, parts = [], whole + parts
    if whole:
        listed = frozenset(whole)
        yield word(InWordList(lambda: listed))
    if parts:
        yield word(contains(*parts))
    if gaps:
        yield gap(contains(*gaps))
