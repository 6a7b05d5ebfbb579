"""Who is whose relative: spinners that share an engine or a lexicon, systems of one maker."""

from __future__ import annotations

import re

from detector.training.synthesis.back_translation import ENGINES
from detector.training.synthesis.content_farm import FARMS
from detector.training.synthesis.spinners import SPINNERS

# MyThes for American English is derived from WordNet: a model that learned one has met the other.
SAME_LEXICON = {"mythes": "wordnet"}
MODES = {engine.name: frozenset(engine.modes) for engine in ENGINES}
FAMILIES = {spinner.name: spinner.family for spinner in SPINNERS}
# Test sets write one anonymous service in many ways: online-A, onlineA, Online-A.0.
ONLINE_RE = re.compile(r"online-?([a-z])(?![a-z])")
RULES = frozenset({"rbmt", "systran", "promt-rule-based", "apertium-fin-eng-unconstrained-fien"})


def components_of(spinner: str) -> frozenset[str]:
    """The engines' modes and the lexicons that a spinner works with.

    >>> sorted(components_of("apertium_spa_cat") & components_of("apertium_cat"))
    ['cat-eng']
    >>> components_of("mythes_first") == components_of("wordnet_any")
    True
    """
    for farm in FARMS:
        if farm.name == spinner:
            modes = [MODES[engine] for engine in farm.engines]
            return frozenset().union(*modes, map(lexicon_of, farm.lexicons))
    if spinner in MODES:
        return MODES[spinner]
    return frozenset({lexicon_of(FAMILIES.get(spinner, spinner))})


def lexicon_of(family: str) -> str:
    """The lexicon behind a family of thesaurus spinners.

    >>> lexicon_of("mythes"), lexicon_of("swaps")
    ('wordnet', 'swaps')
    """
    return SAME_LEXICON.get(family, family)


def maker_of(system: str) -> str:
    """Whose a translation system is: a service, a group, or ``rules`` for engines of rules.

    >>> maker_of("Online-A.0"), maker_of("uedin-wmt14"), maker_of("rbmt-3"), maker_of("NiuTrans")
    ('online-a', 'uedin', 'rules', 'niutrans')
    """
    name = system.lower().removeprefix("llmmt:")
    online = ONLINE_RE.match(name)
    if online:
        return f"online-{online[1]}"
    stem = re.match(r"[a-z]*", name)
    assert stem is not None
    if name in RULES or stem[0] in RULES:
        return "rules"
    return stem[0] or name
