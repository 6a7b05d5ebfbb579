"""A folder of parts: killed at any moment it goes on, nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pandas as pd
import pytest
from places import SAMPLES
from pyarrow import parquet

from detector.readers import find_inputs
from detector.runs import folder_run as folders
from detector.runs import manifest, parts
from detector.runs.detector_config import DetectorConfig
from detector.runs.executor import InProcess
from detector.runs.folder_run import score_to_folder
from detector.runs.single_file_run import Progress, RunOptions, write_ranked
from detector.writers import BadDestination
from detector.writers.records import to_record

PART = 3_000


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(folders, "PART_TASK", PART)


def fill(path, out, config, orders=None, executor=None):
    found = find_inputs([str(path)])
    return score_to_folder(
        found, config, executor or InProcess(), str(out), orders or RunOptions(), Progress()
    )


def without_nothing(mark):
    """A mark as a row has it: in a table it also has empty places for what only some marks have."""
    return {name: value for name, value in mark.items() if value is not None}


def rows_in(out):
    rows = []
    for path in sorted(out.glob("part-*.parquet")):
        rows += parquet.read_table(path).to_pylist()
    for row in rows:
        row["evidence"] = [without_nothing(mark) for mark in row["evidence"]]
    return sorted(rows, key=lambda row: row["rank"])


class RowList(list):
    def write(self, row):
        self.append(to_record(row))


@pytest.mark.parametrize("orders", [RunOptions(), RunOptions(budget=4)], ids=["all", "budget"])
def test_the_parts_hold_the_rows_of_one_file(tmp_path, config, orders):
    kept = RowList()
    whole = write_ranked(find_inputs([str(SAMPLES)]), config, InProcess(), kept, orders, Progress())
    found = fill(SAMPLES, tmp_path / "out", config, orders)
    assert len(list((tmp_path / "out").glob("part-*"))) > 5
    assert rows_in(tmp_path / "out") == kept
    assert [row.id for row in found.worst] == [row.id for row in whole.worst]
    assert found.tally.decisions == whole.tally.decisions


def test_the_parts_say_of_copies_what_one_file_says(tmp_path, config):
    kept = RowList()
    orders = RunOptions(stories=True)
    write_ranked(find_inputs([str(SAMPLES)]), config, InProcess(), kept, orders, Progress())
    fill(SAMPLES, tmp_path / "out", config, orders)
    assert rows_in(tmp_path / "out") == kept
    assert any(row["copy_of"] for row in kept)
    assert any("copy_wording" in row["reasons"] for row in kept)


def test_a_run_that_stopped_among_its_copies_goes_on(tmp_path, config, monkeypatch):
    """Killed after the first parts were revised: what copies prove is not counted twice."""
    orders = RunOptions(stories=True)
    fill(SAMPLES, tmp_path / "whole", config, orders)
    done = []

    def revise_one(*given):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(given)
        return parts.revise_part(*given)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(folders, "revise_part", revise_one)
        fill(SAMPLES, tmp_path / "out", config, orders)
    fill(SAMPLES, tmp_path / "out", config, orders)
    assert rows_in(tmp_path / "out") == rows_in(tmp_path / "whole")


def test_other_readers_take_the_folder_for_one_table(tmp_path, wire, config):
    fill(wire(50), tmp_path / "out", config)
    frame = pd.read_parquet(tmp_path / "out")
    assert sorted(frame["rank"]) == list(range(1, 51))


def test_a_run_that_is_whole_is_not_done_again(tmp_path, wire, config):
    path, out = wire(50), tmp_path / "out"
    fill(path, out, config)
    before = {entry.name: entry.stat().st_mtime_ns for entry in out.glob("part-*")}
    assert fill(path, out, config).tally.decisions.total() == 50
    assert {entry.name: entry.stat().st_mtime_ns for entry in out.glob("part-*")} == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path, _: path.write_text(path.read_text() + "\n"), "the input files"),
        (lambda path, _: os.utime(path, ns=(1, 1)), "the input files"),
        (lambda _, given: given.update(config=DetectorConfig(threshold=0.5)), "the settings"),
        (lambda _, given: given.update(orders=RunOptions(budget=3)), "--budget"),
        (lambda _, given: given.update(orders=RunOptions(stories=True)), "--stories"),
        (
            lambda _, given: given["patch"].setattr("detector.runs.detector_config.VERSION", "9"),
            "version",
        ),
    ],
)
def test_another_run_is_refused(tmp_path, wire, config, monkeypatch, change, words):
    path, out = wire(20), tmp_path / "out"
    fill(path, out, config)
    given = {"config": config, "orders": None, "patch": monkeypatch}
    change(path, given)
    with pytest.raises(BadDestination, match=words):
        fill(path, out, given["config"], given["orders"])


def test_a_folder_of_other_things_is_refused(tmp_path, wire, config):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    with pytest.raises(BadDestination, match=r"notes\.txt"):
        fill(wire(5), out, config)
    assert [entry.name for entry in out.iterdir()] == ["notes.txt"]


def test_standard_input_is_refused(config):
    with pytest.raises(BadDestination, match="standard input"):
        manifest.facts_of(find_inputs(["-"]), config, None, False)


# One process that has loaded the model forks runs and kills them: twenty kills take seconds.
KILLING = """
import json, os, random, signal, sys, time
from detector.readers import find_inputs
from detector.runs import folder_run
from detector.runs.detector_config import DetectorConfig
from detector.runs.single_file_run import RunOptions, Progress
from detector.runs.executor import InProcess
path, out, kills, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
folder_run.PART_TASK = 3_000
recipe = DetectorConfig()
recipe.make()

def run(out):
    found, orders = find_inputs([path]), RunOptions(budget=30)
    folder_run.score_to_folder(found, recipe, InProcess(), out, orders, Progress())

def parts(out=out):
    names = os.listdir(out) if os.path.isdir(out) else []
    return sum(name.startswith("part-") for name in names)

run(out + "-whole")
most = parts(out + "-whole") - 1
random.seed(seed)
for _ in range(kills):
    wanted = min(parts() + random.randrange(4), most)
    child = os.fork()
    if not child:
        run(out)
        os._exit(0)
    # By what is done and not by the clock, so that a busy machine is no other test.
    while parts() < wanted:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.WIFSIGNALED(status), parts()]))
run(out)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_twenty_kills_at_random_moments_lose_nothing(tmp_path, wire):
    path, out = wire(300), tmp_path / "out"
    command = [sys.executable, "-c", KILLING, str(path), str(out), "20", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) == 20 and all(killed for killed, _ in kills)
    assert len({count for _, count in kills}) > 3
    whole, rows = tmp_path / "out-whole", rows_in(out)
    assert rows == rows_in(whole)
    assert [row["rank"] for row in rows] == list(range(1, 301))
    assert sum(row["decision"] == "review" for row in rows) <= 30
    assert sorted(path.name for path in out.iterdir()) == sorted(
        path.name for path in whole.iterdir()
    )
