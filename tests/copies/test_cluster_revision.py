"""What the copies in a run say in its rows, and how later runs meet known stories."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner
from places import SAMPLES

from benchmarks.copies.desk_edits import edit, reprint
from detector.article import Article
from detector.cli.commands import main
from detector.copies.cluster_index import open_index
from detector.copies.cluster_revision import (
    LARGEST_FOLDER,
    CopyCollector,
    named,
    revise,
)
from detector.copies.evidence import chance_of, copy_marks
from detector.copies.previous_run import read_previous_run
from detector.copies.stories import group_stories
from detector.model.thresholds import Thresholds
from detector.verdict import Evidence, Row

CLEAN = SAMPLES / "20_village-grocery.txt"
SPUN = SAMPLES / "10_small-town-grocer.txt"
OTHER = SAMPLES / "22_oyster-losses.txt"
THRESHOLDS = Thresholds(0.9, 0.9, 0.9)


@pytest.fixture(scope="module")
def pair():
    """The spun copy and the original, with their memberships."""
    articles = [Article(path.read_text("utf-8"), id=path.name) for path in (SPUN, CLEAN)]
    return list(zip(articles, group_stories(articles), strict=True))


def blank(**changes):
    return Row(**{"decision": "pass", "score": 0.1, "words": 400} | changes)


def watched(copy_collector, count):
    items = [Article(f"Rain fell on Harwick {n}.", id=str(n)) for n in range(count)]
    copy_collector.keep(items)
    return copy_collector


def test_a_spun_copy_goes_to_review_with_the_original_wording(pair):
    article, member = pair[0]
    row = blank()
    revise(row, named(article, member), THRESHOLDS)
    assert (row.decision, row.copy_of) == ("review", CLEAN.name)
    assert (
        row.score
        == chance_of("score", member)
        >= row.probabilities["spin"]
        == chance_of("spin", member)
    )
    assert row.probabilities["spin"] > 0.9
    assert row.reasons == ["copy_wording"]
    for mark in row.evidence:
        assert article.text[mark.start : mark.end] == mark.text
        assert (mark.signal, mark.cause) == ("copy_wording", "spin")
    assert ("village", "hamlet") in {(one.original, one.text) for one in row.evidence}


def test_the_best_copy_is_left_alone(pair):
    article, member = pair[1]
    row = blank()
    revise(row, named(article, member), THRESHOLDS)
    assert row == blank(story=member.story)


@pytest.mark.parametrize("decision", ["too_short", "not_english"])
def test_what_was_not_judged_is_not_judged_here_either(pair, decision):
    article, member = pair[0]
    row = blank(decision=decision)
    revise(row, named(article, member), THRESHOLDS)
    assert row.decision == decision


def test_own_marks_keep_half_of_the_places(pair):
    article, member = pair[0]
    own = [Evidence("glue", "spin", n, n + 1, "x") for n in range(50)]
    row = blank(evidence=own, reasons=["glue"])
    revise(row, named(article, member), THRESHOLDS)
    assert len(row.evidence) == 50
    assert sum(mark.signal == "glue" for mark in row.evidence) >= 25
    assert row.reasons == ["copy_wording", "glue"]


def test_an_unsure_direction_proves_nothing(pair):
    article, member = pair[0]
    assert copy_marks(article, member._replace(assurance=0.9)) == []
    assert chance_of("score", member._replace(assurance=0.9)) == 0.0


def test_a_few_words_prove_nothing(pair):
    article, member = pair[0]
    few = member._replace(replacements=member.replacements[:3], costs=member.costs[:3])
    assert copy_marks(article, few) == [] and chance_of("spin", few) == 0.0


def test_clean_copies_raise_nothing():
    text = CLEAN.read_text("utf-8")
    articles = [
        Article(text),
        Article(reprint(text, 1)),
        *(Article(edit(text, n)) for n in range(9)),
    ]
    for article, member in zip(articles, group_stories(articles), strict=True):
        row = blank()
        revise(row, named(article, member), THRESHOLDS)
        assert (row.decision, row.evidence, row.score) == ("pass", [], 0.1)


def test_one_article_is_not_searched():
    assert watched(CopyCollector(), 1).memberships([blank()]) == []
    assert len(watched(CopyCollector(), 2).memberships([blank(), blank()])) == 2
    assert watched(CopyCollector(wanted=False), 2).articles == []


def test_past_the_limit_a_run_is_not_searched_and_says_so():
    told = []
    large = watched(CopyCollector(tell=told.append), LARGEST_FOLDER + 2)
    assert large.memberships([]) == []
    assert len(told) == 1 and f"{LARGEST_FOLDER:,}" in told[0] and "--stories" in told[0]
    wanted = watched(CopyCollector(wanted=True), LARGEST_FOLDER + 2)
    assert len(wanted.articles) == LARGEST_FOLDER + 2


def test_unreadable_rows_keep_their_place(pair):
    articles = [article for article, _ in pair]
    nearby = CopyCollector()
    nearby.keep(articles)
    rows = [blank(), blank(decision="unreadable"), blank()]
    nearby.revise(rows, THRESHOLDS)
    assert [row.copy_of for row in rows] == [CLEAN.name, "", ""]
    assert rows[1].story == "" != rows[0].story


def test_prose_of_models_is_no_best_copy():
    assert blank(score=0.2, probabilities={"synthetic": 0.8}).deciding_probability == 0.8


@pytest.fixture
def monday(tmp_path):
    """A folder with a clean article and another, and a folder of the next day with its copy."""
    for day, files in (("monday", (CLEAN, OTHER)), ("tuesday", (SPUN,))):
        (tmp_path / day).mkdir()
        for path in files:
            (tmp_path / day / path.name).write_text(path.read_text("utf-8"), "utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_new_arrivals_join_the_stories_of_a_scored_folder(monday, ending):
    before, after = monday / f"before.{ending}", monday / "after.jsonl"
    run("score", monday / "monday", "-o", before)
    run("score", monday / "tuesday", "-o", after, "--against", before)
    row = json.loads(after.read_text("utf-8"))
    assert row["copy_of"] == CLEAN.name
    assert row["decision"] == "review"
    assert row["evidence"][0]["signal"] == "copy_wording"
    known = read_previous_run(before)
    assert sorted(known.names()) == [CLEAN.name, "22_oyster-losses.txt"]


@pytest.mark.parametrize("command", [("score",), ("stories", "--no-scores")])
def test_an_index_grows_from_day_to_day(monday, command):
    index, out = f"{monday / 'index'}/", monday / "out.jsonl"
    run(*command, monday / "monday", "-o", out, "--against", index)
    for _ in range(2):
        run(*command, monday / "tuesday", "-o", out, "--against", index)
        row = json.loads(out.read_text("utf-8"))
        assert row["copy_of"] == CLEAN.name
    with open_index(index) as known:
        names = known.names()
        assert sorted(names) == sorted([CLEAN.name, "22_oyster-losses.txt", SPUN.name])
        members = known.read(known.members(known.read([3])[0].story))
        assert [(one.id, one.best) for one in members] == [(CLEAN.name, True), (SPUN.name, False)]


def test_a_run_that_fails_leaves_the_index_alone(monday):
    index = monday / "index"
    (monday / "out.jsonl").mkdir()
    done = CliRunner().invoke(
        main,
        [
            "stories",
            str(monday / "monday"),
            "-o",
            str(monday / "out.jsonl"),
            "--against",
            f"{index}/",
        ],
    )
    assert done.exit_code != 0
    with open_index(str(index)) as known:
        assert known.count() == 0


def test_a_file_that_is_not_there_is_no_index(monday):
    done = CliRunner().invoke(main, ["stories", str(CLEAN), "--against", str(monday / "none.csv")])
    assert done.exit_code == 2 and "does not exist" in done.output


def test_texts_that_are_gone_are_told(monday):
    before = monday / "before.csv"
    run("score", monday / "monday", "-o", before)
    (monday / "monday" / "22_oyster-losses.txt").unlink()
    told = []
    assert read_previous_run(before, told.append).names() == [CLEAN.name]
    assert "1 of 2 articles" in told[0]
    (monday / "monday" / CLEAN.name).unlink()
    with pytest.raises(ValueError, match="detector stories"):
        read_previous_run(before)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "x,y\n1,2\n", "lacks the column copy_of, id"),
        ("a.jsonl", "not json\n", "a.jsonl, line 1"),
        ("a.parquet", "no parquet", "not a Parquet file"),
        ("a.ods", "", "--against takes"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=words):
        read_previous_run(path)


def test_records_without_an_id_are_met_again(tmp_path):
    wire = tmp_path / "in" / "wire.jsonl"
    wire.parent.mkdir()
    texts = [path.read_text("utf-8") for path in (CLEAN, OTHER)]
    wire.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    before = tmp_path / "before.csv"
    run("score", tmp_path / "in", "-o", before)
    assert read_previous_run(before).count() == 2


def test_the_one_row_of_a_file_leads_to_its_own_text(tmp_path):
    wire, before = tmp_path / "wire.jsonl", tmp_path / "before.csv"
    texts = {"clean": CLEAN.read_text("utf-8"), "other": OTHER.read_text("utf-8")}
    lines = (json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items())
    wire.write_text("".join(lines), "utf-8")
    run("score", wire, "-o", before, "--no-stories")
    header, *rows = before.read_text("utf-8-sig").splitlines(keepends=True)
    before.write_text(header + next(row for row in rows if ",clean," in row), "utf-8")
    known = read_previous_run(before)
    assert [one.text for one in known.read([1])] == [texts["clean"]]


def test_paths_lead_from_the_folder_of_the_output_too(monday, monkeypatch):
    monkeypatch.chdir(monday)
    run("score", "monday", "-o", "before.csv")
    monkeypatch.chdir(monday / "tuesday")
    assert read_previous_run(monday / "before.csv").count() == 2


def test_stories_knows_yesterday_with_its_wording(monday):
    known = monday / "known.parquet"
    run("stories", monday / "monday", "--no-scores", "-o", known)
    out = monday / "today.jsonl"
    run("stories", monday / "tuesday", "--no-scores", "-o", out, "--against", known)
    row = json.loads(out.read_text("utf-8"))
    assert (row["copy_of"], row["relation"]) == (CLEAN.name, "spun")
    assert {"old": "village", "new": "hamlet", "kind": "word"} in row["replacements"]


def test_csv_shows_both_wordings(tmp_path):
    out = tmp_path / "review.csv"
    run("score", CLEAN, SPUN, "-o", out)
    with out.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines)}
    (spun,) = (row for name, row in rows.items() if name.endswith(SPUN.name))
    assert "copy_wording@" in spun["evidence"] and "” for “" in spun["evidence"]
    off = tmp_path / "off.csv"
    run("score", CLEAN, SPUN, "-o", off, "--no-stories")
    assert "copy_wording" not in off.read_text("utf-8")


def test_against_needs_stories(monday):
    done = CliRunner().invoke(main, ["score", str(CLEAN), "--no-stories", "--against", str(CLEAN)])
    assert done.exit_code == 2 and "--no-stories" in done.output


def run(*arguments):
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done
