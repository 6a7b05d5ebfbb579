"""The edges and neighbours of many words of a batch at a time, and conditions on them.

Words come by number, and one answer a word goes back, as an array. Beside the last word of an
article stands the first of the next; a word beyond the last one is the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.signals.prefilter import Where
from detector.text.arrays import Ids
from detector.text.character_classes import CAPITAL, DIGIT, WHITESPACE, WORDLY
from detector.text.concatenated import NINE, SPACE
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.segments import cumulative, positions
from detector.text.token_batch import (
    FIRST_WORD,
    IS_PROSE,
    LAST_WORD,
    SPAN_END,
    SPAN_START,
    TokenBatch,
)
from detector.text.word_properties import WordProperty

# An array of bool; to numpy's own types a comparison is Any.
BoolArray = Any


def first_character(batch: TokenBatch, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The first character of each word, or the one so many further on."""
    at = batch.begins.take(words, mode="clip") + shift
    return batch.codepoints.take(at, mode="clip")


def character_after(batch: TokenBatch, words: Ids, shift: int = 0) -> NDArray[np.uint32]:
    """The character after each word, or the one so many further on; -1 is the last letter."""
    return batch.codepoints.take(batch.ends.take(words, mode="clip") + shift, mode="clip")


def one_of(codepoints: NDArray[np.uint32], marks: str) -> BoolArray:
    """Which characters are among a few."""
    return table_of(marks).take(codepoints, mode="clip")


@cache
def table_of(marks: str) -> BoolArray:
    """Whether each character is among a few; the last answer holds for all beyond."""
    table = np.zeros(max(map(ord, marks)) + 2, np.bool_)
    table[list(map(ord, marks))] = True
    return table


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


@derived
def capital_sums(batch: TokenBatch) -> Ids:
    """How many words before each word, and in all, begin with a capital."""
    return cumulative(batch.char_classes.take(batch.begins) & CAPITAL != 0)


def sentences_of(batch: TokenBatch, words: Ids) -> Ids:
    """The rows of the table of sentences that some words stand in."""
    table = batch.sentences
    return table.take(table[:, FIRST_WORD].searchsorted(words, "right") - 1, axis=0)


def in_plain_prose(batch: TokenBatch, words: Ids, before: int, skipped: int) -> Ids:
    """The words in sentences of prose with so many words before them, not set like a headline.

    ``skipped`` words at the head of a sentence do not say how it is set
    (see :func:`detector.signals.context.is_title_case`).
    """
    rows = sentences_of(batch, words)
    first, last = rows[:, FIRST_WORD], rows[:, LAST_WORD]
    sums = capital_sums(batch)
    capitals = sums.take(last) - sums.take(first + skipped)
    plain = 3 * capitals < last - first - skipped
    return words[plain & (rows[:, IS_PROSE] != 0) & (words < last) & (words - first >= before)]


def outside_quotations(batch: TokenBatch, words: Ids) -> Ids:
    """The words that begin outside quotations."""
    if not len(batch.quotes):
        return words
    begins = batch.begins.take(words)
    at = batch.quotes[:, SPAN_START].searchsorted(begins, "right") - 1
    return words[(at < 0) | (begins >= batch.quotes[:, SPAN_END].take(at, mode="clip"))]


def followed_by(word_property: WordProperty) -> Where:
    """Keeps the words that stand before one with a property."""

    def before(batch: TokenBatch, words: Ids) -> Ids:
        vocab, numbers = batch.encoded_words
        after = numbers.take(words + 1, mode="clip")
        return words[vocab.lookup(word_property, after) != 0]

    return before


def preceded_by(mark: str) -> Where:
    """Keeps the words right after a character."""
    return lambda batch, words: words[one_of(first_character(batch, words, -1), mark)]


def at_match(expression: re.Pattern[str]) -> Where:
    """Keeps the words at which an expression matches; it must match at the head of a word only."""

    def matching(batch: TokenBatch, words: Ids) -> Ids:
        begins = batch.begins[words].tolist()
        found = [expression.match(batch.text, begin) is not None for begin in begins]
        return words[np.array(found, np.bool_)]

    return matching


def recurs_within(reach: int) -> Where:
    """Keeps the words that are printed again, the same, at most so many words on."""

    def again(batch: TokenBatch, words: Ids) -> Ids:
        _, numbers = batch.encoded_words
        nexts = words[:, None] + np.arange(1, reach + 1)
        same = numbers.take(nexts, mode="clip") == numbers.take(words)[:, None]
        return words[(same & (nexts < len(numbers))).any(axis=1)]

    return again


def regex_search(expression: str) -> Callable[[str], Any]:
    """Whether an expression is found in a gap or a word, as a property of it."""
    found = lazy_pattern(expression)
    return lambda text: found.search(text)


def sum_per_article(batch: TokenBatch, counts: NDArray[Any]) -> Ids:
    """The sum of what is counted of each gap, for each article, shape (n_articles,)."""
    owners, articles = batch.gaps.articles, len(batch)
    return np.bincount(owners, weights=counts, minlength=articles).astype(np.int64)


@derived
def small_sentences(batch: TokenBatch) -> Ids:
    """The sentences of prose that open in small letters, by number, but for the first one."""
    table = batch.sentences
    opening = batch.char_classes.take(table[:, SPAN_START]) & (WORDLY | CAPITAL | DIGIT)
    rows = positions((opening == WORDLY) & (table[:, IS_PROSE] != 0))
    return rows[rows > 0]
