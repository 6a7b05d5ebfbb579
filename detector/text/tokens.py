"""An article cut once: words, sentences and paragraphs, every offset into the untouched text.

Signals take a :class:`Tokens` and never cut text themselves, so that an article costs
one pass however many signals look at it, and so that all of them mean the same by
"sentence" and "inside a quotation" (see :mod:`detector.text.quotations`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.article import Span
from detector.text.character_classes import CAPITAL
from detector.text.quotations import Quote
from detector.text.span_tables import SpanTables
from detector.text.vocabulary import Vocabulary, WordProperty
from detector.text.word_index import LETTERS, OTHER

PRINTED = WordProperty(str, np.object_)


def in_small_letters(word: str) -> str:
    """A word in lower case, its apostrophe straight; the same string where it is so printed."""
    lowered = word.lower().replace("’", "'")
    return word if lowered == word else lowered


LOWERED = WordProperty(in_small_letters, np.object_)


class Sentence(NamedTuple):
    """A sentence: ``text[start:end]``, holding ``words[first:last]``.

    ``prose`` is that of its paragraph: headlines, menus and captions are not prose.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    prose: bool


class Paragraph(NamedTuple):
    """A paragraph: ``text[start:end]``, holding ``words[first:last]``.

    ``prose`` when it ends like a sentence and has at least 6 words, or has at least 25
    words whatever its end (limits made up; wire copy rarely prints shorter ones).
    """

    start: int
    end: int
    first: int
    last: int
    prose: bool


