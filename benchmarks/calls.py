"""``python -m benchmarks.calls``: how many calls it takes to judge an article.

Time moves by a third on a busy machine, this number does not move at all: calls that functions of
the package make, counted by the interpreter, after other articles have been judged. A batch that
takes a loop in place of an array operation, a signal that runs where its prefilter should have
kept it back, and a table that is read twice are all seen. What a regular expression or an array
operation costs inside is not: ``python -m benchmarks`` measures that.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

from benchmarks.corpus import samples
from detector import Detector

# Comprehensions that are functions up to Python 3.11, and inlined from 3.12 on.
INLINED = frozenset({"<listcomp>", "<dictcomp>", "<setcomp>"})
# A sample is cut in two: words of the first halves are known when the second halves are judged.
PARTS = 2


class Calls:
    """Counts what :func:`sys.setprofile` reports while the block lasts."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Calls:
        sys.setprofile(self._see)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_name not in INLINED and frame.f_back is not None:
            self.count += is_ours(frame.f_back)
        elif event == "c_call":
            self.count += is_ours(frame)


def is_ours(frame: FrameType) -> bool:
    """Whether a frame runs a function of the package."""
    return str(frame.f_globals.get("__name__", "")).startswith("detector.")


def halves(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The first and the second half of each text, by paragraphs."""
    cut = [text.split("\n\n") for text in texts]
    return (
        ["\n\n".join(own[: len(own) // PARTS]) for own in cut],
        ["\n\n".join(own[len(own) // PARTS :]) for own in cut],
    )


def calls_an_article() -> tuple[float, float]:
    """Calls it takes to judge the second half of a sample after all first halves, and once more.

    The first figure includes the looks at words never met before, the second has none of them.
    """
    first, second = halves(samples())
    detector = Detector(second_reading="never")
    list(detector.judge_many(first))
    counts = []
    for _ in range(2):
        with Calls() as calls:
            list(detector.judge_many(second))
        counts.append(calls.count / len(second))
    return counts[0], counts[1]


if __name__ == "__main__":
    print(*map(round, calls_an_article()))
