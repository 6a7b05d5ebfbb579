"""Columns that a user names, from the input to the page; and how commands fail."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner
from places import SAMPLES

from detector import Detector
from detector.cli.commands import main
from detector.readers.field_names import FieldNames
from detector.review.collection import check_texts, collect
from detector.review.payload import index_of

CLEAN, GARBLED = SAMPLES / "20_village-grocery.txt", SAMPLES / "02_grain-corridor.txt"


def run(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """A CSV with columns of its own, scored."""
    wire = tmp_path_factory.mktemp("wire") / "wire.csv"
    with wire.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(["story html", "kicker", "link", "date", "note"])
        for path in (CLEAN, GARBLED):
            write(
                [
                    path.read_text("utf-8"),
                    path.stem,
                    f"https://e.example/{path.stem}",
                    "2026-03-05",
                    "x",
                ]
            )
    named = ["--text-column", "Story HTML", "--title-column", "kicker", "--second-reading", "never"]
    return wire, run("score", wire, *named, "-o", wire.with_name("review.csv"))


def test_a_named_column_is_read_and_what_was_understood_is_said(scored):
    wire, done = scored
    assert done.exit_code == 0
    assert "2 url from `link`, published from `date`" in done.stderr
    rows = list(csv.DictReader(wire.with_name("review.csv").read_text("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == [GARBLED.stem, CLEAN.stem]
    assert {row["published"] for row in rows} == {"2026-03-05"}
    assert rows[0]["url"] == f"https://e.example/{GARBLED.stem}"


def test_the_page_finds_the_texts_by_the_same_name_and_links_the_original(scored):
    review = str(scored[0].with_name("review.csv"))
    detector = Detector(second_reading="never")
    found = collect([review], detector, fields=FieldNames("story html"))
    assert check_texts(found) == "" and found.entries[0].text == GARBLED.read_text("utf-8")
    first = index_of(found)["entries"][0]
    assert (first["url"], first["published"]) == (f"https://e.example/{GARBLED.stem}", "2026-03-05")
    with pytest.raises(ValueError, match="0 of 2 texts found"):
        check_texts(collect([review], detector))


def test_without_a_text_column_the_remedy_is_named(scored):
    done = run("score", scored[0], "--second-reading", "never")
    assert done.exit_code == 4
    assert "columns found: story html, kicker" in done.stderr and "--text-column" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("stories", "gone/"),
        ("stories", "labels.csv"),
        ("stories", CLEAN, "--against", "labels.csv"),
        ("compare", CLEAN, "gone.txt"),
        ("compare", CLEAN, "labels.csv"),
        ("compare", CLEAN, SAMPLES / "30_wire-feed.jsonl"),
        ("report", "labels.csv", "-o", "report.html"),
        ("report", "gone/", "-o", "report.html"),
    ],
)
def test_failures_are_one_line_and_exit_code_4(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "labels.csv").write_text("file,label\na.txt,clean\n", "utf-8")
    done = run(*arguments)
    assert done.exit_code == 4, done.output
    assert done.stderr.splitlines()[-1].startswith("detector: ") and "Traceback" not in done.output
    assert not (tmp_path / "report.html").exists()
