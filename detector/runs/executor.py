"""Who does the deeds: this process, some processes, or a cluster; always in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")
Kept = TypeVar("Kept", covariant=True)


class Workforce(Protocol):
    """Does a deed to each of many things, and gives the results in the order of the things."""

    def do(self, deed: Callable[[Given], Result], things: Iterable[Given]) -> Iterator[Result]:
        """Yield ``deed(thing)`` for each thing; things are taken lazily, a few ahead."""
        ...


class Here:
    """The process at hand, one thing after the other."""

    def do(self, deed: Callable[[Given], Result], things: Iterable[Given]) -> Iterator[Result]:
        """Yield ``deed(thing)`` for each thing."""
        return map(deed, things)


class Promise(Protocol[Kept]):
    """A result that is under way: a Future of Python's or of Dask's."""

    def result(self) -> Kept:
        """Wait for it."""
        ...


def in_order(
    submit: Callable[[Any], Promise[Result]], things: Iterable[Any], ahead: int
) -> Iterator[Result]:
    """Results in the order of the things, with so many of them under way.

    What is done but not yet taken counts as under way, so that results never pile up.
    """
    waiting: deque[Promise[Result]] = deque()
    for thing in things:
        waiting.append(submit(thing))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
