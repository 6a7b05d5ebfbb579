"""``detector train`` and ``detector evaluate`` as a user meets them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from newsroom import write_own_articles

from detector.cli.commands import main


@pytest.fixture
def own_file(tmp_path):
    return write_own_articles(tmp_path / "ours.jsonl")


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_full_reader_is_missed_before_anything_is_trained(own_file, tmp_path):
    done = run("train", own_file, "--reader", "-o", tmp_path / "model")
    assert done.exit_code == 4 and "detector reader install" in done.stderr
    assert not (tmp_path / "model").exists()
    done = run("train", "--decisions", own_file, "--reader")
    assert done.exit_code == 2 and "--reader needs DATA" in done.stderr


def test_kinds_that_a_second_reading_needs_are_missed_at_once(own_file, tmp_path, reader_cache):
    done = run("train", own_file, "--reader", "-o", tmp_path / "model")
    assert done.exit_code == 4 and "there is no human_translation" in done.stderr
    assert "n-gram models" not in done.stderr


def test_signals_are_measured(own_file, tmp_path):
    output = tmp_path / "signals.json"
    done = run("evaluate", own_file, "--signals", "-o", output)
    assert done.exit_code == 0, done.stderr
    assert json.loads(output.read_text("utf-8"))[0]["signal"] in done.stdout


def test_a_wrong_label_is_told(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("text,label\nSome words.,bad\n", "utf-8")
    done = run("train", path, "-o", tmp_path / "model")
    assert done.exit_code == 4
    assert "row 2" in done.stderr and "clean" in done.stderr


def test_a_folder_without_corpora_is_told(tmp_path):
    done = run("train", tmp_path, "-o", tmp_path / "model")
    assert done.exit_code == 4 and "mt_news.jsonl.gz" in done.stderr
