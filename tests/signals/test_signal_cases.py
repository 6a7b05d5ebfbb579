"""Every signal against its table of cases in ``cases/<family>.json`` (see ``cases/README.md``)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from detector.signals.catalogue import CATALOGUE, SIGNAL_MODULES, SIGNALS_BY_NAME
from detector.text.tokens import Tokens

CASES_DIR = Path(__file__).parents[1] / "cases"
FLAGGING, NEGATIVES = 3, 5
FIELDS = {"signal", "label", "text", "evidence", "expect", "cause", "comment", "source"}


def family_name(family):
    return family.__name__.rsplit(".", 1)[-1]


def load(path):
    return json.loads(path.read_text("utf-8"))


FAMILIES = {path.stem: load(path) for path in sorted(CASES_DIR.glob("*.json"))}
CASES = [case for cases in FAMILIES.values() for case in cases]


def parameters():
    for case in CASES:
        failing = case.get("expect", "pass") == "fail"
        marks = [pytest.mark.xfail(strict=True, reason="known failure")] if failing else []
        yield pytest.param(case, id=f"{case['signal']}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", list(parameters()))
def test_case(case):
    tokens = Tokens(case["text"])
    found = SIGNALS_BY_NAME[case["signal"]].read(tokens)
    assert [tokens.text[mark.start : mark.end] for mark in found.marks] == case["evidence"]
    assert (found.value > 0) == any(mark.cause is None for mark in found.marks)
    if "cause" in case:
        causes = {mark.cause or SIGNALS_BY_NAME[case["signal"]].cause for mark in found.marks}
        assert causes == {case["cause"]}


@pytest.mark.parametrize("family", FAMILIES)
def test_cases_are_well_formed(family):
    families = {
        signal.name: family_name(family) for family in SIGNAL_MODULES for signal in family.SIGNALS
    }
    for case in FAMILIES[family]:
        assert set(case) <= FIELDS, case["label"]
        assert families[case["signal"]] == family, case["label"]
        assert all(snippet in case["text"] for snippet in case["evidence"]), case["label"]


@pytest.mark.parametrize("signal", CATALOGUE, ids=lambda signal: signal.name)
def test_signal_has_cases(signal):
    passing = [case for case in CASES if case.get("expect", "pass") == "pass"]
    kinds = Counter(bool(case["evidence"]) for case in passing if case["signal"] == signal.name)
    assert kinds[True] >= FLAGGING, "too few flagging cases"
    assert kinds[False] >= NEGATIVES, "too few tempting negatives"


@pytest.mark.parametrize("signal", CATALOGUE, ids=lambda signal: signal.name)
def test_signal_is_well_formed(signal):
    assert signal.read(Tokens("")).value == 0.0
    assert signal.read(Tokens(signal.example)).value > 0.0, "the example is not flagged"
    assert signal.means and signal.wrongs and "\n" not in signal.means + signal.wrongs


def test_names_and_labels_are_unique():
    assert len(SIGNALS_BY_NAME) == len(CATALOGUE)
    labels = Counter((case["signal"], case["label"]) for case in CASES)
    assert [label for label, count in labels.items() if count > 1] == []
