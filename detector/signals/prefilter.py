"""What an article must hold before a signal is asked about it.

Nearly every mark calls for something that few articles hold: a word of a list, a bracket with a
space inside it, a word printed twice. A room states it as a :class:`Need`; whether an article
holds it is told for many articles at once (see :mod:`detector.signals.engine`), and the room's
costly look is spared the others. A need may let an article through in vain, never keep one back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from numpy.typing import NDArray

from detector.text.token_batch import Ids, Sheaf
from detector.text.vocabulary import Holding, Trait

# What is so written lies within one word of the tokens.
WORDLY_RE = re.compile(r"\w+(?:['’]\w+)*")

# A look at fewer articles costs more than to ask the signal about each: the calls of numpy for one
# take 1.5 ms, its signals .8 ms (measured).
COMPANY = 4

Sight = Callable[[Sheaf], NDArray[Any] | Sequence[bool]]
Told = TypeVar("Told")
# Those of some words of a sheaf, given by number, that stand as they must.
Where = Callable[[Sheaf, Ids], Ids]


class Key(NamedTuple):
    """One thing that an article holds or not.

    ``kind`` says of what: a ``word`` as printed or a ``gap`` between two words that bears the
    trait ``what``, or a ``sight``, a function that tells of each article of a sheaf; a ``crowd`` is
    a sight that fewer than :data:`COMPANY` articles are taken to have. ``where`` tells which of
    such words, or of the words before such gaps, stand as they must.
    """

    kind: Literal["word", "gap", "sight", "crowd"]
    what: Trait | Sight
    where: Where | None = None


class Need(NamedTuple):
    """Clauses that must all hold; one does where the article holds any of its keys.

    >>> need = word(Trait(str.isupper)) & (between("[") | between("("))
    >>> [len(clause) for clause in need.clauses]
    [1, 2]
    """

    clauses: tuple[frozenset[Key], ...]

    def __and__(self, other: Need) -> Need:
        """Both needs."""
        return Need(self.clauses + other.clauses)

    def __or__(self, other: Need) -> Need:
        """Either need; what is always there makes the other one idle."""
        return Need(tuple(own | its for own in self.clauses for its in other.clauses))


# No need at all: the signal is asked about every article.
ALWAYS = Need(())


def word(trait: Trait, where: Where | None = None) -> Need:
    """A word that bears a trait (any answer but 0 and False).

    Parameters
    ----------
    trait : Trait
    where : callable
        Keeps of the words that bear it, given by number, those that stand as they must. Words at
        the edge of an article have those of its neighbours beside them.
    """
    return Need((frozenset({Key("word", trait, where)}),))


def between(*needles: str, where: Where | None = None) -> Need:
    r"""One of some strings in what stands between two words, or before the first or after the last.

    A gap begins and ends with the sign ``\0``, so that ``"\0,\0"`` is a comma without spaces.
    Lone spaces are no gaps. A joint inside a word (don't, 2.5) is part of the word.
    """
    return gap(Holding(*needles), where)


def gap(trait: Trait, where: Where | None = None) -> Need:
    r"""A gap, between its two ``\0``, that bears a trait.

    With ``where``, only gaps after a word: it is told those words.
    """
    return Need((frozenset({Key("gap", trait, where)}),))


def sight(tells: Sight, *, alone: bool = False) -> Need:
    """What a function tells of each article of a sheaf, array of bool of shape (n_articles,).

    It is not asked about fewer than :data:`COMPANY` articles, which all pass, unless it is worth
    its while ``alone`` too.
    """
    return Need((frozenset({Key("sight" if alone else "crowd", tells)}),))


def once(tell: Callable[[Sheaf], Told]) -> Callable[[Sheaf], Told]:
    """Let a function tell of a sheaf once, however many sights build on what it tells."""
    told: WeakKeyDictionary[Sheaf, Told] = WeakKeyDictionary()

    @wraps(tell)
    def ask(sheaf: Sheaf) -> Told:
        if sheaf not in told:
            told[sheaf] = tell(sheaf)
        return told[sheaf]

    return ask


def text(*needles: str) -> Need:
    """One of some strings anywhere in the text.

    What they hold of words is looked for in words. What stands between those is looked at only
    where nothing else is left, and then in gaps: see :func:`between`.

    >>> [sorted(key.kind for key in clause) for clause in text("closing ", "[[").clauses]
    [['gap', 'word']]
    """
    bare = [needle for needle in needles if not WORDLY_RE.search(needle)]
    held = [longest_word(needle) for needle in needles if WORDLY_RE.search(needle)]
    needs = [between(*bare)] if bare else []
    needs += [word(Holding(*held))] if held else []
    return needs[0] | needs[1] if len(needs) > 1 else needs[0]


def longest_word(needle: str) -> str:
    """The longest stretch of a needle that lies within one word."""
    longest: str = max(WORDLY_RE.findall(needle), key=len)
    return longest
