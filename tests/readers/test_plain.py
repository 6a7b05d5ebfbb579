"""Text and Markdown files."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("name", ["port.txt", "port.md", "port.txt.gz", "PORT.TXT", "port.text"])
def test_the_text_is_the_whole_file(put, read_all, news, name):
    path = put(name, news)
    [article], bad = read_all(path)
    assert not bad
    assert article.text == news
    assert article.path == article.id == path
    assert article.remark == ""


def test_line_ends_and_nul_stay(put, read_all):
    text = "Barges waited.\r\n\r\nThe port\x00 reopened.\r"
    [article], _ = read_all(put("port.txt", text))
    assert article.text == text


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("Port reopens after nine weeks\n\n", "Port reopens after nine weeks"),
        ("# Port reopens\r\n\r\n", "Port reopens"),
        ("\n\nWill the port reopen?\n \n", "Will the port reopen?"),
        ("Port reopens\n", ""),  # no blank line: a dateline looks the same
        ("The port reopened on Tuesday.\n\n", ""),
        ("Reopened, after " + "many " * 40 + "weeks\n\n", ""),
    ],
)
def test_title_is_a_first_line_that_looks_like_a_headline(put, read_all, news, opening, title):
    [article], _ = read_all(put("port.txt", opening + news))
    assert article.title == title
    assert article.text == opening + news


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(put, read_all, data):
    articles, [bad] = read_all(put("port.txt", data))
    assert not articles
    assert bad.reason == "the file is empty"


@pytest.mark.parametrize(
    ("opening", "name"),
    [(b"PK\x03\x04", "zip"), (b"%PDF-1.7\n", "PDF"), (b"{\\rtf1\\ansi ", "RTF")],
)
def test_a_document_under_a_texts_name_is_refused(put, read_all, opening, name):
    articles, [bad] = read_all(put("port.txt", opening + b"Barges waited at the port. " * 50))
    assert not articles
    assert name in bad.reason
    assert "save its text" in bad.reason


FRONT_MATTER = """---
layout: post
Title: "Port \\"reopens\\" after nine weeks"   # checked
date: 2026-11-02 09:30:00 +0100
tags: [port, grain]
author:
  name: Ines Falk
publisher: >-
  Valley
  Post
link: ~
text: draft
id: 7
---

"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_read_and_is_no_text(put, read_all, news, end):
    [article], bad = read_all(put("port.md", (FRONT_MATTER + news).replace("\n", end).encode()))
    assert not bad
    assert article.text == news.replace("\n", end)
    assert article.id.endswith("port.md")
    assert (article.title, article.outlet, article.url, article.published) == (
        'Port "reopens" after nine weeks', "Valley Post", "", "2026-11-02 09:30:00 +0100",
    )  # fmt: skip


def test_front_matter_without_a_title_leaves_the_headline(put, read_all, news):
    [article], _ = read_all(
        put("port.md", f"---\ntitle: ~\ndate: 2026-11-02\n---\n# Port reopens\n\n{news}")
    )
    assert (article.title, article.published) == ("Port reopens", "2026-11-02")


@pytest.mark.parametrize(
    "opening",
    [
        "---\nLEEDS: The port is open.\n---\n",
        "---\ntitle: Port reopens\n\n",
        "----\ntitle: Port reopens\n----\n",
        "\n---\ntitle: Port reopens\n---\n",
    ],
)
def test_text_between_rules_stays(put, read_all, news, opening):
    [article], _ = read_all(put("port.md", opening + news))
    assert article.text == opening + news


def test_nothing_but_front_matter_is_told(put, read_all):
    articles, [bad] = read_all(put("port.md", "---\ntitle: Port reopens\n---\n"))
    assert not articles and bad.reason == "the file is empty but for its front matter"
