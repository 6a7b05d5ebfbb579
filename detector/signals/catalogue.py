"""Every signal, in the order an editor reads them: figures, words, names, then the page."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from detector.settings import Settings
from detector.signals import (
    capitals,
    casing,
    cut_sentences,
    dates,
    debris,
    drop_caps,
    duplicates,
    encoding,
    engine_talk,
    farm_swaps,
    figure_signs,
    figures,
    figures_in_names,
    filler,
    fluency,
    foreign_sentences,
    glue,
    glued_names,
    glued_stops,
    hours,
    leaks,
    loops,
    model_talk,
    names,
    noun_capitals,
    page_tags,
    persons,
    phrases,
    protecting_tokens,
    punctuation,
    quotation,
    quoted_vocabulary,
    repetition,
    residue,
    scripts,
    slots,
    spacing,
    swapped_parts,
    torn_markup,
    torn_words,
    unknown_words,
    untranslated,
)
from detector.signals.signal import Signal

# A kind of mark a line.
SIGNAL_MODULES: tuple[ModuleType, ...] = (
    slots, protecting_tokens,
    figures, figure_signs, figures_in_names, hours, dates,
    glue, glued_names, glued_stops, torn_words, drop_caps,
    casing, capitals, noun_capitals,
    punctuation, cut_sentences, torn_markup, spacing, quotation,
    names, persons,
    untranslated, residue, unknown_words, scripts, page_tags, foreign_sentences,
    repetition, loops, duplicates,
    quoted_vocabulary, phrases, farm_swaps, swapped_parts, fluency,
    leaks, engine_talk, model_talk, filler,
    encoding, debris,
)  # fmt: skip

CATALOGUE: tuple[Signal, ...] = tuple(
    signal for module in SIGNAL_MODULES for signal in module.SIGNALS
)
SIGNALS_BY_NAME: dict[str, Signal] = {signal.name: signal for signal in CATALOGUE}


def choose_signals(settings: Settings) -> dict[str, Signal]:
    """The catalogue by name, as the desk wants it: some silenced, its house style added.

    Raises
    ------
    SettingsError
        When a setting names a signal that does not exist, or the house style cannot be read.
    """
    settings.check([signal.name for signal in CATALOGUE])
    chosen = {s.name: s for s in CATALOGUE if s.name not in settings.disable}
    if settings.house_style:
        style = names.house_style_signal(Path(settings.house_style))
        chosen[style.name] = style
    return chosen
