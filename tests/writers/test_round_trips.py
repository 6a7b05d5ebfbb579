"""Review files through the programs that analysts use, and back."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from detector.readers.rows import read_rows
from detector.review.decision_readers import read_decisions
from detector.verdict import Evidence, Passage, Row
from detector.writers import COLUMNS, open_writer
from detector.writers.cells import unescape_formula

ROWS = [
    Row(
        rank=1,
        decision="review",
        why="Spun copy: other words, in 2 places; the figures of 1 sentence cannot be trusted.",
        title='He said "no", then; left (2)',
        outlet="Café Zürich 外交部 😀",
        published="2026-03-05T08:00:00Z",
        url="https://news.example/a?b=1&c=2",
        score=0.8765,
        reasons=["number_slot", "copy_wording"],
        evidence=[
            Evidence("number_slot", "translation", 120, 125, "XNUMX", "not to be trusted"),
            Evidence("copy_wording", "spin", 9, 15, "“hamlet”, | =1", original="village"),
        ],
        figures_suspect=[Passage(100, 150, "Held XNUMX tons; 3,5 “of” it.")],
        path="/news/a, b.txt",
        id="0012",
        words=412,
        language="en",
        story="123456789012345678",
        model="m",
    ),
    Row(rank=2, decision="pass", why="=1+1", title="=1+1", id="2024-03-05", words=7, score=0.5),
    Row(rank=3, decision="too_short", why="7 words.", title="'Tis", id="\u202e=x", words=7),
    Row(rank=4, decision="unreadable", why="-", title="+1", path="b.txt", error="＝empty"),
]


def written(folder, name):
    path = folder / name
    with open_writer(str(path)) as writer:
        for row in ROWS:
            writer.write(row)
    return path


def decide(path):
    """A spreadsheet's user writes two decisions, whatever the format."""
    read = {"dtype": str, "keep_default_na": False}
    frame = pd.read_excel(path, **read) if path.suffix == ".xlsx" else pd.read_csv(path, **read)
    frame["reviewer_decision"] = ["review", "pass", "", ""]
    frame["reviewer_cause"] = ["spin", "", "", ""]
    if path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False, sep=";", encoding="utf-8-sig")


def check_decisions(path):
    first, second = read_decisions(path)
    assert (first.id, first.decision, first.cause) == ("0012", "review", "spin")
    assert (second.id, second.decision) == ("2024-03-05", "pass")


@pytest.mark.parametrize("name", ["review.csv", "review.xlsx"])
def test_pandas_saves_what_it_read_and_decisions_come_back(tmp_path, name):
    path = written(tmp_path, name)
    assert read_rows(path) == ROWS
    decide(path)
    check_decisions(path)
    for row in (rows := read_rows(path)):
        row.reviewer_decision = row.reviewer_cause = ""
    assert rows == ROWS


def test_pandas_with_its_own_guesses_keeps_what_matters(tmp_path):
    path = written(tmp_path, "review.csv")
    pd.read_csv(path).to_csv(path, index=False)
    found = [(row.id, row.decision, row.score, row.evidence) for row in read_rows(path)]
    assert found == [(row.id, row.decision, row.score, row.evidence) for row in ROWS]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("review.csv", "csv:Text - txt - csv (StarCalc):44,34,76,1"),
        ("review.xlsx", "xlsx:Calc MS Excel 2007 XML"),
    ],
)
def test_libreoffice_saves_what_it_read_and_decisions_come_back(
    tmp_path, saved_by_libreoffice, name, kind
):
    path = saved_by_libreoffice(written(tmp_path, name), kind)
    if name == "review.csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            seen = list(csv.DictReader(file))
        assert list(seen[0]) == list(COLUMNS) and len(seen) == len(ROWS)
        assert seen[1]["title"] == "'=1+1" and unescape_formula(seen[1]["title"]) == "=1+1"
    assert read_rows(path) == ROWS
    decide(path)
    check_decisions(path)
