"""The parts of a folder: one Parquet file a task, there whole or not at all.

A part is first written in reading order with rank 0. When all are there each gets its ranks: they
depend on the rows alone, so a part may be filled twice and stays the same.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.cluster_revision import CopyFindings, revise
from detector.readers.storage import join, read_bytes, write_atomically
from detector.runs.detector_config import DetectorConfig
from detector.runs.external_sort import apply_budget
from detector.runs.scoring import score_items
from detector.runs.tasks import Task
from detector.verdict import DECISION_ORDER, Row
from detector.writers.parquet import ROW_GROUP_ROWS, ParquetWriter
from detector.writers.records import from_record, to_record

PART_NAME_RE = re.compile(r"part-\d{6,}\.parquet")
Ranks = NDArray[np.int64]


class RankKeys(NamedTuple):
    """What ranks depend on, an array a column, shape (n_rows,), and the counts of a part."""

    kinds: NDArray[np.uint8]
    probabilities: NDArray[np.float64]
    scores: NDArray[np.float64]
    synthetic: NDArray[np.float64]
    decisions: Counter[str]
    remarks: Counter[str]


class PartRanks(NamedTuple):
    """What a part lacks: ranks, shape (n_rows,)."""

    number: int
    ranks: Ranks


def part_name(number: int) -> str:
    """What the part of a task is called.

    >>> part_name(17)
    'part-000017.parquet'
    """
    return f"part-{number:06}.parquet"


def write_part(config: DetectorConfig, folder: str, task: Task) -> tuple[int, int]:
    """Score a task into its part; the bytes read and the number of rows."""
    written = io.BytesIO()
    writer = ParquetWriter(written, config.columns)
    rows = 0
    for row in score_items(task.read(), config.make()):
        writer.write(row)
        rows += 1
    writer.finish()
    write_atomically(join(folder, part_name(task.number)), written.getvalue())
    return task.size, rows


def read_rank_keys(folder: str, number: int) -> RankKeys:
    """What the ranks of a part depend on."""
    columns = ["decision", "score", "synthetic", "error"]
    table = read_table(folder, number, columns)
    decisions = table.column("decision").to_pylist()
    errors = zip(decisions, table.column("error").to_pylist(), strict=True)
    # What was not judged has no score.
    scores, synthetic = (
        np.nan_to_num(table.column(name).to_numpy()) for name in ("score", "synthetic")
    )
    return RankKeys(
        np.array([DECISION_ORDER.index(name) for name in decisions], np.uint8),
        np.maximum(scores, synthetic),
        scores,
        synthetic,
        Counter(decisions),
        Counter(error for name, error in errors if error and name != "unreadable"),
    )


def read_table(folder: str, number: int, columns: list[str] | None = None) -> Any:
    """A part, or some of its columns."""
    from pyarrow import parquet

    data = io.BytesIO(read_bytes(join(folder, part_name(number))))
    return parquet.read_table(data, columns=columns)


def revise_part(
    config: DetectorConfig, folder: str, given: tuple[int, dict[int, CopyFindings]]
) -> RankKeys:
    """Write into a part what copies show about its rows, by their places; what its ranks depend on.

    A part may be revised twice, when a run was stopped, and stays the same.
    """
    number, findings = given
    before = read_table(folder, number)
    rows = rows_of(before)
    thresholds = config.check()
    for place, one in findings.items():
        revise(rows[place], one, thresholds)
    replace(folder, number, before, as_table(rows, before))
    return read_rank_keys(folder, number)


def rank_part(folder: str, budget: int | None, shown: int, part_ranks: PartRanks) -> list[Row]:
    """Put ranks into a part, and give back its rows up to rank ``shown``."""
    before = read_table(folder, part_ranks.number)
    table = with_ranks(before, part_ranks)
    if budget is not None:
        table = budgeted(table, budget)
    replace(folder, part_ranks.number, before, table)
    first = np.flatnonzero(part_ranks.ranks <= shown)
    return rows_of(table.take(first))


def with_ranks(table: Any, part_ranks: PartRanks) -> Any:
    """A part with its ranks."""
    import pyarrow as pa

    place = table.column_names.index("rank")
    return table.set_column(place, "rank", pa.array(part_ranks.ranks, pa.int64()))


def budgeted(table: Any, budget: int) -> Any:
    """A ranked part whose decisions follow the budget."""
    rows = rows_of(table)
    for row in rows:
        apply_budget(row, budget)
    return as_table(rows, table)


def rows_of(table: Any) -> list[Row]:
    """The rows of a part, which this run wrote."""
    return list(map(from_record, table.to_pylist()))


def as_table(rows: list[Row], like: Any) -> Any:
    """Rows as a table of the same columns as another."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(map(to_record, rows)), like.schema)


def replace(folder: str, number: int, before: Any, table: Any) -> None:
    """Write a part as the writer does, unless it holds the same already."""
    from pyarrow import parquet

    if table.equals(before):
        return
    written = io.BytesIO()
    parquet.write_table(table, written, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    write_atomically(join(folder, part_name(number)), written.getvalue())
