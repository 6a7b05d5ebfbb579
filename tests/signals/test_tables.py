"""Every table of words and phrases: sorted, unique, sourced, and folded where it must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "detector" / "data"
# One is made by a command, in a layout of its own (see tests/model/test_out_of_domain.py), and some
# hold no words of texts that would need a source: what training and the pages are made of.
OTHERS = {"news_register", "column_families", "genres", "regional_words", "spelling_patterns"}
TABLES = sorted(path for path in DATA.glob("*.tsv") if path.stem not in OTHERS)
# Columns that are matched against text in lower case. Names of places and bodies keep theirs.
FOLDED = {
    "phrases": "phrase",
    "rare_synonyms": "rare",
    "page_lines": "line",
}


def read(path):
    header, *lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    return header.split("\t"), [line.split("\t") for line in lines]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table_is_sorted_unique_and_sourced(path):
    header, rows = read(path)
    assert "source" in header
    assert all(len(row) == len(header) for row in rows)
    assert rows == sorted(rows)
    assert len({tuple(row) for row in rows}) == len(rows)
    assert all(row[header.index("source")].strip() for row in rows)


@pytest.mark.parametrize(("name", "column"), FOLDED.items())
def test_what_is_matched_in_lower_case_is_lower_case(name, column):
    header, rows = read(DATA / f"{name}.tsv")
    entries = [row[header.index(column)] for row in rows]
    assert [entry for entry in entries if entry != entry.lower() or "’" in entry] == []
    assert len(set(entries)) == len(entries)


def test_no_form_names_two_places():
    header, rows = read(DATA / "places.tsv")
    forms = [row[header.index("form")] for row in rows]
    assert len(set(forms)) == len(forms)


def test_every_place_has_two_forms_at_least():
    header, rows = read(DATA / "places.tsv")
    named = [row[header.index("place")] for row in rows]
    assert [place for place in set(named) if named.count(place) < 2] == []


@pytest.mark.parametrize("name", ["farm_swaps", "masks", "page_line_patterns"])
def test_patterns_compile(name):
    header, rows = read(DATA / f"{name}.tsv")
    for row in rows:
        re.compile(row[header.index("pattern")])
