"""Finds news articles that a translation engine or a spinner has mangled.

>>> from detector import Article, Detector, load_pipeline

Nothing is loaded until a name that needs it is used: scikit-learn alone takes a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detector.version import VERSION as __version__  # noqa: N811 - the name every package gives it

if TYPE_CHECKING:
    from detector.article import Article, Span, Unreadable
    from detector.cli.explain import explain
    from detector.copies.membership import Membership
    from detector.copies.stories import group_stories
    from detector.detector import Detector
    from detector.features.transformers import ArticleFeatures, SignalFeatures
    from detector.model.classifier import CauseClassifier
    from detector.model.pipeline import load_pipeline
    from detector.model.single_cause import OneCause
    from detector.model.thresholds import Thresholds
    from detector.readers.review_frame import read_review
    from detector.resources.model_files import load_card
    from detector.signals.catalogue import CATALOGUE
    from detector.signals.signal import Mark, Measurement, Signal, finder, pattern
    from detector.text.tokens import Tokens
    from detector.verdict import Evidence, Row, Verdict

__all__ = [
    "CATALOGUE",
    "Article",
    "ArticleFeatures",
    "CauseClassifier",
    "Detector",
    "Evidence",
    "Mark",
    "Measurement",
    "Membership",
    "OneCause",
    "Row",
    "Signal",
    "SignalFeatures",
    "Span",
    "Thresholds",
    "Tokens",
    "Unreadable",
    "Verdict",
    "__version__",
    "explain",
    "finder",
    "group_stories",
    "load_card",
    "load_pipeline",
    "pattern",
    "read_review",
]

MODULE_OF = {
    "CATALOGUE": "detector.signals.catalogue",
    "Article": "detector.article",
    "ArticleFeatures": "detector.features.transformers",
    "CauseClassifier": "detector.model.classifier",
    "Detector": "detector.detector",
    "Evidence": "detector.verdict",
    "Mark": "detector.signals.signal",
    "Measurement": "detector.signals.signal",
    "Membership": "detector.copies.membership",
    "OneCause": "detector.model.single_cause",
    "Row": "detector.verdict",
    "Signal": "detector.signals.signal",
    "SignalFeatures": "detector.features.transformers",
    "Span": "detector.article",
    "Thresholds": "detector.model.thresholds",
    "Tokens": "detector.text.tokens",
    "Unreadable": "detector.article",
    "Verdict": "detector.verdict",
    "explain": "detector.cli.explain",
    "finder": "detector.signals.signal",
    "group_stories": "detector.copies.stories",
    "load_card": "detector.resources.model_files",
    "load_pipeline": "detector.model.pipeline",
    "pattern": "detector.signals.signal",
    "read_review": "detector.readers.review_frame",
}


def __getattr__(name: str) -> Any:
    """Load a module the first time one of its names is used (PEP 562)."""
    if name not in MODULE_OF:
        raise AttributeError(f"module 'detector' has no attribute {name!r}")
    return getattr(import_module(MODULE_OF[name]), name)


def __dir__() -> list[str]:
    """The public names, for tab completion."""
    return __all__
