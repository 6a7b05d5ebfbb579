"""JSON Lines and JSON."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest

from detector.readers import limits, read, records


def lines(*objects):
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


RECORD = {
    "id": "ap-17",
    "title": "Port reopens",
    "text": "The port reopened on Tuesday.",
    "url": "https://valley.example/port",
    "outlet": "The Valley Post",
    "published": "2024-03-05",
    "section": "Local",
}


@pytest.mark.parametrize("name", ["wire.jsonl", "wire.ndjson", "wire.jsonl.gz", "wire.json"])
def test_fields_are_taken_and_others_are_not_minded(put, read_all, name):
    path = put(name, lines(RECORD, RECORD | {"id": 18}))
    [first, second], bad = read_all(path)
    assert not bad
    assert {field: getattr(first, field) for field in RECORD if field != "section"} == {
        field: value for field, value in RECORD.items() if field != "section"
    }
    assert first.path == path
    assert second.id == "18"


def test_records_without_an_id_are_numbered_by_line(put, read_all):
    path = put("wire.jsonl", '{"text": "One."}\n\n{"text": "Two.", "id": null}')
    [first, second], _ = read_all(path)
    assert (first.id, second.id) == (f"{path}#1", f"{path}#3")


@pytest.mark.parametrize(
    ("name", "value", "ids"),
    [
        ("a.json", [RECORD, {"text": "Two."}], ["ap-17", "{path}#2"]),
        ("a.json", {"articles": [{"text": "One."}], "status": "ok"}, ["{path}#1"]),
        ("a.json", {"text": "One."}, ["{path}"]),
        ("a.jsonl", [{"text": "One."}], ["{path}#1"]),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_shapes_of_json(put, read_all, name, value, ids, indent):
    if name == "a.jsonl" and indent:
        value = value * 2
        ids = ["{path}#1", "{path}#2"]
    path = put(name, json.dumps(value, indent=indent))
    articles, bad = read_all(path)
    assert not bad
    assert [article.id for article in articles] == [each.format(path=path) for each in ids]


def test_a_bad_line_is_told_with_its_number_and_the_others_are_read(put, read_all):
    path = put("wire.jsonl", '{"text": "One."}\n{"text": "Tw\n[1]\n{"words": "x"}\n{"text": 5}\n')
    [article], bad = read_all(path)
    assert article.text == "One."
    assert [item.id for item in bad] == [f"{path}#{number}" for number in (2, 3, 4, 5)]
    assert bad[0].reason.startswith("line 2: not JSON")
    assert bad[1].reason == "line 3 is a list, not an object with a field `text`"
    assert "no field `text`; fields found: words" in bad[2].reason
    assert "`text` is a number, not a text" in bad[3].reason


def test_the_first_line_may_be_the_bad_one(put, read_all):
    [article], [bad] = read_all(put("wire.jsonl", '{"text": "On\n{"text": "Two."}\n'))
    assert article.text == "Two."
    assert "line 1" in bad.reason


def test_lines_without_text_before_one_that_has_it(put, read_all):
    [article], [bad] = read_all(put("wire.jsonl", '{"words": "x"}\n{"text": "Two."}\n'))
    assert article.id.endswith("#2")
    assert bad.id.endswith("#1")


@pytest.mark.parametrize("name", ["wire.jsonl", "wire.json"])
def test_a_file_without_any_text_is_one_reason_that_names_the_fields(put, read_all, name):
    articles, [bad] = read_all(put(name, lines({"words": "x", "headline": "y"}, {"slug": "z"})))
    assert not articles
    assert bad.reason == (
        "none of its 2 lines has a field `text`; fields found: words, headline, slug; "
        "name the one that holds the text with --text-column"
    )


def test_a_long_file_without_text_is_given_up(put, read_all, monkeypatch):
    monkeypatch.setattr(records, "MAX_RECORDS_WITHOUT_TEXT", 3)
    _, [bad] = read_all(put("wire.jsonl", lines(*[{"words": "x"}] * 9)))
    assert bad.reason.startswith("none of its first 3 lines")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (r"cut \ud83d here", "cut \ud83d here"),
        (r"nul \u0000 here", "nul \x00 here"),
        (r"whole \ud83d\ude00", "whole 😀"),
    ],
)
def test_odd_characters_survive(put, read_all, text, held):
    [article], bad = read_all(put("wire.jsonl", f'{{"text": "{text}"}}\n'))
    assert not bad
    assert article.text == held


def test_a_line_in_another_encoding(put, read_all):
    data = '{"text": "Plain."}\n{"text": "“José Núñez owns the café,” she said."}\n'
    [plain, western], _ = read_all(put("wire.jsonl", data.encode("cp1252")))
    assert plain.remark == ""
    assert western.text == "“José Núñez owns the café,” she said."
    assert western.remark == "read as cp1252, not UTF-8"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["wire.jsonl", "wire.json"])
def test_byte_order_marks(put, read_all, encoding, name):
    data = lines({"text": "“One”"}, {"text": "Two"}).encode(encoding)
    articles, bad = read_all(put(name, data))
    assert not bad
    assert [article.text for article in articles] == ["“One”", "Two"]
    assert articles[0].remark == ("read as utf-16" if encoding == "utf-16" else "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("12", "the file holds a number"),
        ('{"text": ', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "the list is empty"),
        ("9" * 5000, "not JSON"),
    ],
)
def test_json_that_is_none(put, read_all, data, reason):
    articles, [bad] = read_all(put("a.json", data))
    assert not articles
    assert reason in bad.reason


def test_an_empty_jsonl_is_told(put, read_all):
    _, [bad] = read_all(put("a.jsonl", "\n"))
    assert bad.reason == "the file is empty"


def test_a_line_that_is_too_long_is_passed_over(put, read_all, monkeypatch):
    monkeypatch.setattr(limits, "MIB", 6)
    path = put("a.jsonl", lines({"text": "a" * 500}, {"text": "Two."}))
    [article], [bad] = read_all(path)
    assert (article.id, bad.id) == (f"{path}#2", f"{path}#1")
    raised = "DETECTOR_MAX_RECORD_MIB raises this limit"
    assert bad.reason == f"line 1: longer than 16 MiB ({raised})"


def test_a_long_file_is_never_held(put, news):
    text = news * 4
    path = put("wire.jsonl.gz", lines({"text": text}) * 10_000)
    tracemalloc.start()
    count = sum(len(article.text) for article in read([path])) // len(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 4_000_000 < 10_000 * len(text)


def test_standard_input(read_all):
    articles, bad = read_all("-", stdin=io.BytesIO(b' {"text": "One."}\n{"text": "Two."}\n'))
    assert not bad
    assert [article.id for article in articles] == ["stdin#1", "stdin#2"]
    assert articles[0].path == "-"


@pytest.mark.parametrize("name", ["wire.jsonl", "wire.json", "piped"])
@pytest.mark.parametrize("broken", ['{"text": "On', "{text", "[updated"])
def test_a_broken_first_line_is_one_row_and_the_others_are_read(put, read_all, name, broken):
    content = f'{broken}\n{{"text": "Two."}}\n{{"text": "Three."}}\n'
    if name == "piped":
        items = list(read(["-"], stdin=io.BytesIO(content.encode())))
        articles, bad = items[1:], items[:1]
    else:
        articles, bad = read_all(put(name, content))
    assert [article.text for article in articles] == ["Two.", "Three."]
    assert [item.reason.partition(": not JSON")[0] for item in bad] == ["line 1"]


def test_a_broken_list_is_told_as_one(put, read_all):
    articles, [bad] = read_all(put("wire.json", '[\n  {\n    "text": "One."\n  },\n  {"te'))
    assert not articles and bad.reason.startswith("not JSON: Unterminated string")


def test_a_long_list_is_read_element_by_element(put, read_all, monkeypatch):
    monkeypatch.setattr(limits, "MIB", 4)
    rows = [{"text": f'One, "two" [{number}] \\ {{}}'} for number in range(9)]
    [first, *others], bad = read_all(put("a.json", json.dumps(rows)))
    assert (len(others), bad) == (8, []) and first.text == rows[0]["text"]
    for content, reason in (
        (json.dumps(rows)[:-1], "not JSON: the list is not closed (after 8 records)"),
        (json.dumps(rows) + " 1", "not JSON: something follows the list (after 9 records)"),
        (json.dumps([*rows, {"text": "a" * 99}]), "an element of the list is longer than 16 MiB"),
    ):
        _, bad = read_all(put("b.json", content))
        assert bad[-1].reason.startswith(reason)
    monkeypatch.setattr(limits, "MIB", 1000)
    _, [bad] = read_all(put("c.json", "[" * 30_000))
    assert bad.reason == "not JSON that can be read: nested over 1,000 deep"
