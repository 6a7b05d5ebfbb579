"""Several articles laid end to end, so that what numpy does is done once for all of them.

An article of 450 words is so short that numpy spends its time on being called. Whatever is
counted of each article must not depend on its neighbours: the same article gives the same
figures, to the last digit, alone and in any company.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.tokens import Tokens
from detector.wordbook import Shelf, Trait, Wordbook

Ids = NDArray[np.int64]

SPACE = ord(" ")
# Stands at both ends of a gap, so that what is asked of gaps can speak of their edges.
EDGE = "\0"
# Stands for the word before a gap that follows none.
OUTSIDE = -1
# What stands between words: some thousand stretches, but a page of codes or tables has its own.
GAPS = Shelf()

# Columns of a sheaf's sentences, those of :class:`detector.tokens.Sentence`.
START, END, FIRST, LAST, PARAGRAPH, PROSE = range(6)


class Gaps(NamedTuple):
    """What stands between words but lone spaces, in the order of the texts.

    Attributes
    ----------
    book : Wordbook
        A gap in the book stands between two :data:`EDGE`.
    numbers, articles : ndarray of shape (n_gaps,)
        The number of each gap in the book, and the article that it stands in.
    follows : ndarray of shape (n_gaps,)
        The word that each gap follows; :data:`OUTSIDE` before the first word of an article.
    """

    book: Wordbook
    numbers: Ids
    articles: Ids
    follows: Ids


class Sheaf:
    """Articles laid end to end; words, characters and sentences are numbered through.

    Attributes
    ----------
    articles : list of Tokens
    words_from, characters_from, sentences_from : ndarray of shape (n_articles + 1,)
        The first word, character and sentence of each article; then how many there are.
    begins, ends : ndarray of shape (n_words,)
        Where each word stands in :attr:`text`.
    after : ndarray of shape (n_words,)
        The character after each word, as a number; at the end of an article its last one.
    sentences : ndarray of int64, shape (n_sentences, 6)
    """

    def __init__(self, articles: Sequence[Tokens]) -> None:
        self.articles = list(articles)
        self.words_from = firsts([tokens.word_count for tokens in articles])
        self.characters_from = firsts([len(tokens.text) for tokens in articles])
        self.begins = np.concatenate([t.begins for t in articles]) + self._shift
        self.ends = np.concatenate([t.ends for t in articles]) + self._shift
        self.after = np.concatenate([t.letters.take(t.ends, mode="clip") for t in articles])

    @cached_property
    def _shift(self) -> Ids:
        """The first character of each word's article."""
        return np.repeat(self.characters_from[:-1], np.diff(self.words_from))

    @cached_property
    def text(self) -> str:
        """The texts, with nothing between them."""
        return "".join([tokens.text for tokens in self.articles])

    @cached_property
    def letters(self) -> NDArray[np.uint32]:
        """The characters as numbers, shape (n_characters,)."""
        return np.concatenate([tokens.letters for tokens in self.articles])

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """What each character is (see :func:`detector.letters.kinds_of`)."""
        return np.concatenate([tokens.kinds for tokens in self.articles])

    @cached_property
    def sentences_from(self) -> Ids:
        """The first sentence of each article."""
        return firsts([len(tokens.sentences) for tokens in self.articles])

    @cached_property
    def sentences(self) -> Ids:
        """The sentences of all articles; the paragraphs are those of each article."""
        found = [np.array(t.sentences, dtype=np.int64).reshape(-1, 6) for t in self.articles]
        table = np.concatenate(found)
        counts = np.diff(self.sentences_from)
        table[:, [START, END]] += np.repeat(self.characters_from[:-1], counts)[:, None]
        table[:, [FIRST, LAST]] += np.repeat(self.words_from[:-1], counts)[:, None]
        return table

    @cached_property
    def paragraphs(self) -> Ids:
        """The paragraphs of all articles, shape (n_paragraphs, 6), columns as of sentences."""
        table = self.sentences
        opens = np.ones(len(table), np.bool_)
        opens[1:] = np.diff(table[:, PARAGRAPH]) != 0
        opens[self.sentences_from[:-1][np.diff(self.sentences_from) > 0]] = True
        first = np.flatnonzero(opens)
        found = table[first]
        closing = table[np.append(first, len(table))[1:] - 1]
        found[:, [END, LAST]] = closing[:, [END, LAST]]
        return found

    def owners(self, words: Ids) -> Ids:
        """The article that each of some words stands in."""
        return np.searchsorted(self.words_from[1:-1], words, side="right")

    def holders(self, words: Ids) -> NDArray[np.bool_]:
        """Which articles hold one of some words, shape (n_articles,)."""
        found = np.zeros(len(self.articles), np.bool_)
        found[self.owners(words)] = True
        return found

    def tally(self, borne: NDArray[np.bool_]) -> Ids:
        """How many words of each article bear what ``borne`` says of each, shape (n_articles,)."""
        return np.bincount(self.owners(np.flatnonzero(borne)), minlength=len(self.articles))

    @cached_property
    def gaps(self) -> Gaps:
        """What stands between the words, and before the first and after the last."""
        froms, bounds = self.words_from, self.characters_from
        worded = (froms[1:] > froms[:-1]).nonzero()[0]
        lasts = froms[1:][worded] - 1
        following = np.empty_like(self.begins)
        following[:-1] = self.begins[1:]
        following[lasts] = bounds[1:][worded]
        width = following - self.ends
        odd = ((width > 1) | ((width == 1) & (self.after != SPACE))).nonzero()[0]
        firsts = odd.searchsorted(froms)
        owners = np.arange(len(froms) - 1).repeat(firsts[1:] - firsts[:-1])
        laid = np.array([self.ends[odd], following[odd], owners, odd])
        # What stands before the first word, or all of an article that has none.
        stops = bounds[1:].copy()
        stops[worded] = self.begins[froms[:-1][worded]]
        headed = (stops > bounds[:-1]).nonzero()[0]
        if len(headed):
            heads = np.array([bounds[headed], stops[headed], headed, np.full_like(headed, OUTSIDE)])
            laid = np.insert(laid, firsts[headed], heads, axis=1)
        starts, ends = laid[:2].tolist()
        return self._gaps(starts, ends, laid[2], laid[3])

    def _gaps(self, starts: list[int], ends: list[int], owners: Ids, follows: Ids) -> Gaps:
        text, book = self.text, GAPS.book()
        spans = zip(starts, ends, strict=True)
        numbers = book.numbers([EDGE + text[start:stop] + EDGE for start, stop in spans])
        return Gaps(book, numbers, owners, follows)

    def any_of_words(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any word of each article has, shape (n_articles, n_numbers)."""
        return self._any(bits, self.words_from)

    def any_of_gaps(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any gap of each article has, shape (n_articles, n_numbers)."""
        bounds = np.searchsorted(self.gaps.articles, np.arange(len(self.articles) + 1))
        return self._any(bits, bounds)

    def _any(self, bits: NDArray[Any], bounds: Ids) -> list[list[int]]:
        found = np.zeros((len(self.articles), bits.shape[1]), dtype=np.uint64)
        filled = np.flatnonzero(bounds[1:] > bounds[:-1])
        if len(filled):
            found[filled] = np.bitwise_or.reduceat(bits, bounds[filled], axis=0)
        numbers: list[list[int]] = found.tolist()
        return numbers

    @cached_property
    def _numbered(self) -> list[tuple[Wordbook, Ids]]:
        # Numbers for all words before anyone asks about one: a trait is then told once of all.
        # A new book is begun once in 300,000 words, so that one gather nearly always serves all.
        numbered = [tokens.numbered for tokens in self.articles]
        alike = groupby(numbered, key=lambda pair: id(pair[0]))
        runs = [list(run) for _, run in alike]
        return [(run[0][0], np.concatenate([own for _, own in run])) for run in runs]

    def traits(self, trait: Trait) -> NDArray[Any]:
        """What is known of each word, shape (n_words,) and that of one answer."""
        parts = [book.column(trait).take(own, axis=0) for book, own in self._numbered]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def gap_traits(self, trait: Trait) -> NDArray[Any]:
        """What is known of each gap, shape (n_gaps,) and that of one answer."""
        return self.gaps.book.column(trait).take(self.gaps.numbers, axis=0)


def firsts(counts: list[int]) -> Ids:
    """Where each stretch begins when stretches of these lengths follow each other, and the end.

    >>> firsts([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
