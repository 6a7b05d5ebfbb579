"""Whole commands in processes of their own: time to start, time to score a file, memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

# The first start compiles and fills the disk's cache; the best of the others is reported.
STARTS = 4


class Cost(NamedTuple):
    """What a process took: seconds on the wall and of the processor, and its peak of memory."""

    wall: float
    cpu: float
    megabytes: float


def cost_of(command: list[str]) -> Cost:
    """Run a command to its end.

    Raises
    ------
    RuntimeError
        When it fails, with what it said.
    """
    begun = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said.decode(errors='replace')[-500:]}")
    # Linux counts the peak in kilobytes, macOS in bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def best_of(command: list[str], times: int = STARTS) -> Cost:
    """The quickest of several runs."""
    return min((cost_of(command) for _ in range(times)), key=lambda cost: cost.wall)


def starts(folder: Path) -> list[tuple[str, Cost]]:
    """What it takes to start: Python alone, the package, the help, one article."""
    article = folder / "one.txt"
    article.write_text("The mayor said on Monday that the bridge will open.\n" * 20, "utf-8")
    python, module = sys.executable, [sys.executable, "-m", "detector"]
    score = [*module, "score", str(article), "-o", str(folder / "one.csv"), "--quiet"]
    return [
        ("python, empty", best_of([python, "-c", "pass"])),
        ("import detector", best_of([python, "-c", "import detector"])),
        ("detector --help", best_of([*module, "--help"])),
        ("detector score, one file", best_of(score)),
    ]


def score_file(path: Path, folder: Path) -> Cost:
    """``detector score`` from JSON Lines to CSV, start and all."""
    command = [sys.executable, "-m", "detector", "score", str(path)]
    return cost_of([*command, "-o", str(folder / "scored.csv"), "--quiet"])
