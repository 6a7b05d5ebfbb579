"""Parquet."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet


@pytest.fixture
def table(tmp_path):
    def write(columns, name="a.parquet"):
        path = tmp_path / name
        parquet.write_table(pa.table(columns), path)
        return str(path)

    return write


def test_columns_are_taken(table, read_all):
    day = datetime.date(2024, 3, 5)
    path = table({"text": ["One.", "Two."], "id": [17, None], "published": [day, day], "n": [1, 2]})
    [first, second], bad = read_all(path)
    assert not bad
    assert (first.id, first.text, first.published) == ("17", "One.", "2024-03-05")
    assert (second.id, second.path) == (f"{path}#2", path)


def test_batches_go_on_counting(table, read_all):
    path = table({"text": [f"Text {number}." for number in range(2500)]})
    articles, _ = read_all(path)
    assert [article.text for article in articles] == [f"Text {n}." for n in range(2500)]
    assert articles[-1].id == f"{path}#2500"


def test_null_and_numbers_are_told(table, read_all):
    [article], [bad] = read_all(table({"text": ["One.", None]}))
    assert article.text == "One."
    assert bad.reason == "record 2: `text` is empty (null), not a text"
    _, [bad] = read_all(table({"text": [5]}, "b.parquet"))
    assert "`text` is a number" in bad.reason


def test_dictionary_and_binary_columns(table, read_all):
    outlets = pa.array(["Post", "Post"]).dictionary_encode()
    [first, second], _ = read_all(table({"text": [b"One.", "Café".encode()], "outlet": outlets}))
    assert (first.outlet, second.text) == ("Post", "Café")


def test_text_that_is_not_utf8(table, read_all):
    data = pa.array(["“José Núñez owns the café,” she said.".encode("cp1252"), b"Two."])
    text = pa.StringArray.from_buffers(2, data.buffers()[1], data.buffers()[2])
    [first, second], _ = read_all(table({"text": text}))
    assert first.text == "“José Núñez owns the café,” she said."
    assert second.text == "Two."


def test_without_a_text_column(table, read_all):
    _, [bad] = read_all(table({"words": ["x"], "slug": ["y"]}))
    assert bad.reason.startswith("no column `text`; columns found: words, slug; name the one that ")


def test_inside_gzip(table, read_all, put):
    path = put("b.parquet.gz", Path(table({"text": ["One."]})).read_bytes())
    assert gzip.decompress(Path(path).read_bytes()).startswith(b"PAR1")
    [article], _ = read_all(path)
    assert article.text == "One."


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"no parquet at all", b"PAR1" + b"\0" * 50 + b"PAR1"]
)
def test_what_is_no_parquet(put, read_all, data):
    articles, [bad] = read_all(put("a.parquet", data))
    assert not articles
    assert "not a Parquet file" in bad.reason
