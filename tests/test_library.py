"""The library as a user meets it: its names, its arguments, and how a verdict shows itself."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from places import ROOT, SAMPLES

import detector
from detector import Article, Detector, Evidence, Verdict, load_card, load_pipeline
from detector.resources.model_files import ModelError

ARTICLE = (SAMPLES / "02_grain-corridor.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def shipped():
    return Detector()


@pytest.fixture(scope="module")
def verdict(shipped):
    return shipped.judge(ARTICLE)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The folder of a model under a name of its own."""
    folder = tmp_path_factory.mktemp("ours") / "model"
    shutil.copytree(ROOT / "models", folder)
    card = folder / "card.json"
    card.write_text(json.dumps(json.loads(card.read_text("utf-8")) | {"name": "ours"}), "utf-8")
    return folder


def test_completion_shows_the_public_names_and_nothing_else():
    assert dir(detector) == sorted(detector.__all__)
    assert all(getattr(detector, name) is not None for name in dir(detector))


@pytest.mark.parametrize("kind", [str, lambda path: path], ids=["str", "Path"])
def test_a_folder_names_a_model(ours, verdict, kind):
    judged = Detector(kind(ours)).judge(ARTICLE)
    assert judged == replace(verdict, model="ours+small-reader")
    assert load_card(kind(ours))["name"] == "ours"
    assert [name for name, _ in load_pipeline(kind(ours)).steps] == ["features", "causes"]


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no pipeline\.skops in .*nowhere"):
        Detector(str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"threshold": 2}, ValueError, "threshold is 2: give a probability from 0 to 1"),
        ({"threshold": float("nan")}, ValueError, "threshold is nan"),
        ({"threshold": "0.9"}, TypeError, "threshold is '0.9', not a number"),
        ({"threshold": True}, TypeError, "threshold is True, not a number"),
        ({"false_alarms": "x"}, TypeError, "false_alarms is 'x', not a number: give one of 0.0"),
        ({"false_alarms": None}, TypeError, "false_alarms is None, not a number"),
        ({"false_alarms": 5}, ValueError, "false_alarms is 5: give one of 0.0"),
        ({"false_alarms": 0.3}, ValueError, "no threshold for a false-alarm rate of 0.3"),
    ],
)
def test_wrong_arguments_say_what_to_give(arguments, error, says):
    with pytest.raises(error, match=says):
        Detector(**arguments)


@pytest.mark.parametrize(
    ("articles", "error", "says"),
    [
        ("One text.", TypeError, r"expected a list of texts, got one str: write \[text\]"),
        (None, TypeError, "expected a list of texts, got NoneType"),
        (7, TypeError, "expected a list of texts, got int"),
    ],
)
def test_what_is_no_list_is_refused_before_anything_is_judged(shipped, articles, error, says):
    with pytest.raises(error, match=says):
        shipped.judge_many(articles)


@pytest.mark.parametrize(
    ("entry", "error", "says"),
    [
        (None, ValueError, r"entry 1 is missing \(None\)"),
        (float("nan"), ValueError, r"entry 1 is missing \(nan\)"),
        (b"One.", TypeError, "entry 1 is bytes"),
        (7, TypeError, "entry 1 is not text but int: 7"),
    ],
)
def test_an_entry_that_is_no_text_is_named(shipped, entry, error, says):
    with pytest.raises(error, match=says):
        list(shipped.judge_many(["One.", entry]))


@pytest.mark.parametrize("article", [None, ["One."], b"One."])
def test_one_article_is_a_text(shipped, article):
    with pytest.raises(TypeError, match="expected a text or an Article, got"):
        shipped.judge(article)


@pytest.mark.parametrize("text", [None, b"One.", 7, float("nan")])
def test_the_text_of_an_article_is_a_str(text):
    with pytest.raises(TypeError, match="the text of an article is a str, not"):
        Article(text)


def test_judging_stays_lazy(shipped):
    def endless():
        while True:
            yield "One."

    assert next(shipped.judge_many(endless())).decision == "too_short"


def test_a_verdict_as_a_dictionary_survives_json(verdict):
    plain = json.loads(json.dumps(verdict.to_dict()))
    assert plain == verdict.to_dict()
    assert plain["translation"] == verdict.translation and plain["decision"] == "review"
    marks = tuple(Evidence(**mark) for mark in plain["evidence"])
    assert marks == verdict.evidence and tuple(plain["reasons"]) == verdict.reasons


def test_a_verdict_shows_itself_in_a_line(verdict):
    shown = repr(verdict)
    assert shown.startswith("<Verdict review: score 1.000, translation") and len(shown) < 150
    assert f"{len(verdict.evidence)} marks, {verdict.words} words" in shown


def test_a_notebook_shows_the_marks_and_runs_nothing(verdict):
    hostile = "<script>alert('1')</script>"
    mark = Evidence(hostile, "spin", 0, 9, hostile, hostile, original=hostile)
    shown = replace(verdict, evidence=(mark,), why="A & b.")._repr_html_()
    assert "<br>A &amp; b.</p>" in shown
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 4
    assert "text-decoration: underline dashed 2px #17598a" in shown


def test_a_notebook_shows_as_many_marks_as_a_row_has(verdict):
    shown: Verdict = replace(verdict, evidence=verdict.evidence[:1] * 60)
    assert shown._repr_html_().count("<tr>") == 50 and "and 10 more" in shown._repr_html_()
