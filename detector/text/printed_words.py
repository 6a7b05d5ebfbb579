"""Words as printed, with what was computed of all of them at once.

Words met for the first time are looked up by dozens of properties, many of which want the same
first: the word in lower case, its place in the lexicon. That hangs on the list, and goes with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Self

import numpy as np

from detector.text.arrays import Ids
from detector.text.character_classes import lowercase_all
from detector.text.derived import derived


class PrintedWords(list[str]):
    """Words as printed; none of them has a line end.

    Attributes
    ----------
    derived : dict
        Values computed of all the words: see :func:`detector.text.derived.derived`.

    >>> words = PrintedWords(["Don’t", "EU"])
    >>> lowercased(words), lowercased(words) is lowercased(words)
    (["don't", 'eu'], True)
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__(words)
        self.derived: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, words: list[str]) -> Self:
        """The words themselves where they are such a list."""
        return words if isinstance(words, cls) else cls(words)


@derived
def lowercased(words: PrintedWords) -> list[str]:
    """The words in lower case, their apostrophes straight."""
    return lowercase_all(words)


@derived
def in_lines(words: PrintedWords) -> str:
    """The words in one text, a line end before each."""
    return "\n".join(["", *words])


@derived
def line_bounds(words: PrintedWords) -> Ids:
    """Where each line of :func:`in_lines` ends, its line end counted at its head."""
    return np.fromiter(map(len, words), np.int64, len(words)).cumsum() + np.arange(
        1, len(words) + 1
    )


@derived
def letters_of(words: PrintedWords) -> str:
    """The characters that occur in the words, each once."""
    return "".join(set(in_lines(words)))
