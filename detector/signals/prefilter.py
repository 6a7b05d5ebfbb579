"""What an article must hold before a signal is run on it.

Nearly every mark calls for something that few articles hold: a word of a list, a bracket with a
space inside it, a word printed twice. A family states it as a :class:`Prefilter`; whether an
article holds it is worked out for many articles at once (see :mod:`detector.signals.engine`), which
spares the others the costly look. A prefilter may let an article through in vain, never keep one
back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from numpy.typing import NDArray

from detector.text.arrays import Ids
from detector.text.token_batch import TokenBatch
from detector.text.word_properties import ContainsSubstring, WordProperty

BatchCondition = Callable[[TokenBatch], NDArray[Any] | Sequence[bool]]
# Those of some words of a batch, given by number, that stand as they must.
Where = Callable[[TokenBatch, Ids], Ids]


class Condition(NamedTuple):
    """One thing that an article holds or not.

    ``kind`` says of what: a ``word`` as printed or a ``gap`` between two words that bears the trait
    ``predicate``, or a ``batch``: then ``predicate`` is a function that answers for each of its
    articles. ``where`` keeps of such words, or of the words before such gaps, those that stand as
    they must.
    """

    kind: Literal["word", "gap", "batch"]
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


# No need at all: the signal is run on every article.
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

    With ``where``, only gaps after a word: it gets those words.
    """
    return Prefilter((frozenset({Condition("gap", word_property, where)}),))


def batch_condition(predicate: BatchCondition) -> Prefilter:
    """What a function says of each article of a batch, array of bool of shape (n_articles,)."""
    return Prefilter((frozenset({Condition("batch", predicate)}),))


def text_condition(predicate: Callable[[str], bool]) -> Prefilter:
    """What a function says of the text of each article; a method of strings, or as cheap."""
    return batch_condition(lambda batch: list(map(predicate, batch.texts)))
