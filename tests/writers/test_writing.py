"""Review rows as CSV, JSON Lines and Parquet."""

from __future__ import annotations

import csv
import gzip
import json

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from detector.causes import PROBABILITIES
from detector.readers.evidence_cells import marks_of_cell
from detector.verdict import Evidence, Row
from detector.writers import COLUMNS, BadDestination, open_writer
from detector.writers.cells import format_cell, unescape_formula
from detector.writers.records import evidence_record, from_record, to_record

CONTRACT = (
    "rank decision why title outlet published url reviewer_decision reviewer_cause reviewer_note"
    " score translation spin synthetic debris reasons evidence figures_suspect path id words"
    " language out_of_domain story copy_of model version error"
).split()


def mark(**changes):
    plain = {"signal": "placeholder", "cause": "translation", "start": 120, "end": 125}
    return plain | {"text": "XNUMX"} | changes


@pytest.fixture
def row():
    def make(**changes):
        numbers = {"score": 0.98765432, "translation": 0.9, "spin": 0.1, "synthetic": 0.0}
        record = {
            **to_record(Row()),
            **numbers,
            "rank": 1,
            "decision": "review",
            "debris": 3.5,
            "reasons": ["placeholder", "glue"],
            "evidence": [mark(), mark(signal="glue", start=7, end=20, text="Aldmouthalthough")],
            "why": "Spun copy.",
            "title": "Port reopens",
            "id": "ap-17",
            "words": 412,
            **changes,
        }
        return from_record(record)

    return make


@pytest.fixture
def write(tmp_path):
    def writing(name, *rows, plain=False):
        path = tmp_path / name
        with open_writer(str(path), plain=plain) as writer:
            for each in rows:
                writer.write(each)
        assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".")] == []
        return path

    return writing


