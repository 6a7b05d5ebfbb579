"""What an article must hold before a signal is asked about it.

Nearly every mark calls for something that few articles hold: a word of a list, a bracket with a
space inside it, a word printed twice. A room states it as a :class:`Prefilter`; whether an article
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

from detector.text.token_batch import Ids, TokenBatch
from detector.text.vocabulary import ContainsSubstring, WordProperty

# What is so written lies within one word of the tokens.
WORDLY_RE = re.compile(r"\w+(?:['’]\w+)*")

# A look at fewer articles costs more than to ask the signal about each: the calls of numpy for one
# take 1.5 ms, its signals .8 ms (measured).
MIN_BATCH = 4

BatchCondition = Callable[[TokenBatch], NDArray[Any] | Sequence[bool]]
Told = TypeVar("Told")
# Those of some words of a sheaf, given by number, that stand as they must.
Where = Callable[[TokenBatch, Ids], Ids]


class Condition(NamedTuple):
    """One thing that an article holds or not.

    ``kind`` says of what: a ``word`` as printed or a ``gap`` between two words that bears the trait
    ``predicate``, or a ``batch_condition``, a function that tells of each article of a sheaf; a
    ``crowd`` is a sight that fewer than :data:`MIN_BATCH` articles are taken to have. ``where``
    tells which of such words, or of the words before such gaps, stand as they must.
    """

    kind: Literal["word", "gap", "sight", "crowd"]
    predicate: WordProperty | BatchCondition
    where: Where | None = None


class Prefilter(NamedTuple):
    """Clauses that must all hold; one does where the article holds any of its keys.

    >>> need = word(WordProperty(str.isupper)) & (gap_contains("[") | gap_contains("("))
    >>> [len(clause) for clause in need.clauses]
    [1, 2]
    """

    clauses: tuple[frozenset[Condition], ...]

    def __and__(self, other: Prefilter) -> Prefilter:
        """Both needs."""
        return Prefilter(self.clauses + other.clauses)

    def __or__(self, other: Prefilter) -> Prefilter:
        """Either need; what is always there makes the other one idle."""
        return Prefilter(tuple(own | its for own in self.clauses for its in other.clauses))


# No need at all: the signal is asked about every article.
NO_PREFILTER = Prefilter(())


def word(word_property: WordProperty, where: Where | None = None) -> Prefilter:
    """A word that bears a trait (any answer but 0 and False).

    Parameters
    ----------
    word_property : WordProperty
    where : callable
        Keeps of the words that bear it, given by number, those that stand as they must. Words at
        the edge of an article have those of its neighbours beside them.
    """
    return Prefilter((frozenset({Condition("word", word_property, where)}),))


def gap_contains(*needles: str, where: Where | None = None) -> Prefilter:
    r"""One of some strings in what stands between two words, or before the first or after the last.

    A gap begins and ends with the sign ``\0``, so that ``"\0,\0"`` is a comma without spaces.
    Lone spaces are no gaps. A joint inside a word (don't, 2.5) is part of the word.
    """
    return gap(ContainsSubstring(*needles), where)


def gap(word_property: WordProperty, where: Where | None = None) -> Prefilter:
    r"""A gap, between its two ``\0``, that bears a trait.

    With ``where``, only gaps after a word: it is told those words.
    """
    return Prefilter((frozenset({Condition("gap", word_property, where)}),))


def batch_condition(tells: BatchCondition, *, alone: bool = False) -> Prefilter:
    """What a function tells of each article of a sheaf, array of bool of shape (n_articles,).

    It is not asked about fewer than :data:`MIN_BATCH` articles, which all pass, unless it is worth
    its while ``alone`` too.
    """
    return Prefilter((frozenset({Condition("sight" if alone else "crowd", tells)}),))


def cached_per_batch(tell: Callable[[TokenBatch], Told]) -> Callable[[TokenBatch], Told]:
    """Let a function tell of a sheaf once, however many sights build on what it tells."""
    told: WeakKeyDictionary[TokenBatch, Told] = WeakKeyDictionary()

    @wraps(tell)
    def ask(batch: TokenBatch) -> Told:
        if batch not in told:
            told[batch] = tell(batch)
        return told[batch]

    return ask


def text(*needles: str) -> Prefilter:
    """One of some strings anywhere in the text.

    What they hold of words is looked for in words. What stands between those is looked at only
    where nothing else is left, and then in gaps: see :func:`gap_contains`.

    >>> [sorted(key.kind for key in clause) for clause in text("closing ", "[[").clauses]
    [['gap', 'word']]
    """
    bare = [needle for needle in needles if not WORDLY_RE.search(needle)]
    held = [longest_word(needle) for needle in needles if WORDLY_RE.search(needle)]
    prefilter = [gap_contains(*bare)] if bare else []
    prefilter += [word(ContainsSubstring(*held))] if held else []
    return prefilter[0] | prefilter[1] if len(prefilter) > 1 else prefilter[0]


def longest_word(needle: str) -> str:
    """The longest stretch of a needle that lies within one word."""
    longest: str = max(WORDLY_RE.findall(needle), key=len)
    return longest
