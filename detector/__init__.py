"""Finds news articles that a translation engine or a spinner has mangled.

>>> from detector import Article, Detector, load_pipeline

Nothing heavy is loaded until a name that needs it is used: scikit-learn alone takes a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detector.article import Article, Span, Unreadable
from detector.version import VERSION as __version__  # noqa: N811 - the name every package gives it

if TYPE_CHECKING:
    from detector.cards import load_card
    from detector.classifier import CauseClassifier
    from detector.explaining import explain
    from detector.features import ArticleFeatures, SignalFeatures
    from detector.marks import Mark
    from detector.onecause import OneCause
    from detector.pipeline import load_pipeline
    from detector.signals.catalogue import CATALOGUE
    from detector.signals.signal import Signal
    from detector.syndication.stories import Membership, group_stories
    from detector.thresholds import Thresholds
    from detector.verdict import Detector, Verdict

__all__ = [
    "CATALOGUE",
    "Article",
    "ArticleFeatures",
    "CauseClassifier",
    "Detector",
    "Mark",
    "Membership",
    "OneCause",
    "Signal",
    "SignalFeatures",
    "Span",
    "Thresholds",
    "Unreadable",
    "Verdict",
    "__version__",
    "explain",
    "group_stories",
    "load_card",
    "load_pipeline",
]

ROOM_OF = {
    "CATALOGUE": "detector.signals.catalogue",
    "ArticleFeatures": "detector.features",
    "CauseClassifier": "detector.classifier",
    "Detector": "detector.verdict",
    "Mark": "detector.marks",
    "Membership": "detector.syndication.stories",
    "OneCause": "detector.onecause",
    "Signal": "detector.signals.signal",
    "SignalFeatures": "detector.features",
    "Thresholds": "detector.thresholds",
    "Verdict": "detector.verdict",
    "explain": "detector.explaining",
    "group_stories": "detector.syndication.stories",
    "load_card": "detector.cards",
    "load_pipeline": "detector.pipeline",
}


def __getattr__(name: str) -> Any:
    """Load a room the first time one of its names is used (PEP 562)."""
    if name not in ROOM_OF:
        raise AttributeError(f"module 'detector' has no attribute {name!r}")
    return getattr(import_module(ROOM_OF[name]), name)
