"""The review file as an Excel workbook: what an analyst gets, and what comes back."""

from __future__ import annotations

import sys

import pytest

from detector import read_review
from detector.readers.row_files import is_review
from detector.readers.rows import read_rows
from detector.readers.spreadsheets import CsvTableError, read_csv_table
from detector.review.decision_readers import read_decisions
from detector.verdict import Evidence, Passage, Row
from detector.writers import BadDestination, check_destination, open_writer, workbook

openpyxl = pytest.importorskip("openpyxl")
ROWS = [
    Row(
        rank=1,
        decision="review",
        why="Machine translation: a mask.",
        title="=Silos “full”",
        outlet="Café 外交部 😀",
        published="2026-03-05",
        url="https://news.example/silos?a=1",
        score=0.8765,
        reasons=["number_slot", "glued_stop"],
        evidence=[Evidence("number_slot", "translation", 4, 9, "XNUMX", "not to be trusted")],
        figures_suspect=[Passage(0, 20, "Held XNUMX t | 3 “of” it.")],
        path="incoming/a.txt",
        id="0012",
        words=320,
        model="m",
    ),
    Row(rank=2, decision="too_short", why="7 words are too few.", url="javascript:x", id="1e5"),
]


@pytest.fixture
def review(tmp_path):
    path = tmp_path / "review.xlsx"
    with open_writer(str(path)) as writer:
        for row in ROWS:
            writer.write(row)
    return path


def sheet_of(path):
    return openpyxl.load_workbook(path).active


def column_of(sheet, name):
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_the_sheet_is_one_to_decide_in(review):
    sheet = sheet_of(review)
    assert sheet.freeze_panes == "A2"
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    letter = sheet.cell(1, column_of(sheet, "reviewer_decision")).column_letter
    assert lists[f"{letter}2:{letter}1048576"] == '"review,pass,unsure"'
    why = sheet.cell(2, column_of(sheet, "why"))
    assert why.alignment.wrap_text and why.value.startswith("Machine translation")
    url = column_of(sheet, "url")
    assert sheet.cell(2, url).hyperlink.target == ROWS[0].url
    assert sheet.cell(2, url).font.underline == "single"
    assert sheet.cell(3, url).hyperlink is None
    score = column_of(sheet, "score")
    assert sheet.cell(2, score).value == 0.8765 and sheet.cell(3, score).value is None
    assert sheet.cell(2, column_of(sheet, "id")).value == "0012"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_rows_come_back(review):
    assert is_review(review)
    assert read_rows(review) == ROWS
    assert read_review(review)["title"].tolist()[0] == ROWS[0].title


def test_decisions_made_in_excel_come_back(review):
    book = openpyxl.load_workbook(review)
    sheet = book.active
    sheet.cell(2, column_of(sheet, "reviewer_decision")).value = "review"
    sheet.cell(2, column_of(sheet, "reviewer_cause")).value = "spin"
    sheet.cell(3, column_of(sheet, "reviewer_decision")).value = False
    book.save(review)
    first, second = read_decisions(review)
    assert (first.id, first.decision, first.cause) == ("0012", "review", "spin")
    assert (second.id, second.decision) == ("1e5", "pass")


def test_what_is_no_workbook_says_what_to_do(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 and no archive")
    with pytest.raises(CsvTableError, match="save it again as “CSV UTF-8”"):
        read_csv_table(path)


def test_a_sheet_has_an_end_and_openpyxl_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with (
        pytest.raises(BadDestination, match=r"a sheet holds 1 articles: write \.csv"),
        open_writer(str(tmp_path / "a.xlsx")) as writer,
    ):
        for row in ROWS:
            writer.write(row)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    check_destination("b.csv")
    with pytest.raises(BadDestination, match=r"\[desk\]"):
        check_destination("b.xlsx")


def test_a_sheet_that_an_analyst_put_before_ours_is_passed_over(review):
    book = openpyxl.load_workbook(review)
    book.create_sheet("sums", 0)["A1"] = "damaged"
    book.save(review)
    assert is_review(review)
    assert [row.id for row in read_rows(review)] == ["0012", "1e5"]
