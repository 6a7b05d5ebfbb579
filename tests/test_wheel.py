"""The wheel: built, installed into an empty environment, and scoring there without a network."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile

import pytest
from places import ROOT, SAMPLES

pytest.importorskip("build", reason="the wheel is built with `build`")
pytest.importorskip("hatchling", reason="the wheel is built with hatchling")

# Imported by every Python that has its folder on the path: a connection is an error.
NO_NETWORK = """
import socket
def refuse(*args, **kwargs):
    raise OSError("this test allows no network")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def empty_environment(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    # Byte code of all that is installed, and a pip of its own, would take longer than the test.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    pip += ["--no-compile", "-c", str(ROOT / "constraints.txt")]
    done = subprocess.run([*pip, str(wheel)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the dependencies cannot be installed here: {done.stderr[-300:]}")
    return python


def test_the_wheel_holds_what_it_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("py.typed", "models/pipeline.skops", "models/ngrams.npz", "data/words.tsv"):
        assert f"detector/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "datasets/", "notebooks/"))]


def test_it_scores_offline_with_no_extra(empty_environment, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    environment = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path), "PATH": ""}
    output = tmp_path / "review.csv"
    command = [str(empty_environment), "-m", "detector", "score", str(SAMPLES), "-o", str(output)]
    run(*command, cwd=tmp_path, env=environment)
    rows = list(csv.DictReader(output.read_text("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) >= 30
    assert rows[0]["decision"] == "review"
    assert max(float(rows[0]["score"]), float(rows[0]["synthetic"])) > 0.9
    assert {row["decision"] for row in rows} >= {"review", "pass", "too_short", "not_english"}
    refused = run(str(empty_environment), "-c", BLOCKED, cwd=tmp_path, env=environment)
    assert "no network" in refused.stdout


BLOCKED = """
import urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:9")
except OSError as error:
    print(error)
"""
