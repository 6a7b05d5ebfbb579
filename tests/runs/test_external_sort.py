"""The external sort gives what a sort in memory gives, whatever has to go to disk."""

from __future__ import annotations

from random import Random

import pytest

from detector.runs import external_sort as sorting
from detector.runs.external_sort import ExternalSorter
from detector.verdict import DECISION_ORDER, JUDGED, Evidence, Row
from detector.writers.review_rows import worst_first


def rows_of(count, seed=5):
    random = Random(seed)
    for number in range(count):
        row = Row(
            decision=random.choice(DECISION_ORDER),
            score=random.choice([0.0, 0.1, 0.25, 1 / 3, random.random()]),
            reasons=["number_slot", "spin_phrasing"],
            evidence=[Evidence("spin_phrasing", "spin", 0, 5, "cut \ud83d")],
            id=str(number),
        )
        row.probabilities["synthetic"] = random.choice([0.0, 0.5])
        if row.decision not in JUDGED:
            row.score, row.probabilities["synthetic"] = 0.0, 0.0
        yield row


def sorted_rows(rows, **options):
    with ExternalSorter(**options) as sorter:
        for row in rows:
            sorter.add(row)
        return list(sorter.rows()), len(sorter.runs)


@pytest.mark.parametrize("held", [1, 2_000, 20_000, 10**9])
def test_rows_come_worst_first_and_equals_as_they_came(monkeypatch, held):
    monkeypatch.setattr(sorting, "HELD", held)
    monkeypatch.setattr(sorting, "RUNS", 4)
    rows = list(rows_of(500))
    found, runs = sorted_rows(rows)
    assert (runs == 0) == (held == 10**9)
    expected = sorted(range(len(rows)), key=lambda n: worst_first(rows[n]))
    assert [number for number, _ in found] == expected
    assert [row.rank for _, row in found] == list(range(1, 501))
    assert [row.score for _, row in found] == [rows[n].score for n in expected]


def test_a_budget_is_kept_across_runs(monkeypatch):
    monkeypatch.setattr(sorting, "HELD", 3_000)
    found, _ = sorted_rows(rows_of(300), budget=40)
    rows = [row for _, row in found]
    assert [row.decision for row in rows].count("review") == 40
    judged = [row for row in rows if row.decision in ("review", "pass")]
    probabilities = [row.deciding_probability for row in judged]
    assert min(probabilities[:40]) >= max(probabilities[40:])
    assert all(not row.evidence for row in judged[40:])


def test_a_budget_counts_what_a_language_model_wrote_and_says_what_it_did():
    rows = [Row(decision="review", score=0.8, why="A."), Row(decision="pass", score=0.1, why="B.")]
    rows += [Row(decision="review", why="C."), Row(decision="pass", score=0.2, why="D.")]
    rows[2].probabilities["synthetic"] = 0.97
    for budget, whys in (
        (1, ["C.", "Beyond the budget. A.", "D.", "B."]),
        (3, ["C.", "A.", "Sent by the budget alone. D.", "B."]),
    ):
        found, _ = sorted_rows(rows, budget=budget)
        assert [row.why for _, row in found] == whys


def test_no_file_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(sorting, "HELD", 1)
    with ExternalSorter(tmp_path) as sorter:
        for row in rows_of(9):
            sorter.add(row)
        assert list(tmp_path.iterdir()) == []
