"""Rows in order without holding them: an external merge sort.

Rows wait in memory up to a limit, are sorted and put on disk as a run, and the runs are merged when
the rows are wanted. The files have no name: they vanish with the process, even when it is killed.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple, cast

import orjson

from detector.readers.limits import MIB
from detector.verdict import DECISION_ORDER, JUDGED, Decision, Evidence, Passage, Readability, Row
from detector.writers.columns import replace_lone_surrogates
from detector.writers.review_rows import drop_phrasing, worst_first

# Packed rows that wait in memory, a thousandth of what the same rows take on a million
# articles. Made up.
HELD = 8 * MIB
# Runs merged at a time: each has a file open, and systems allow 256 and more.
RUNS = 64
# Bytes read of a run at a time.
BUFFER = MIB // 4
ROW_HEADER = Struct("<BddqI")
REVIEW, PASS = map(DECISION_ORDER.index, JUDGED)
FIELDS = attrgetter(*(one.name for one in fields(Row)))


class PackedRow(NamedTuple):
    """A row as bytes with its place: the less, the earlier. ``number`` is its place in reading."""

    kind: int
    probability: float
    score: float
    number: int
    data: bytes


def pack(number: int, row: Row) -> PackedRow:
    """A row with its place in the order of :func:`detector.writers.review_rows.worst_first`.

    Lone halves of surrogate pairs, which no file can hold, are replaced.
    """
    values = FIELDS(row)
    try:
        data = orjson.dumps(values, tuple, orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        data = orjson.dumps(replace_lone_surrogates(values), tuple, orjson.OPT_SERIALIZE_NUMPY)
    # orjson hands out bytes in a buffer of several kilobytes; a copy takes what it holds.
    return PackedRow(*worst_first(row), number, bytes(memoryview(data)))


def unpack(data: bytes) -> Row:
    """A row again."""
    row = Row(*orjson.loads(data))
    row.evidence = [Evidence(*mark) for mark in row.evidence]
    row.figures_suspect = [Passage(*passage) for passage in row.figures_suspect]
    row.readability = row.readability and Readability(*row.readability)
    return row


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
        self.waiting: list[PackedRow] = []
        self.held = 0
        self.files = ExitStack()
        self.runs: list[BinaryIO] = []

    def __enter__(self) -> ExternalSorter:
        return self

    def __exit__(self, *error: object) -> None:
        self.files.close()

    def add(self, packed: PackedRow) -> None:
        """Take a row. Under a budget the order itself decides what is reviewed and what passes."""
        if self.budget is not None and packed.kind == PASS:
            packed = packed._replace(kind=REVIEW)
        self.waiting.append(packed)
        self.held += len(packed.data) + ROW_HEADER.size
        if self.held >= HELD:
            self.spill(sorted(self.waiting))
            self.waiting, self.held = [], 0

    def spill(self, rows: Iterable[PackedRow]) -> None:
        """Put a sorted run on disk; when there are many runs, make one of them."""
        if len(self.runs) == RUNS:
            merged = heapq.merge(*map(read_run, self.runs))
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

    def rows(self) -> Iterator[PackedRow]:
        """The rows, worst first."""
        return heapq.merge(*map(read_run, self.runs), sorted(self.waiting))


def ranked(packed: Iterable[bytes], first: int, budget: int | None) -> Iterator[Row]:
    """Rows in their order, the first of this rank, as the budget wants them."""
    for rank, row in enumerate(map(unpack, packed), first):
        row.rank = rank
        if budget is not None:
            apply_budget(row, budget)
        yield row


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


def read_run(run: BinaryIO) -> Iterator[PackedRow]:
    """The rows of one run."""
    while head := run.read(ROW_HEADER.size):
        kind, probability, score, number, length = ROW_HEADER.unpack(head)
        yield PackedRow(kind, probability, score, number, run.read(length))
