"""Which articles are held back: later years, other outlets, another country, other engines.

A figure on a random split is worth nothing here: fifteen engines translate one story, and an
outlet's style is learned from two articles. What is held back is held back whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detector.training.dataset import Dataset, hash_fraction
from detector.training.metrics import Bools

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
OTHER_GENRES = "other genres"


class Split(NamedTuple):
    """Which articles are learned from and which are reported on, arrays of shape (n_articles,)."""

    learn: Bools
    report: Bools


def standing_split(dataset: Dataset) -> Split:
    """Train to 2020 and report on what came later or from elsewhere."""
    samples = dataset.samples
    in_held_group = np.array(
        [hash_fraction(sample.split_group, SPLIT_SEED) < HELD_OUTLETS for sample in samples]
    )
    in_held_group |= np.array([sample.country == HELD_COUNTRY for sample in samples])
    in_held_group |= np.isin(dataset.split_groups, HELD_PAPERS)
    late = dataset.years > LAST_YEAR
    translated = dataset.of_kind(*IN_TEST_SETS)
    spun, generated = dataset.of_kind("spun"), dataset.of_kind("generated", "human_pair")
    held_spinner = spun & np.isin(dataset.systems, HELD_SYSTEMS)
    held_model = generated & np.isin(dataset.systems, HELD_MODELS)
    news = dataset.of_kind("news")
    report = (translated & late) | (news & in_held_group) | held_spinner | held_model
    report |= dataset.of_kind("human_pair", "genre") & in_held_group
    # The sources of spun test articles must not be learned as clean.
    sources = news & np.isin(dataset.groups, dataset.groups[held_spinner])
    learn = ~report & ~sources & ~(spun & in_held_group) & ~(generated & in_held_group)
    learn &= ~(spun & np.isin(dataset.systems, RELATIVES))
    return Split(learn, report)


def clean_sides(dataset: Dataset) -> dict[str, Bools]:
    """The clean sides, that pull apart."""
    news = dataset.of_kind("news")
    return {
        NATIVE: news & ~dataset.regional,
        REGIONAL: news & dataset.regional,
        TRANSLATED: dataset.of_kind("human_translation"),
        OTHER_GENRES: dataset.of_kind("genre"),
    }


def damaged_sides(dataset: Dataset) -> dict[str, Bools]:
    """The kinds of damage that the figures are stated for."""
    machine = dataset.of_kind("machine")
    sides = {
        "machine translation, all systems": machine,
        "garbled machine translation": machine & garbled(dataset),
    }
    for system in np.unique(dataset.systems[dataset.of_kind("spun")]):
        sides[f"spun by {system}"] = dataset.of_kind("spun") & (dataset.systems == system)
    return {name: side for name, side in sides.items() if side.any()}


def garbled(dataset: Dataset) -> Bools:
    """The worst third by human judgement within each language, of low-resource languages all."""
    scores = np.array([sample.quality.get("DA_z", np.nan) for sample in dataset.samples])
    worst = np.isin(dataset.languages, LOW_RESOURCE)
    for language in np.unique(dataset.languages):
        own = (dataset.languages == language) & ~np.isnan(scores) & dataset.of_kind("machine")
        if own.sum() >= 30:
            worst |= own & (scores <= np.quantile(scores[own], 1 / 3))
    return worst
