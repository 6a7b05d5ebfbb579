"""Who does the deeds: this process, some processes, or a cluster; always in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")
Value = TypeVar("Value", covariant=True)


class Executor(Protocol):
    """Does a deed to each of many things, and gives the results in the order of the things."""

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``deed(thing)`` for each thing; things are taken lazily, a few ahead."""
        ...


class InProcess:
    """The process at hand, one thing after the other."""

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``deed(thing)`` for each thing."""
        return map(job, inputs)


class FutureLike(Protocol[Value]):
    """A result that is under way: a Future of Python's or of Dask's."""

    def result(self) -> Value:
        """Wait for it."""
        ...


def results_in_order(
    submit: Callable[[Any], FutureLike[Result]], inputs: Iterable[Any], ahead: int
) -> Iterator[Result]:
    """Results in the order of the things, with so many of them under way.

    What is done but not yet taken counts as under way, so that results never pile up.
    """
    waiting: deque[FutureLike[Result]] = deque()
    for thing in inputs:
        waiting.append(submit(thing))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
