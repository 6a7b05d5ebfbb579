"""CSV and TSV."""

from __future__ import annotations

import io

import pytest

from detector.readers import limits


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        *(("a.csv", mark) for mark in ",;\t|"),
        ("a.tsv", "\t"),
        ("a.csv.gz", ","),
    ],
)
def test_delimiters(put, read_all, name, mark):
    rows = [["id", "Title", " TEXT ", "extra"], ["0017", "Port", '"One, two; three\tfour."', "x"]]
    path = put(name, "\r\n".join(mark.join(row) for row in rows) + "\r\n")
    [article], bad = read_all(path)
    assert not bad
    assert (article.id, article.title) == ("0017", "Port")
    assert article.text == "One, two; three\tfour."


@pytest.mark.parametrize("name", ["a.csv", "-"], ids=["file", "stdin"])
@pytest.mark.parametrize("opening", ["sep=;\r\n", '"sep=;"\n', "\ufeffsep=;\r\n", "\r\n \r\n"])
def test_what_excel_puts_before_the_header_is_passed_over(put, read_all, opening, name):
    table = f"{opening}id;title;text\r\n7;Port, again;One, two.\r\n".encode()
    source = io.BytesIO(table) if name == "-" else None
    [article], bad = read_all(name if source else put(name, table), stdin=source)
    assert not bad
    assert (article.id, article.title, article.text) == ("7", "Port, again", "One, two.")


def test_line_ends_inside_cells_stay(put, read_all):
    [article], _ = read_all(put("a.csv", 'text\n"One.\r\n\r\nTwo ""three""."\n'))
    assert article.text == 'One.\r\n\r\nTwo "three".'


def test_rows_are_numbered_without_the_header_and_blank_lines(put, read_all):
    path = put("a.csv", "outlet,text\nPost,One.\n\nPost,Two.\n")
    articles, _ = read_all(path)
    assert [article.id for article in articles] == [f"{path}#1", f"{path}#2"]


def test_a_row_cut_short_is_told(put, read_all):
    [article], [bad] = read_all(put("a.csv", "id,text\n7\n8,Two.\n"))
    assert article.id == "8"
    assert bad.reason == "row 1 has 1 cell; the text is column 2"


def test_a_table_without_text_names_its_columns(put, read_all):
    _, [bad] = read_all(put("labels.csv", "file,label\na.txt,clean\n"))
    assert bad.reason.startswith("no column `text`; columns found: file, label; name the one ")


def test_an_empty_table(put, read_all):
    _, [bad] = read_all(put("a.csv", ""))
    assert bad.reason == "the file is empty"


def test_long_cells(put, read_all):
    [article], bad = read_all(put("a.csv", f"text\n{'word ' * 100_000}\n"))
    assert not bad
    assert len(article.text) == 500_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(put, read_all, encoding):
    [article], _ = read_all(put("a.csv", "text,id\n“José”,1\n".encode(encoding)))
    assert (article.text, article.id) == ("“José”", "1")


def test_a_row_in_another_encoding(put, read_all):
    data = 'title,text\nPlain,One.\nCafé,"“José Núñez owns the café,” she said."\n'
    [plain, western], _ = read_all(put("a.csv", data.encode("cp1252")))
    assert plain.remark == ""
    assert (western.title, western.text) == ("Café", "“José Núñez owns the café,” she said.")
    assert western.remark == "read as cp1252, not UTF-8"


def test_a_row_that_is_damaged_utf8(put, read_all):
    data = "title,text\nCafé,“José said no.”\n".encode().replace("é,".encode(), b"\xc3,")
    [article], bad = read_all(put("a.csv", data))
    assert not bad
    assert (article.title, article.text) == ("Caf\N{REPLACEMENT CHARACTER}", "“José said no.”")
    assert article.remark == "UTF-8 with 1 damaged bytes"


def test_line_ends_in_a_row_in_another_encoding(put, read_all):
    data = 'text,title\n"“José”\n\nowns the café.","Café\n2"\n'
    [article], _ = read_all(put("a.csv", data.encode("cp1252")))
    assert (article.text, article.title) == ("“José”\n\nowns the café.", "Café\n2")


def test_a_row_that_is_no_text_is_told(put, read_all):
    [article], [bad] = read_all(put("a.csv", b"text\n\xff\x81\x01\x02\x90\nTwo.\n"))
    assert article.text == "Two."
    assert bad.reason.startswith("row 1: not a text")


def test_nul_and_lone_quote_do_not_end_the_run(put, read_all):
    articles, bad = read_all(put("a.csv", 'text\nNul \x00 here\n"never closed\nTwo.\n'))
    assert not bad
    assert [article.text for article in articles] == ["Nul \x00 here", "never closed\nTwo.\n"]


@pytest.mark.parametrize("cell", ["a" * 300, '"' + "a\n" * 150, ",a" * 150])
def test_a_row_past_the_limit_ends_the_table(put, read_all, monkeypatch, cell):
    monkeypatch.setattr(limits, "MIB", 16)
    [article], [bad] = read_all(put("a.csv", f"text\nOne.\n{cell}\nThree.\n"))
    assert article.text == "One."
    assert bad.reason == (
        "row 2: longer than 16 MiB (DETECTOR_MAX_RECORD_MIB raises this limit); "
        "this row and those after it are not read (after 1 records)"
    )


def test_a_header_alone_is_told(put, read_all):
    _, [bad] = read_all(put("a.csv", "id,text\n"))
    assert bad.reason == "the table has no rows"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_without_a_name_is_known_by_its_header(put, read_all, mark):
    rows = [["id", "text"], ["7", "The port reopened."], ["8", "Barges waited."]]
    articles, _ = read_all(put("wire", "\n".join(mark.join(row) for row in rows)))
    assert [(article.id, article.text) for article in articles] == [tuple(r) for r in rows[1:]]


def test_a_headline_with_commas_is_no_header(put, read_all):
    text = "Photos, text, and video\n\nThe paper printed all three."
    [article], _ = read_all(put("wire", text))
    assert article.text == text
