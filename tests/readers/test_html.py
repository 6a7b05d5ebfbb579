"""Web pages."""

from __future__ import annotations

import pytest

PAGE = """<!doctype html><html><head><meta charset="{charset}">
<title>Port of Aldmouth reopens after nine weeks</title>
<meta property="og:site_name" content="The Valley Post">
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<link rel="canonical" href="https://valley.example/port"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>Port of Aldmouth reopens after nine weeks</h1>
<p>The river port of Aldmouth reopened on Tuesday after nine weeks of repairs, the harbour office
said in a statement that was handed to reporters.</p>
<p>Eleven barges were waiting at dawn, and the first of them was unloaded before noon, according
to the harbour master, José Falk.</p>
<p>The repairs cost 4.5 million crowns, the harbour office said on Tuesday in its statement.</p>
</article><footer>All rights reserved</footer></body></html>"""

REPAIRS = PAGE[PAGE.index("<p>The repairs") : PAGE.index("</article>")].strip()


def page(charset="utf-8"):
    return PAGE.format(charset=charset).encode(charset)


@pytest.mark.parametrize("name", ["port.html", "port.htm", "port.html.gz"])
def test_article_and_its_particulars(put, read_all, name):
    path = put(name, page())
    [article], bad = read_all(path)
    assert not bad
    assert article.title == "Port of Aldmouth reopens after nine weeks"
    assert article.outlet == "The Valley Post"
    assert article.published.startswith("2024-03-05")
    assert article.url == "https://valley.example/port"
    assert article.id == article.path == path
    assert article.remark == "text extracted from HTML"
    assert "Sport" not in article.text


def repairs(article):
    paragraphs = article.text.split("\n\n")
    assert any(each.startswith("Eleven barges") for each in paragraphs)
    return [each for each in paragraphs if each.startswith("The repairs cost")]


def test_paragraphs_are_kept_and_so_is_a_doubled_one(put, read_all):
    between = page().replace(b"<p>Eleven", REPAIRS.encode() + b"<p>Eleven")
    [article], _ = read_all(put("port.html", between))
    assert len(repairs(article)) == 2
    assert len(set(repairs(article))) == 1


@pytest.mark.xfail(strict=True, reason="trafilatura drops the second of two equal neighbours")
def test_a_paragraph_printed_twice_in_a_row_is_kept(put, read_all):
    doubled = page().replace(REPAIRS.encode(), REPAIRS.encode() * 2)
    [article], _ = read_all(put("port.html", doubled))
    assert len(repairs(article)) == 2


@pytest.mark.parametrize("charset", ["cp1252", "iso-8859-1", "utf-16"])
def test_the_page_says_its_encoding(put, read_all, charset):
    [article], _ = read_all(put("port.html", page(charset)))
    assert "José Falk" in article.text
    assert article.remark.startswith("text extracted from HTML, read as")


def test_a_page_in_xml_with_a_declaration(put, read_all):
    data = b'<?xml version="1.0" encoding="utf-8"?>' + page()
    [article], _ = read_all(put("port.xhtml", data))
    assert "José Falk" in article.text


@pytest.mark.parametrize("data", [b"<html><body></body></html>", b"\x00<p", b"<" * 5000])
def test_a_page_without_an_article_becomes_a_row(put, read_all, data):
    articles, [bad] = read_all(put("port.html", data))
    assert not articles
    assert bad.reason == "no article found in the page"
