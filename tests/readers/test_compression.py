"""gzip: damaged, cut short, grown too large."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from detector.readers import find_inputs, limits, read, read_source


def test_what_is_gzip_is_known_by_its_bytes(put, read_all, tmp_path, news):
    hidden = put("a.txt", gzip.compress(news.encode()))
    undone = tmp_path / "b.txt.gz"
    undone.write_bytes(news.encode())
    [first, second], bad = read_all(hidden, str(undone))
    assert not bad
    assert first.text == second.text == news


def test_a_file_cut_short(tmp_path, read_all, news):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(news.encode())[:-20])
    articles, [bad] = read_all(str(path))
    assert not articles
    assert bad.reason == "the gzip file ends too early"


def test_what_came_before_the_cut_is_read(tmp_path, read_all):
    text = "".join(f'{{"text": "{os.urandom(20).hex()}"}}\n' for _ in range(20_000))
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(text.encode())
    path.write_bytes(data[: len(data) // 2])
    articles, [bad] = read_all(str(path))
    assert 5_000 < len(articles) < 15_000
    assert bad.reason.startswith("the gzip file ends too early (after ")


@pytest.mark.parametrize(
    "name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.parquet.gz", "a.html.gz"]
)
def test_a_damaged_file(tmp_path, read_all, news, name):
    data = bytearray(gzip.compress(news.encode()))
    data[12:40] = b"\xff" * 28
    path = tmp_path / name
    path.write_bytes(data)
    articles, [bad] = read_all(str(path))
    assert not articles
    assert bad.reason.startswith("the gzip file is damaged")


def test_a_bomb_under_the_name_of_an_article(put, read_all):
    path = put("a.txt.gz", b"a" * (limits.RECORD.bytes() + 10))
    articles, [bad] = read_all(path)
    assert not articles
    assert bad.reason == "expands past 16 MiB (DETECTOR_MAX_RECORD_MIB raises this limit)"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.csv.gz", "a.parquet.gz"])
def test_a_bomb_in_a_stream(put, read_all, monkeypatch, name):
    monkeypatch.setattr(limits, "UNPACKED", limits.UNPACKED._replace(default=1))
    articles, bad = read_all(put(name, b"a" * 15_000_000))
    assert not articles
    assert "expands past 100 times its packed size, and past 1 MiB" in bad[-1].reason
    assert "DETECTOR_MAX_UNPACKED_MIB" in bad[-1].reason


def test_a_long_file_that_is_packed_as_text_is_no_bomb(put, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED", limits.UNPACKED._replace(default=1))
    text = "".join(f'{{"text": "{os.urandom(20).hex()}"}}\n' for _ in range(30_000))
    assert sum(1 for item in read([put("a.jsonl.gz", text)]) if item.text) == 30_000


def test_progress_counts_the_packed_bytes(put, news):
    path = put("a.jsonl.gz", '{"text": "One."}\n' * 1000)
    taken = []
    [source] = find_inputs([path]).sources
    assert len(list(read_source(source, advance=taken.append))) == 1000
    assert sum(taken) == Path(path).stat().st_size
