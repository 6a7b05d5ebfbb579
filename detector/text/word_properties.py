"""Properties of words: what depends on nothing but a printed word, or a gap between two words.

The value of a property for each word is kept by a :class:`detector.text.vocabulary.Vocabulary`,
which asks for many words at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import compress, repeat
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import (
    PrintedWords,
    in_lines,
    letters_of,
    line_bounds,
    lowercased,
)

# An expression that matches one character of a set.
ONE_OF_SET_RE = re.compile(r"\[(?:[^\]\\]|\\[^\]])+\]")


class WordProperty:
    """Something about a printed word that depends on nothing but the word.

    Parameters
    ----------
    compute : callable
        Printed word -> value.
    kind : dtype
        Of the array that keeps it.
    shape : tuple of int
        Of one value; a scalar unless given.

    Attributes
    ----------
    members : tuple of WordProperty
        Properties of which the value holds a bit each, :data:`WIDTH` in a number.
    """

    members: tuple[WordProperty, ...] = ()

    def __init__(
        self,
        compute: Callable[[str], Any],
        kind: DTypeLike = np.bool_,
        shape: tuple[int, ...] = (),
    ) -> None:
        self.compute = compute
        self.kind = np.dtype(kind)
        self.shape = shape

    def empty_column(self, count: int) -> NDArray[Any]:
        """A column for so many words."""
        return np.zeros((count, *self.shape), self.kind)

    def table(self, words: list[str]) -> NDArray[Any] | list[Any]:
        """The values of some words, shape (n_words, *shape)."""
        values = self.values_of(words)
        return values if isinstance(values, np.ndarray) else list(values)

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """The value of each of some words."""
        return map(self.compute, words)

    def bearers(self, words: PrintedWords) -> Iterable[int]:
        """Which of some words have the property, by number."""
        return compress(range(len(words)), self.values_of(words))


class ManyWords(WordProperty):
    """A property that is computed of many words at once.

    Parameters
    ----------
    compute_all : callable
        Printed words -> the value of each.

    >>> list(ManyWords(lambda words: map(len, words), np.int64).values_of(["two", "words"]))
    [3, 5]
    """

    def __init__(
        self,
        compute_all: Callable[[PrintedWords], Iterable[Any]],
        kind: DTypeLike = np.bool_,
        shape: tuple[int, ...] = (),
    ) -> None:
        super().__init__(lambda word: next(iter(self.values_of([word]))), kind, shape)
        self.compute_all = compute_all

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """The value of each of some words."""
        return self.compute_all(PrintedWords.of(words))


class ContainsSubstring(WordProperty):
    """Whether one of some substrings occurs in a word.

    ``fits`` looks closer at a word in which one does.

    >>> (list(ContainsSubstring("NUMX").values_of(["XNUMX", "men"])),
    ...     list(ContainsSubstring("NUMX").values_of(["men"])))
    ([True, False], [False])
    """

    def __init__(self, *needles: str, fits: Callable[[str], Any] | None = None) -> None:
        super().__init__(lambda word: any(self.values_of([word])))
        self.needles = needles
        self.fits = fits

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once: hardly ever does one hold anything."""
        together = "\n".join(words)
        present = [needle for needle in self.needles if needle in together]
        if not present:
            return repeat(False, len(words))
        matches = [present[0] in word for word in words]
        for needle in present[1:]:
            matches = [held or needle in word for held, word in zip(matches, words, strict=True)]
        if self.fits is None:
            return matches
        return [held and self.fits(word) for held, word in zip(matches, words, strict=True)]


class ContainsFolded(ContainsSubstring):
    """Whether one of some substrings occurs in a word, in whichever case.

    >>> list(ContainsFolded("Million").values_of(["MILLIONEN", "mille"]))
    [True, False]
    """

    def __init__(self, *needles: str) -> None:
        super().__init__(*map(folded, needles))

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once."""
        return super().values_of(list(map(folded, words)))

    def bearers(self, words: PrintedWords) -> Iterable[int]:
        """Likewise, where any word holds something."""
        together = folded_lines(words)
        present = any(needle in together for needle in self.needles)
        return super().bearers(words) if present else ()


@derived
def folded_lines(words: PrintedWords) -> str:
    """Words in one text, each in its line, :func:`folded`."""
    return folded(in_lines(words))


def folded(text: str) -> str:
    """A text in which letters are the same that :data:`re.IGNORECASE` takes for the same.

    >>> folded("Kalıp") == folded("KALIP")
    True
    """
    return text.casefold().replace("ı", "i").replace("\u0307", "")


class InWordList(WordProperty):
    """Whether a word is in a list, which is read on first use.

    Parameters
    ----------
    read : callable
        Gives the list.
    lowered : bool
        Look a word up in lower case.

    >>> list(InWordList(lambda: {"stadt"}, lowered=True).values_of(["Stadt", "town"]))
    [True, False]
    """

    def __init__(self, read: Callable[[], Collection[str]], *, lowered: bool = False) -> None:
        super().__init__(lambda word: next(iter(self.values_of([word]))))
        # Many lists are put together of others: once is enough.
        self.read, self.lowered = cache(read), lowered

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Look up all words without a call of ours for each."""
        looked_up = lowercased(PrintedWords.of(words)) if self.lowered else words
        return map(self.read().__contains__, looked_up)


class MatchesPattern(WordProperty):
    """Whether an expression, which must not reach over a line end, matches somewhere in a word.

    ``fits`` looks closer at a word in which it does.

    >>> (list(MatchesPattern("[à-ü]").values_of(["née", "nee"])),
    ...     list(MatchesPattern("[à-ü]").values_of(["nee"])))
    ([True, False], [False])
    """

    def __init__(
        self, expression: str | re.Pattern[str], fits: Callable[[str], Any] | None = None
    ) -> None:
        super().__init__(self._matches)
        self.expression, self.fits = lazy_pattern(expression), fits
        self._is_set = ONE_OF_SET_RE.fullmatch(self.expression.pattern) is not None

    def _matches(self, word: str) -> Any:
        found = self.expression.search(self._line(word)) is not None
        return found and self.fits(word) if self.fits is not None else found

    def _line(self, word: str) -> str:
        return word

    def values_of(self, words: list[str]) -> Iterable[Any]:
        """Search all words at once, and look closer at those that match."""
        values: list[Any] = [False] * len(words)
        for at in self.bearers(PrintedWords.of(words)):
            values[at] = True
        return values

    def bearers(self, words: PrintedWords) -> Iterable[int]:
        """Likewise, without a look at the words where none holds a character that must be there."""
        if self._is_set and self.expression.search(letters_of(words)) is None:
            return ()
        starts = [match.start() for match in self.expression.finditer(in_lines(words))]
        if not starts:
            return ()
        candidates = set(line_bounds(words).searchsorted(starts, "right").tolist())
        return [at for at in candidates if self.compute(words[at])]


class OpensWith(MatchesPattern):
    """Whether an expression, which must not reach over a line end, matches at a word's start.

    >>> list(OpensWith("[0-9]{2}$").values_of(["12", "a12", "123"]))
    [True, False, False]
    """

    def __init__(self, expression: str, fits: Callable[[str], Any] | None = None) -> None:
        # The engine of re leaps from line end to line end.
        super().__init__(lazy_pattern(f"\n(?:{expression})", re.M), fits)

    def _line(self, word: str) -> str:
        return "\n" + word
