"""The evidence of a verdict: marks that signals found, and phrases that moved the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detector.article import Article, Span
from detector.causes import CauseKey
from detector.signals.fluency import outdone_words, pairs_in_prose, worst
from detector.signals.signal import Measurement, Signal
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.whole_spans import whole_span
from detector.verdict import Evidence

if TYPE_CHECKING:
    from detector.features.columns import ArticleColumns
    from detector.lm.reading import SecondReading

# A letter of another script: what it stands in is no English wording.
FOREIGN_LETTER_RE = lazy_pattern("[\u0370-\u1dff\u2e80-\uffff](?<=\\w)")
# Phrases that a text score shows for one cause.
PHRASES = 4


class MeasuredArticle(NamedTuple):
    """An article's tokens, and what the signals that found anything read there."""

    article: Article
    tokens: Tokens
    language: str
    measurements: dict[str, Measurement]

    def mark(
        self, signal: str, cause: CauseKey, span: tuple[int, int], weight: float, note: str = ""
    ) -> Evidence:
        """A mark on a stretch of the article; no letter is parted from its signs."""
        start, end = whole_span(self.article.text, *span)
        return Evidence(signal, cause, start, end, self.article.text[start:end], note, weight)


class Assessment(NamedTuple):
    """What is known of one article before it is decided.

    Attributes
    ----------
    row : ndarray of shape (n_features,)
    probabilities : ndarray of shape (n_columns,)
        Of :attr:`detector.model.additive.AdditiveModel.columns_`.
    reading : SecondReading or None
        Where it was read a second time.
    """

    measured: MeasuredArticle
    row: np.ndarray
    probabilities: np.ndarray
    reading: SecondReading | None


def signal_evidence(
    measured: MeasuredArticle, signals: Mapping[str, Signal], weights: Mapping[str, float]
) -> list[Evidence]:
    """Every mark that a signal found; one with another cause than its signal's weighs nothing."""
    return [
        measured.mark(
            name,
            evidence.cause or signals[name].cause,
            evidence[:2],
            weights[name] if evidence.cause is None else 0.0,
            evidence.note,
        )
        for name, measurement in measured.measurements.items()
        for evidence in measurement.marks
    ]


def wording_evidence(
    measured: MeasuredArticle, features: ArticleColumns, causes: Mapping[CauseKey, float]
) -> Iterator[Evidence]:
    """Where the wording of an article that goes to review is odd.

    ``causes`` holds the probability of each cause; phrases are shown for those that stand at
    least half as high as the highest; words that a synonym would outdo and the least likely pairs
    of words for all but the prose of language models, which is smoother than people's.
    """
    highest = max(causes.values())
    for cause, probability in causes.items():
        if probability >= highest / 2:
            for start, end, weight in features.text_evidence(measured.tokens, cause, PHRASES):
                if FOREIGN_LETTER_RE.search(measured.article.text, start, end) is None:
                    yield measured.mark(f"{cause}_phrasing", cause, (start, end), weight)
    if causes["synthetic"] < highest:
        for name, find in (("outdone_word", outdone_words), ("improbable_pair", pairs_in_prose)):
            if name not in measured.measurements:
                for mark in worst(find(measured.tokens)):
                    yield measured.mark(name, "spin", mark[:2], 0.0, mark.note)


def suspect_sentences(measured: MeasuredArticle, signals: Mapping[str, Signal]) -> tuple[Span, ...]:
    """The sentences in which a mark says that the figures are not to be trusted."""
    spans = {
        Span(sentence.start, sentence.end)
        for name, measurement in measured.measurements.items()
        if signals[name].figures
        for evidence in measurement.marks
        if (sentence := measured.tokens.sentence_at(evidence.start)) is not None
    }
    return tuple(sorted(spans))
