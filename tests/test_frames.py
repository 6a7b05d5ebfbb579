"""Frames of pandas: articles in, verdicts out in the same index, and a review file with types."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from places import SAMPLES

from detector import Detector, read_review
from detector.article import Article
from detector.readers.row_files import RowFileError
from detector.text import batches
from detector.writers import COLUMNS, open_writer
from detector.writers.review_rows import rank, row_of

BAD = (SAMPLES / "02_grain-corridor.txt").read_text("utf-8")
GOOD = (SAMPLES / "01_substation-visit.txt").read_text("utf-8")
TYPES = {
    "rank": "Int64",
    "decision": "category",
    "score": "float64",
    "spin": "float64",
    "reasons": "string",
    "evidence": "object",
    "words": "Int64",
    "language": "category",
    "error": "string",
}


@pytest.fixture(scope="module")
def shipped():
    return Detector()


@pytest.fixture(scope="module")
def wire():
    bodies = [GOOD, BAD, None, float("nan"), "Too short.", 7]
    return pd.DataFrame({"body": bodies, "no": range(6), "head": list("abcdef")}, list("uvwxyz"))


@pytest.fixture(scope="module")
def scored(shipped, wire):
    return shipped.score_frame(wire, text="body", id="no", title="head")


def test_each_row_has_the_verdict_of_its_text(shipped, wire, scored):
    assert scored.index.equals(wire.index)
    assert scored.loc["y", "decision"] == "too_short" and pd.isna(scored.loc["y", "score"])
    for place in "uv":
        verdict = shipped.judge(wire.loc[place, "body"])
        assert scored.loc[place, "decision"] == verdict.decision
        assert scored.loc[place, "score"] == verdict.score
        assert scored.loc[place, "words"] == verdict.words
    assert scored["rank"].tolist() == [2, 1, 4, 5, 3, 6]


def test_columns_have_types(scored):
    assert {name: str(scored[name].dtype) for name in TYPES} == TYPES


def test_what_is_no_text_is_a_row_without_numbers(scored):
    lost = scored.loc[["w", "x", "z"]]
    assert lost["decision"].tolist() == ["unreadable"] * 3
    assert lost[["score", "translation", "words"]].isna().all(axis=None)
    assert lost["error"].tolist() == [
        "row 2: `body` is empty",
        "row 3: `body` is empty",
        "row 5: `body` is int, not text",
    ]


def test_named_columns_come_along(wire, scored):
    assert scored["id"].tolist() == wire["no"].tolist()
    assert scored["title"].tolist() == wire["head"].tolist() and "outlet" not in scored


def test_an_index_with_repeats_and_an_empty_frame(shipped, wire):
    doubled = shipped.score_frame(wire.set_axis([1] * 6), "body", title="head")
    assert doubled.index.tolist() == [1] * 6 and doubled["title"].tolist() == list("abcdef")
    assert len(shipped.score_frame(wire[:0], "body")) == 0


@pytest.mark.parametrize(
    ("frame", "columns", "error", "says"),
    [
        (pd.DataFrame({"body": ["a"]}), {}, ValueError, "no column 'text'; .*: body"),
        (pd.DataFrame({"text": ["a"]}), {"id": "no"}, ValueError, "no column 'no'; .*: text"),
        (pd.DataFrame({"text": [1, 2]}), {}, TypeError, "column 'text' holds int, not text"),
        (["a"], {}, TypeError, "expected a pandas DataFrame, got list"),
        (pd.DataFrame([["a", "b"]], columns=["text"] * 2), {}, ValueError, "several columns"),
    ],
)
def test_a_wrong_frame_says_what_it_has(shipped, frame, columns, error, says):
    with pytest.raises(error, match=says):
        shipped.score_frame(frame, **columns)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl", ".parquet"])
def test_a_review_file_reads_with_types(shipped, tmp_path, ending):
    articles = [Article(BAD, id="0012", title="=2+3"), Article(GOOD, id="7")]
    rows = rank(row_of(one, shipped.judge(one)) for one in articles)
    rows[0].reviewer_decision = "review"
    path = tmp_path / f"review{ending}"
    with open_writer(str(path)) as writer:
        for row in rows:
            writer.write(row)
    frame = read_review(str(path))
    assert tuple(frame.columns) == COLUMNS
    assert {name: str(frame[name].dtype) for name in TYPES} == TYPES
    assert frame["id"].tolist() == ["0012", "7"] and frame["title"][0] == "=2+3"
    assert frame["reviewer_decision"][0] == "review" and pd.isna(frame["reviewer_decision"][1])
    assert frame["score"].tolist() == pytest.approx([row.score for row in rows], abs=1e-4)
    first = frame["evidence"][0][0]
    assert first["signal"] == rows[0].evidence[0].signal and first["start"] >= 0


def test_a_row_that_cannot_be_read_is_left_out_with_a_warning(tmp_path):
    path = tmp_path / "review.jsonl"
    lines = [{"id": "1", "decision": "pass", "score": score} for score in (0.25, "x")]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with pytest.warns(UserWarning, match="left out: .*row 2: `score` is 'x'"):
        assert read_review(path)["score"].tolist() == [0.25]


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(RowFileError, match="is not a review file"):
        read_review(path)


def test_a_text_that_cannot_be_judged_is_a_row_with_the_reason(shipped, monkeypatch):
    measure = shipped.measure

    def stumble(articles):
        if any("stumble" in article.text for article in articles):
            raise RuntimeError("tripped")
        return measure(articles)

    monkeypatch.setattr(shipped, "measure", stumble)
    monkeypatch.setattr(batches, "LONGEST_ARTICLE", 10_000)
    frame = shipped.score_frame(pd.DataFrame({"text": [GOOD, "stumble", "long " * 3_000, BAD]}))
    assert frame["decision"].tolist() == ["review", "unreadable", "unreadable", "review"]
    assert frame["score"].isna().tolist() == [False, True, True, False]
    assert "RuntimeError: tripped" in frame.loc[1, "error"]
    assert "10,000 are judged" in frame.loc[2, "error"]
