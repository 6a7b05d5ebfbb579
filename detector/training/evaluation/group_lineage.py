"""Which groups are related: spinners that share an engine or a lexicon, systems of one maker."""

from __future__ import annotations

import re

from detector.training.synthesis.back_translation import ENGINES
from detector.training.synthesis.content_farm import FARM_OF
from detector.training.synthesis.spinners import SPINNER_OF

# MyThes for American English is derived from WordNet: a model that learned one has met the other.
SAME_LEXICON = {"mythes": "wordnet"}
MODES = {engine.name: frozenset(engine.modes) for engine in ENGINES}
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
    if spinner in MODES:
        return MODES[spinner]
    if spinner in FARM_OF:
        farm = FARM_OF[spinner]
        lexicons = farm.lexicons
        modes = [MODES[engine] for engine in farm.engines]
    else:
        lexicons = (SPINNER_OF[spinner].family if spinner in SPINNER_OF else spinner,)
        modes = []
    return frozenset().union(*modes, (SAME_LEXICON.get(name, name) for name in lexicons))


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
