"""Where words stand, told of many words of a sheaf at once: what is at their edges and beside them.

All functions take words by number and give an array of one answer a word. Beside the last
word of an article stands the first of the next; a word beyond the last one is the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.text.character_classes import CAPITAL, DIGIT, WHITE
from detector.text.concatenated import NINE, SPACE
from detector.text.token_batch import Ids, Sheaf

# An array of bool; to numpy's own types a comparison is Any.
Flags = Any


def kept(words: Ids, flags: Flags) -> Ids:
    """The words of which something holds."""
    found: Ids = words[flags]
    return found


def letter(sheaf: Sheaf, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The first character of each word, or the one so many further on."""
    at = sheaf.begins.take(words, mode="clip") + shift
    return sheaf.letters.take(at, mode="clip")


def sign(sheaf: Sheaf, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The character after each word, or the one so many further on; -1 is the last letter."""
    return sheaf.letters.take(sheaf.ends.take(words, mode="clip") + shift, mode="clip")


def one_of(letters: NDArray[np.uint32], marks: str) -> Flags:
    """Which characters are among a few."""
    found: Flags = letters == ord(marks[0])
    for mark in marks[1:]:
        found |= letters == ord(mark)
    return found


def width(sheaf: Sheaf, words: Ids) -> Ids:
    """The number of characters of each word."""
    return sheaf.ends.take(words, mode="clip") - sheaf.begins.take(words, mode="clip")


def distance(sheaf: Sheaf, words: Ids) -> Ids:
    """The number of characters between each word and the next."""
    return sheaf.begins.take(words + 1, mode="clip") - sheaf.ends.take(words, mode="clip")


def stands_apart(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether a lone space and nothing else follows each word."""
    return (sign(sheaf, words) == SPACE) & (distance(sheaf, words) == 1)


def is_small(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether each word begins with neither a capital nor a digit."""
    at = sheaf.begins.take(words, mode="clip")
    return sheaf.kinds.take(at) & (CAPITAL | DIGIT) == 0


def is_titled(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether each word begins with a capital."""
    return sheaf.kinds.take(sheaf.begins.take(words, mode="clip")) & CAPITAL != 0


def follows_space(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether white space of any kind stands before each word."""
    at = sheaf.begins.take(words, mode="clip") - 1
    return sheaf.kinds.take(at, mode="clip") & WHITE != 0


def is_figure(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether each word begins with a digit (the digits come before all letters)."""
    return letter(sheaf, words) <= NINE


def ends_small(sheaf: Sheaf, words: Ids, back: int = 1) -> Flags:
    """Whether the last character of each word, or one before it, is no capital and no digit."""
    at = sheaf.ends.take(words, mode="clip") - back
    return sheaf.kinds.take(at, mode="clip") & (CAPITAL | DIGIT) == 0


def ends_on_digit(sheaf: Sheaf, words: Ids) -> Flags:
    """Whether each word ends on a digit."""
    return sheaf.kinds.take(sheaf.ends.take(words, mode="clip") - 1) & DIGIT != 0


def matching(expression: str) -> Callable[[str], Any]:
    """Whether an expression is found in a gap or a word, for a trait of it."""
    return re.compile(expression).search


def totals(sheaf: Sheaf, counts: NDArray[Any]) -> Ids:
    """The sum of what is counted of each gap, for each article, shape (n_articles,)."""
    owners, articles = sheaf.gaps.articles, len(sheaf.articles)
    return np.bincount(owners, weights=counts, minlength=articles).astype(np.int64)
