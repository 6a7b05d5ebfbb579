"""How long-running work reports its progress and its remarks."""

from __future__ import annotations

from collections.abc import Callable

# Called with a line for a person to read.
ProgressCallback = Callable[[str], object]


def silent(line: str) -> None:
    """For those who do not want to hear it."""
