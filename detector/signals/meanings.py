"""What a signal means, in words an editor knows."""

from __future__ import annotations

from detector.causes import HEAD_OF, PHRASING_SIGNALS
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.signals.names import HOUSE_STYLE
from detector.verdict import COPY_SIGNAL

# What the catalogue has no entry for: phrases that a score, another copy or a file points at.
PHRASING = {
    COPY_SIGNAL: "worded differently from the best copy of this story",
    "house_style": HOUSE_STYLE,
    "unexpected_wording": "words that a language model did not expect here",
} | {signal: HEAD_OF[cause].phrase for signal, cause in PHRASING_SIGNALS.items()}


def meaning(signal: str) -> str:
    """What a signal means, in one line for the editor."""
    if signal in PHRASING:
        return PHRASING[signal]
    return (
        SIGNALS_BY_NAME[signal].means if signal in SIGNALS_BY_NAME else "a mark of another version"
    )
