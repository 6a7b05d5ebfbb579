"""Which articles are held back: later years, other outlets, another country, other engines.

A figure on a random split is worth nothing here: fifteen engines translate one story, and an
outlet's style is learned from two articles. What is held back is held back whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detector.training.samples import Bools, Crowd, chance

LAST_YEAR = 2020
HELD_OUTLETS = 0.2
HELD_COUNTRY = "GB"
# The only sources of regional English are a few papers of one country: one of them is held.
HELD_PAPERS = ("ntv_bd", "financial_express")
# Two spinners of different families and one round-trip engine.
HELD_SYSTEMS = ("mythes_first", "swaps_single", "apertium_epo")
# They share engines, lexicons or swap tables with those: neither learned from nor reported.
RELATIVES = ("mythes_loose", "swaps_phrases", "farm_mixed", "farm_iberian")
HELD_MODELS = ("llama2-70b-chat", "vicuna-33b-v1.3")
IN_TEST_SETS = ("machine", "human_translation", "human_original")
# Any number will do, as long as it stays: the split is the same in every run.
SPLIT_SEED = 11

# The worst third by human judgement of a test year, and languages with little to train on.
LOW_RESOURCE = ("ha", "is", "ta", "lt", "et", "lv")
NATIVE, REGIONAL, TRANSLATED = "native news", "regional news", "human translations"


class Split(NamedTuple):
    """Which articles are learned from and which are reported on, arrays of shape (n_articles,)."""

    learn: Bools
    report: Bools


def standing_split(crowd: Crowd) -> Split:
    """Train to 2020 and report on what came later or from elsewhere."""
    samples = crowd.samples
    held_home = np.array([chance(sample.home, SPLIT_SEED) < HELD_OUTLETS for sample in samples])
    held_home |= np.array([sample.country == HELD_COUNTRY for sample in samples])
    held_home |= np.isin(crowd.homes, HELD_PAPERS)
    late = crowd.years > LAST_YEAR
    translated = crowd.of(*IN_TEST_SETS)
    spun, generated = crowd.of("spun"), crowd.of("generated", "human_pair")
    held_spinner = spun & np.isin(crowd.systems, HELD_SYSTEMS)
    held_model = generated & np.isin(crowd.systems, HELD_MODELS)
    news = crowd.of("news")
    report = (translated & late) | (news & held_home) | held_spinner | held_model
    report |= crowd.of("human_pair") & held_home
    # The sources of spun test articles must not be learned as clean.
    sources = news & np.isin(crowd.groups, crowd.groups[held_spinner])
    learn = ~report & ~sources & ~(spun & held_home) & ~(generated & held_home)
    learn &= ~(spun & np.isin(crowd.systems, RELATIVES))
    return Split(learn, report)


def clean_sides(crowd: Crowd) -> dict[str, Bools]:
    """The three clean sides, that pull apart."""
    news = crowd.of("news")
    return {
        NATIVE: news & ~crowd.regional,
        REGIONAL: news & crowd.regional,
        TRANSLATED: crowd.of("human_translation"),
    }


def damaged_sides(crowd: Crowd) -> dict[str, Bools]:
    """The kinds of damage that the figures are stated for."""
    machine = crowd.of("machine")
    sides = {
        "machine translation, all systems": machine,
        "garbled machine translation": machine & garbled(crowd),
    }
    for system in np.unique(crowd.systems[crowd.of("spun")]):
        sides[f"spun by {system}"] = crowd.of("spun") & (crowd.systems == system)
    return {name: side for name, side in sides.items() if side.any()}


def garbled(crowd: Crowd) -> Bools:
    """The worst third by human judgement within each language, of low-resource languages all."""
    scores = np.array([sample.quality.get("DA_z", np.nan) for sample in crowd.samples])
    worst = np.isin(crowd.languages, LOW_RESOURCE)
    for language in np.unique(crowd.languages):
        own = (crowd.languages == language) & ~np.isnan(scores) & crowd.of("machine")
        if own.sum() >= 30:
            worst |= own & (scores <= np.quantile(scores[own], 1 / 3))
    return worst
