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

from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

Found = TypeVar("Found")
Ids = NDArray[np.int64]


class BatchPosition(NamedTuple):
    """Where an article stands in its sheaf: its number, and the first word of every article."""

    number: int
    words_from: Ids


class BatchCache(Generic[Found]):
    """What was found for sheaves.

    Parameters
    ----------
    cut : callable
        What was found for a sheaf, and the place of an article in it -> the article's part.
    """

    def __init__(self, cut: Callable[[Found, BatchPosition], Found]) -> None:
        self.cut = cut
        self._wholes: WeakKeyDictionary[TokenBatch, Found] = WeakKeyDictionary()
        # No sheaf stands here, for it would hold its articles alive.
        self._places: WeakKeyDictionary[Tokens, tuple[Found, BatchPosition]] = WeakKeyDictionary()
        self._parts: WeakKeyDictionary[Tokens, Found] = WeakKeyDictionary()

    def keep(self, batch: TokenBatch, found: Found) -> Found:
        """Keep what was found for a sheaf, and return it."""
        self._wholes[batch] = found
        for number, tokens in enumerate(batch.articles):
            self._places[tokens] = found, BatchPosition(number, batch.words_from)
        return found

    def whole(self, batch: TokenBatch) -> Found | None:
        """What was found for a sheaf, None where it has not been asked about."""
        return self._wholes.get(batch)

    def part(self, tokens: Tokens) -> Found | None:
        """An article's part, None where no sheaf that holds it has been asked about."""
        found = self._parts.get(tokens)
        if found is None:
            held = self._places.get(tokens)
            if held is None:
                return None
            found = self._parts[tokens] = self.cut(*held)
        return found
