"""What the detector says of one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detector.article import Span
from detector.evidence import Evidence

Decision = Literal["review", "pass", "too_short", "not_english", "unreadable"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the detector says of one article.

    ``score``, ``translation``, ``spin`` and ``synthetic`` are calibrated probabilities in
    ``[0, 1]``; ``debris`` is marks of the scraper per 1,000 words. ``reasons`` are signal names,
    strongest first; ``figures_suspect`` are the sentences whose figures must not be trusted.
    """

    decision: Decision
    score: float
    translation: float
    spin: float
    synthetic: float
    debris: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    figures_suspect: tuple[Span, ...]
    words: int
    language: str
    model: str
    version: str
