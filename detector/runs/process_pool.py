"""Processes of this machine that share a run's tasks: joblib's loky executor.

Loky starts fresh interpreters instead of forking: the threads of numeric libraries do not survive
a fork. A terminal sends Ctrl-C to every process at once; workers ignore it, and this process kills
them. When this process is killed itself, they notice within a second and end.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, Generic

from joblib.externals.loky import ProcessPoolExecutor, process_executor

from detector.resources.progress import ProgressCallback
from detector.runs.executor import AHEAD, SINGLE_THREADED, Given, Result, results_in_order

# How often a task is run again when the process that had it died.
RETRIES = 2
# Loky takes a process for leaking that has grown by 300 MB since its first job, and starts another
# in its place. Ours grow by that when they open the full reader.
MOST_GROWTH = 4_000_000_000
# Seconds between two looks at whether the parent still lives.
HEARTBEAT = 1.0


class ProcessExecutor:
    """A pool of worker processes that replaces itself when one of them dies.

    Parameters
    ----------
    jobs : int
        Number of processes.
    tell : callable
        Called with a sentence when a process died and its task is run again.
    """

    def __init__(self, jobs: int, tell: ProgressCallback) -> None:
        self.jobs = jobs
        self.tell = tell
        self.pool = self.make_pool()

    def make_pool(self) -> ProcessPoolExecutor:
        """A pool without processes yet."""
        own = (os.getpid(),)
        return ProcessPoolExecutor(
            self.jobs, initializer=prepare, initargs=own, env=SINGLE_THREADED
        )

    def start(self) -> None:
        """Start the processes of the pool: the first job starts them all."""
        with interrupts_held_back():
            self.submit(os.getpid)

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``job(item)`` for each input, in order; at most ``AHEAD * jobs`` are under way."""
        return results_in_order(
            lambda item: RetriedTask(self, job, item), inputs, AHEAD * self.jobs
        )

    def submit(self, job: Callable[..., Result], *inputs: Any) -> Future[Result]:
        """Hand a job to the pool; where the pool is broken, the future raises that."""
        try:
            future: Future[Result] = self.pool.submit(job, *inputs)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        return future

    def replace(self, pool: ProcessPoolExecutor) -> None:
        """Start a new pool, unless another task has seen this one break already."""
        if self.pool is pool:
            self.tell("a process was killed, perhaps because memory ran out: its batch runs again")
            pool.shutdown(kill_workers=True)
            self.pool = self.make_pool()
            self.start()


class RetriedTask(Generic[Result]):
    """A task under way; it runs again when its process dies.

    All tasks of a broken pool fail together, whichever of them was to blame. Each is run again
    only when its turn comes, nearly alone, so that the one that breaks every pool is found out.
    """

    def __init__(
        self, executor: ProcessExecutor, job: Callable[[Given], Result], item: Given
    ) -> None:
        self.executor = executor
        self.call = (job, item)
        self.submit()

    def submit(self) -> None:
        """Hand the task to the pool of the moment."""
        self.pool = self.executor.pool
        self.future: Future[Result] = self.executor.submit(*self.call)

    def result(self) -> Result:
        """Wait for it.

        Raises
        ------
        BrokenProcessPool
            When the task is given up.
        """
        for _ in range(RETRIES):
            try:
                return self.future.result()
            except BrokenProcessPool:
                self.executor.replace(self.pool)
                self.submit()
        return self.future.result()


@contextmanager
def open_process_pool(jobs: int, tell: ProgressCallback) -> Iterator[ProcessExecutor]:
    """Processes for as long as the block lasts; none outlives it.

    Raises
    ------
    ValueError
        When the process of one task is killed every time, as the system does when memory runs out.
    """
    executor = ProcessExecutor(jobs, tell)
    done = False
    try:
        executor.start()
        yield executor
        done = True
    except BrokenProcessPool as error:
        message = (
            f"a process was killed from outside {RETRIES + 1} times with the same batch, perhaps "
            "because memory ran out: try fewer with --jobs"
        )
        raise ValueError(message) from error
    finally:
        executor.pool.shutdown(kill_workers=not done)


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let Ctrl-C wait until the block is over, and never reach processes that start in it."""
    if sys.platform == "win32":
        yield
        return
    # Loky has this tracker started with the first process, and Python then unblocks the signal.
    resource_tracker.ensure_running()
    with interrupts_noted():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def interrupts_noted() -> Iterator[None]:
    """Let Ctrl-C wait that reaches a thread of a numeric library, where no mask keeps it out."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    noted: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if noted:
            handler(signal.SIGINT, None)


def prepare(parent: int) -> None:
    """Make a new process ready: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    process_executor._MAX_MEMORY_LEAK_SIZE = MOST_GROWTH
    # Half of its start is over by the time that the first task comes.
    import detector.runs.scoring  # noqa: F401


def end_with(parent: int) -> None:
    """End this process when its parent is gone: the system then gives it another."""
    while os.getppid() == parent:
        time.sleep(HEARTBEAT)
    os._exit(1)
