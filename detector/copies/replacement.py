"""What one copy prints where another prints something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args, overload

import numpy as np
from numpy.typing import NDArray

from detector.article import Span
from detector.text.sentences import ABBREVIATIONS

ReplacementKind = Literal["word", "name", "figure"]
KINDS: tuple[ReplacementKind, ...] = get_args(ReplacementKind)
WORD_KIND, NAME_KIND, FIGURE_KIND = range(3)


class Replacement(NamedTuple):
    """What one copy prints where the other prints something else.

    ``old`` and ``new`` are as printed, their places in ``old_span`` and ``new_span``.
    """

    old: str
    new: str
    kind: ReplacementKind
    old_span: Span
    new_span: Span


class Replacements(Sequence[Replacement]):
    """The replacements of one text by another; each is made when it is looked at.

    A folder of copies has some fifty for each: kept as places in texts that are held anyway.

    Parameters
    ----------
    old, new : str
        The texts.
    spans : ndarray of int32, shape (n_replaced, 4)
        Begin and end in the old text, begin and end in the new one.
    kinds : ndarray of int8, shape (n_replaced,)
        The place of each kind among :data:`KINDS`.

    >>> made = Replacements("a big dog", "a large dog", np.array([[2, 5, 2, 7]]), np.zeros(1, int))
    >>> [(one.old, one.new, one.kind) for one in made]
    [('big', 'large', 'word')]
    """

    def __init__(
        self, old: str, new: str, spans: NDArray[np.integer], kinds: NDArray[np.integer]
    ) -> None:
        self.old, self.new, self._spans, self._kinds = old, new, spans, kinds

    def between(self, old: str, new: str) -> Replacements:
        """The same of two texts that are equal to these."""
        return Replacements(old, new, self._spans, self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    @overload
    def __getitem__(self, place: int) -> Replacement: ...
    @overload
    def __getitem__(self, place: slice) -> Replacements: ...
    def __getitem__(self, place: int | slice) -> Replacement | Replacements:
        if isinstance(place, slice):
            return Replacements(self.old, self.new, self._spans[place], self._kinds[place])
        a, b, c, d = self._spans[place].tolist()
        kind = KINDS[self._kinds[place]]
        return Replacement(self.old[a:b], self.new[c:d], kind, Span(a, b), Span(c, d))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def is_abbreviation(printed: str) -> bool:
    """Whether what is printed is an abbreviation, which is no name.

    >>> is_abbreviation("U.S."), is_abbreviation("Harwick")
    (True, False)
    """
    return printed.lower().removesuffix(".") in ABBREVIATIONS
