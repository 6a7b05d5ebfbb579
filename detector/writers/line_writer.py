"""Rows as text, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from detector.verdict import Row


class LineWriter:
    """Writes rows as lines.

    Parameters
    ----------
    stream : binary file
        Stays open.
    lines : callable
        Rows -> their lines. It can be pickled: another process may make them.
    """

    def __init__(self, stream: BinaryIO, lines: Callable[[Iterable[Row]], bytes]) -> None:
        self.stream, self.lines = stream, lines

    def write(self, row: Row) -> None:
        """Write one row."""
        self.stream.write(self.lines([row]))

    def finish(self) -> None:
        """Hand everything on to the stream."""
        self.stream.flush()
