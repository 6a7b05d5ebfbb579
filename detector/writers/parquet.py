"""Rows as Parquet, with a schema that does not depend on what the first rows hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from detector.verdict import Passage, Row
from detector.writers.columns import (
    MARK_FIELDS,
    RARE_MARK_FIELDS,
    ROW,
    Column,
    replace_lone_surrogates,
)
from detector.writers.records import to_record

# Rows held before they are written, and rows a group. Made up; a few megabytes.
ROW_GROUP_ROWS = 1000


def schema(columns: Iterable[Column]) -> Any:
    """The columns with their types; evidence and passages are lists of structs."""
    import pyarrow as pa

    def struct(names: Iterable[str]) -> Any:
        return pa.struct(
            [(name, pa.int64() if name in ("start", "end") else pa.string()) for name in names]
        )

    types = {
        "text": pa.string(),
        "id": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "names": pa.list_(pa.string()),
        "evidence": pa.list_(struct((*MARK_FIELDS, *RARE_MARK_FIELDS))),
        "passages": pa.list_(struct(Passage._fields)),
    }
    return pa.schema([(column.name, types[column.dtype]) for column in columns])


class ParquetWriter:
    """Writes rows in groups of 1,000, compressed with Zstandard."""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column] = ROW) -> None:
        from pyarrow import parquet

        self.schema = schema(columns)
        self.file = parquet.ParquetWriter(stream, self.schema, compression="zstd")
        self.waiting: list[dict[str, Any]] = []

    def write(self, row: Row) -> None:
        """Write one row, or hold it until there are enough."""
        self.waiting.append(to_record(row))
        if len(self.waiting) == ROW_GROUP_ROWS:
            self.write_waiting()

    def write_waiting(self) -> None:
        """Write what is held."""
        import pyarrow as pa

        try:
            table = pa.Table.from_pylist(self.waiting, self.schema)
        except UnicodeEncodeError:
            table = pa.Table.from_pylist(replace_lone_surrogates(self.waiting), self.schema)
        self.file.write_table(table)
        self.waiting.clear()

    def finish(self) -> None:
        """Write what is held, and the footer; the stream stays open."""
        try:
            if self.waiting:
                self.write_waiting()
        finally:
            self.file.close()
