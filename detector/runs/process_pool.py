"""Processes of this machine that share the work, and end with it whatever happens.

Processes are not forked from this one: the numeric libraries' threads do not survive that, and a
fork in the wrong moment hangs. A terminal sends Ctrl-C to all of them at once; they leave it to
this one, which tells them to stop. When this one is killed they see it and end.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import TypeVar

from detector.runs import jobs as deeds
from detector.runs.executor import results_in_order

Given = TypeVar("Given")
Result = TypeVar("Result")

# Things under way for each process: one that it does, one that waits, one whose result waits.
AHEAD = 3
# One core for one process: left alone, the libraries start a thread a core in each of them.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class ProcessExecutor:
    """A pool of processes as a workforce."""

    def __init__(self, pool: ProcessPoolExecutor, jobs: int) -> None:
        self.pool = pool
        self.jobs = jobs

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``deed(thing)`` for each thing, in order."""
        return results_in_order(
            lambda thing: self.pool.submit(job, thing), inputs, AHEAD * self.jobs
        )


@contextmanager
def open_process_pool(jobs: int) -> Iterator[ProcessExecutor]:
    """Processes for as long as the block lasts.

    Raises
    ------
    ValueError
        When one of them is killed, as the system does when memory runs out.
    """
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["detector.runs.jobs"])
    stop = context.Event()
    with single_threads():
        pool = ProcessPoolExecutor(jobs, context, prepare, (stop,))
        try:
            # All start now, while Ctrl-C is held back: they inherit that.
            with interrupts_held_back():
                for started in [pool.submit(os.getpid) for _ in range(jobs)]:
                    started.result()
            yield ProcessExecutor(pool, jobs)
        except BrokenProcessPool as error:
            message = (
                "a process was killed from outside, perhaps because memory ran out: "
                "try fewer with --jobs"
            )
            raise ValueError(message) from error
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let Ctrl-C wait until the block is over, and never reach processes that start in it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def single_threads() -> Iterator[None]:
    """Let processes that start in this block count with one thread each."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def prepare(stop: Event) -> None:
    """Make a new process ready: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    deeds.stop_requested = stop.is_set
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """End this process when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
