"""An article cut once: words, sentences and paragraphs, every offset into the untouched text.

Signals take a :class:`Tokens` and never cut text themselves, so that an article costs
one pass however many signals look at it, and so that all of them mean the same by
"sentence" and "inside a quotation" (see :mod:`detector.text.quotations`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.article import Span
from detector.text.arrays import CharClasses, CodePoints, Ids
from detector.text.character_classes import CAPITAL
from detector.text.paragraphs import Paragraph
from detector.text.printed_words import lowercased
from detector.text.quotations import Quote
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.vocabulary import Vocabulary
from detector.text.word_index import LETTERS, OTHER
from detector.text.word_properties import ManyWords, WordProperty

PRINTED = WordProperty(str, np.object_)


LOWERED = ManyWords(lowercased, np.object_)
# Equal for words that differ by their capitals only; a number of 64 bits is no other word's.
LOWER_HASH = ManyWords(lambda words: map(hash, lowercased(words)), np.int64)


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


class Tokens:
    """One article of a batch; offsets are into its own, untouched text.

    Everything is computed on first use. Word ``i`` is ``text[starts[i]:stops[i]]``.

    Parameters
    ----------
    text : str
    batch : TokenBatch, optional
        What the article was cut together with; it is cut alone by default.
    number : int
        Which article of the batch it is.

    Attributes
    ----------
    derived : dict
        Values computed of the article: see ``detector.text.derived.derived``.

    >>> tokens = Tokens("Prices rose. “It hurts,” said Ms. Obi.")
    >>> [tokens.text[s.start:s.end] for s in tokens.sentences]
    ['Prices rose.', '“It hurts,” said Ms. Obi.']
    >>> tokens.word_count, tokens.in_quote(tokens.text.index("hurts"))
    (7, True)
    """

    def __init__(self, text: str, batch: TokenBatch | None = None, number: int = 0) -> None:
        self.text = text
        self.batch = TokenBatch([text]) if batch is None else batch
        self.number = number
        self.derived: dict[Hashable, Any] = {}

    @cached_property
    def _character(self) -> int:
        """The first character of the text among those of the batch."""
        return int(self.batch.characters_from[self.number])

    @cached_property
    def _words(self) -> slice:
        """The words of the text among those of the batch."""
        return self._own(self.batch.words_from)

    def _own(self, bounds: Ids) -> slice:
        return slice(int(bounds[self.number]), int(bounds[self.number + 1]))

    @cached_property
    def codepoints(self) -> CodePoints:
        """The characters as numbers, shape (n_characters,)."""
        return self.batch.codepoints[self._character : self._character + len(self.text)]

    @cached_property
    def char_classes(self) -> CharClasses:
        """What each character is, shape (n_characters,)."""
        return self.batch.char_classes[self._character : self._character + len(self.text)]

    @cached_property
    def begins(self) -> Ids:
        """Where each word begins, shape (n_words,)."""
        return self.batch.begins[self._words] - self._character

    @cached_property
    def ends(self) -> Ids:
        """Where each word ends, shape (n_words,)."""
        return self.batch.ends[self._words] - self._character

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each word begins; a view, since few words are asked about."""
        return self.begins.data

    @cached_property
    def stops(self) -> Sequence[int]:
        """Where each word ends."""
        return self.ends.data

    @cached_property
    def words(self) -> list[str]:
        """The words as printed, in order."""
        return self.word_properties(PRINTED).tolist()

    @cached_property
    def word_count(self) -> int:
        """Number of words."""
        return self._words.stop - self._words.start

    @cached_property
    def lowered(self) -> list[str]:
        """The words in lower case, their apostrophes straight."""
        return self.word_properties(LOWERED).tolist()

    def prints(self, word: str) -> bool:
        """Whether a word stands in the article, its capitals as given."""
        vocab, numbers = self.encoded_words
        number = vocab.get(word)
        return number is not None and number in numbers

    def holds(self, lowered: str) -> bool:
        """Whether a word, given in lower case, stands in the article in whatever case."""
        return hash(lowered) in self.word_properties(LOWER_HASH)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words in lower case, each once."""
        return frozenset(self.lowered)

    @cached_property
    def encoded_words(self) -> tuple[Vocabulary, Ids]:
        """The vocabulary of the words, and the number of each, shape (n_words,)."""
        vocab, numbers = self.batch.encoded_words
        return vocab, numbers[self._words]

    def word_properties(self, word_property: WordProperty) -> NDArray[Any]:
        """A property of each word (see :mod:`detector.text.vocabulary`), shape (n_words,)."""
        vocab, numbers = self.encoded_words
        return vocab.lookup(word_property, numbers)

    def indices_with(self, word_property: WordProperty) -> list[int]:
        """Indices of the words that have a property."""
        return positions(self.word_properties(word_property)).tolist()

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that occur in the text: the cheapest gate before a costly pattern."""
        encoded = self.batch.windows_1252[self._character : self._character + len(self.text)]
        held = set(map(LETTERS.__getitem__, positions(np.bincount(encoded)).tolist()))
        if "" in held:
            held.remove("")
            held.update(map(chr, self.codepoints[encoded == OTHER].tolist()))
        return frozenset(held)

    @cached_property
    def marks(self) -> str:
        """All that stands between words but lone spaces, a null sign on both sides of each stretch.

        None after the last character of the text. A tenth of the text: whoever looks for marks
        only, looks here first.
        """
        gaps = self.batch.gaps
        own = gaps.numbers[self._own(self.batch.gaps_from)]
        joined = "".join(gaps.vocab.column(PRINTED).take(own).tolist())
        tail = self.text[int(self.ends[-1]) :] if self.word_count else self.text
        return joined if tail in ("", " ") else joined[:-1]

    @cached_property
    def capitals(self) -> list[int]:
        """Indices of the words that begin with a capital."""
        return positions(self.char_classes[self.begins] & CAPITAL).tolist()

    @cached_property
    def figures(self) -> list[int]:
        """Indices of the words that begin with a digit (the digits come before all letters)."""
        batch = self.batch
        indices: list[int] = (
            batch.figures[self._own(batch.figures_from)] - self._words.start
        ).tolist()
        return indices

    def _rows(self, table: Ids, bounds: Ids, *, worded: bool) -> list[list[Any]]:
        """The columns of the text's own rows of a table that begins with start and end.

        ``worded`` says whether first and last word follow.
        """
        offsets = np.zeros((table.shape[1], 1), np.int64)
        offsets[:2] = self._character
        if worded:
            offsets[2:4] = self._words.start
        columns: list[list[Any]] = (table[self._own(bounds)].T - offsets).tolist()
        return columns

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Blocks between blank lines where the text is hard-wrapped, else its lines."""
        batch = self.batch
        rows = self._rows(batch.paragraphs, batch.paragraphs_from, worded=True)
        starts, ends, first, last, _, prose = rows
        return list(map(Paragraph, starts, ends, first, last, map(bool, prose)))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order; no sentence crosses a paragraph."""
        batch = self.batch
        *columns, prose = self._rows(batch.sentences, batch.sentences_from, worded=True)
        return list(map(Sentence, *columns, map(bool, prose)))

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quoted stretches in order (see :func:`detector.text.quotations.quote_table`)."""
        batch = self.batch
        starts, ends, marks, *flags = self._rows(batch.quotes, batch.quotes_from, worded=False)
        return list(map(Quote, starts, ends, map(chr, marks), *(map(bool, one) for one in flags)))

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

    def word(self, index: int) -> str:
        """Word ``index`` as printed; all :attr:`words` are cut where many are asked for."""
        return self.text[self.starts[index] : self.stops[index]]

    def word_span(self, index: int) -> Span:
        """Where word ``index`` stands in the text."""
        return Span(self.starts[index], self.stops[index])

    def gap(self, index: int) -> str:
        """What stands between word ``index - 1`` and word ``index``."""
        return self.text[self.stops[index - 1] if index else 0 : self.starts[index]]


def tokenize(texts: Sequence[str]) -> list[Tokens]:
    """Cut texts together.

    >>> [tokens.words for tokens in tokenize(["Prices rose.", "It hurts"])]
    [['Prices', 'rose'], ['It', 'hurts']]
    """
    batch = TokenBatch(texts)
    return [Tokens(text, batch, number) for number, text in enumerate(batch.texts)]


def batch_of(articles: Sequence[Tokens]) -> TokenBatch:
    """The batch of some articles; they are cut anew unless they were cut together.

    >>> articles = tokenize(["Prices rose.", "It hurts"])
    >>> batch_of(articles) is articles[0].batch, batch_of(articles[:1]) is articles[0].batch
    (True, False)
    """
    if articles:
        batch = articles[0].batch
        numbers = [tokens.number for tokens in articles if tokens.batch is batch]
        if len(numbers) == len(articles) and numbers == list(range(len(batch))):
            return batch
    return TokenBatch([tokens.text for tokens in articles])
