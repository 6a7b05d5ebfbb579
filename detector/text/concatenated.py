"""Texts laid end to end as arrays: their characters, their words, and the gaps between words.

An article of 450 words is so short that numpy spends its time on being called, and Python its
own on every word. So the texts of a batch are laid end to end, a line feed after each, which no
word, line or quotation crosses. All offsets are into the concatenated text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import CharClasses, Ids
from detector.text.character_classes import (
    MARK,
    code_points,
    outside_words,
    roles_of,
    word_bounds,
)
from detector.text.segments import cumulative, positions
from detector.text.vocabulary import VOCABULARIES, Vocabulary
from detector.text.word_index import classes_and_bytes
from detector.text.word_properties import WordProperty

SPACE, NINE = ord(" "), ord("9")
# Stands at both ends of a gap, so that a property of gaps can speak of their edges.
EDGE = "\0"
# Stands for the word before a gap that follows none.
OUTSIDE = -1


class Gaps(NamedTuple):
    """What stands between words, lone spaces left out, in the order of the texts.

    Attributes
    ----------
    vocab : Vocabulary
        Holds each gap between two :data:`EDGE`.
    numbers, articles : ndarray of int64, shape (n_gaps,)
        The number of each gap in the vocabulary, and the article that it stands in.
    follows : ndarray of int64, shape (n_gaps,)
        The word that each gap follows; :data:`OUTSIDE` before the first word of an article.
    """

    vocab: Vocabulary
    numbers: Ids
    articles: Ids
    follows: Ids


class ConcatenatedTexts:
    """Texts laid end to end, and their words.

    Attributes
    ----------
    texts : tuple of str
    text : str
        The texts, a line feed after each.
    codepoints : ndarray of uint32, shape (n_characters,)
    char_classes : ndarray of uint8, shape (n_characters,)
        What each character is (see :func:`detector.text.character_classes.kind_of`).
    windows_1252 : ndarray of uint8
        The characters as bytes (see :func:`detector.text.word_index.classes_and_bytes`).
    outside, outer_classes : ndarray of shape (n_outside,)
        Where the characters stand that are no letter and no digit, and their ``char_classes``.
    begins, ends : ndarray of int64, shape (n_words,)
        Where each word stands in :attr:`text`.
    characters_from, words_from : ndarray of int64, shape (n_texts + 1,)
        The first character and word of each text; then how many there are. A text ends one
        character before the next begins.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.text = "".join([text + "\n" for text in self.texts])
        self.codepoints = code_points(self.text)
        self.char_classes, self.windows_1252 = classes_and_bytes(self.codepoints)
        self.outside, self.outer_classes = outside_words(self.char_classes)
        self.begins, self.ends = word_bounds(self.char_classes, self.outside, self.outer_classes)
        self.characters_from = cumulative(
            np.array([len(text) + 1 for text in self.texts], np.int64)
        )
        self.words_from = self.begins.searchsorted(self.characters_from)

    def __len__(self) -> int:
        """Number of texts."""
        return len(self.texts)

    @cached_property
    def encoded_words(self) -> tuple[Vocabulary, Ids]:
        """The vocabulary of the words, and the number of each, shape (n_words,)."""
        vocab = VOCABULARIES.words
        return vocab, self.encode(vocab, self.begins, self.ends)

    def encode(self, vocab: Vocabulary, starts: Ids, stops: Ids, edge: str = "") -> Ids:
        """The number in a vocabulary of each of some spans, put between two ``edge``."""
        return vocab.numbers_of(self.text, self.windows_1252, starts, stops, edge)

    def word_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """A property of each word, shape (n_words,) and that of one value."""
        vocab, numbers = self.encoded_words
        return vocab.lookup(word_property, numbers)

    @cached_property
    def gaps(self) -> Gaps:
        """What stands between the words, and before the first and after the last of a text."""
        heads = self.words_from[:-1]
        starts = inserted(self.ends, heads, self.characters_from[:-1])
        stops = inserted(self.begins, self.words_from[1:], self.characters_from[1:] - 1)
        width = stops - starts
        lone = (width == 1) & (self.codepoints.take(starts) == SPACE)
        lone[heads + np.arange(len(heads))] = False
        odd = positions((width > 0) & ~lone)
        starts, stops = starts[odd], stops[odd]
        vocab = VOCABULARIES.gaps
        numbers = self.encode(vocab, starts, stops, EDGE)
        articles = self.characters_from.searchsorted(starts, "right") - 1
        # A text has one stretch more than words: the one before its first word.
        follows = odd - articles - 1
        follows[heads.take(articles) > follows] = OUTSIDE
        return Gaps(vocab, numbers, articles, follows)

    def gap_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """A property of each gap, shape (n_gaps,) and that of one value."""
        return self.gaps.vocab.lookup(word_property, self.gaps.numbers)

    @cached_property
    def gaps_from(self) -> Ids:
        """The first gap of each text, and how many there are."""
        return self.gaps.articles.searchsorted(np.arange(len(self) + 1))

    @cached_property
    def figures(self) -> Ids:
        """The words that begin with a digit (the digits come before all letters)."""
        return positions(self.codepoints.take(self.begins) <= NINE)

    @cached_property
    def figures_from(self) -> Ids:
        """The first figure of each text, and how many there are."""
        return self.figures.searchsorted(self.words_from)

    @cached_property
    def mark_positions(self) -> tuple[Ids, CharClasses]:
        """Where marks stand that end a sentence or quote, and what each may be."""
        places = self.outside_of_class(MARK)
        return places, roles_of(self.codepoints.take(places))

    def outside_of_class(self, char_class: int) -> Ids:
        """Where characters of a class stand that no letter and no digit belongs to."""
        return self.outside[self.outer_classes & char_class != 0]


def inserted(numbers: Ids, before: Ids, others: Ids) -> Ids:
    """Numbers with others put in, each before a place: numpy's insert, for places in order.

    >>> inserted(np.array([5, 6]), np.array([0, 2]), np.array([1, 9])).tolist()
    [1, 5, 6, 9]
    """
    merged = np.empty(len(numbers) + len(others), dtype=np.int64)
    own = np.ones(len(merged), dtype=np.bool_)
    places = before + np.arange(len(others))
    own[places] = False
    merged[places], merged[own] = others, numbers
    return merged
