"""Parquet, batch by batch."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, cast

from detector.readers.compression import seekable
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.field_names import TEXT, find_fields
from detector.readers.limits import MAX_RATIO, MIB, PAGE, RECORD_COST, UNPACKED
from detector.readers.parquet_pages import page_sizes
from detector.readers.records import Item, article, no_text
from detector.readers.source import FileRange, Source

# Rows held at a time: a few megabytes of news. Made up.
BATCH_ROWS = 1000
# What the longest values of a batch may take together. A value may be as long as the page that
# holds it, and be meant by a thousand rows.
BATCH_BYTES = 128 * MIB
# Bytes read of a column at a time: its chunk may have gigabytes.
READ_AHEAD = 256 * 1024
# The footer takes about eight times its size when it is parsed; a file of 10,000 columns and 10
# groups has 12 MB.
LARGEST_FOOTER = 32 * MIB
FOOTER_TAIL = 8


def read(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield an article a row; ids end in the row's number, from 1.

    Raises
    ------
    ReadError
        When it is not a Parquet file, or no column holds the text; the reason names
        the columns found.
    """
    with seekable(stream) as opened:
        yield from read_articles(opened, source)


def row_group_ranges(stream: io.BufferedReader, source: Source, size: int) -> Iterator[Source]:
    """Cut a file between its groups of rows into parts of about ``size`` bytes, unpacked.

    Raises
    ------
    ReadError
        When a group has more rows than a part may: it is read by whoever gives out the parts.
    """
    facts = open_file(cast("BinaryIO", stream)).metadata
    begin = before = rows = weight = 0
    for number in range(facts.num_row_groups):
        group = facts.row_group(number)
        rows, weight = rows + group.num_rows, weight + group.total_byte_size
        if group.num_rows > max(BATCH_ROWS, 2 * size // RECORD_COST):
            raise ReadError("a row group is too large for one part")
        if weight >= size or number == facts.num_row_groups - 1:
            stored = source.size * (number + 1 - begin) // facts.num_row_groups
            yield replace(source, size=stored, file_range=FileRange(begin, number + 1, before))
            begin, before, weight = number + 1, rows, 0


def open_file(opened: BinaryIO) -> Any:
    """Read the file's footer; pyarrow is loaded here, since that takes a third of a second.

    Raises
    ------
    ReadError
        When it is no Parquet file, or its footer is too large.
    """
    import pyarrow
    from pyarrow import parquet

    if footer_size(opened) > LARGEST_FOOTER:
        raise ReadError(f"its footer is larger than {LARGEST_FOOTER // MIB} MiB: too many columns")
    try:
        return parquet.ParquetFile(opened, buffer_size=READ_AHEAD)
    except (pyarrow.ArrowException, OSError) as error:
        raise ReadError(f"not a Parquet file: {error}") from error


def footer_size(opened: BinaryIO) -> int:
    """The bytes of the footer as the end of the file gives them; 0 where there is none."""
    end = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, end - FOOTER_TAIL))
    size = int.from_bytes(opened.read(FOOTER_TAIL)[:4], "little")
    opened.seek(0)
    return size if size <= end else 0


def read_articles(opened: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article a row, holding a batch of rows at a time."""
    file = open_file(opened)
    names = file.schema_arrow.names
    fields = find_fields(tuple(names), source.fields)
    if TEXT not in fields:
        raise ReadError(f"no {no_text(names, source, 'column')}")
    columns = [*fields.values()]
    file_range = source.file_range or FileRange(0, file.num_row_groups, 0)
    number = file_range.before
    for batch in batches(file, opened, columns, range(file_range.begin, file_range.end)):
        for row in zip(*(cells(batch.column(name)) for name in columns), strict=True):
            number += 1
            yield article(dict(zip(columns, row, strict=True)), source, number)
    if not number:
        raise ReadError("the table has no rows")


def batches(
    file: Any, opened: BinaryIO, columns: Sequence[str], groups: Collection[int]
) -> Iterator[Any]:
    """Record batches of some columns, each of so many rows that it fits into memory.

    Parameters
    ----------
    file : pyarrow.parquet.ParquetFile
    opened : binary file
        The same file, to look at its pages.

    Raises
    ------
    ReadError
        Before a page is unpacked that is too large, or packed like a bomb.
    """
    for group in groups:
        largest = check_pages(opened, file.metadata.row_group(group), columns)
        rows = min(BATCH_ROWS, max(1, BATCH_BYTES // max(largest, 1)))
        yield from file.iter_batches(rows, columns=list(columns), row_groups=[group])


def check_pages(opened: BinaryIO, group: Any, columns: Collection[str]) -> int:
    """The largest pages of some columns of a group together, in bytes unpacked."""
    largest: dict[str, int] = {}
    most, most_packed = PAGE.bytes(), UNPACKED.bytes()
    for number in range(group.num_columns):
        chunk = group.column(number)
        name = chunk.path_in_schema
        if name.partition(".")[0] not in columns:
            continue
        for unpacked, packed in page_sizes(opened, chunk):
            largest[name] = max(largest.get(name, 0), unpacked)
            if unpacked > most:
                raise PAGE.refusal(f"a page of the column `{name}` expands past")
            if unpacked > MAX_RATIO * packed and unpacked > most_packed:
                raise UNPACKED.refusal(
                    f"a page of the column `{name}` expands past {MAX_RATIO} times its packed "
                    "size, and past"
                )
    if (together := sum(largest.values())) > most:
        raise PAGE.refusal("pages of the columns that are read, together, expand past")
    return together


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
