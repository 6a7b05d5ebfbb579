"""A newsroom's own labelled articles: what is read, what is refused and in which words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from newsroom import article, samples

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
        ("a.csv", "", "holds no article"),
        ("a.csv", "text,label\n", "holds no article"),
        ("a.csv", "body,label\nA text.,clean\n", "row 1: no field text .its fields: body, label"),
        ("a.csv", "text,label\nA text.,odd\n", "row 1: the label 'odd' is none of clean"),
        ("a.csv", "text,label\nA text.,clean\n ,clean\n", "row 2: the text is empty"),
        ("a.csv", "text,label\nA text.\n", "row 1: no field label"),
        ("a.jsonl", '{"text": \n', "line 1: no JSON"),
        ("a.jsonl", "[1, 2]\n", "line 1: JSON Lines needs one object per line"),
        ("a.json", "[]", "neither CSV nor JSON Lines"),
        ("a.xlsx", "PK", "neither CSV nor JSON Lines"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, name, text, said):
    with pytest.raises(CorpusError, match=said):
        list(read_own(write(tmp_path / name, text)))


def test_another_encoding_is_told(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes("text,label\nA café is shut.,clean\n".encode("latin-1"))
    with pytest.raises(CorpusError, match="not UTF-8"):
        list(read_own(path))


@pytest.mark.parametrize(
    ("kinds", "count", "said"),
    [
        (("news",), 30, "no damaged"),
        (("machine", "spun"), 30, "no clean"),
        (("news", "machine"), 5, "5 translation, 5 clean; 20 articles of each label"),
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
