"""What lies on the desk, in which order, and what the page is told of it."""

from __future__ import annotations

import json
import re
import shutil
from math import isclose

import pytest
from click.testing import CliRunner

from detector.article import Article
from detector.cli.commands import main
from detector.copies.cluster_revision import CopyCollector
from detector.model.thresholds import Thresholds
from detector.readers import read
from detector.review.collection import collect
from detector.review.entries import Entry
from detector.review.judging import judge_entries
from detector.review.page import file_page, served_page
from detector.review.payload import detail_of, index_of
from detector.review.plots import draw
from detector.review.queue import sort_queue
from detector.review.summary import by_outlet, day_of, timeline, wilson
from detector.review.wording import family_of
from detector.runs.scoring import score_items
from detector.verdict import Row
from detector.writers import open_writer
from detector.writers.review_rows import rank

THRESHOLDS = Thresholds(0.8, 0.9, 0.95, 300)


def entry(score, decision="pass", story="", outlet="", published="", synthetic=0.0, words=500):
    row = Row(decision=decision, score=score, story=story, words=words, outlet=outlet)
    row.published = published
    row.probabilities |= {"translation": score, "synthetic": synthetic}
    return Entry(row)


def scored(folder, detector):
    """Rows as `detector score` makes them, copies and all."""
    nearby = CopyCollector()
    items = list(read([str(folder)]))
    nearby.keep(item for item in items if isinstance(item, Article))
    rows = list(score_items(items, detector))
    nearby.revise(rows, detector.thresholds)
    return rows


@pytest.fixture(scope="module")
def reviewed(folder, detector, tmp_path_factory):
    """The folder scored into a CSV beside a copy of it."""
    place = tmp_path_factory.mktemp("scored")
    shutil.copytree(folder, place / "incoming")
    rows = rank(scored(place / "incoming", detector))
    with open_writer(str(place / "review.csv")) as writer:
        for row in rows:
            writer.write(row)
    return place


def test_judging_agrees_with_scoring(collection, folder, detector):
    rows = {row.id: row for row in scored(folder, detector)}
    for one in collection.entries:
        row = rows[one.row.id]
        for name in (
            "decision",
            "score",
            "probabilities",
            "reasons",
            "evidence",
            "figures_suspect",
        ):
            assert getattr(one.row, name) == getattr(row, name)


def test_a_large_folder_is_searched_for_copies_only_when_asked(folder, detector, monkeypatch):
    monkeypatch.setattr("detector.review.collection.LARGEST_FOLDER", 1)
    named = [
        any(one.row.story for one in collect([str(folder)], detector, stories=asked).entries)
        for asked in (None, True)
    ]
    assert named == [False, True]


def test_an_article_that_cannot_be_judged_ends_no_run(detector, monkeypatch):
    conclude = type(detector).conclude

    def fail(self, assessed):
        if "bomb" in assessed.measured.article.text:
            raise ZeroDivisionError("by hand")
        return conclude(self, assessed)

    monkeypatch.setattr(type(detector), "conclude", fail)
    articles = [Article("Rain fell."), Article("A bomb."), Article("a " * 1_000_001)]
    sound, failed, long = judge_entries(articles, detector)
    assert sound.row.decision == "too_short"
    assert "ZeroDivisionError: by hand" in failed.row.error
    assert "2,000,002 characters" in long.row.error


def test_contributions_add_up_to_the_probability(collection):
    for one in collection.entries:
        if one.breakdown:
            parts = [value for _, value in one.breakdown.parts]
            assert isclose(sum(parts), one.breakdown.total, abs_tol=1e-6)


def test_every_column_of_the_model_has_words(detector):
    for name in detector.classifier.contribution_names_:
        assert family_of(name)[0] != "other", name


