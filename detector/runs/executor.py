"""Who does the jobs: this process, some processes, or a cluster; always in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")
Value = TypeVar("Value", covariant=True)

# One core for one process: left alone, the libraries start a thread a core in each of them.
SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# Jobs under way for each worker: one that it works on, one that waits, one whose result waits.
AHEAD = 3


class Executor(Protocol):
    """Does a job to each of many inputs, and gives the results in the order of the inputs."""

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``job(item)`` for each input; inputs are taken lazily, a few ahead."""
        ...


class InProcess:
    """The process at hand, one input after the other."""

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``job(item)`` for each input."""
        return map(job, inputs)


class FutureLike(Protocol[Value]):
    """A result that is under way: a task of the process pool, or a Future of Dask's."""

    def result(self) -> Value:
        """Wait for it."""
        ...


def results_in_order(
    submit: Callable[[Any], FutureLike[Result]], inputs: Iterable[Any], ahead: int
) -> Iterator[Result]:
    """Results in the order of the inputs, at most ``ahead`` of them under way.

    What is done but not yet taken counts as under way, so that results never pile up.
    """
    waiting: deque[FutureLike[Result]] = deque()
    for item in inputs:
        waiting.append(submit(item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