class Tokens:
    """The pieces of one text.

    Attributes
    ----------
    text : str
        Untouched.
    tables : SpanTables
        What is known of this text, or of several that were cut together.
    place : int
        Which of them it is.

    Everything else is told on first use; word ``i`` is ``text[starts[i]:stops[i]]``.

    >>> tokens = Tokens("Prices rose. “It hurts,” said Ms. Obi.")
    >>> [tokens.text[s.start:s.end] for s in tokens.sentences]
    ['Prices rose.', '“It hurts,” said Ms. Obi.']
    >>> tokens.word_count, tokens.in_quote(tokens.text.index("hurts"))
    (7, True)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tables = SpanTables([text])
        self.place = 0

    @classmethod
    def of(cls, tables: SpanTables) -> list[Tokens]:
        """The texts that lie end to end, each by itself."""
        found = []
        for place, text in enumerate(tables.texts):
            tokens = cls.__new__(cls)
            tokens.text, tokens.tables, tokens.place = text, tables, place
            found.append(tokens)
        return found

    @cached_property
    def _character(self) -> int:
        """The first character of the text among those of all."""
        return int(self.tables.characters_from[self.place])

    @cached_property
    def _words(self) -> slice:
        """The words of the text among those of all."""
        return self._own(self.tables.words_from)

    def _own(self, bounds: NDArray[np.int64]) -> slice:
        return slice(int(bounds[self.place]), int(bounds[self.place + 1]))

    @cached_property
    def codepoints(self) -> NDArray[np.uint32]:
        """The characters as numbers, shape (n_characters,)."""
        return self.tables.codepoints[self._character : self._character + len(self.text)]

    @cached_property
    def char_classes(self) -> NDArray[np.uint8]:
        """What each character is, shape (n_characters,)."""
        return self.tables.char_classes[self._character : self._character + len(self.text)]

    @cached_property
    def begins(self) -> NDArray[np.int64]:
        """Where each word begins, shape (n_words,)."""
        return self.tables.begins[self._words] - self._character

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where each word ends, shape (n_words,)."""
        return self.tables.ends[self._words] - self._character

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        if len(self.tables.texts) == 1:
            return self.tables.starts
        starts: list[int] = self.begins.tolist()
        return starts

    @cached_property
    def stops(self) -> list[int]:
        """Where each word ends."""
        stops: list[int] = self.ends.tolist()
        return stops

    @cached_property
    def words(self) -> list[str]:
        """The words as printed, in order."""
        if len(self.tables.texts) == 1:
            return self.tables.words
        words: list[str] = self.word_properties(PRINTED).tolist()
        return words

    @property
    def word_count(self) -> int:
        """Number of words."""
        first, last = self.tables.words_from[self.place : self.place + 2].tolist()
        return int(last - first)

    @cached_property
    def lowered(self) -> list[str]:
        """The words in lower case, their apostrophes straight."""
        lowered: list[str] = self.word_properties(LOWERED).tolist()
        return lowered

    @cached_property
    def word_types(self) -> frozenset[str]:
        """The words as printed, each once."""
        return frozenset(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words in lower case, each once."""
        return frozenset(self.lowered)

    @cached_property
    def encoded_words(self) -> tuple[Vocabulary, NDArray[np.int64]]:
        """The book that the words stand in, and the number of each."""
        vocab, numbers = self.tables.encoded_words
        return vocab, numbers[self._words]

    def word_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """What is known of each word (see :mod:`detector.text.vocabulary`), shape (n_words,)."""
        vocab, numbers = self.encoded_words
        return vocab.column(word_property).take(numbers, axis=0)

    def indices_with(self, word_property: WordProperty) -> list[int]:
        """Indices of the words that have a trait."""
        found: list[int] = np.flatnonzero(self.word_properties(word_property)).tolist()
        return found

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that occur in the text: the cheapest gate before a costly pattern."""
        laid = self.tables.laid[self._character : self._character + len(self.text)]
        held = set(map(LETTERS.__getitem__, np.flatnonzero(np.bincount(laid)).tolist()))
        if "" in held:
            held.remove("")
            held.update(map(chr, self.codepoints[laid == OTHER].tolist()))
        return frozenset(held)

    @cached_property
    def marks(self) -> str:
        """All that stands between words but lone spaces, a null sign on both sides of each stretch.

        None after the last character of the text. A tenth of the text: whoever looks for marks
        only, looks here first.
        """
        gaps = self.tables.gaps
        own = gaps.numbers[self._own(self.tables.gaps_from)]
        joined = "".join(gaps.vocab.column(PRINTED).take(own).tolist())
        tail = self.text[int(self.ends[-1]) :] if self.word_count else self.text
        return joined if tail in ("", " ") else joined[:-1]

    @cached_property
    def capitals(self) -> list[int]:
        """Indices of the words that begin with a capital."""
        found: list[int] = np.flatnonzero(self.char_classes[self.begins] & CAPITAL).tolist()
        return found

    @cached_property
    def figures(self) -> list[int]:
        """Indices of the words that begin with a digit (the digits come before all letters)."""
        tables = self.tables
        found: list[int] = tables.figures[self._own(tables.figures_from)].tolist()
        return self._own_words(found)

    def _rows(self, table: NDArray[np.int64], bounds: NDArray[np.int64]) -> list[list[Any]]:
        """The columns of the text's own rows of a table that begins with start and end."""
        columns: list[list[Any]] = table[self._own(bounds)].T.tolist()
        if self._character:
            for column in columns[:2]:
                column[:] = map((-self._character).__add__, column)
        return columns

    def _own_words(self, words: list[int]) -> list[int]:
        first = -self._words.start
        return list(map(first.__add__, words)) if first else words

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Blocks between blank lines where the text is hard-wrapped, else its lines."""
        tables = self.tables
        starts, ends, first, last, _, prose = self._rows(tables.paragraphs, tables.paragraphs_from)
        first, last = self._own_words(first), self._own_words(last)
        return list(map(Paragraph, starts, ends, first, last, map(bool, prose)))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; no sentence crosses a paragraph."""
        tables = self.tables
        starts, ends, *words, paragraphs, prose = self._rows(
            tables.sentences, tables.sentences_from
        )
        first, last = map(self._own_words, words)
        return list(map(Sentence, starts, ends, first, last, paragraphs, map(bool, prose)))

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quoted stretches in order (see :func:`detector.text.quotations.quote_table`)."""
        tables = self.tables
        starts, ends, marks, *told = self._rows(tables.quotes, tables.quotes_from)
        return list(map(Quote, starts, ends, map(chr, marks), *(map(bool, one) for one in told)))

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.quotes]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def in_quote(self, offset: int) -> bool:
        """Whether the character at ``offset`` stands inside a quotation."""
        number = bisect_right(self._quote_starts, offset) - 1
        return number >= 0 and offset < self.quotes[number].end

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds ``offset``; None between sentences."""
        number = bisect_right(self._sentence_starts, offset) - 1
        if number < 0 or offset >= self.sentences[number].end:
            return None
        return self.sentences[number]

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the words that begin in ``text[start:end]``."""
        first = bisect_left(self.starts, start)
        return first, bisect_left(self.starts, end, first)

    def word_span(self, index: int) -> Span:
        """Where word ``index`` stands in the text."""
        return Span(self.starts[index], self.stops[index])

    def gap(self, index: int) -> str:
        """What stands between word ``index - 1`` and word ``index``."""
        return self.text[self.stops[index - 1] if index else 0 : self.starts[index]]
