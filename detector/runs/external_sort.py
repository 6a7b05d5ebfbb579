"""Rows in order without holding them: an external merge sort.

Rows wait in memory up to a limit, are sorted and put on disk as a run, and the runs are merged when
the rows are wanted. The files have no name: they vanish with the process, even when it is killed.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple, cast

import orjson

from detector.readers.limits import MIB
from detector.verdict import JUDGED, Decision, Row
from detector.writers.jsonl import encode
from detector.writers.records import from_record, to_record
from detector.writers.review_rows import drop_phrasing, worst_first

# Packed rows that wait in memory, a thousandth of what the same rows take on a million
# articles. Made up.
HELD = 8 * MIB
# Runs merged at a time: each has a file open, and systems allow 256 and more.
RUNS = 64
# Bytes read of a run at a time.
BUFFER = MIB // 4
ROW_HEADER = Struct("<BddqI")


class PackedRow(NamedTuple):
    """A row as bytes with its place: the less, the earlier. ``number`` is its place in reading."""

    kind: int
    probability: float
    score: float
    number: int
    data: bytes


def pack(number: int, row: Row, *, budgeted: bool) -> PackedRow:
    """A row with its place in the order of :func:`detector.writers.review_rows.worst_first`.

    Under a budget the order itself decides what goes to review and what passes.
    """
    kind, probability, score = worst_first(row)
    # orjson hands out bytes in a buffer of several kilobytes; a copy takes what it holds.
    data = bytes(memoryview(encode(to_record(row))))
    return PackedRow(0 if budgeted and kind == 1 else kind, probability, score, number, data)


class ExternalSorter:
    """Takes rows in reading order, gives them back worst first.

    Parameters
    ----------
    folder : path, optional
        Where the runs go; by default where the system puts temporary files.
    budget : int, optional
        Exactly so many of the judged articles are sent to review.
    """

    def __init__(self, folder: Path | None = None, budget: int | None = None) -> None:
        self.folder = folder
        self.budget = budget
        self.count = 0
        self.waiting: list[PackedRow] = []
        self.held = 0
        self.files = ExitStack()
        self.runs: list[BinaryIO] = []

    def __enter__(self) -> ExternalSorter:
        return self

    def __exit__(self, *error: object) -> None:
        self.files.close()

    def add(self, row: Row) -> None:
        """Take the next row."""
        packed = pack(self.count, row, budgeted=self.budget is not None)
        self.count += 1
        self.waiting.append(packed)
        self.held += len(packed.data) + ROW_HEADER.size
        if self.held >= HELD:
            self.spill(sorted(self.waiting))
            self.waiting, self.held = [], 0

    def spill(self, rows: Iterable[PackedRow]) -> None:
        """Put a sorted run on disk; when there are many runs, make one of them."""
        if len(self.runs) == RUNS:
            merged = heapq.merge(*map(unpack, self.runs))
            files, self.files, self.runs = self.files, ExitStack(), []
            with files:
                self.write_run(merged)
        self.write_run(rows)

    def write_run(self, rows: Iterable[PackedRow]) -> None:
        """Write one run."""
        opened = tempfile.TemporaryFile(dir=self.folder, buffering=BUFFER)  # noqa: SIM115 - kept
        file = cast("BinaryIO", self.files.enter_context(opened))
        for row in rows:
            file.write(ROW_HEADER.pack(*row[:4], len(row.data)))
            file.write(row.data)
        file.seek(0)
        self.runs.append(file)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with its number, worst first and ranked from 1."""
        for rank, packed in enumerate(
            heapq.merge(*map(unpack, self.runs), sorted(self.waiting)), 1
        ):
            row = from_record(orjson.loads(packed.data))
            row.rank = rank
            if self.budget is not None:
                apply_budget(row, self.budget)
            yield packed.number, row


def apply_budget(row: Row, budget: int) -> None:
    """Send a ranked row to review when its rank is within the budget.

    Articles that were not judged (too short, not English, unreadable) stay as they are.
    """
    decision: Decision = "review" if row.rank <= budget else "pass"
    if row.decision not in JUDGED:
        return
    if decision != row.decision:
        within = "Sent by the budget alone" if decision == "review" else "Beyond the budget"
        row.decision, row.why = decision, f"{within}. {row.why}"
    if decision == "pass":
        drop_phrasing(row)


def unpack(run: BinaryIO) -> Iterator[PackedRow]:
    """The rows of one run."""
    while head := run.read(ROW_HEADER.size):
        kind, probability, score, number, length = ROW_HEADER.unpack(head)
        yield PackedRow(kind, probability, score, number, run.read(length))
