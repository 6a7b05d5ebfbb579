"""The composed spinner: what a content farm's chain of plugins does to an article.

Part of the sentences goes through one or two back-translation engines, then words are swapped
for synonyms; quoted speech may be spared, a name may be swapped as if it were a plain word
("Invoice Nye"). Each choice is drawn anew for each article, so that no single engine's habit
is what a classifier can learn. The shares are made up, after reading spun pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

from detector.training.synthesis.back_translation import ENGINE_OF, spin_articles
from detector.training.synthesis.prose import curl_quotes, restore_quotes
from detector.training.synthesis.synonym_spinner import (
    SpinStyle,
    spin_synonyms,
    spin_with_swaps,
    thesaurus_lookup,
)
from detector.training.synthesis.thesaurus import read_mythes, read_wordnet

_SENTENCE_END = re.compile(r"(?<=[a-z0-9%)][.!?])( +)(?=[A-Z“])|(?<=[.!?]”)( +)(?=[A-Z“])")


class Farm(NamedTuple):
    """A farm: its name, its engines' names, and where its synonyms come from."""

    name: str
    engines: tuple[str, ...]
    lexicons: tuple[str, ...]


FARMS = (
    Farm(
        "farm_iberian", ("apertium_spa", "apertium_cat", "apertium_spa_cat"), ("wordnet", "swaps")
    ),
    Farm("farm_mixed", ("apertium_epo", "apertium_glg", "apertium_hbs"), ("mythes", "swaps")),
)
FARM_OF = {farm.name: farm for farm in FARMS}


class SpinRecipe(NamedTuple):
    """What one article goes through: engines with the share of sentences, lexicon, style."""

    engines: tuple[str, ...]
    share: float
    lexicon: str
    style: SpinStyle


def draw_recipe(farm: Farm, seed: int) -> SpinRecipe:
    """Draw one article's recipe; the same seed gives the same recipe.

    >>> draw_recipe(FARMS[0], 3) == draw_recipe(FARMS[0], 3)
    True
    """
    rng = random.Random(f"{farm.name} {seed}")
    engines = tuple(rng.sample(farm.engines, rng.choice((1, 1, 2))))
    style = SpinStyle(
        rate=rng.uniform(0.08, 0.35),
        any_sense=rng.random() < 0.4,
        phrases=rng.random() < 0.6,
        keep_quotes=rng.random() < 0.5,
        names=rng.choice((0.0, 0.0, 0.02, 0.05)),
        fix_articles=rng.random() < 0.6,
        stubborn=rng.random() < 0.5,
    )
    return SpinRecipe(engines, rng.uniform(0.15, 0.7), rng.choice(farm.lexicons), style)


def split_sentences(line: str) -> list[str]:
    """Cut a line into sentences and the spaces between, so that joining gives the line again.

    >>> split_sentences("It rained. Roads closed.")
    ['It rained.', ' ', 'Roads closed.']
    """
    return [piece for piece in _SENTENCE_END.split(line) if piece]


def _assign(pieces: list[str], recipe: SpinRecipe, rng: random.Random) -> dict[int, str]:
    """Which pieces of an article go to which engine; quoted ones none where quotes are spared."""
    jobs = {}
    for place, piece in enumerate(pieces):
        spared = recipe.style.keep_quotes and re.search("[“”]", piece)
        if len(piece) > 20 and not spared and rng.random() < recipe.share:
            jobs[place] = rng.choice(recipe.engines)
    return jobs


def _back_translate(
    texts: Sequence[str], recipes: Sequence[SpinRecipe], seeds: Sequence[int]
) -> list[str]:
    """Send the chosen sentences of all articles through their engines, one run an engine."""
    pieces, jobs = [], []
    for text, recipe, seed in zip(texts, recipes, seeds, strict=True):
        lines = re.split(r"(\n+)", "\n".join(curl_quotes(line) for line in text.split("\n")))
        pieces.append([piece for line in lines for piece in split_sentences(line)])
        jobs.append(_assign(pieces[-1], recipe, random.Random(seed)))
    for engine in sorted({name for job in jobs for name in job.values()}):
        places = [[place for place, name in job.items() if name == engine] for job in jobs]
        held = [number for number, wanted in enumerate(places) if wanted]
        chosen = ["\n".join(pieces[number][place] for place in places[number]) for number in held]
        spun = spin_articles(chosen, ENGINE_OF[engine], [seeds[number] for number in held])
        for number, text in zip(held, spun, strict=True):
            for place, line in zip(places[number], text.split("\n"), strict=True):
                pieces[number][place] = line or pieces[number][place]
    return ["".join(parts) for parts in pieces]


def _swap(text: str, recipe: SpinRecipe, seed: int) -> str:
    if recipe.lexicon == "swaps":
        return spin_with_swaps(text, recipe.style, seed)
    thesaurus = read_wordnet() if recipe.lexicon == "wordnet" else read_mythes()
    return spin_synonyms(text, thesaurus_lookup(thesaurus), recipe.style, seed)


def spin_at_farm(texts: Sequence[str], farm: Farm, seeds: Sequence[int]) -> list[str]:
    """Put articles through a farm, each by a recipe of its own; lines are kept.

    Raises
    ------
    MissingPackagesError
        Where an engine, a thesaurus or lemminflect is absent.
    """
    recipes = [draw_recipe(farm, seed) for seed in seeds]
    translated = _back_translate(texts, recipes, seeds)
    swapped = map(_swap, translated, recipes, seeds)
    return [restore_quotes(spun, text) for spun, text in zip(swapped, texts, strict=True)]
