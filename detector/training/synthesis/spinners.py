"""Every spinner by name: engines, thesauri, the swap table, farms.

Names are what a training run holds out whole; a spinner's relatives (``family`` and the engine
inside a farm) should be held out with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from detector.training.synthesis.back_translation import ENGINES, Engine, spin_articles
from detector.training.synthesis.content_farm import FARMS, Farm, draw_recipe, spin_at_farm
from detector.training.synthesis.synonym_spinner import (
    SpinStyle,
    spin_synonyms,
    spin_with_swaps,
    thesaurus_lookup,
)
from detector.training.synthesis.thesaurus import Thesaurus, read_mythes, read_wordnet

# Contrasting shares of swapped words, from a timid plugin to a reckless one (made up; the issue
# of a detector is that one rate teaches one density).
SYNONYM_RATES = (0.1, 0.2, 0.35, 0.6)
# The swap table holds one word in ten of an article or so: its rates must be higher to show.
SWAP_RATES = (0.25, 0.45, 0.7, 0.95)


class Spun(NamedTuple):
    """A spun text, and the share of swappable words that its spinner set out to swap (0 to 1).

    An engine rewrites everything: its rate is 1.0.
    """

    text: str
    rate: float


class Spinner(NamedTuple):
    """One spinner: name, family, and the function from texts and seeds to spun texts."""

    name: str
    family: str
    spin: Callable[[Sequence[str], Sequence[int]], list[Spun]]


def _spin_by_engine(engine: Engine, texts: Sequence[str], seeds: Sequence[int]) -> list[Spun]:
    return [Spun(text, 1.0) for text in spin_articles(texts, engine, seeds)]


def _spin_by_farm(farm: Farm, texts: Sequence[str], seeds: Sequence[int]) -> list[Spun]:
    rates = [round(draw_recipe(farm, seed).style.rate, 2) for seed in seeds]
    return [*map(Spun, spin_at_farm(texts, farm, seeds), rates)]


def _spin_by_thesaurus(
    read: Callable[[], Thesaurus], style: SpinStyle, texts: Sequence[str], seeds: Sequence[int]
) -> list[Spun]:
    find = thesaurus_lookup(read())
    return [
        Spun(spin_synonyms(text, find, style._replace(rate=rate), seed), rate)
        for text, seed, rate in zip(texts, seeds, map(_draw_rate, seeds), strict=True)
    ]


def _spin_by_swaps(style: SpinStyle, texts: Sequence[str], seeds: Sequence[int]) -> list[Spun]:
    rates = [_draw_rate(seed, SWAP_RATES) for seed in seeds]
    return [
        Spun(spin_with_swaps(text, style._replace(rate=rate), seed), rate)
        for text, seed, rate in zip(texts, seeds, rates, strict=True)
    ]


def _draw_rate(seed: int, rates: Sequence[float] = SYNONYM_RATES) -> float:
    return random.Random(f"rate {seed}").choice(rates)


_TIMID = SpinStyle(0.0, phrases=False, stubborn=True)
_RECKLESS = SpinStyle(0.0, any_sense=True, names=0.02, fix_articles=False)
_SPARING = SpinStyle(0.0, any_sense=True, keep_quotes=True)

SPINNERS = (
    *(Spinner(engine.name, "engine", partial(_spin_by_engine, engine)) for engine in ENGINES),
    Spinner("wordnet_first", "wordnet", partial(_spin_by_thesaurus, read_wordnet, _TIMID)),
    Spinner("wordnet_any", "wordnet", partial(_spin_by_thesaurus, read_wordnet, _RECKLESS)),
    Spinner("mythes_first", "mythes", partial(_spin_by_thesaurus, read_mythes, _TIMID)),
    Spinner(
        "mythes_loose",
        "mythes",
        partial(_spin_by_thesaurus, partial(read_mythes, loose=True), _SPARING),
    ),
    Spinner(
        "swaps_single",
        "swaps",
        partial(_spin_by_swaps, SpinStyle(0.0, any_sense=True, phrases=False, keep_quotes=True)),
    ),
    Spinner("swaps_phrases", "swaps", partial(_spin_by_swaps, _RECKLESS._replace(stubborn=True))),
    *(Spinner(farm.name, "farm", partial(_spin_by_farm, farm)) for farm in FARMS),
)
SPINNER_OF = {spinner.name: spinner for spinner in SPINNERS}