def test_a_review_file_finds_its_texts_again(reviewed, collection, detector):
    again = collect([str(reviewed / "review.csv")], detector)
    firsts = {e.row.id: e for e in collection.entries}
    assert {e.row.id for e in again.entries} == set(firsts)
    for one in again.entries:
        first = firsts[one.row.id]
        # Only what the CSV rounds may differ.
        assert one.row.score == pytest.approx(first.row.score, abs=1e-4)
        assert one.row.decision == first.row.decision
        assert one.text == first.text
        plain = [m for m in one.marks if m.signal != "copy_wording"]
        assert plain == [m for m in first.marks if m.signal != "copy_wording"]
        assert (one.breakdown is None) == (first.breakdown is None)
        assert one.row.published == first.row.published


def test_a_text_that_is_gone_or_changed_is_told(reviewed, detector, tmp_path):
    shutil.copytree(reviewed, tmp_path / "moved")
    incoming = reviewed / "incoming"
    kept = (incoming / "hostile.txt").read_text("utf-8")
    (incoming / "hostile.txt").write_text("Another text altogether.", "utf-8")
    moved = incoming / "13_blood-check.txt"
    moved.rename(tmp_path / "elsewhere.txt")
    try:
        found = collect([str(reviewed / "review.csv")], detector)
    finally:
        (incoming / "hostile.txt").write_text(kept, "utf-8")
        (tmp_path / "elsewhere.txt").rename(moved)
    told = {one.row.id: one for one in found.entries}
    assert "changed since" in told["hostile.txt"].remark
    assert told["hostile.txt"].text == ""
    gone = told["13_blood-check.txt"]
    assert "not available" in gone.remark
    assert gone.marks
    assert gone.row.decision == "review"


def test_a_text_without_marks_that_has_become_another_is_told(reviewed, detector):
    place = reviewed / "incoming" / "20_village-grocery.txt"
    kept = place.read_text("utf-8")
    place.write_text(kept + "The store opened again on Monday.\n", "utf-8")
    try:
        found = collect([str(reviewed / "review.csv")], detector)
    finally:
        place.write_text(kept, "utf-8")
    (one,) = (one for one in found.entries if one.row.id == place.name)
    assert (one.row.evidence, one.text) == ([], "") and "changed since" in one.remark


def test_a_row_that_cannot_be_read_is_on_the_desk_with_the_reason(reviewed, detector):
    lines = (reviewed / "review.csv").read_text("utf-8-sig").splitlines()
    rank, decision, rest = lines[1].split(",", 2)
    odd = reviewed / "odd.csv"
    odd.write_text("\n".join([*lines[:1], f"-1,{decision},{rest}", *lines[2:]]), "utf-8")
    found = collect([str(odd)], detector).entries
    assert len(found) == len(lines) - 1
    (bad,) = (one for one in found if one.row.path == str(odd))
    assert rank == "1" and bad.row.decision == "unreadable"
    assert "row 2: `rank` is '-1'" in bad.remark == bad.row.error


def test_scores_of_another_model_keep_their_marks(reviewed, detector):
    text = (reviewed / "review.csv").read_text("utf-8-sig")
    model = str(detector.card["name"])
    other = reviewed / "other.csv"
    other.write_text(re.sub(rf",{re.escape(model)}[^,]*,", ",an-older-model,", text), "utf-8")
    found = collect([str(other)], detector)
    judged = next(one for one in found.entries if one.row.decision == "review")
    assert "an-older-model" in judged.remark
    assert judged.text
    assert judged.breakdown is None


def test_review_comes_before_pass_and_further_copies_wait():
    names = {"a": entry(0.95, "review", "s"), "b": entry(0.93, "review", "s")}
    names |= {"c": entry(0.85, "review"), "d": entry(0.5, story="s"), "e": entry(0.3)}
    names |= {"f": entry(0.99, "too_short")}
    found = sort_queue(list(names.values())[::-1], "score", THRESHOLDS)
    assert found == [names[name] for name in "acbedf"]


def test_the_uncertain_come_first():
    names = {"a": entry(0.999, "review"), "b": entry(0.82, "review"), "c": entry(0.75)}
    names |= {"d": entry(0.01), "e": entry(0.3, "review", synthetic=0.91)}
    names |= {
        "f": entry(0.81, "too_short"),
        "g": entry(0.83, "review", "s"),
        "h": entry(0.8, story="s"),
    }
    found = sort_queue(names.values(), "uncertain", THRESHOLDS)
    assert found == [names[name] for name in "hebcadgf"]


