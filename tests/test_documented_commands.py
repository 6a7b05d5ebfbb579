"""The commands that the README and the guides print: each runs as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner
from places import ROOT, SAMPLES
from serving_desk import serving

from detector import Detector, load_card
from detector.cli.commands import main
from detector.server.application import make_scoring_app
from detector.writers import COLUMNS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK_RE = re.compile(r"^```bash\n(.*?)^```$", re.M | re.S)
# These are held to the options of the command alone; their own tests run them.
NOT_RUN = re.compile(
    r"detector (?:serve|review|reader)\b"  # stay up, or fetch
    r"|corpora/|s3://|tcp://"  # need what a test has not
    r"|^detector train\b"  # takes minutes
)
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def commands_of(page):
    """Each command of the page's blocks, on one line and without its remark."""
    for block in BLOCK_RE.findall(page.read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            yield re.sub(r"\s+# .*", "", line).strip().removeprefix(".venv/bin/")


COMMANDS = list(dict.fromkeys(line for page in PAGES for line in commands_of(page) if line))
OURS = [line for line in COMMANDS if line.startswith("detector ") and "|" not in line]
RUN = [line for line in OURS if not NOT_RUN.search(line)]
OTHERS = [line for line in COMMANDS if line not in OURS]
CURL = [line for line in OTHERS if "curl " in line]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with everything that the examples name."""
    place = tmp_path_factory.mktemp("desk")
    (place / "datasets").symlink_to(ROOT / "datasets")
    shutil.copytree(ROOT / "models", place / "ours")
    (place / "ours.csv").write_text("text,label\n", "utf-8")
    for folder in ("incoming", "today", "archive", "corpora"):
        (place / folder).mkdir()
    for name in ("02_grain-corridor.txt", "10_small-town-grocer.txt", "20_village-grocery.txt"):
        shutil.copy(SAMPLES / name, place / "incoming")
        shutil.copy(SAMPLES / name, place / "archive")
    shutil.copy(SAMPLES / "02_grain-corridor.txt", place / "article.txt")
    shutil.copy(SAMPLES / "11_isle-boat-shortage.txt", place / "today")
    shutil.copy(SAMPLES / "10_small-town-grocer.txt", place / "spun.txt")
    shutil.copy(SAMPLES / "20_village-grocery.txt", place / "original.txt")
    shutil.copy(SAMPLES / "18_tram-extension.html", place / "page.html")
    shutil.copy(SAMPLES / "30_wire-feed.jsonl", place / "wire.jsonl")
    CliRunner().invoke(main, ["score", str(place / "incoming"), "-q", "-o", str(place / "s.csv")])
    review = pd.read_csv(place / "s.csv").assign(reviewer_decision=["review", "review", "pass"])
    review.to_csv(place / "review.csv", index=False)
    return place


@pytest.fixture(autouse=True)
def without_full_reader(monkeypatch, tmp_path):
    """Ten times as fast, and so is one process for a few articles; nothing here depends on it."""
    monkeypatch.setenv("GARBLE_DETECTOR_CACHE", str(tmp_path))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


@pytest.mark.parametrize("line", RUN)
def test_it_runs_as_written(line, desk, monkeypatch):
    monkeypatch.chdir(desk)
    done = CliRunner().invoke(main, shlex.split(line)[1:])
    assert done.exit_code == 0, done.output + repr(done.exception)


@pytest.mark.parametrize("line", sorted(set(OURS) - set(RUN)))
def test_its_options_exist(line, desk, monkeypatch):
    monkeypatch.chdir(desk)
    command, words = main, shlex.split(line)[1:]
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    command.make_context(command.name, words)


@pytest.mark.parametrize("line", [line for line in OTHERS if "|" in line and line not in CURL])
def test_a_line_of_the_shell_runs(line, desk, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    done = subprocess.run(["bash", "-euc", line], cwd=desk, capture_output=True)
    assert not done.returncode, done.stderr


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
def test_the_server_answers_what_curl_sends():
    shown = re.search(r"^```json\n(.*)\n```", (ROOT / "README.md").read_text("utf-8"), re.M)[1]
    assert CURL
    with serving(make_scoring_app(Detector())) as port:
        for line in CURL:
            asked = ["bash", "-euc", line.replace("8765", str(port))]
            done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True)
            answer = json.loads(done.stdout)
            rows = answer.get("rows", [answer])
            assert rows and all(row["score"] is not None for row in rows)
            assert "rows" in answer or done.stdout.startswith(shown)


@pytest.mark.parametrize("line", OTHERS)
def test_what_sets_up_names_what_there_is(line):
    if line.startswith(("python3 -m venv ", ". ", "pip install", "make ")):
        extras = re.findall(r"\[([\w,]+)\]", line)
        assert {name for found in extras for name in found.split(",")} <= EXTRAS.keys()
        for target in re.findall(r"^make (\w+)", line):
            assert f"\n{target}:" in MAKEFILE
    else:
        # A pipe, and what starts a cluster, is of other tools.
        other = line.startswith("curl ") or "|" in line or " dask worker " in line
        assert other, "no test runs this"


def test_the_figures_of_the_readme_are_those_of_the_model_card():
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", text, re.M)
    told = [[float(cell) for cell in column] for column in zip(*rows, strict=True)]
    readers = ("detector", "with the small reader", "with both readers")
    assert told == [in_hundred(load_card()["metrics"][name]) for name in readers]


def in_hundred(measured):
    """What lies above the threshold, of a hundred articles of each kind in the README's table."""
    kinds = ("mythes_first", "apertium_epo", "swaps_single")
    known = [measured["caught"][f"spun by {kind}"]["caught"] for kind in kinds]
    known.append(measured["caught"]["machine translation, all systems"]["caught"])
    sides = ("native news", "human translations")
    known += [measured["clean flagged"][side]["flagged"] for side in sides]
    return [round(100 * share, int(share < 0.1)) for share in known]


def test_the_columns_of_the_readme_are_those_of_a_row():
    quoted = re.search(r"^> (.*?)\n\n", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    assert tuple(re.findall(r"`(\w+)`", quoted[1])) == COLUMNS


def test_the_demo_says_what_it_misses(desk, monkeypatch):
    monkeypatch.chdir(desk)
    CliRunner().invoke(main, ["score", "datasets/samples", "-q", "-o", "samples.csv"])
    command = [sys.executable, "datasets/missed.py", "samples.csv"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    caught, damaged = re.match(r"(\d+) of the (\d+) damaged samples go to review", said).groups()
    assert said.count("missed: ") == int(damaged) - int(caught) > 0
    assert f"{caught} of the {damaged} go to review" in (ROOT / "README.md").read_text("utf-8")
