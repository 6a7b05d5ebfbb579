"""A cause is added in ``causes.py`` alone: a copy of the package gets one more."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys

import pytest
from places import ROOT

TOY = """    Cause(
        "dubbing",
        "dubbing script",
        "Ask the studio for the transcript.",
        Style("#123456", "#abcdef", "bold white on green", plot="#009e73"),
        Head(
            ("generated",),
            "generated",
            ("generated",),
            ("surprisal",),
            translated_share=0.2,
            phrase="a phrase that reads as dubbed",
            finding="Dubbing script",
        ),
        votes_on="dubbing",
    ),
"""
RUN = """
from pathlib import Path
from newsroom import samples
from detector.cli.commands import main
from detector.training.fitting.fit import train

train(samples(20), Path("own"))
main(["score", "a.txt", "--model", "own", "-o", "review.csv"], standalone_mode=False)
main(["report", "review.csv", "--model", "own", "-o", "page.html"], standalone_mode=False)
"""
ARTICLE = "Guests came to the restaurants, restaurants, restaurants and bars of the town. "


def replaced(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a model with the toy cause was trained, and an article scored and shown."""
    folder = tmp_path_factory.mktemp("toy")
    package = folder / "detector"
    # With its byte code, which is good for every file that is not changed here.
    shutil.copytree(ROOT / "detector", package, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(ROOT / "models")
    replaced(package / "causes.py", '"encoding"]', '"encoding", "dubbing"]')
    replaced(
        package / "causes.py", '    Cause(\n        "scrape"', TOY + '    Cause(\n        "scrape"'
    )
    replaced(package / "signals" / "loops.py", 'cause="translation"', 'cause="dubbing"')
    (folder / "a.txt").write_text(
        ARTICLE + "The council met on Tuesday. The mayor spoke for an hour. " * 12
    )
    paths = os.pathsep.join((str(folder), str(ROOT / "tests")))
    subprocess.run(
        [sys.executable, "-c", RUN], cwd=folder, env=os.environ | {"PYTHONPATH": paths}, check=True
    )
    return folder


def test_the_row_has_its_column_and_its_evidence(folder):
    with (folder / "review.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert 0 <= float(row["dubbing"]) <= 1
    assert {"word_loop", "dubbing_phrasing"} <= set(row["reasons"].split(";"))


def test_the_report_has_its_colour_remedy_and_mark(folder):
    page = (folder / "page.html").read_text("utf-8")
    assert "--dubbing: #123456" in page and '[data-cause="dubbing"]' in page
    assert "Ask the studio for the transcript." in page
    assert '"signal":"word_loop","cause":"dubbing"' in page


def test_the_card_says_what_its_head_learned(folder):
    card = json.loads((folder / "own" / "card.json").read_text("utf-8"))
    assert "dubbing" in card["learned"]
    assert card["hand_weights"]["word_loop"][0] == "dubbing"