def test_doubt_is_measured_from_the_threshold_of_short_articles():
    short, long = entry(0.94, words=250), entry(0.94, "review")
    assert sort_queue([long, short], "uncertain", THRESHOLDS) == [short, long]


def test_an_interval_allows_for_few_articles():
    # Brown, Cai and DasGupta (2001): the interval of 0 of 10 ends at .278.
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    few = [entry(0.9, "review", outlet="two of two") for _ in range(2)]
    many = [entry(0.9, "review", outlet="80 of 100") for _ in range(80)]
    many += [entry(0.1, outlet="80 of 100") for _ in range(20)]
    assert [row["outlet"] for row in by_outlet(few + many)] == ["80 of 100", "two of two"]


@pytest.mark.parametrize(
    ("days", "step", "bars"),
    [
        (["2026-03-01", "2026-03-04"], "day", 4),
        (["2026-01-05", "2026-03-04"], "week", 9),
        (["2024-12-31", "2026-01-01"], "month", 14),
        (["1851-09-18", "2026-01-01"], "year", 176),
        (["0001-01-01", "9999-12-31", "soon", ""], "day", 0),
    ],
)
def test_a_timeline_has_no_gaps(days, step, bars):
    found = timeline([entry(0.9, "review", published=day) for day in days])
    assert (found["step"], len(found["bars"])) == (step, bars)
    assert sum(bar["articles"] for bar in found["bars"]) + found["undated"] == len(days)


def test_dates_of_feeds_are_read():
    assert str(day_of("2026-03-05 08:00:00+01:00")) == "2026-03-05"
    assert day_of("05.03.2026 (print)") is None


def test_search_finds_every_word(collection):
    found = collection.search("ines FALK")
    assert [collection.entries[n].row.id for n in found] == ["hostile.txt"]
    assert len(collection.search("  ")) == len(collection.entries)


def test_no_article_can_leave_its_block(collection):
    page = file_page(collection)
    assert page.count("</script>") == page.count("<script")
    body = page.split('id="block-0">', 1)[1].split("</script>", 1)[0]
    assert "<" not in body
    texts = [one["text"] for one in json.loads(body)]
    assert texts == [one.text for one in collection.entries]


def test_index_and_detail_are_json(collection):
    index = json.loads(json.dumps(index_of(collection)))
    assert len(index["entries"]) == len(collection.entries)
    detail = detail_of(collection, 0)
    for mark in detail["marks"]:
        assert detail["text"][mark["start"] : mark["end"]] == mark["text"]
    with pytest.raises(IndexError):
        detail_of(collection, 10_000)


def test_the_served_page_holds_no_code_or_style_of_its_own():
    page = served_page()
    assert "<style" not in page
    assert '<script src="desk.js">' in page
    assert "style=" not in page
    assert " on" + "click" not in page


def test_plots_are_drawn_and_repeatable(collection, tmp_path):
    pytest.importorskip("matplotlib")
    first = draw(collection, tmp_path / "a")
    second = draw(collection, tmp_path / "b")
    assert {path.name for path in first} == {
        f"{name}.{ending}"
        for name in ("scores", "outlets", "signals", "timeline")
        for ending in ("png", "svg")
    }
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_command_says_what_is_missing(tmp_path):
    run = CliRunner().invoke
    assert "give -o" in run(main, ["report", str(tmp_path)]).output
    done = run(main, ["report", str(tmp_path / "none"), "-o", str(tmp_path / "a.html")])
    assert done.exit_code == 4
    assert "no file or folder" in done.output


def test_the_command_writes_a_page(reviewed, tmp_path):
    page = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["report", str(reviewed / "review.csv"), "-o", str(page)])
    assert done.exit_code == 0, done.output
    assert "to review" in done.output
    assert page.read_text("utf-8").startswith("<!doctype html>")
