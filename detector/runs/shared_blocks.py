"""What one job passes to many others, through the storage that all of them reach.

A file of blocks begins with the offsets of its blocks, so that whoever wants one reads that alone.
Files are written whole or not at all: a job that runs twice, on whatever machine, does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from detector.readers.storage import read_ranges, write_atomically

Numbers = NDArray[np.int64]


def write_blocks(path: str, blocks: Sequence[bytes]) -> None:
    """Write blocks, which are numbered from 0."""
    head = np.cumsum([8 * (len(blocks) + 1), *map(len, blocks)], dtype="<i8")
    write_atomically(path, head.tobytes() + b"".join(blocks))


def read_blocks(path: str, numbers: Sequence[int]) -> list[bytes]:
    """The blocks of these numbers, of which there is at least one."""
    last = max(numbers)
    (head,) = read_ranges(path, [(0, 8 * (last + 2))])
    offsets = np.frombuffer(head, "<i8").tolist()
    return read_ranges(path, [(offsets[number], offsets[number + 1]) for number in numbers])


def read_rows(paths: Iterable[str], number: int, width: int) -> Numbers:
    """The rows of one block of every file, shape (n_rows, width)."""
    parts = [read_blocks(path, [number])[0] for path in paths]
    return np.frombuffer(b"".join(parts), "<i8").reshape(-1, width).astype(np.int64)


def write_rows(path: str, rows: Numbers, homes: Numbers, count: int) -> None:
    """Write rows of whole numbers, shape (n_rows, width), each into the block that is its home."""
    order = np.argsort(homes, kind="stable")
    bounds = np.searchsorted(homes[order], np.arange(1, count))
    parts = np.split(rows[order].astype("<i8"), bounds)
    write_blocks(path, [part.tobytes() for part in parts])
