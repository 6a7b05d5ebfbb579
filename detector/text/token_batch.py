"""Several articles laid end to end, so that what numpy does is done once for all of them.

An article of 450 words is so short that numpy spends its time on being called. Whatever is
counted of each article must not depend on its neighbours: the same article gives the same
figures, to the last digit, alone and in any company.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.text.concatenated import Gaps
from detector.text.segments import Segments
from detector.text.span_tables import SpanTables
from detector.text.tokens import Tokens
from detector.text.vocabulary import WordProperty

Ids = NDArray[np.int64]

# Columns of a sheaf's sentences, those of :class:`detector.text.tokens.Sentence`.
SPAN_START, SPAN_END, FIRST_WORD, LAST_WORD, PARAGRAPH_NUMBER, IS_PROSE = range(6)


class TokenBatch:
    """Articles laid end to end; words, characters and sentences are numbered through.

    Attributes
    ----------
    articles : list of Tokens
    text : str
        The texts, a line feed after each.
    words_from, characters_from : ndarray of shape (n_articles + 1,)
        The first word and character of each article; then how many there are. An article ends
        one character before the next begins.
    codepoints, char_classes : ndarray of shape (n_characters,)
        The characters as numbers, and what each is (see
        :func:`detector.text.character_classes.kinds_of`).
    begins, ends : ndarray of shape (n_words,)
        Where each word stands in :attr:`text`.
    after : ndarray of shape (n_words,)
        The character after each word, as a number; at the end of an article a line feed.
    """

    def __init__(self, articles: Sequence[Tokens]) -> None:
        self.articles = list(articles)
        self._prose: dict[int, tuple[Ids, Segments]] = {}
        self.tables = joint_span_tables(self.articles)
        self.text = self.tables.text
        self.words_from = self.tables.words_from
        self.characters_from = self.tables.characters_from
        self.begins, self.ends = self.tables.begins, self.tables.ends
        self.codepoints, self.char_classes = self.tables.codepoints, self.tables.char_classes
        self.after = self.codepoints.take(self.ends)

    @classmethod
    def of(cls, texts: Sequence[str]) -> TokenBatch:
        """Cut texts, all at once."""
        return cls(Tokens.of(SpanTables(texts)))

    @property
    def sentences_from(self) -> Ids:
        """The first sentence of each article, and how many there are."""
        return self.tables.sentences_from

    @property
    def sentences(self) -> Ids:
        """The sentences, shape (n_sentences, 6); the paragraphs are those of each article."""
        return self.tables.sentences

    def owners(self, words: Ids) -> Ids:
        """The article that each of some words stands in."""
        return np.searchsorted(self.words_from[1:-1], words, side="right")

    def articles_with(self, words: Ids) -> NDArray[np.bool_]:
        """Which articles hold one of some words, shape (n_articles,)."""
        found = np.zeros(len(self.articles), np.bool_)
        found[self.owners(words)] = True
        return found

    def count_by_article(self, borne: NDArray[np.bool_]) -> Ids:
        """How many words of each article bear what ``borne`` says of each, shape (n_articles,)."""
        return np.bincount(self.owners(np.flatnonzero(borne)), minlength=len(self.articles))

    @property
    def quotes_from(self) -> Ids:
        """The first quotation of each article, and how many there are."""
        return self.tables.quotes_from

    @property
    def quotes(self) -> Ids:
        """Quotations as a table (:func:`detector.text.quotations.quote_table`), (n_quotes, 5)."""
        return self.tables.quotes

    @property
    def paragraphs_from(self) -> Ids:
        """The first paragraph of each article, and how many there are."""
        return self.tables.paragraphs_from

    @property
    def paragraphs(self) -> Ids:
        """The paragraphs of all articles, shape (n_paragraphs, 6), columns as of sentences."""
        return self.tables.paragraphs

    @cached_property
    def word_segments(self) -> Segments:
        """The words of each article."""
        return Segments(self.words_from)

    def prose_sentences(self, fewest: int) -> tuple[Ids, Segments]:
        """The sentences of prose of at least so many words, and those of each article."""
        found = self._prose.get(fewest)
        if found is None:
            table = self.sentences
            held = (table[:, IS_PROSE] != 0) & (
                table[:, LAST_WORD] - table[:, FIRST_WORD] >= fewest
            )
            bounds = np.concatenate([[0], np.cumsum(held)])[self.sentences_from]
            found = self._prose[fewest] = table[held], Segments(bounds)
        return found

    @property
    def gaps(self) -> Gaps:
        """What stands between the words, and before the first and after the last."""
        return self.tables.gaps

    def any_of_words(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any word of each article has, shape (n_articles, n_numbers)."""
        return self._any(bits, self.words_from)

    def any_of_gaps(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any gap of each article has, shape (n_articles, n_numbers)."""
        return self._any(bits, self.tables.gaps_from)

    def _any(self, bits: NDArray[Any], bounds: Ids) -> list[list[int]]:
        found = np.zeros((len(self.articles), bits.shape[1]), dtype=np.uint64)
        filled = np.flatnonzero(bounds[1:] > bounds[:-1])
        if len(filled):
            found[filled] = np.bitwise_or.reduceat(bits, bounds[filled], axis=0)
        numbers: list[list[int]] = found.tolist()
        return numbers

    def word_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """What is known of each word, shape (n_words,) and that of one answer."""
        return self.tables.word_properties(word_property)

    def gap_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """What is known of each gap, shape (n_gaps,) and that of one answer."""
        return self.gaps.vocab.column(word_property).take(self.gaps.numbers, axis=0)


def joint_span_tables(articles: Sequence[Tokens]) -> SpanTables:
    """What is known of some articles together; they are cut anew unless they were cut together."""
    if articles:
        tables = articles[0].tables
        places = [tokens.place for tokens in articles if tokens.tables is tables]
        if len(places) == len(articles) and places == list(range(len(tables.texts))):
            return tables
    return SpanTables([tokens.text for tokens in articles])
