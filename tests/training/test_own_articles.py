"""A newsroom's own labelled articles: what is read, what is refused and in which words."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa
import pytest
from newsroom import article, samples
from pyarrow import parquet

from detector.training.corpora.labelled import CorpusError
from detector.training.corpora.own_articles import THIS_YEAR, read_own
from detector.training.fitting.fit import prepare


def write(path, text):
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "text,label\nThe bridge is shut.,clean\nThe bridge shut has.,translation\n",
        "\ufeffText,Label\nThe bridge is shut.,Clean\nThe bridge shut has.,1\n",
        "text;label\nThe bridge is shut.;clean\nThe bridge shut has.;translation\n",
        "label\ttext\nclean\tThe bridge is shut.\ntranslation\tThe bridge shut has.\n",
    ],
    ids=["commas", "mark and capitals", "semicolons", "tabs"],
)
def test_csv_of_any_spreadsheet(tmp_path, text):
    found = list(read_own(write(tmp_path / "own.csv", text)))
    assert [sample.kind for sample in found] == ["news", "machine"]
    assert [sample.text for sample in found] == ["The bridge is shut.", "The bridge shut has."]


def test_fields_that_are_given_are_used(tmp_path):
    row = {"text": "A text.", "label": "spin", "outlet": "Ridgeport Courier", "year": 2023, "id": 7}
    (found,) = read_own(write(tmp_path / "own.jsonl", json.dumps(row) + "\n\n"))
    assert (found.id, found.outlet, found.year, found.kind) == (
        "7",
        "Ridgeport Courier",
        2023,
        "spun",
    )
    (found,) = read_own(write(tmp_path / "own.jsonl", '{"text": "A text.", "label": 1}'))
    assert (found.kind, found.year) == ("machine", THIS_YEAR)


def test_an_article_may_be_longer_than_a_cell_of_the_csv_reader(tmp_path):
    long = "The bridge is shut. " * 20_000
    (found,) = read_own(write(tmp_path / "own.csv", f"text,label\n{long},clean\n"))
    assert len(found.text) > 131_072


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "text,label\n", "holds no article"),
        ("a.csv", "body,label\nA text.,clean\n", "row 2: no field text .its fields: body, label"),
        ("a.csv", "text,label\nA text.,odd\n", "row 2: the label 'odd' is none of clean"),
        ("a.csv", "text,label\nA text.,clean\n ,clean\n", "row 3: the text is empty"),
        ("a.csv", "text,label\nA text.\n", "row 2: no field label"),
        ("a.jsonl", '{"text": \n', "line 1: not JSON"),
        ("a.jsonl", "[1, 2]\n", "line 1: not an object"),
        ("a.json", "[]", "is none of .csv, .tsv, .xlsx"),
        ("a.xlsx", "PK\x03\x04", "not a readable workbook"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, name, text, said):
    with pytest.raises(ValueError, match=said):
        list(read_own(write(tmp_path / name, text)))


def test_another_encoding_is_read(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes("text,label\nA café is shut.,clean\n".encode("cp1252"))
    (found,) = read_own(path)
    assert found.text == "A café is shut."


def test_a_table_of_parquet_is_read(tmp_path):
    path = tmp_path / "own.parquet"
    parquet.write_table(pa.table({"text": ["The bridge is shut."], "label": [1]}), path)
    (found,) = read_own(path)
    assert (found.text, found.kind) == ("The bridge is shut.", "machine")


@pytest.mark.parametrize(
    ("kinds", "count", "said"),
    [
        (("news",), 30, "no damaged"),
        (("machine", "spun"), 30, "no clean"),
        (
            ("news", "machine"),
            5,
            "5 translation, 5 clean; each label that is used needs at least 20 articles",
        ),
    ],
)
def test_too_little_to_learn_from_is_told_before_the_work(kinds, count, said):
    given = [replace(s, outlet="", group=s.id) for s in samples(count) if s.kind in kinds]
    with pytest.raises(CorpusError, match=said):
        prepare(given)


def test_briefs_alone_teach_nothing():
    given = [replace(s, text="Too short.") for s in samples(2)]
    with pytest.raises(CorpusError, match="none of the 12 articles has 60 words"):
        prepare(given)


def test_a_newsroom_alone_learns_to_tell_translations():
    from detector.training.fitting.fit import fit

    given = [
        replace(s, outlet="", group=s.id, year=THIS_YEAR, language="", text=article(s.kind, n))
        for n, s in enumerate(samples(40))
        if s.kind in ("news", "machine")
    ]
    prepared = prepare(given)
    held = fit(prepared).held_out_probabilities_[:, 1]
    machine = prepared.dataset.of_kind("machine")
    assert held[machine].min() > held[~machine].max()
