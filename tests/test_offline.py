"""No network at any time: sockets are shut, and the network name space has none to offer."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from places import ROOT, SAMPLES

# What a run meets: every kind of file, the model, evidence, stories, all three outputs.
CORE = """
import socket, sys
from pathlib import Path

def refuse(*args, **options):
    raise RuntimeError(f"a socket was asked for: {args}")

class Shut(socket.socket):
    __init__ = refuse

socket.socket = Shut
socket.create_connection = socket.getaddrinfo = refuse

from detector.cli.commands import main

out = Path(sys.argv[2])
for arguments in (
    ["score", sys.argv[1], "-q", "--stories", "-o", str(out / "rows.jsonl")],
    ["score", sys.argv[1] + "/30_wire-feed.jsonl", "-q", "-o", str(out / "rows.csv")],
    ["score", sys.argv[1] + "/30_wire-feed.jsonl", "-q", "-o", str(out / "rows.parquet")],
    ["explain", sys.argv[1] + "/01_substation-visit.txt"],
    ["signals", "--json"],
):
    main(arguments, standalone_mode=False)
"""
SERVER = """
import sys
from detector import Detector
from detector.server.application import make_scoring_app

sys.path.insert(0, sys.argv[1])
from serving_desk import Client, serving

with serving(make_scoring_app(Detector())) as port, Client(port) as client:
    status, row = client.score({"text": "Some 9,000 XNUMX troops were moved."})
    assert (status, row["reasons"]) == (200, ["number_slot"]), (status, row)
"""


def run(tmp_path, *command):
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def nowhere():
    """The command that runs another in an empty network name space; none where there are none."""
    command = ["unshare", "-rn"]
    if not shutil.which(command[0]) or subprocess.run([*command, "true"], check=False).returncode:
        return []
    return command


def test_a_run_asks_for_no_socket(nowhere, tmp_path):
    run(tmp_path, *nowhere, sys.executable, "-c", CORE, str(SAMPLES), str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} >= {"rows.csv", "rows.jsonl", "rows.parquet"}
    assert len((tmp_path / "rows.jsonl").read_text("utf-8").splitlines()) > 30


def test_the_server_needs_loopback_only(nowhere, tmp_path):
    pytest.importorskip("uvicorn", reason="the extra `desk` is not installed")
    if not nowhere or not shutil.which("ip"):
        pytest.skip("this system gives its users no network name spaces (`unshare -rn`, `ip`)")
    up = 'ip link set lo up && exec "$0" -c "$1" "$2"'
    tests = str(ROOT / "tests")
    run(tmp_path, *nowhere, "sh", "-c", up, sys.executable, SERVER, tests)
