"""``--with readability``: three columns in every format, equal to textstat's; none without it."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import textstat
from click.testing import CliRunner
from places import SAMPLES

from detector import Detector, read_review
from detector.cli.commands import main
from detector.features.readability import readability_scores
from detector.readers.rows import read_rows
from detector.review.collection import collect
from detector.review.export import filled_csv
from detector.review.payload import detail_of
from detector.verdict import Readability
from detector.writers import COLUMNS

ENGLISH = SAMPLES / "02_grain-corridor.txt"
FAST = ("--second-reading", "never")
MEASURES = list(Readability._fields)


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    """An English article, one in Spanish, and a line that is no article."""
    path = tmp_path_factory.mktemp("wire") / "wire.jsonl"
    spanish = "El barco salió del puerto por la mañana y nadie lo esperaba de vuelta. " * 20
    texts = ENGLISH.read_text("utf-8"), spanish, ""
    records = ({"id": str(n), "text": text} for n, text in enumerate(texts))
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return path


def score(*arguments):
    done = CliRunner().invoke(main, ["score", *map(str, arguments), "-q", "--no-stories", *FAST])
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl", "rows.parquet", "rows.xlsx", "parts/"])
def test_every_format_has_the_measures(wire, tmp_path, name):
    score(wire, "--with", "readability", "-o", f"{tmp_path}/{name}")
    path = next((tmp_path / name).glob("part-*")) if name.endswith("/") else tmp_path / name
    frame = read_review(path).set_index("id")
    assert list(frame.columns[-3:]) == MEASURES
    text = ENGLISH.read_text("utf-8")
    expected = (
        textstat.flesch_reading_ease(text),
        textstat.flesch_kincaid_grade(text),
        textstat.difficult_words(text, unique=False) / textstat.lexicon_count(text),
    )
    assert frame.loc["0", MEASURES].tolist() == pytest.approx(expected, abs=1e-4)
    assert frame.loc[["1", "2"], MEASURES].isna().all(axis=None)


def test_without_the_option_the_columns_are_those_of_the_contract(wire, tmp_path):
    score(wire, "-o", tmp_path / "rows.csv")
    assert tuple(pd.read_csv(tmp_path / "rows.csv").columns) == COLUMNS
    assert tuple(read_review(tmp_path / "rows.csv").columns) == COLUMNS


def test_a_frame_and_a_verdict_have_them():
    detector, text = Detector(readability=True, second_reading="never"), ENGLISH.read_text("utf-8")
    verdict = detector.judge(text)
    assert verdict.readability == readability_scores(text)
    assert verdict.to_dict()["reading_ease"] == verdict.readability.reading_ease
    frame = detector.score_frame(pd.DataFrame({"text": [text, None]}))
    assert frame[MEASURES].loc[0].tolist() == list(verdict.readability)
    assert frame[MEASURES].loc[1].isna().all()


def test_explain_and_the_page_show_them_unasked(wire):
    shown = CliRunner().invoke(main, ["explain", str(ENGLISH), *FAST]).stdout
    measured = readability_scores(ENGLISH.read_text("utf-8"))
    assert f"Flesch reading ease {measured.reading_ease:.1f}, school grade" in shown
    collection = collect([str(wire)], Detector(second_reading="never"), stories=False)
    by_id = {e.row.id: detail_of(collection, n) for n, e in enumerate(collection.entries)}
    assert by_id["0"]["readability"]["reading_ease"] == round(measured.reading_ease, 4)
    assert by_id["1"]["readability"] is by_id["2"]["readability"] is None


def test_what_an_analyst_exports_keeps_them(wire, tmp_path):
    score(wire, "--with", "readability", "-o", tmp_path / "rows.jsonl")
    collection = collect([str(tmp_path / "rows.jsonl")], Detector(), stories=False)
    (tmp_path / "filled.csv").write_bytes(filled_csv(collection.entries, []))
    (measured,) = [row.readability for row in read_rows(tmp_path / "filled.csv") if row.readability]
    text = ENGLISH.read_text("utf-8")
    assert measured == pytest.approx(readability_scores(text), abs=1e-4)


def test_a_measure_that_is_no_number_is_a_reason(tmp_path):
    bad = {"id": "a", "decision": "pass", "score": 0.1} | dict.fromkeys(MEASURES, "easy")
    lines = [bad, bad | {"id": "b"} | dict.fromkeys(MEASURES, -7.5), bad | {"reading_ease": ""}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    reasons: list[str] = []
    rows = read_rows(tmp_path / "rows.jsonl", skipped=reasons.append)
    assert [row.readability for row in rows] == [Readability(-7.5, -7.5, -7.5), None]
    assert reasons[0].endswith("`reading_ease` is 'easy': a number is expected there")
