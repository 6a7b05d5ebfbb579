"""Parquet, batch by batch."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast

from detector.readers.compression import seekable
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.field_names import TEXT, find_fields
from detector.readers.records import Item, article, no_text
from detector.readers.source import FileRange, Source

# Rows held at a time: a few megabytes of news. Made up.
BATCH_ROWS = 1000


def read(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield an article a row; ids end in the row's number, from 1.

    Raises
    ------
    Refused
        When it is not a Parquet file, or no column holds the text; the reason names
        the columns found.
    """
    with seekable(stream) as opened:
        yield from read_file(open_file(opened), source)


def row_group_ranges(stream: io.BufferedReader, source: Source, size: int) -> Iterator[Source]:
    """Cut a file between its groups of rows into parts of about ``size`` bytes, unpacked."""
    facts = open_file(cast("BinaryIO", stream)).metadata
    begin = before = rows = weight = 0
    for number in range(facts.num_row_groups):
        group = facts.row_group(number)
        rows, weight = rows + group.num_rows, weight + group.total_byte_size
        if weight >= size or number == facts.num_row_groups - 1:
            stored = source.size * (number + 1 - begin) // facts.num_row_groups
            yield replace(source, size=stored, file_range=FileRange(begin, number + 1, before))
            begin, before, weight = number + 1, rows, 0


def open_file(opened: BinaryIO) -> Any:
    """Read the file's footer; pyarrow is loaded here, since that takes a third of a second."""
    import pyarrow
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(opened)
    except (pyarrow.ArrowException, OSError) as error:
        reason = f"not a Parquet file: {error}"
        raise ReadError(reason) from error


def read_file(file: Any, source: Source) -> Iterator[Item]:
    """Yield an article a row, holding a batch of rows at a time."""
    names = file.schema_arrow.names
    found = find_fields(tuple(names), source.fields)
    if TEXT not in found:
        raise ReadError(f"no {no_text(names, source, 'column')}")
    columns = [*found.values()]
    file_range = source.file_range or FileRange(0, file.num_row_groups, 0)
    number = file_range.before
    groups = list(range(file_range.begin, file_range.end))
    for batch in file.iter_batches(BATCH_ROWS, columns=columns, row_groups=groups):
        for row in zip(*(cells(batch.column(name)) for name in columns), strict=True):
            number += 1
            yield article(dict(zip(columns, row, strict=True)), source, number)
    if not number:
        reason = "the table has no rows"
        raise ReadError(reason)


def cells(column: Any) -> list[object]:
    """The values of a column; text that is not UTF-8 is decoded like any other.

    Writers may store what they like in a text column: the format does not check it.
    """
    import pyarrow

    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pyarrow.large_binary()).to_pylist()
    return [decode(value)[0] if isinstance(value, bytes) else value for value in values]
