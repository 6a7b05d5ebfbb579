"""Strings without which a regular expression cannot match: its prefilter, worked out.

Search engines for regular expressions call them required literals or literal factors (RE2's
``FilteredRE2``, the ``regex`` crate of Rust, Hyperscan): ``\\[(?:edit|editar)\\]`` can only match
where "[" stands, and the word "edit" or "editar". Russ Cox, "Regular Expression Matching with a
Trigram Index" (2012), has the method; here the literals are looked for in words and in gaps.

``re`` publishes no parse tree, so this module reads the one of :mod:`re` itself, ``re._parser``.
Whatever it does not know there is taken to match anything: a prefilter may let an article through
in vain, and must never keep a mark back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from detector.signals.character_sets import CharacterSet, members
from detector.signals.literals import Literal, gap_literal, rarest_literal, rarity, word_literal

# One letter, digit or underscore, whichever.
ANY_WORD_CHARACTER = "\0"
# Strings that a part of an expression may match before only "one of its literals" is kept of it,
# and the clauses of a disjunction: bounds on work, made up.
MAX_STRINGS, MAX_CLAUSES = 64, 8

Clause = frozenset[Literal | CharacterSet]
Strings = frozenset[str]
NOTHING_KNOWN: Strings = frozenset({""})


class Requirement(NamedTuple):
    """What every match of a part of an expression holds.

    Attributes
    ----------
    exact : frozenset of str or None
        All strings that the part matches; None when they are too many or not known.
    first, last : frozenset of str
        What a match begins and ends with; the empty string is anything.
    clauses : tuple of frozenset
        Of each clause a match holds one member at least.
    """

    exact: Strings | None
    first: Strings = NOTHING_KNOWN
    last: Strings = NOTHING_KNOWN
    clauses: tuple[Clause, ...] = ()

    def all_clauses(self) -> tuple[Clause, ...]:
        """The clauses, those of the exact strings among them."""
        return self.clauses if self.exact is None else (*self.clauses, *clauses_of(self.exact))


ANYTHING = Requirement(None)
EMPTY = Requirement(NOTHING_KNOWN)


def required_clauses(expression: re.Pattern[str]) -> list[Clause]:
    """The clauses of an expression, the one that fewest articles should hold first.

    >>> for clause in required_clauses(re.compile(r"\\[(?:edit|editar)(?: \\w+)?\\]")):
    ...     print(sorted(literal.text for literal in clause))
    ['[\\x00']
    [']']
    ['edit', 'editar']
    """
    required = sequence(_parser.parse(expression.pattern, expression.flags))
    return sorted(dict.fromkeys(required.all_clauses()), key=clause_rarity, reverse=True)


def clause_rarity(clause: Clause) -> tuple[float, int]:
    """How rare the commonest member of a clause is; of equals the shorter clause is rarer."""
    return min(map(rarity, clause)), -len(clause)


def clauses_of(strings: Strings) -> Iterator[Clause]:
    """What one of some strings says of a text, of its words alone, and of its gaps alone."""
    for literal_of in (rarest_literal, word_literal, gap_literal):
        literals = [literal_of(string) for string in strings]
        if all(literals):
            yield frozenset(literal for literal in literals if literal)


def sequence(nodes: Iterable[tuple[Any, Any]]) -> Requirement:
    """Of parts that follow each other."""
    strings, exact = NOTHING_KNOWN, True
    clauses: list[Clause] = []
    for node in flattened(nodes):
        part = requirement(*node)
        clauses += part.clauses
        joined = products(strings, part.first if part.exact is None else part.exact)
        if part.exact is not None and len(joined) <= MAX_STRINGS:
            strings = joined
            continue
        exact = False
        clauses += clauses_of(joined if len(joined) <= MAX_STRINGS else strings)
        strings = part.last if part.exact is None else part.exact
    if exact:
        return Requirement(strings, edges(strings, 0), edges(strings, -1), tuple(clauses))
    return Requirement(None, clauses=(*clauses, *clauses_of(strings)))


def flattened(nodes: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The parts of a sequence, those of its groups among them."""
    for kind, content in nodes:
        if kind in (_parser.SUBPATTERN, _parser.ATOMIC_GROUP):
            yield from flattened(content[-1] if kind is _parser.SUBPATTERN else content)
        else:
            yield kind, content


def products(*factors: Strings) -> Strings:
    """Every string of the first factor before every one of the second, and so on."""
    return frozenset(map("".join, product(*factors)))


def edges(strings: Strings, index: int) -> Strings:
    """The first (0) or last (-1) characters of some strings."""
    return frozenset(string[index] if string else "" for string in strings)


def requirement(kind: Any, content: Any) -> Requirement:
    """Of one part of an expression."""
    if kind is _parser.LITERAL:
        return exactly(frozenset({chr(content)}))
    if kind is _parser.IN:
        return one_character(content)
    if kind is _parser.BRANCH:
        return alternatives([sequence(branch) for branch in content[1]])
    if kind in (_parser.MAX_REPEAT, _parser.MIN_REPEAT, _parser.POSSESSIVE_REPEAT):
        return repetition(content[0], content[1], sequence(content[2]))
    if kind is _parser.ASSERT:
        return EMPTY._replace(clauses=sequence(content[1]).all_clauses())
    return EMPTY if kind in (_parser.AT, _parser.ASSERT_NOT) else ANYTHING


def exactly(strings: Strings) -> Requirement:
    """Of a part that matches these strings alone."""
    return Requirement(strings, edges(strings, 0), edges(strings, -1))


def one_character(content: Any) -> Requirement:
    """Of a character set: its members while they are few, else what kind they are of."""
    character_set = members(content)
    if character_set is None:
        return ANYTHING
    if character_set.characters is not None:
        return exactly(frozenset(character_set.characters))
    known = exactly(frozenset({ANY_WORD_CHARACTER})) if character_set.wordly else ANYTHING
    return known if character_set.ascii else known._replace(clauses=(frozenset({character_set}),))


def repetition(least: int, most: int, part: Requirement) -> Requirement:
    """Of a part that is repeated."""
    if least == 0:
        optional = most == 1 and part.exact is not None and not part.clauses
        return exactly(part.exact | NOTHING_KNOWN) if optional and part.exact else ANYTHING
    if part.exact is not None and least == most and len(part.exact) ** least <= MAX_STRINGS:
        return exactly(products(*[part.exact] * least))._replace(clauses=part.clauses)
    return Requirement(None, part.first, part.last, part.all_clauses())


def alternatives(branches: Sequence[Requirement]) -> Requirement:
    """Of one of several parts: what they have in common is one of the clauses of each."""
    exact = [branch.exact for branch in branches if branch.exact is not None]
    united = frozenset().union(*exact)
    plain = len(exact) == len(branches) and not any(branch.clauses for branch in branches)
    if plain and len(united) <= MAX_STRINGS:
        return exactly(united)
    choices = [sorted(branch.all_clauses(), key=clause_rarity)[-2:] for branch in branches]
    choices = choices if 2 ** len(choices) <= MAX_CLAUSES else [own[-1:] for own in choices]
    clauses = tuple(frozenset[Literal | CharacterSet]().union(*own) for own in product(*choices))
    return Requirement(None, clauses=clauses)
