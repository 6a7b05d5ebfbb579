"""The pieces of texts that lie end to end: paragraphs, sentences and quotations, as tables."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from detector.text.concatenated import ConcatenatedTexts
from detector.text.paragraphs import paragraph_table
from detector.text.quotations import quote_table
from detector.text.sentences import one_by_one, sentence_cuts
from detector.text.vocabulary import Ids


class SpanTables(ConcatenatedTexts):
    """A galley and its pieces, told in its coordinates and in their order; cut on first use."""

    def _opens(self, table: Ids) -> Ids:
        if len(self.texts) == 1:
            return np.array([0, len(table)])
        found: Ids = table[:, 0].searchsorted(self.characters_from)
        return found

    @cached_property
    def paragraphs(self) -> Ids:
        """Start, end, first and last word, number in its text, whether prose; shape (n, 6)."""
        return paragraph_table(self)

    @cached_property
    def paragraphs_from(self) -> Ids:
        """The first paragraph of each text, and how many there are."""
        return self._opens(self.paragraphs)

    @cached_property
    def sentences(self) -> Ids:
        """Start, end, first and last word, number of the paragraph in its text, whether prose.

        Shape (n_sentences, 6).
        """
        paragraphs = self.paragraphs
        if len(self.texts) == 1:
            return one_by_one(self, paragraphs)
        cuts = sentence_cuts(self, paragraphs)
        table = np.empty((len(paragraphs) + len(cuts), 6), dtype=np.int64)
        table[:, 0] = np.sort(np.concatenate([paragraphs[:, 0], cuts[:, 1]]))
        table[:, 1] = np.sort(np.concatenate([paragraphs[:, 1], cuts[:, 0]]))
        table[:, 2] = self.begins.searchsorted(table[:, 0])
        table[:, 3] = self.begins.searchsorted(table[:, 1])
        owners = paragraphs[:, 0].searchsorted(table[:, 0], "right") - 1
        table[:, 4:] = paragraphs[owners, 4:]
        return table

    @cached_property
    def sentences_from(self) -> Ids:
        """The first sentence of each text, and how many there are."""
        return self._opens(self.sentences)

    @cached_property
    def quotes(self) -> Ids:
        """Start, end, mark as a number, whether closed, whether continued; shape (n_quotes, 5)."""
        return quote_table(self, self.paragraphs)

    @cached_property
    def quotes_from(self) -> Ids:
        """The first quotation of each text, and how many there are."""
        return self._opens(self.quotes)
