"""Every kind of damage is found in one sentence of an otherwise clean text, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from damage_kinds import KINDS
from damage_probe import CLEAN_TEXTS, paragraphs_of, variants

from detector.signals.catalogue import CATALOGUE
from detector.text.tokens import Tokens

RECALL = 0.95
# Capitals are the hardest kind: small newsrooms capitalise freely, so much is left unsaid there.
KIND_RECALL = 0.7
PROBE = tuple(variants(KINDS))


def found(text):
    """The causes under which each stretch of a text is shown."""
    tokens = Tokens(text)
    shown = {}
    for signal in CATALOGUE:
        for mark in signal.read(tokens).marks:
            shown.setdefault((mark.start, mark.end), set()).add(mark.cause or signal.cause)
    return shown


def is_found(variant):
    shown = found(variant.text)
    return all(shown.get(mark, set()) & variant.causes for mark in variant.marks)


@pytest.fixture(scope="module")
def results():
    return [(variant, is_found(variant)) for variant in PROBE]


def test_probe_is_large_and_varied():
    assert len(KINDS) == 16
    assert len({variant.text for variant in PROBE}) == len(PROBE) >= 200
    assert all(variant.marks for variant in PROBE)


def test_recall_over_all_variants(results):
    missed = [
        (v.kind, v.text[v.marks[0][0] - 30 : v.marks[-1][1] + 30]) for v, hit in results if not hit
    ]
    assert 1 - len(missed) / len(results) >= RECALL, missed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind_is_found(results, kind):
    """No kind may hide behind the average."""
    hits = Counter(hit for variant, hit in results if variant.kind == kind.name)
    assert hits[True] >= KIND_RECALL * hits.total(), hits


@pytest.mark.parametrize("text", CLEAN_TEXTS, ids=lambda text: text[0][0][:30])
def test_clean_text_carries_no_weight(text):
    tokens = Tokens(paragraphs_of(text))
    assert 100 <= tokens.word_count <= 180
    assert [
        signal.name for signal in CATALOGUE if signal.weight and signal.read(tokens).value
    ] == []
