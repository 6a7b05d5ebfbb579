"""Two runs on one target, and what a killed run leaves there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import orjson
import pytest

from detector.runs.folder_lock import LOCK_NAME, locked_folder
from detector.writers import BadDestination
from detector.writers.destination import atomic_file
from detector.writers.unfinished import remove_abandoned_in, unfinished_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals")

# Say that it has begun, and wait to be killed.
WAIT = "print('at work', flush=True); sys.stdin.read()"
HOLD = f"""
import sys
from detector.runs.folder_lock import locked_folder
with locked_folder(sys.argv[1]):
    {WAIT}
"""
WRITE = f"""
import sys
from detector.writers.destination import atomic_file
with atomic_file(sys.argv[1]) as file:
    file.write(b'half')
    file.flush()
    {WAIT}
"""


@pytest.fixture
def at_work():
    """Start a process that works on a path until it is killed."""
    begun = []

    def start(code, path):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        begun.append(process)
        assert process.stdout.readline() == b"at work\n"
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_second_run_says_who_is_at_work(tmp_path, at_work):
    first = at_work(HOLD, tmp_path)
    with pytest.raises(BadDestination) as told, locked_folder(str(tmp_path)):
        pass
    assert f"(process {first.pid}, started less than a minute ago)" in str(told.value)
    assert f"is working in {tmp_path}: wait until it ends, or name another" in str(told.value)


def test_a_lock_of_a_killed_run_is_taken_over(tmp_path, at_work):
    first, told = at_work(HOLD, tmp_path), []
    kill(first)
    assert (tmp_path / LOCK_NAME).exists()
    with locked_folder(str(tmp_path), told.append):
        assert orjson.loads((tmp_path / LOCK_NAME).read_bytes())["process"] == os.getpid()
    assert len(told) == 1 and f"(process {first.pid}, " in told[0] and "was stopped" in told[0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"user": 1}', b"\xff"])
def test_any_lock_file_is_taken_over(tmp_path, content):
    (tmp_path / LOCK_NAME).write_bytes(content)
    with locked_folder(str(tmp_path)):
        pass
    assert not list(tmp_path.iterdir())


def test_a_lock_is_lifted_when_a_run_fails(tmp_path):
    with pytest.raises(KeyboardInterrupt), locked_folder(str(tmp_path)):
        raise KeyboardInterrupt
    with locked_folder(str(tmp_path)):
        pass


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path, at_work):
    target = tmp_path / "out.jsonl"
    first = at_work(WRITE, target)
    [left] = [path.name for path in tmp_path.iterdir()]
    kill(first)
    with atomic_file(str(target)) as file:
        file.write(b"whole")
        assert [path.name for path in tmp_path.iterdir()] == [left]
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert target.read_bytes() == b"whole"


def test_what_a_living_run_writes_is_left_alone(tmp_path, at_work):
    target = tmp_path / "out.jsonl"
    at_work(WRITE, target)
    with atomic_file(str(target)) as file:
        file.write(b"whole")
    left = [path.name for path in tmp_path.iterdir() if path != target]
    assert len(left) == 1 and remove_abandoned_in(tmp_path) == left
    assert target.read_bytes() == b"whole"


def test_two_writers_of_one_process_do_not_meet(tmp_path):
    target = tmp_path / "out"
    with unfinished_file(target) as first, unfinished_file(target) as second:
        first.write(b"one")
        second.write(b"two")
    assert target.read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_device_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with atomic_file(str(pipe)) as file:
        file.write(b"rows")
    assert os.read(reader, 9) == b"rows"
    os.close(reader)
    assert pipe.is_fifo()
