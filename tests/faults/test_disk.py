"""A full disk and files that vanish: what was there stays, and the reason is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from places import SAMPLES

from detector.readers import find_inputs, read, read_source
from detector.readers.file_ranges import split_source
from detector.writers.destination import atomic_file

ARTICLE = '{"text": "Rain fell on the harbour."}\n'
# No file of this process may grow past so many bytes, as on a disk that is full. It writes no byte
# code: Python would keep what was cut off, and the next process could not read it.
LIMITED = """
import resource, sys
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
from detector.cli.commands import main
main(sys.argv[1:])
"""


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 kB; only the superuser may make one, and not in every container."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_keeps_the_old_file(small_disk):
    target = small_disk / "review.csv"
    target.write_text("the old rows")
    with pytest.raises(OSError, match="No space left"), atomic_file(str(target)) as file:
        file.write(b"row\n" * 100_000)
    assert [path.name for path in small_disk.iterdir()] == ["review.csv"]
    assert target.read_text() == "the old rows"


@pytest.mark.parametrize("output", ["review.csv", "out/"])
def test_a_run_without_room_says_so(tmp_path, output):
    pytest.importorskip("resource")
    command = [sys.executable, "-c", LIMITED, "score", str(SAMPLES / "30_wire-feed.jsonl"), "-q"]
    command += ["--second-reading", "never", "-o", output]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 4 and "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert set(left) <= {"_manifest.json"}


def test_a_file_that_vanishes_is_a_row(tmp_path):
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        (tmp_path / name).write_text(ARTICLE)
    found = find_inputs([str(tmp_path)])
    (tmp_path / "b.jsonl").unlink()
    told = [getattr(item, "reason", "") for item in read(found)]
    assert told == ["", "No such file or directory", ""]


def test_a_file_that_shrinks_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(ARTICLE * 100)
    (source,) = find_inputs([str(path)]).sources
    parts = split_source(source, 1000)
    assert len(parts) > 2
    os.truncate(path, 1500)
    given = [item for part in parts for item in read_source(part)]
    texts = sum(hasattr(item, "text") for item in given)
    assert texts == 1500 // len(ARTICLE)
    assert all(item.reason for item in given if not hasattr(item, "text"))
