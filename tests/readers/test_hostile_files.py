"""Any bytes under any name: a row with a reason, never an exception, never a full memory."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tracemalloc
import zlib

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector.article import Article, Unreadable
from detector.readers import limits, read
from detector.readers.source import KIND_OF_SUFFIX

PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: pyarrow.compress(data, codec="zstd", asbytes=True),
}
NAMES = {"gz": "gzip", "bz2": "bzip2", "xz": "xz", "zst": "zstd"}
OPENINGS = [
    b"", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PAR1", b"WARC/1.0\r\n",
    b"{", b"[", b'{"text": "', b"<!doctype html><p>", b"text,id\n", b"\xff\xfe", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\xff\xfe\0\0",
]  # fmt: skip
BYTES = st.builds(bytes.__add__, st.sampled_from(OPENINGS), st.binary(max_size=400))
MANY = settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def items(path):
    found = list(read([str(path)]))
    assert found, "a file gave no row"
    for item in found:
        assert isinstance(item, (Article, Unreadable))
        assert item.reason if isinstance(item, Unreadable) else isinstance(item.text, str)
    return found


@MANY
@given(
    data=BYTES, ending=st.sampled_from(sorted(KIND_OF_SUFFIX)), pack=st.sampled_from(["", *PACKERS])
)
def test_any_bytes_give_a_row(tmp_path, data, ending, pack):
    if ending in (".warc", ".wet"):
        pytest.importorskip("fastwarc")
    path = tmp_path / f"a{ending}{'.' if pack else ''}{pack}"
    path.write_bytes(PACKERS[pack](data) if pack else data)
    items(path)


@MANY
@given(data=BYTES)
def test_any_bytes_through_a_pipe_give_a_row(data):
    if b"WARC" in data:
        pytest.importorskip("fastwarc")
    for item in read(["-"], io.BytesIO(data)):
        assert isinstance(item, (Article, Unreadable))


@pytest.mark.parametrize("pack", PACKERS)
def test_every_packing_is_undone(tmp_path, news, pack):
    lines = "".join(json.dumps({"text": news, "id": n}) + "\n" for n in range(300)).encode()
    path = tmp_path / f"a.jsonl.{pack}"
    half = len(lines) // 2
    # Two packed files one after the other are one, as parallel packers write them.
    path.write_bytes(PACKERS[pack](lines[:half]) + PACKERS[pack](lines[half:]))
    assert [item.id for item in items(path)] == [str(number) for number in range(300)]
    hidden = tmp_path / "b.txt"
    hidden.write_bytes(PACKERS[pack](news.encode()))
    assert items(hidden)[0].text == news


@pytest.mark.parametrize("pack", PACKERS)
def test_a_packed_file_that_is_cut_or_damaged_is_told(tmp_path, news, pack):
    data = PACKERS[pack](news.encode() * 30)
    path = tmp_path / f"a.txt.{pack}"
    path.write_bytes(data[: len(data) // 2])
    [cut] = items(path)
    assert cut.reason == f"the {NAMES[pack]} file ends too early"
    damaged = bytearray(data)
    damaged[10:18] = b"\xff" * 8
    path.write_bytes(damaged)
    [bad] = items(path)
    assert bad.reason.startswith(f"the {NAMES[pack]} file")


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("ending", ["txt", "jsonl", "csv", "json", "html"])
def test_a_bomb_is_told_and_takes_little_memory(tmp_path, monkeypatch, pack, ending):
    monkeypatch.setattr(limits, "UNPACKED", limits.UNPACKED._replace(default=3))
    path = tmp_path / f"a.{ending}.{pack}"
    path.write_bytes(PACKERS[pack](b"a" * 8_000_000))
    tracemalloc.start()
    found = items(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "expands past 100 times its packed size, and past 3 MiB" in found[-1].reason
    # A whole record is asked for at once, and copied twice.
    assert most < 4 * limits.RECORD.bytes()


def test_an_xz_file_that_wants_too_much_memory_is_told(tmp_path):
    path = tmp_path / "a.txt.xz"
    packer = lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}])
    head = bytearray(packer.compress(b"a" * 1000) + packer.flush())
    # The dictionary's size is one byte of the block header; its checksum is put right after it.
    start = 12
    size = (head[start] + 1) * 4
    where = head.index(b"\x21\x01", start) + 2
    head[where] = 38
    head[start + size - 4 : start + size] = zlib.crc32(head[start : start + size - 4]).to_bytes(
        4, "little"
    )
    path.write_bytes(head)
    [bad] = items(path)
    assert bad.reason == "the xz file is damaged: Memory usage limit exceeded"


@pytest.mark.parametrize("cut", range(20, 900, 80))
def test_a_web_archive_cut_anywhere_gives_a_row(tmp_path, news, cut):
    pytest.importorskip("fastwarc", reason="the extra `web` is not installed")
    body = news.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Target-URI: https://a.example/\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    archive = (head + body + b"\r\n\r\n") * 2
    for name, data in (("a.warc", archive), ("a.warc.gz", gzip.compress(archive))):
        path = tmp_path / name
        path.write_bytes(data[: min(cut, len(data) - 1)])
        items(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"[" * 1_000_000),
        ("a.jsonl", b'{"text": ' + b"[" * 1_000_000),
        ("a.json", b"\n" * 5_000_000 + b"{"),
        ("a.html", b"<div>" * 100_000),
        ("a.csv", b'text\n"' + b"a" * 1_000_000),
        ("a.csv", b"text" + b",a" * 500_000 + b"\n1"),
        ("a.txt", b"\0" * 1_000_000),
        ("a.md", b"#" * 1_000_000),
        ("a.txt", " ".join("é" * 9 for _ in range(50_000)).encode("cp1252")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_deep_and_long_files_give_a_row(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    items(path)
