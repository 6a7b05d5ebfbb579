"""A filled review CSV survives what Excel, LibreOffice and people do to it."""

from __future__ import annotations

import codecs
import csv
import io
import random

import pytest

from detector.readers.spreadsheets import CsvTableError, read_csv_table
from detector.review.decisions import ReviewDecisionError, parse_label, parse_timestamp, read_filled
from detector.verdict import Row
from detector.writers import open_writer
from detector.writers.records import from_record, to_record

BLANK = to_record(Row())


def row(number, **cells):
    """A row of the review CSV as `detector score` gives it."""
    scores = dict.fromkeys(("translation", "spin", "synthetic"), 0.25)
    own = {"rank": number, "id": f"a{number}", "path": "in/wire.jsonl", "score": 0.9 - number / 100}
    return from_record(BLANK | scores | own | {"decision": "review", "model": "m1"} | cells)


ROWS = [
    row(1, reviewer_decision="review", reviewer_cause="spin", title="=1+1", outlet="Café, Zürich"),
    row(2, reviewer_decision="pass", reviewer_note='He said "sound";\nsecond line'),
    row(3, id="0012", reviewer_decision="unsure"),
    row(4),
]
WANTED = {("a1", "review", "spin"), ("a2", "pass", ""), ("0012", "unsure", "")}


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "review.csv"
    with open_writer(str(path)) as writer:
        for each in ROWS:
            writer.write(each)
    return path


def cells_of(path):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def text_of(cells, delimiter=",", ending="\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(cells)
    return out.getvalue()


def found(path):
    return {(d.id, d.decision, d.cause) for d in read_filled(path)}


def test_as_it_was_written(written):
    decisions = read_filled(written)
    assert found(written) == WANTED
    assert decisions[0].score == 0.89 and decisions[0].model == "m1"
    assert decisions[0].outlet == "Café, Zürich"


@pytest.mark.parametrize(
    ("delimiter", "encoding", "ending"),
    [
        (";", "utf-8-sig", "\r\n"),
        (";", "cp1252", "\r\n"),
        ("\t", "utf-16", "\r\n"),
        ("\t", "utf-16-le", "\n"),
        (",", "utf-8", "\r\n"),
    ],
)
def test_every_way_to_save_it(written, tmp_path, delimiter, encoding, ending):
    cells = cells_of(written)
    score = cells[0].index("score")
    if delimiter == ";":
        for line in cells[1:]:
            line[score] = line[score].replace(".", ",")
    path = tmp_path / "again.csv"
    path.write_bytes(text_of(cells, delimiter, ending).encode(encoding))
    assert found(path) == WANTED
    assert read_filled(path)[0].score == 0.89
    assert read_filled(path)[0].outlet == "Café, Zürich"


def test_a_line_that_names_the_delimiter(written, tmp_path):
    path = tmp_path / "again.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"sep=;\r\n" + text_of(cells_of(written), ";").encode())
    assert found(path) == WANTED


@pytest.mark.parametrize("seed", range(5))
def test_rows_and_columns_in_any_order_doubled_and_missing(written, tmp_path, seed):
    chance = random.Random(seed)
    cells = cells_of(written)
    order = chance.sample(range(len(cells[0])), len(cells[0]))
    unneeded = {"rank", "title", "evidence", "words"}
    order = [n for n in order if cells[0][n] not in unneeded] + [cells[0].index("id")]
    body = [[line[n] for n in order] for line in cells[1:]]
    body += [chance.choice(body), [""] * len(order)]
    chance.shuffle(body)
    path = tmp_path / "again.csv"
    path.write_text(text_of([[f" {cells[0][n].upper()} " for n in order], *body]), "utf-8")
    assert found(path) == WANTED


def test_a_quoted_newline_does_not_put_the_row_numbers_out_of_step(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,reviewer_decision,title\n1,pass,"two\nlines"\n2,perhaps,\n', "utf-8")
    with pytest.raises(
        ReviewDecisionError, match=r"row 3: 'perhaps' .* write review, pass or unsure"
    ):
        read_filled(path)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Review ", "review"),
        ("PASS", "pass"),
        ("WAHR", "review"),
        ("FALSCH", "pass"),
        ("vrai", "review"),
        ("Faux", "pass"),
        ("TRUE", "review"),
        ("0", "pass"),
        ("Unsure", "unsure"),
        ("?", "unsure"),
        ("", None),
    ],
)
def test_what_people_and_spreadsheets_write(word, meant):
    assert parse_label(word) == meant


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2026-11-22T10:15:30Z", "2026-11-22T10:15:30+00:00"),
        ("2026-11-22 11:15:30+01:00", "2026-11-22T10:15:30+00:00"),
        ("22.11.2026 10:15", "2026-11-22T10:15:00+00:00"),
        ("11/22/2026 10:15", "2026-11-22T10:15:00+00:00"),
        ("22/11/2026", "2026-11-22T00:00:00+00:00"),
        ("04/05/2026", ""),
        ("04.05.2026", "2026-05-04T00:00:00+00:00"),
        ("40.50.2026", ""),
        ("Sunday", ""),
    ],
)
def test_dates_saved_again(cell, meant):
    assert parse_timestamp(cell) == meant


def table(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,title\n1,a\n", "no column reviewer_decision"),
        ("title,reviewer_decision\na,pass\n", "neither a column id"),
        ("id,reviewer_decision\n1,pass\n1,review\n", "rows 2 and 3 say pass and review of 1"),
        ("id,reviewer_decision,reviewer_cause\n1,,spin\n", "row 2: a cause without a decision"),
        (
            "id,reviewer_decision,reviewer_cause\n1,review,bots\n",
            "'bots' is not a cause: write one of",
        ),
        ("id,reviewer_decision\n,pass\n", "row 2: neither id nor path"),
        ('id,reviewer_decision\n1,"pass\n2,review\n', "row 2 .*quotation mark"),
        ("", "is empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_the_way_out(tmp_path, text, words):
    with pytest.raises((ReviewDecisionError, CsvTableError), match=words):
        read_filled(table(tmp_path, text))


def test_a_workbook_is_told_apart(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)))
    with pytest.raises(CsvTableError, match=r"workbook.*CSV UTF-8"):
        read_filled(path)


def test_the_later_of_two_decisions_of_one_reviewer_counts(tmp_path):
    text = (
        "id,reviewer_decision,reviewer,at\n"
        "1,pass,Ann,2026-11-22T12:00:00Z\n1,review,Ann,2026-11-22T10:00:00Z\n1,review,Bo,\n"
    )
    decisions = read_filled(table(tmp_path, text))
    assert [(d.reviewer, d.decision) for d in decisions] == [("Ann", "pass"), ("Bo", "review")]


def test_cells_are_what_they_were_before_they_were_neutralised(written):
    rows = list(read_csv_table(written).rows)
    assert rows[0][1]["title"] == "=1+1" and rows[2][1]["id"] == "0012"


@pytest.mark.parametrize(("mark", "charset"), [("44", "76"), ("59", "76"), ("9", "65535")])
def test_libreoffice_saves_it_again(written, saved_by_libreoffice, mark, charset):
    kind = f"csv:Text - txt - csv (StarCalc):{mark},34,{charset},1"
    assert found(saved_by_libreoffice(written, kind)) == WANTED
