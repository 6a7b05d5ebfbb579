"""The sample articles are what ``labels.csv`` says they are."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
from places import LABELS, SAMPLES

from detector.article import Article
from detector.readers import read

KINDS = {
    "garbled_translation",
    "back_translated_spin",
    "synonym_spin",
    "filler",
    "debris",
    "clean_native",
    "clean_regional",
    "too_short",
    "not_english",
}


def labels():
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def articles():
    return {item.id: item for item in read([str(SAMPLES)])}


def test_every_article_has_a_line_and_every_line_an_article(articles):
    assert all(isinstance(item, Article) for item in articles.values())
    assert sorted(line["id"] or line["file"] for line in labels()) == sorted(articles)


def test_every_kind_is_there():
    kinds = Counter(line["label"] for line in labels())
    assert set(kinds) == KINDS
    assert sum(kinds.values()) >= 24


@pytest.mark.parametrize("line", labels(), ids=lambda line: line["id"] or line["file"])
def test_the_marks_named_are_in_the_text(line, articles):
    page = SAMPLES / line["file"]
    text = page.read_text("utf-8") if page.suffix != ".jsonl" else articles[line["id"]].text
    flat = " ".join(text.split())
    for mark in re.findall(r"`([^`]+)`", line["what_is_in_it"]):
        assert mark in flat
