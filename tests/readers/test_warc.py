"""Web archives."""

from __future__ import annotations

import builtins
import gzip

import pytest

from detector.readers import limits

PAGE = """<html><head><title>Port reopens</title></head><body><article><h1>Port reopens</h1>
<p>The river port of Aldmouth reopened on Tuesday after nine weeks of repairs, the harbour office
said in a statement that was handed to reporters.</p><p>Eleven barges were waiting at dawn, and the
first of them was unloaded before noon, according to the harbour master, José Falk.</p></article>
</body></html>"""


def record(kind, body, number=1, url="https://www.valley.example/port"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-06T00:00:00Z\r\n"
        f"Content-Type: {'text/plain' if kind == 'conversion' else 'application/http'}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def response(page, status="200 OK", mime="text/html; charset=windows-1252", extra="", number=1):
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{extra}Content-Length: {len(page)}\r\n\r\n"
    )
    return record("response", head.encode() + page, number)


pytest.importorskip("fastwarc", reason="the extra `web` is not installed")


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_are_articles_and_the_rest_is_passed_over(put, read_all, name):
    archive = b"".join(
        [
            record("warcinfo", b"software: none\r\n"),
            response(PAGE.encode("cp1252")),
            response(b"\x89PNG", mime="image/png"),
            response(PAGE.encode(), status="404 Not Found"),
            response(gzip.compress(PAGE.encode()), extra="Content-Encoding: gzip\r\n", number=2),
        ]
    )
    [first, second], bad = read_all(put(name, archive))
    assert not bad
    assert first.id == f"urn:uuid:{1:032d}"
    assert first.url == "https://www.valley.example/port"
    assert "José Falk" in first.text
    assert "José Falk" in second.text
    assert first.published == ""


def test_many_members_in_one_gzip_file(tmp_path, read_all):
    path = tmp_path / "crawl.warc.gz"
    members = [response(PAGE.encode(), number=number, mime="text/html") for number in range(1, 5)]
    path.write_bytes(b"".join(map(gzip.compress, members)))
    articles, bad = read_all(str(path))
    assert not bad
    assert len({article.id for article in articles}) == 4


def test_extracted_text(put, read_all, news):
    archive = record("warcinfo", b"x") + record("conversion", news.encode())
    [article], bad = read_all(put("crawl.warc.wet.gz", archive))
    assert not bad
    assert article.text == news
    assert article.outlet == "valley.example"


def test_a_page_without_an_article_is_told_with_its_address(put, read_all):
    articles, [bad] = read_all(put("a.warc", response(b"<html></html>")))
    assert not articles
    assert bad.reason == "https://www.valley.example/port: no article found in the page"
    assert bad.id == f"urn:uuid:{1:032d}"


def test_a_bomb_is_told(put, read_all, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED", limits.UNPACKED._replace(default=1))
    articles, [bad] = read_all(put("a.warc.gz", record("conversion", b"a" * 20_000_000)))
    assert not articles
    assert bad.reason.startswith("expands past 100 times its packed size, and past 1 MiB (")


def test_a_panic_of_the_parser_is_told(put, read_all, monkeypatch):
    class PanicException(BaseException):
        """As the parser's own, which Python code cannot import."""

    def give_up(*_, **__):
        raise PanicException("at the disco")

    monkeypatch.setattr("fastwarc.warc.ArchiveIterator", give_up)
    _, [bad] = read_all(put("a.warc", response(PAGE.encode())))
    assert bad.reason == "the archive is damaged: at the disco"


@pytest.mark.parametrize("data", [b"", b"no archive at all\r\n\r\n" * 20])
def test_what_is_no_archive(put, read_all, data):
    articles, [bad] = read_all(put("a.warc", data))
    assert not articles
    assert bad.reason


def test_without_the_package_the_way_out_is_told(put, read_all, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name.startswith("fastwarc"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    _, [bad] = read_all(put("a.warc", response(PAGE.encode())))
    assert 'pip install ".[web]"' in bad.reason
