"""The texts of a folder's copies, read some at a time; the latest are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detector.article import Article
from detector.copies.scored_text import ScoredText, score_texts
from detector.ngrams.ngram_model import NgramModel

# Texts read at a time: 1.7 ms for one by itself, .92 for each of 32, .75 for each of 128 (measured
# on news of 500 words).
BATCH = 32
# Texts kept, .3 megabytes each for 1,000 words (measured). A story with more copies is read again
# in each round of comparisons.
MOST_KEPT = 256


class TextStore:
    """What grouped articles print, by their number.

    Parameters
    ----------
    articles : sequence of Article
    model : NgramModel, optional
        The shipped one unless given.
    order : iterable of int
        Every article that will be read, in the order of reading.
    """

    def __init__(
        self, articles: Sequence[Article], model: NgramModel | None, order: Iterable[int]
    ) -> None:
        self._articles = articles
        self._model = model
        self._order = list(order)
        self._places = {number: place for place, number in enumerate(self._order)}
        self._kept: dict[int, ScoredText] = {}

    def __getitem__(self, number: int) -> ScoredText:
        if number not in self._kept:
            self._fetch(self._places[number])
        return self._kept[number]

    def _fetch(self, place: int) -> None:
        """Read a text and those that will be needed next."""
        numbers = [n for n in self._order[place : place + BATCH] if n not in self._kept]
        texts = score_texts([self._articles[number].text for number in numbers], self._model)
        self._kept |= zip(numbers, texts, strict=True)
        for number in list(self._kept)[: max(len(self._kept) - MOST_KEPT, 0)]:
            del self._kept[number]
