"""The evidence of a verdict: marks that signals found, and phrases that moved the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from detector.article import Article, Span
from detector.signals.fluency import least_likely, worst_outdone
from detector.signals.signal import Cause, Reading, Signal
from detector.text.tokens import Tokens

if TYPE_CHECKING:
    from detector.features.columns import ArticleColumns

# Phrases that a text score shows for one cause.
PHRASES = 4


class Mark(NamedTuple):
    """One piece of evidence: ``text`` is ``article.text[start:end]``.

    ``weight`` orders the marks: log-odds, 0.0 for what is only shown.
    """

    signal: str
    cause: Cause
    start: int
    end: int
    text: str
    note: str
    weight: float


class Measured(NamedTuple):
    """An article's tokens, and what the signals that found anything read there."""

    article: Article
    tokens: Tokens
    language: str
    readings: dict[str, Reading]

    def mark(
        self, signal: str, cause: Cause, span: tuple[int, int], weight: float, note: str = ""
    ) -> Mark:
        """A mark on a stretch of the article."""
        start, end = span
        return Mark(signal, cause, start, end, self.article.text[start:end], note, weight)


def signal_marks(
    measured: Measured, signals: Mapping[str, Signal], weights: Mapping[str, float]
) -> list[Mark]:
    """Every mark that a signal found; one with another cause than its signal's weighs nothing."""
    return [
        measured.mark(
            name,
            evidence.cause or signals[name].cause,
            evidence[:2],
            weights[name] if evidence.cause is None else 0.0,
            evidence.note,
        )
        for name, reading in measured.readings.items()
        for evidence in reading.evidence
    ]


def wording_marks(
    measured: Measured, features: ArticleColumns, causes: Mapping[Cause, float]
) -> Iterator[Mark]:
    """Where the wording of an article that goes to review is odd.

    ``causes`` holds the probability of each cause; phrases are shown for those that stand at
    least half as high as the highest; words that a synonym would outdo and the least likely pairs
    of words for all but the prose of language models, which is smoother than people's.
    """
    highest = max(causes.values())
    for cause, probability in causes.items():
        if probability >= highest / 2:
            for start, end, weight in features.text_evidence(measured.tokens, cause, PHRASES):
                yield measured.mark(f"{cause}_phrasing", cause, (start, end), weight)
    if causes["synthetic"] < highest:
        for name, find in (("outdone_word", worst_outdone), ("improbable_pair", least_likely)):
            if name not in measured.readings:
                for found in find(measured.tokens):
                    yield measured.mark(name, "spin", found[:2], 0.0, found.note)


def suspect_sentences(measured: Measured, signals: Mapping[str, Signal]) -> tuple[Span, ...]:
    """The sentences in which a mark says that the figures are not to be trusted."""
    found = {
        Span(sentence.start, sentence.end)
        for name, reading in measured.readings.items()
        if signals[name].figures
        for evidence in reading.evidence
        if (sentence := measured.tokens.sentence_at(evidence.start)) is not None
    }
    return tuple(sorted(found))
