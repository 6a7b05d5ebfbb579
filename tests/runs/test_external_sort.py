"""The external sort gives what a sort in memory gives, whatever has to go to disk."""

from __future__ import annotations

from random import Random

import pytest

from detector.runs import external_sort as sorting
from detector.runs.external_sort import ExternalSorter, pack, ranked, unpack
from detector.verdict import DECISION_ORDER, JUDGED, Evidence, Passage, Readability, Row
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
        for number, row in enumerate(rows):
            sorter.add(pack(number, row))
        rows = (one.data for one in sorter.rows())
        return list(ranked(rows, 1, sorter.budget)), len(sorter.runs)


@pytest.mark.parametrize("held", [1, 2_000, 20_000, 10**9])
def test_rows_come_worst_first_and_equals_as_they_came(monkeypatch, held):
    monkeypatch.setattr(sorting, "HELD", held)
    monkeypatch.setattr(sorting, "RUNS", 4)
    rows = list(rows_of(500))
    found, runs = sorted_rows(rows)
    assert (runs == 0) == (held == 10**9)
    expected = sorted(range(len(rows)), key=lambda n: worst_first(rows[n]))
    assert [int(row.id) for row in found] == expected
    assert [row.rank for row in found] == list(range(1, 501))
    assert [row.score for row in found] == [rows[n].score for n in expected]


def test_a_budget_is_kept_across_runs(monkeypatch):
    monkeypatch.setattr(sorting, "HELD", 3_000)
    rows, _ = sorted_rows(rows_of(300), budget=40)
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
        assert [row.why for row in found] == whys


def test_a_packed_row_is_the_same_row_in_characters_that_files_can_hold():
    [row] = rows_of(1)
    row.figures_suspect, row.readability = [Passage(3, 7, "4,00m")], Readability(61.5, 8.25, 0.125)
    row.reviewer_note, row.rank = "Wait.", 7
    again = unpack(pack(0, row).data)
    assert again.evidence == [Evidence("spin_phrasing", "spin", 0, 5, "cut �")]
    row.evidence = again.evidence
    assert again == row


def test_no_file_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(sorting, "HELD", 1)
    with ExternalSorter(tmp_path) as sorter:
        for number, row in enumerate(rows_of(9)):
            sorter.add(pack(number, row))
        assert list(tmp_path.iterdir()) == []
