"""Several articles cut together, so that numpy is called once for all of them.

Words, characters, sentences and quotations are numbered through the whole batch. Whatever is
computed of an article must not depend on its neighbours: the same article gives the same figures,
to the last digit, alone and in any batch.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import CodePoints, Flags, Ids
from detector.text.concatenated import ConcatenatedTexts
from detector.text.derived import derived
from detector.text.paragraphs import paragraph_table
from detector.text.quotations import quote_table
from detector.text.segments import Segments, counts_between, cumulative, positions
from detector.text.sentences import sentence_table

# Columns of the tables of sentences and of paragraphs.
SPAN_START, SPAN_END, FIRST_WORD, LAST_WORD, PARAGRAPH_NUMBER, IS_PROSE = range(6)


class TokenBatch(ConcatenatedTexts):
    """Articles cut together: see :class:`detector.text.concatenated.ConcatenatedTexts`.

    :class:`detector.text.tokens.Tokens` is one article of a batch. Tables are made on first use;
    their rows stand in the order of the text, and offsets are into the concatenated text.

    Parameters
    ----------
    texts : sequence of str

    Attributes
    ----------
    derived : dict
        Values computed of the whole batch: see :func:`detector.text.derived.derived`.

    >>> batch = TokenBatch(["Prices rose. “It hurts,” she said.", "Three words here"])
    >>> batch.words_from.tolist(), batch.sentences_from.tolist(), batch.quotes_from.tolist()
    ([0, 6, 9], [0, 2, 3], [0, 1, 1])
    """

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(texts)
        self.derived: dict[Hashable, Any] = {}

    @cached_property
    def after(self) -> CodePoints:
        """The character after each word, shape (n_words,); a line feed at the end of an article."""
        return self.codepoints.take(self.ends)

    @cached_property
    def paragraphs(self) -> Ids:
        """Start, end, first and last word, number in its article, whether prose.

        Shape (n_paragraphs, 6).
        """
        return paragraph_table(self)

    @cached_property
    def paragraphs_from(self) -> Ids:
        """The first paragraph of each article, and how many there are."""
        return self._rows_from(self.paragraphs)

    @cached_property
    def sentences(self) -> Ids:
        """Start, end, first and last word, number of its paragraph, whether that is prose.

        Shape (n_sentences, 6). Paragraphs are numbered within their article.
        """
        return sentence_table(self, self.paragraphs)

    @cached_property
    def sentences_from(self) -> Ids:
        """The first sentence of each article, and how many there are."""
        return self._rows_from(self.sentences)

    @cached_property
    def quotes(self) -> Ids:
        """Start, end, mark as a number, whether closed, whether continued; shape (n_quotes, 5)."""
        return quote_table(self, self.paragraphs)

    @cached_property
    def quotes_from(self) -> Ids:
        """The first quotation of each article, and how many there are."""
        return self._rows_from(self.quotes)

    def _rows_from(self, table: Ids) -> Ids:
        return table[:, 0].searchsorted(self.characters_from)

    @cached_property
    def word_segments(self) -> Segments:
        """The words of each article."""
        return Segments(self.words_from)

    @derived
    def prose_sentences(self, min_words: int) -> tuple[Ids, Segments]:
        """The sentences of prose of at least so many words, and those of each article."""
        table = self.sentences
        kept = (table[:, IS_PROSE] != 0) & (table[:, LAST_WORD] - table[:, FIRST_WORD] >= min_words)
        bounds = cumulative(kept)[self.sentences_from]
        return table[kept], Segments(bounds)

    def owners(self, words: Ids) -> Ids:
        """The article that each of some words stands in."""
        return self.words_from[1:-1].searchsorted(words, "right")

    def articles_with(self, words: Ids) -> Flags:
        """Which articles hold one of some words, shape (n_articles,)."""
        flags = np.zeros(len(self), np.bool_)
        flags[self.owners(words)] = True
        return flags

    def count_by_article(self, flags: Flags) -> Ids:
        """How many words of each article are flagged, shape (n_articles,)."""
        return counts_between(flags, self.words_from[:-1], self.words_from[1:])

    def any_of_words(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any word of each article has, shape (n_articles, n_numbers)."""
        return self._any(bits, self.words_from)

    def any_of_gaps(self, bits: NDArray[Any]) -> list[list[int]]:
        """The bits that any gap of each article has, shape (n_articles, n_numbers)."""
        return self._any(bits, self.gaps_from)

    def _any(self, bits: NDArray[Any], bounds: Ids) -> list[list[int]]:
        combined = np.zeros((len(self), bits.shape[1]), dtype=np.uint64)
        filled = positions(bounds[1:] > bounds[:-1])
        if len(filled):
            combined[filled] = np.bitwise_or.reduceat(bits, bounds[filled], axis=0)
        return combined.tolist()
