"""Texts set in one long column, as numbers, and their words, found all at once.

An article of 450 words is so short that numpy spends its time on being called, and Python its
own on every word. So the texts of a batch are laid end to end, a line feed after each, which no
word, line or quotation crosses; their pieces are told in the coordinates of the whole column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.text.character_classes import (
    MARK,
    char_classes_of,
    code_points,
    roles_of,
    word_bounds,
)
from detector.text.vocabulary import GAP_POOL, WORD_POOL, Ids, Vocabulary, WordProperty
from detector.text.word_index import byte_signs

SPACE, NINE = ord(" "), ord("9")
# Stands at both ends of a gap, so that what is asked of gaps can speak of their edges.
EDGE = "\0"
# Stands for the word before a gap that follows none.
OUTSIDE = -1


class Gaps(NamedTuple):
    """What stands between words but lone spaces, in the order of the texts.

    Attributes
    ----------
    vocab : Vocabulary
        A gap in the book stands between two :data:`EDGE`.
    numbers, articles : ndarray of shape (n_gaps,)
        The number of each gap in the book, and the article that it stands in.
    follows : ndarray of shape (n_gaps,)
        The word that each gap follows; :data:`OUTSIDE` before the first word of an article.
    """

    vocab: Vocabulary
    numbers: Ids
    articles: Ids
    follows: Ids


class ConcatenatedTexts:
    """Some texts laid end to end.

    Attributes
    ----------
    text : str
        The texts, a line feed after each.
    codepoints, char_classes : ndarray of shape (n_characters,)
        The characters as numbers, and what each is (see
        :func:`detector.text.character_classes.char_classes_of`).
    begins, ends : ndarray of shape (n_words,)
        Where each word stands in :attr:`text`.
    characters_from, words_from : ndarray of shape (n_texts + 1,)
        The first character and word of each text; then how many there are. A text ends one
        character before the next begins.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.text = "".join([text + "\n" for text in self.texts])
        self.codepoints = code_points(self.text)
        self.char_classes = char_classes_of(self.codepoints)
        self.begins, self.ends = word_bounds(self.char_classes)
        if len(self.texts) == 1:
            self.characters_from = np.array([0, len(self.text)])
            self.words_from = np.array([0, len(self.begins)])
        else:
            self.characters_from = firsts([len(text) + 1 for text in self.texts])
            self.words_from = self.begins.searchsorted(self.characters_from)

    @cached_property
    def laid(self) -> NDArray[np.uint8]:
        """The characters as bytes (see :func:`detector.text.word_index.byte_signs`)."""
        return byte_signs(self.codepoints)

    @cached_property
    def encoded_words(self) -> tuple[Vocabulary, Ids]:
        """The book that the words stand in, and the number of each."""
        vocab = WORD_POOL.vocab()
        if len(self.texts) == 1:
            return vocab, vocab.numbers(self.words)
        return vocab, vocab.numbers_of(self.text, self.laid, self.begins, self.ends)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins, as plain numbers."""
        starts: list[int] = self.begins.tolist()
        return starts

    @cached_property
    def words(self) -> list[str]:
        """The words as printed: for one text sooner done than its numbers in numpy."""
        text = self.text
        return [text[a:b] for a, b in zip(self.starts, self.ends.tolist(), strict=True)]

    def word_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """What is known of each word (see :mod:`detector.text.vocabulary`), shape (n_words,)."""
        vocab, numbers = self.encoded_words
        return vocab.column(word_property).take(numbers, axis=0)

    @cached_property
    def gaps(self) -> Gaps:
        """What stands between the words, and before the first and after the last of a text."""
        heads = self.words_from[:-1]
        starts = inserted(self.ends, heads, self.characters_from[:-1])
        stops = inserted(self.begins, self.words_from[1:], self.characters_from[1:] - 1)
        width = stops - starts
        lone = (width == 1) & (self.codepoints.take(starts) == SPACE)
        lone[heads + np.arange(len(heads))] = False
        odd = np.flatnonzero((width > 0) & ~lone)
        starts, stops = starts[odd], stops[odd]
        vocab = GAP_POOL.vocab()
        numbers = self._gap_numbers(vocab, starts, stops)
        articles = self.characters_from.searchsorted(starts, "right") - 1
        # One stretch more an article, its head, than there are words before it.
        follows = odd - articles - 1
        follows[heads.take(articles) > follows] = OUTSIDE
        return Gaps(vocab, numbers, articles, follows)

    def _gap_numbers(self, vocab: Vocabulary, starts: Ids, stops: Ids) -> Ids:
        if len(self.texts) > 1:
            return vocab.numbers_of(self.text, self.laid, starts, stops, EDGE)
        text, spans = self.text, zip(starts.tolist(), stops.tolist(), strict=True)
        return vocab.numbers([EDGE + text[start:stop] + EDGE for start, stop in spans])

    @cached_property
    def gaps_from(self) -> Ids:
        """The first gap of each text, and how many there are."""
        return self.gaps.articles.searchsorted(np.arange(len(self.texts) + 1))

    @cached_property
    def figures(self) -> Ids:
        """The words that begin with a digit (the digits come before all letters)."""
        return np.flatnonzero(self.codepoints.take(self.begins) <= NINE)

    @cached_property
    def figures_from(self) -> Ids:
        """The first figure of each text, and how many there are."""
        return self.figures.searchsorted(self.words_from)

    @cached_property
    def mark_positions(self) -> tuple[Ids, NDArray[np.uint8]]:
        """Where marks stand that stop or quote, and what each may be."""
        places = np.flatnonzero(self.char_classes & MARK)
        return places, roles_of(self.codepoints.take(places))


def firsts(counts: Sequence[int]) -> Ids:
    """Where each stretch begins when stretches of these lengths follow each other, and the end.

    >>> firsts([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def inserted(numbers: Ids, before: Ids, others: Ids) -> Ids:
    """Numbers with others put in, each before a place: numpy's insert, for places in order.

    >>> inserted(np.array([5, 6]), np.array([0, 2]), np.array([1, 9])).tolist()
    [1, 5, 6, 9]
    """
    laid = np.empty(len(numbers) + len(others), dtype=np.int64)
    own = np.ones(len(laid), dtype=np.bool_)
    places = before + np.arange(len(others))
    own[places] = False
    laid[places], laid[own] = others, numbers
    return laid
