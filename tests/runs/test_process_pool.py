"""Several processes: the same rows in the same order, and no process that outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from dying import die, die_once
from joblib.externals.loky import process_executor
from places import SAMPLES

from detector.readers import find_inputs
from detector.runs import single_file_run as single
from detector.runs.executor import InProcess, results_in_order
from detector.runs.process_pool import open_process_pool
from detector.runs.single_file_run import RunOptions, write_ranked
from detector.runs.tasks import ROWS_TASK

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class RowList(list):
    write = list.append


@pytest.fixture(scope="module")
def two():
    with open_process_pool(2, print) as processes:
        yield processes


@pytest.mark.parametrize(
    "orders", [RunOptions(), RunOptions(budget=4, stories=True)], ids=["all", "budget"]
)
def test_the_same_rows_in_the_same_order(monkeypatch, two, config, orders):
    monkeypatch.setattr(single, "ROWS_TASK", ROWS_TASK // 256)
    rows = []
    for executor in (InProcess(), two):
        kept = RowList()
        write_ranked(find_inputs([str(SAMPLES)]), config, executor, kept, orders, single.Progress())
        rows.append(kept)
    assert len(rows[0]) > 30
    assert rows[0] == rows[1]


def test_results_never_pile_up():
    under_way, most = 0, 0

    class Slow:
        def __init__(self, thing):
            self.thing = thing

        def result(self):
            nonlocal under_way
            under_way -= 1
            return self.thing

    def submit(thing):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        return Slow(thing)

    assert list(results_in_order(submit, range(50), 6)) == list(range(50))
    assert most == 6


@posix
def test_a_batch_that_kills_every_process_ends_the_run():
    told = []
    with (
        pytest.raises(ValueError, match=r"killed from outside 3 times"),
        open_process_pool(2, told.append) as processes,
    ):
        list(processes.imap(die, range(3)))
    assert len(told) == 2


@posix
def test_the_batch_of_a_process_that_died_runs_again(tmp_path):
    told = []
    files = [None] * 9 + [tmp_path / "ninth", None, tmp_path / "eleventh"] + [None] * 5
    with open_process_pool(2, told.append) as processes:
        results = list(processes.imap(die_once, files))
    assert results == [path and path.name for path in files]
    assert told and "its batch runs again" in told[0]


def test_loky_still_reads_the_bound_on_memory_that_our_processes_raise():
    """It has no public name and no variable of the environment: a new release may rename it."""
    read = process_executor._process_worker.__code__.co_names
    assert "_MAX_MEMORY_LEAK_SIZE" in read, (
        "a process that opens the full reader grows past loky's bound: it would be replaced "
        "after each batch (detector.runs.process_pool.prepare)"
    )


def heed_interrupts():
    """A job in the background of a shell starts with interrupts ignored, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(path, output):
    command = [sys.executable, "-m", "detector", "score", str(path), "-o", str(output), "-j", "2"]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )


def wait_for_work(group, count):
    """Until the run has so many processes, or three minutes have gone by."""
    for _ in range(1800):
        listed = subprocess.run(
            ["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False
        )
        if len(listed.stdout.split()) >= count:
            return
        time.sleep(0.1)


def as_shells_see(code):
    """Python ends itself by the signal where it came while a dataclass was made: 130 in a shell."""
    return code if code >= 0 else 128 - code


def assert_nobody_left(group):
    for _ in range(1800):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process outlived the run")


@posix
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, 137)])
def test_no_process_outlives_the_run(wire, tmp_path, sent, code):
    output = tmp_path / "scored.jsonl"
    run = start(wire(60_000), output)
    # The command, the trackers of resources of Python and of loky, and two processes.
    wait_for_work(run.pid, 5)
    if sent == signal.SIGINT:
        os.killpg(run.pid, sent)
    else:
        run.send_signal(sent)
    talk, _ = run.communicate(timeout=120)
    assert as_shells_see(run.returncode) == code
    assert_nobody_left(run.pid)
    assert not output.exists()
    # A process that is just starting when the command is killed complains of the broken pipe.
    if sent == signal.SIGINT:
        assert "Traceback" not in talk
        assert "stopped" in talk
        assert [path.name for path in tmp_path.iterdir()] == ["wire.jsonl"]
