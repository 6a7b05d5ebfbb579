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

from detector.text.arrays import Ids
from detector.text.character_classes import CAPITAL, DIGIT, WHITESPACE
from detector.text.concatenated import NINE, SPACE
from detector.text.token_batch import TokenBatch

# An array of bool; to numpy's own types a comparison is Any.
BoolArray = Any


def select(words: Ids, flags: BoolArray) -> Ids:
    """The words of which something holds."""
    found: Ids = words[flags]
    return found


def first_character(batch: TokenBatch, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The first character of each word, or the one so many further on."""
    at = batch.begins.take(words, mode="clip") + shift
    return batch.codepoints.take(at, mode="clip")


def character_after(batch: TokenBatch, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The character after each word, or the one so many further on; -1 is the last letter."""
    return batch.codepoints.take(batch.ends.take(words, mode="clip") + shift, mode="clip")


def one_of(codepoints: NDArray[np.uint32], marks: str) -> BoolArray:
    """Which characters are among a few."""
    found: BoolArray = codepoints == ord(marks[0])
    for mark in marks[1:]:
        found |= codepoints == ord(mark)
    return found


def width(batch: TokenBatch, words: Ids) -> Ids:
    """The number of characters of each word."""
    return batch.ends.take(words, mode="clip") - batch.begins.take(words, mode="clip")


def distance(batch: TokenBatch, words: Ids) -> Ids:
    """The number of characters between each word and the next."""
    return batch.begins.take(words + 1, mode="clip") - batch.ends.take(words, mode="clip")


def precedes_single_space(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether a lone space and nothing else follows each word."""
    return (character_after(batch, words) == SPACE) & (distance(batch, words) == 1)


def starts_lowercase(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether each word begins with neither a capital nor a digit."""
    at = batch.begins.take(words, mode="clip")
    return batch.char_classes.take(at) & (CAPITAL | DIGIT) == 0


def starts_capital(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether each word begins with a capital."""
    return batch.char_classes.take(batch.begins.take(words, mode="clip")) & CAPITAL != 0


def follows_space(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether white space of any kind stands before each word."""
    at = batch.begins.take(words, mode="clip") - 1
    return batch.char_classes.take(at, mode="clip") & WHITESPACE != 0


def starts_digit(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether each word begins with a digit (the digits come before all letters)."""
    return first_character(batch, words) <= NINE


def ends_lowercase(batch: TokenBatch, words: Ids, back: int = 1) -> BoolArray:
    """Whether the last character of each word, or one before it, is no capital and no digit."""
    at = batch.ends.take(words, mode="clip") - back
    return batch.char_classes.take(at, mode="clip") & (CAPITAL | DIGIT) == 0


def ends_on_digit(batch: TokenBatch, words: Ids) -> BoolArray:
    """Whether each word ends on a digit."""
    return batch.char_classes.take(batch.ends.take(words, mode="clip") - 1) & DIGIT != 0


def regex_search(expression: str) -> Callable[[str], Any]:
    """Whether an expression is found in a gap or a word, for a trait of it."""
    return re.compile(expression).search


def sum_per_article(batch: TokenBatch, counts: NDArray[Any]) -> Ids:
    """The sum of what is counted of each gap, for each article, shape (n_articles,)."""
    owners, articles = batch.gaps.articles, len(batch)
    return np.bincount(owners, weights=counts, minlength=articles).astype(np.int64)
