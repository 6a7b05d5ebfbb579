"""Whole commands in processes of their own: time to start, time to score a file, memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

# The first start compiles and fills the disk's cache; the best of the others is reported.
STARTUP_RUNS = 4

# A process inherits the peak of the one that starts it: a small one stands in between.
WATCHER = """
import resource, subprocess, sys, time
begun = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
wall, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""


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
    done = subprocess.run([sys.executable, "-c", WATCHER, *command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-500:]}")
    wall, cpu, peak = map(float, done.stdout.splitlines()[-1].split())
    # Linux counts the peak in kilobytes, macOS in bytes.
    return Cost(wall, cpu, peak / (1e6 if sys.platform == "darwin" else 1e3))


def best_of(command: list[str], times: int = STARTUP_RUNS) -> Cost:
    """The quickest of several runs."""
    return min((cost_of(command) for _ in range(times)), key=lambda cost: cost.wall)


def startup_costs(folder: Path) -> list[tuple[str, Cost]]:
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
