"""Words as printed, with what was computed of all of them at once.

Words met for the first time are looked up by dozens of properties, many of which want the same
first: the word in lower case, its place in the lexicon. That hangs on the list, and goes with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Self

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
