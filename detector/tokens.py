"""An article cut once: words, sentences and paragraphs, every offset into the untouched text.

Signals take a :class:`Tokens` and never cut text themselves, so that an article costs
one pass however many signals look at it, and so that all of them mean the same by
"sentence" and "inside a quotation" (see :mod:`detector.quotes`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.article import Span
from detector.letters import CAPITAL, code_points, kinds_of, word_bounds
from detector.paragraphs import ends_well, paragraph_spans
from detector.quotes import Quote, find_quotes
from detector.stops import sentence_cuts
from detector.wordbook import WORDS, Trait, Wordbook

LOWERED = Trait(lambda word: word.lower().replace("’", "'"), np.object_)


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
    words : list of str
        As printed, in order; word ``i`` is ``text[starts[i]:stops[i]]``.
    letters, kinds : ndarray of shape (n_characters,)
        The characters as numbers, and what each is (see :func:`kinds_of`).
    begins, ends : ndarray of shape (n_words,)
        ``starts`` and ``stops`` for sums over all words.
    paragraphs, sentences, quotes : list
        Cut on first use.

    >>> tokens = Tokens("Prices rose. “It hurts,” said Ms. Obi.")
    >>> [tokens.text[s.start:s.end] for s in tokens.sentences]
    ['Prices rose.', '“It hurts,” said Ms. Obi.']
    >>> tokens.word_count, tokens.in_quote(tokens.text.index("hurts"))
    (7, True)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = code_points(text)
        self.kinds = kinds_of(self.letters)
        self.begins, self.ends = word_bounds(self.kinds)
        self.starts: list[int] = self.begins.tolist()
        self.stops: list[int] = self.ends.tolist()
        pairs = zip(self.starts, self.stops, strict=True)
        self.words = [text[start:stop] for start, stop in pairs]

    @property
    def word_count(self) -> int:
        """Number of words."""
        return len(self.words)

    @cached_property
    def lowered(self) -> list[str]:
        """The words in lower case, their apostrophes straight."""
        lowered: list[str] = self.traits(LOWERED).tolist()
        return lowered

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The words as printed, each once."""
        return frozenset(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words in lower case, each once."""
        return frozenset(self.lowered)

    @cached_property
    def numbered(self) -> tuple[Wordbook, NDArray[np.int64]]:
        """The book that the words stand in, and the number of each."""
        book = WORDS.book()
        return book, book.numbers(self.words)

    def traits(self, trait: Trait) -> NDArray[Any]:
        """What is known of each word (see :mod:`detector.wordbook`), shape (n_words,)."""
        book, numbers = self.numbered
        return book.column(trait)[numbers]

    def bearers(self, trait: Trait) -> list[int]:
        """Indices of the words that have a trait."""
        found: list[int] = np.flatnonzero(self.traits(trait)).tolist()
        return found

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that occur in the text: the cheapest gate before a costly pattern."""
        seen = np.zeros(int(self.letters.max(initial=0)) + 1, dtype=np.bool_)
        seen[self.letters] = True
        return frozenset(map(chr, np.flatnonzero(seen).tolist()))

    @cached_property
    def marks(self) -> str:
        """All that stands between words but lone spaces, a null sign after each stretch.

        A tenth of the text: whoever looks for marks only, looks here first.
        """
        if not self.words:
            return self.text
        text, starts, stops = self.text, self.starts, self.stops
        before = self.ends[:-1]
        marked = (self.begins[1:] - before != 1) | (self.letters[before] != ord(" "))
        inner = [text[stops[at] : starts[at + 1]] for at in np.flatnonzero(marked).tolist()]
        return "\0".join([text[: starts[0]], *inner, text[stops[-1] :]])

    @cached_property
    def capitals(self) -> list[int]:
        """Indices of the words that begin with a capital."""
        found: list[int] = np.flatnonzero(self.kinds[self.begins] & CAPITAL).tolist()
        return found

    @cached_property
    def figures(self) -> list[int]:
        """Indices of the words that begin with a digit (the digits come before all letters)."""
        found: list[int] = np.flatnonzero(self.letters[self.begins] <= ord("9")).tolist()
        return found

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Blocks between blank lines where the text is hard-wrapped, else its lines."""
        return [self._paragraph(start, end) for start, end in paragraph_spans(self.text)]

    def _paragraph(self, start: int, end: int) -> Paragraph:
        first, last = self.words_between(start, end)
        words = last - first
        prose = words >= 25 or (words >= 6 and ends_well(self.text, start, end))
        return Paragraph(start, end, first, last, prose)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; no sentence crosses a paragraph."""
        found = []
        for number, paragraph in enumerate(self.paragraphs):
            first = paragraph.first
            cuts = sentence_cuts(self.text, paragraph.start, paragraph.end)
            for start, stop in pairwise([paragraph.start, *cuts, paragraph.end]):
                end = start + len(self.text[start:stop].rstrip())
                last = bisect_left(self.starts, end, first, paragraph.last)
                found.append(Sentence(start, end, first, last, number, paragraph.prose))
                first = last
        return found

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quoted stretches in order (see :func:`detector.quotes.find_quotes`)."""
        return find_quotes(self.text, [(p.start, p.end) for p in self.paragraphs])

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
