"""Records whose fields have other names: those in use are understood, any can be named."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from detector.article import Article
from detector.readers import find_inputs, read
from detector.readers.field_names import FIELDS, TEXT, USUAL_NAMES, FieldNames, find_fields
from detector.readers.file_ranges import split_source

RECORD = {
    "Headline": "Silos are full",
    "Body": "Nobody hauls grain.",
    "SOURCE": "Harwick Courier",
    "link": "https://news.example/silos",
    "Date": "2026-03-05",
    "ID": "0012",
    "tags": "grain",
}
WHOLE = Article(
    "Nobody hauls grain.",
    "0012",
    "Silos are full",
    "https://news.example/silos",
    "Harwick Courier",
    "2026-03-05",
)


@pytest.fixture
def written(tmp_path):
    """A record in each format that has fields, by the ending of the file."""

    def write(record, ending):
        path = tmp_path / f"wire{ending}"
        if ending == ".parquet":
            pd.DataFrame([record]).to_parquet(path)
        elif ending in (".csv", ".tsv"):
            sep = ";" if ending == ".csv" else "\t"
            pd.DataFrame([record]).to_csv(path, sep=sep, index=False)
        else:
            path.write_text(json.dumps(record), "utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".json", ".parquet"])
def test_the_usual_names_are_understood_and_said(written, ending):
    path = written(RECORD, ending)
    [found] = read([path])
    assert found == Article(
        *(getattr(WHOLE, name) for name in (TEXT, *FIELDS)), path=path, remark=found.remark
    )
    for said in ("text from `Body`", "title from `Headline`", "published from `Date`"):
        assert said in found.remark
    assert "ID" not in found.remark


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".parquet"])
def test_an_outlet_may_be_an_object_with_a_name(written, ending):
    """As NewsAPI and schema.org have it."""
    record = {"articleBody": "Trains run late.", "datePublished": "2026-11-02"}
    [found] = read([written(record | {"publisher": {"id": 7, "name": "Valley Post"}}, ending)])
    assert (found.text, found.outlet) == ("Trains run late.", "Valley Post")
    assert found.published == "2026-11-02"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_any_column_can_be_named(written, ending):
    record = RECORD | {"story html": "Trains run late.", "kicker": "Rail"}
    [found] = read([written(record, ending)], fields=FieldNames("Story HTML", "kicker"))
    assert (found.text, found.title) == ("Trains run late.", "Rail")
    assert "text from" not in found.remark and "outlet from `SOURCE`" in found.remark
    [bad] = read([written(record, ending)], fields=FieldNames("none"))
    assert "`none`" in bad.reason and "--text-column" not in bad.reason


def test_our_own_names_come_before_all_others(written):
    [found] = read(
        [written({"body": "No.", "text": "Yes.", "headline": "No", "title": ""}, ".csv")]
    )
    assert (found.text, found.title, found.remark) == ("Yes.", "", "")


def test_no_usual_name_stands_for_two_fields():
    usual = [name for names in USUAL_NAMES.values() for name in names]
    assert len({*usual, TEXT, *FIELDS}) == len(usual) + 1 + len(FIELDS)
    assert find_fields(("a", "b"), FieldNames()) == {}


def test_a_long_file_with_other_names_is_cut_like_any(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text('{"body": "One."}\n{"body": "Two."}\n', "utf-8")
    [source] = find_inputs([str(path)]).sources
    assert len(split_source(source, 8)) == 2
