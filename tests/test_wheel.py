"""The wheel: built, installed beside what it declares alone, and scoring without a network."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from email.parser import BytesParser
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
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


def declared(wheel):
    """What the wheel asks for, and what that asks for in turn, as it is installed here."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        asked = BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist")
    waiting, met = [(Requirement(line), frozenset()) for line in asked], {}
    while waiting:
        wanted, extras = waiting.pop()
        held = any(
            wanted.marker is None or wanted.marker.evaluate({"extra": extra})
            for extra in (extras or {""})
        )
        key = wanted.name, frozenset(wanted.extras)
        if held and key not in met:
            met[key] = found = distribution(wanted.name)
            assert wanted.specifier.contains(found.version, prereleases=True), wanted
            waiting += [(Requirement(line), key[1]) for line in found.requires or ()]
    return met.values()


@pytest.fixture(scope="module")
def empty_environment(wheel, tmp_path_factory):
    """An environment that holds the wheel, and links to what it declares and to nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    run(*pip, "--no-compile", "--no-deps", str(wheel))
    (packages,) = (folder / "venv").glob("lib/*/site-packages")
    for found in declared(wheel):
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            if not (packages / top).exists():
                (packages / top).symlink_to(found.locate_file(top))
    return python


def test_the_wheel_holds_what_it_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("py.typed", "models/pipeline.skops", "models/ngrams.npz", "data/words.npz"):
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
