"""Every signal, in the order an editor reads them: figures, words, names, then the page."""

from __future__ import annotations

from types import ModuleType

from detector.signals import (
    capitals,
    casing,
    dates,
    debris,
    duplicates,
    encoding,
    figures,
    filler,
    fluency,
    foreign_sentences,
    glue,
    glued_stops,
    leaks,
    loops,
    model_talk,
    names,
    persons,
    phrases,
    protecting_tokens,
    punctuation,
    quotation,
    repetition,
    residue,
    scripts,
    slots,
    spacing,
)
from detector.signals.signal import Signal

SIGNAL_MODULES: tuple[ModuleType, ...] = (
    slots,
    protecting_tokens,
    figures,
    dates,
    glue,
    glued_stops,
    casing,
    capitals,
    punctuation,
    spacing,
    quotation,
    names,
    persons,
    residue,
    scripts,
    foreign_sentences,
    repetition,
    loops,
    duplicates,
    phrases,
    fluency,
    leaks,
    model_talk,
    filler,
    encoding,
    debris,
)

CATALOGUE: tuple[Signal, ...] = tuple(signal for room in SIGNAL_MODULES for signal in room.SIGNALS)
SIGNALS_BY_NAME: dict[str, Signal] = {signal.name: signal for signal in CATALOGUE}
