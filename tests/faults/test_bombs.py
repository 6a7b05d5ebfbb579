"""Whatever a file may become: little memory and a steady pace, or a refusal that says why."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bombs import write_bombs

from detector.readers.limits import COPY, LIMITS

# The whole size in `make soak`; otherwise bombs and limits are both a fraction of that.
WHOLE = os.environ.get("DETECTOR_SOAK") == "1"
SCALE = 1.0 if WHOLE else 0.02
SMALL = {
    "RECORD": 1,
    "WHOLE": 1,
    "UNPACKED": 2,
    "PAGE": 1,
    "COPY": 2,
    "TAGS": 20_000,
    "BLOCKS": 200,
}
# MB; without bombs the readers take 120.
MOST_MEMORY = 1000 if WHOLE else 450
# Seconds of CPU before a refusal, and bytes a second where there is none.
REFUSED_WITHIN = 5
LEAST_PACE = 1_000_000
# These are no bombs, or their texts go on to be found too long.
READ = {"0.html", "0.jsonl", "tiny.jsonl", "columns-zstd.parquet"}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    pytest.importorskip("resource")
    folder = tmp_path_factory.mktemp("bombs")
    write_bombs(folder, SCALE)
    names = {
        limit.variable.removeprefix("DETECTOR_MAX_").removesuffix("_MIB"): limit for limit in LIMITS
    }
    own = {} if WHOLE else {names[name].variable: str(number) for name, number in SMALL.items()}
    script = Path(__file__).with_name("bombs.py")
    command = [sys.executable, str(script), str(folder)]
    done = subprocess.run(
        command, env=os.environ | own, stdout=subprocess.PIPE, text=True, check=True
    )
    shutil.rmtree(folder)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) > (80 if WHOLE else 60)
    return found


def test_memory_stays_below_its_bound(outcomes):
    before = 0.0
    grown = {}
    for one in outcomes:
        if one["memory"] > max(before, MOST_MEMORY):
            grown[one["name"]] = one["memory"]
        before = max(before, one["memory"])
    assert not grown


def test_a_refusal_comes_soon_or_the_pace_is_kept(outcomes):
    slow = {
        one["name"]: one["seconds"]
        for one in outcomes
        if one["seconds"] > REFUSED_WITHIN
        and (one["size"] + one["texts"]) < LEAST_PACE * one["seconds"]
    }
    assert not slow


def test_every_bomb_is_told(outcomes):
    assert {one["name"] for one in outcomes if not one["reason"]} <= READ


def test_a_limit_is_named_with_what_raises_it(outcomes):
    told = {
        limit.variable: [one["name"] for one in outcomes if limit.variable in one["reason"]]
        for limit in LIMITS
    }
    # A copy of a gigabyte is tried at the small limit alone.
    lacking = {name for name, files in told.items() if not files}
    assert lacking <= ({COPY.variable} if WHOLE else set())