def cells(path):
    """The one row of a CSV, as any reader of CSV sees it."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        [found] = csv.DictReader(file)
    return found


def test_the_columns_are_those_of_the_contract():
    assert list(COLUMNS) == CONTRACT


@pytest.mark.parametrize("name", ["review.csv", "review.csv.gz"])
def test_csv(write, row, name):
    found = cells(write(name, row()))
    assert list(found) == CONTRACT
    assert found["score"] == "0.9877"
    assert found["words"] == "412"
    assert found["reasons"] == "placeholder;glue"
    assert found["evidence"].startswith("“XNUMX”: ")
    assert " [placeholder@120-125] | “Aldmouthalthough”: " in found["evidence"]
    assert found["evidence"].endswith(" [glue@7-20]")
    assert found["reviewer_note"] == ""


def test_the_mark_for_excel_and_plain(write, row):
    assert write("a.csv", row()).read_bytes().startswith(b"\xef\xbb\xbfrank,")
    assert write("b.csv", row(), plain=True).read_bytes().startswith(b"rank,")


def test_standard_output_is_bare_and_stays_open(row, capfdbinary):
    for destination in (None, "-"):
        with open_writer(destination) as writer:
            writer.write(row(title="Café"))
        print("after", flush=True)
        out = capfdbinary.readouterr().out
        assert out.startswith(b"rank,decision,")
        assert "Café".encode() in out
        assert out.endswith(b"\nafter\n")


@pytest.mark.parametrize(
    "title",
    [
        *("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''@x", "=1\n=2"),
        *(
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\u200b=1",
            "\u202e=1",
            "\ufeff\u2066@x",
            "\u00ad+1",
            "'\u200f-1",
        ),
    ],
)
def test_no_cell_is_a_formula_and_what_was_written_can_be_restored(write, row, title):
    found = cells(write("a.csv", row(title=title, outlet=title, id=title)))
    for column in ("title", "outlet", "id"):
        assert found[column].startswith("'")
        assert "\n=" not in found[column]
    if not {"\t", "\r", "\n"} & set(title):
        assert unescape_formula(found["title"]) == title


def test_our_own_numbers_are_no_formulas(write, row):
    assert cells(write("a.csv", row(score=-0.5)))["score"] == "-0.5"
    assert cells(write("b.csv", row(score=np.float64(0.25), words=np.int64(7))))["words"] == "7"


def test_evidence_cannot_begin_a_formula_either(write, row):
    found = cells(write("a.csv", row(evidence=[mark(signal="=cmd", text='a",=1\n=2')])))
    assert found["evidence"].startswith('“a",=1 ¶ =2”: ')
    assert cells(write("b.csv", row(reasons=["=cmd"])))["reasons"] == "'=cmd"


@pytest.mark.parametrize(
    "number", ["0012", "123456789012345678", "1e5", "3-4", "2024-03-05", "1:20"]
)
def test_ids_that_a_spreadsheet_would_rewrite_are_text(write, row, number):
    found = cells(write("a.csv", row(id=number, story=number, title=number)))
    assert found["id"] == found["story"] == f"'{number}"
    assert unescape_formula(found["id"], "id") == number
    assert found["title"] == number


@pytest.mark.parametrize("plain_id", ["17", "ap-17", "week/a.jsonl#3", "urn:uuid:00000000"])
def test_other_ids_stay_as_they_are(write, row, plain_id):
    assert cells(write("a.csv", row(id=plain_id)))["id"] == plain_id


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\n \n"]
)
def test_no_cell_holds_a_line_end(write, row, end):
    path = write("a.csv", row(title=f"Port{end}reopens", error=end))
    assert cells(path)["title"] == "Port ¶ reopens"
    assert cells(path)["error"] == ""
    assert len(path.read_text("utf-8-sig").splitlines()) == 2


def test_characters_that_no_file_can_hold(write, row):
    odd = "nul \x00 half \ud83d escape \x1b[2J bad byte \udce9"
    clean = "nul \ufffd half \ufffd escape \ufffd[2J bad byte \ufffd"
    rows = [row(title=odd, evidence=[mark(text=odd)])]
    found = cells(write("a.csv", *rows))
    assert found["title"] == clean
    assert clean in found["evidence"]
    [record] = map(json.loads, write("a.jsonl", *rows).read_text("utf-8").splitlines())
    kept = odd.replace("\ud83d", "\ufffd").replace("\udce9", "\ufffd")
    assert record["title"] == record["evidence"][0]["text"] == kept
    [record] = parquet.read_table(write("a.parquet", *rows)).to_pylist()
    assert record["title"] == record["evidence"][0]["text"] == kept


def test_long_cells_and_much_evidence_are_cut_and_say_so(write, row):
    evidence = [mark(start=number, text="word " * 100) for number in range(11)]
    found = cells(write("a.csv", row(title="a" * 50_000, evidence=evidence)))
    assert len(found["title"]) == 32_000
    assert found["title"].endswith("…")
    assert found["evidence"].count("placeholder@") == 8
    assert found["evidence"].endswith("] | and 3 more")
    [record] = map(json.loads, write("a.jsonl", row(evidence=evidence)).read_text().splitlines())
    assert len(record["evidence"]) == 11


@pytest.mark.parametrize("name", ["review.jsonl", "review.jsonl.gz", "review.ndjson"])
def test_json_lines(write, row, name):
    data = write(name, row(score=np.float64(0.5)), row(rank=2)).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    first, second = map(json.loads, data.splitlines())
    assert list(first) == CONTRACT
    assert first["score"] == 0.5
    assert second["score"] == 0.98765432
    assert first["evidence"][0] == mark()
    assert type(first["evidence"][0]["start"]) is int


def test_the_wording_of_the_best_copy_stands_beside_the_mangled_one(write, row):
    found = mark(signal="copy_wording", text="hamlet", original="village")
    (record,) = [
        json.loads(line)
        for line in write("a.jsonl", row(evidence=[found, mark()])).read_text("utf-8").splitlines()
    ]
    assert record["evidence"] == [found, mark()]
    cell = cells(write("a.csv", row(evidence=[found, mark()])))["evidence"]
    assert cell.startswith("“hamlet” for “village”: worded differently from the best copy")


def test_parquet_has_one_schema_whatever_the_rows_hold(write, row):
    rows = [row(rank=number, evidence=[] if number < 1500 else [mark()]) for number in range(1600)]
    table = parquet.read_table(write("a.parquet", *rows))
    empty = parquet.read_table(write("b.parquet"))
    assert table.schema == empty.schema
    assert table.column_names == CONTRACT
    assert str(table.schema.field("rank").type) == "int64"
    assert table.column("rank").to_pylist() == list(range(1600))
    assert table.slice(1599).to_pylist()[0]["evidence"] == [
        mark() | {"note": None, "original": None}
    ]


def test_the_same_rows_give_the_same_gzip(write, row):
    assert write("a.csv.gz", row()).read_bytes() == write("b.csv.gz", row()).read_bytes()


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.parquet"])
def test_a_run_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, row, name):
    path = tmp_path / name
    path.write_text("old")
    with pytest.raises(RuntimeError, match="stop"), open_writer(str(path)) as writer:
        writer.write(row())
        raise RuntimeError("stop")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path, write, row):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert write("link.csv", row()).is_symlink()
    assert cells(tmp_path / "real.csv")["id"] == "ap-17"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("review.xls", "use .csv"),
        ("review", "use .csv"),
        ("a.parquet.gz", "use .csv"),
        ("gone/review.csv", "cannot write .*No such file"),
        ("folder.csv", "is a folder"),
    ],
)
def test_where_nothing_can_be_written_is_said_at_once(tmp_path, name, message):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadDestination, match=message), open_writer(str(tmp_path / name)):
        pass


def test_a_record_comes_back_as_the_row_it_was(row):
    passages = [
        {"start": 0, "end": 9, "text": "He said ” | 3 times"},
        {"start": 12, "end": 20, "text": ""},
    ]
    first = row(evidence=[mark(original="village", note="as")], figures_suspect=passages)
    record = to_record(first)
    assert list(record) == CONTRACT
    assert from_record(record) == first
    assert record["figures_suspect"] == passages


@pytest.mark.parametrize("decision", ["too_short", "not_english", "unreadable"])
def test_what_was_not_judged_has_no_score(write, row, decision):
    unjudged = row(decision=decision, score=None, translation=None, spin=None)
    found = cells(write("a.csv", unjudged))
    assert [found[name] for name in PROBABILITIES] == [""] * len(PROBABILITIES)
    record = json.loads(write("a.jsonl", unjudged).read_text("utf-8"))
    assert {record[name] for name in PROBABILITIES} == {None}
    [record] = parquet.read_table(write("a.parquet", unjudged)).to_pylist()
    assert {record[name] for name in PROBABILITIES} == {None}


def test_the_marks_of_a_cell_come_back():
    marks = [
        Evidence("number_slot", "translation", 4, 9, "XNUMX", "not to be trusted (3)"),
        Evidence("calque", "translation", 20, 27, "a”: b"),
        Evidence("copy_wording", "spin", 30, 36, "hamlet", original="village"),
    ]
    assert list(marks_of_cell(format_cell(list(map(evidence_record, marks)), "evidence"))) == marks


AWKWARD = [
    {"title": 'He said "no", then\nleft; twice\t(2)', "id": "0012"},
    {"title": "=1+1", "outlet": "Café Zürich 外交部 😀"},
    {"title": "nul \x00 half \ud83d", "path": "/news/a, b.txt"},
    {"title": "'Tis the season", "evidence": [mark(text='"“quoted”", | =1\r\n')]},
]


@pytest.mark.parametrize("plain", [False, True])
def test_pandas_reads_one_row_an_article(write, row, plain):
    path = write("a.csv", *(row(**each) for each in AWKWARD), plain=plain)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(frame.columns) == CONTRACT
    assert len(frame) == len(AWKWARD)
    assert list(frame["words"]) == ["412"] * 4
    assert frame["id"][0] == "'0012"
    assert frame["title"][0] == 'He said "no", then ¶ left; twice\t(2)'
    assert frame["title"][3] == "'Tis the season"
