"""Types for users: a small script of theirs under ``mypy --strict``, right and wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from places import ROOT

pytest.importorskip("mypy", reason="types are checked with mypy")

SCRIPT = '''
"""A newsroom's own script."""

from collections.abc import Iterator

from detector import (
    CATALOGUE, Article, CauseClassifier, Detector, Evidence, OneCause, Signal, SignalFeatures,
    Verdict, explain, group_stories, load_card, load_pipeline,
)


def worst(texts: list[str], detector: Detector) -> Iterator[tuple[float, str]]:
    for text, verdict in zip(texts, detector.judge_many(texts)):
        if verdict.decision == "review":
            yield verdict.score, text


def places(verdict: Verdict) -> list[tuple[int, int, str]]:
    marks: tuple[Evidence, ...] = verdict.evidence
    return [(mark.start, mark.end, mark.signal) for mark in marks]


article = Article("One.", outlet="Our agency")
verdict = Detector(false_alarms=0.01).judge(article)
names: list[str] = [signal.name for signal in CATALOGUE]
signal: Signal = CATALOGUE[0]
stories: list[str] = [member.story for member in group_stories([article])]
model: str = load_card()["name"]
features = SignalFeatures(signals=("number_slot",)).fit(["One."])
spun = OneCause(load_pipeline(), "spin").fit(["One.", "Two."], [0, 1])
table = explain(article, Detector(), colour=False)
own = CauseClassifier(penalty=0.1)
'''
WRONG = '''
"""What a type checker must find."""

from detector import Article, Detector

Article(text=3)
Detector(false_alarm=0.01)
Detector().judge("One.").decision == "reviewed"
Detector().judge("One.").marks
'''


def installed():
    """Whether the package is found as a user has it, outside the repository."""
    command = [sys.executable, "-c", "import detector; print(detector.__file__)"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    return str(ROOT) in done.stdout


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What mypy prints of both scripts; what `make check` read is not read again."""
    if not installed():
        pytest.skip("the package of this tree is not installed: pip install -e .")
    folder = tmp_path_factory.mktemp("scripts")
    for name, script in {"right.py": SCRIPT, "wrong.py": WRONG}.items():
        (folder / name).write_text(script, "utf-8")
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", folder / "kept")
    command = [sys.executable, "-m", "mypy", f"--config-file={ROOT / 'pyproject.toml'}"]
    command += ["--strict", "--cache-dir=kept", "right.py", "wrong.py"]
    environment = {"MYPYPATH": "", "PYTHONPATH": ""}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)


def test_a_users_script_is_checked_strictly(findings):
    assert not findings.stderr
    lines = findings.stdout.splitlines()
    assert not [line for line in lines if not line.startswith(("wrong.py:", "Found "))]


def test_a_users_mistakes_are_found(findings):
    for code in ("arg-type", "call-arg", "comparison-overlap", "attr-defined"):
        assert f"[{code}]" in findings.stdout
