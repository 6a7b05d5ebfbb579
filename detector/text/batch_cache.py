"""What was found for whole sheaves, kept as long as the sheaf and its articles live.

Signals and columns ask about the same articles in turn, some of them a batch apart. What was
found for a batch is kept whole; an article's part is cut out of it when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from detector.text.token_batch import Sheaf
from detector.text.tokens import Tokens

Found = TypeVar("Found")
Ids = NDArray[np.int64]


class Place(NamedTuple):
    """Where an article stands in its sheaf: its number, and the first word of every article."""

    number: int
    words_from: Ids


class Kept(Generic[Found]):
    """What was found for sheaves.

    Parameters
    ----------
    cut : callable
        What was found for a sheaf, and the place of an article in it -> the article's part.
    """

    def __init__(self, cut: Callable[[Found, Place], Found]) -> None:
        self.cut = cut
        self._wholes: WeakKeyDictionary[Sheaf, Found] = WeakKeyDictionary()
        # No sheaf stands here, for it would hold its articles alive.
        self._places: WeakKeyDictionary[Tokens, tuple[Found, Place]] = WeakKeyDictionary()
        self._parts: WeakKeyDictionary[Tokens, Found] = WeakKeyDictionary()

    def keep(self, sheaf: Sheaf, found: Found) -> Found:
        """Keep what was found for a sheaf, and return it."""
        self._wholes[sheaf] = found
        for number, tokens in enumerate(sheaf.articles):
            self._places[tokens] = found, Place(number, sheaf.words_from)
        return found

    def whole(self, sheaf: Sheaf) -> Found | None:
        """What was found for a sheaf, None where it has not been asked about."""
        return self._wholes.get(sheaf)

    def part(self, tokens: Tokens) -> Found | None:
        """An article's part, None where no sheaf that holds it has been asked about."""
        found = self._parts.get(tokens)
        if found is None:
            held = self._places.get(tokens)
            if held is None:
                return None
            found = self._parts[tokens] = self.cut(*held)
        return found
