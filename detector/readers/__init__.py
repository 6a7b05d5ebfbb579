"""Reads every kind of file: paths in, articles out, and what could not be read.

>>> import io
>>> piped = io.BytesIO(b'{"text": "Kyiv was quiet on Monday.", "id": 7}')
>>> [article.id for article in read(["-"], stdin=piped)]
['7']
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import BinaryIO, cast

from detector.article import Article, Unreadable
from detector.readers import html, jsonl, parquet, plain, table, warc
from detector.readers.compression import is_packed, open_stream, taken_from
from detector.readers.content_type import sniff_kind
from detector.readers.discovery import STDIN, InputFiles, find_inputs
from detector.readers.errors import MissingInput, ReadError
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.file_ranges import RangeReader
from detector.readers.limits import RECORD_COST, check_expansion
from detector.readers.records import Item
from detector.readers.source import KINDS_READ, FileKind, Source, extension
from detector.readers.storage import open_binary

__all__ = ["InputFiles", "MissingInput", "Source", "find_inputs", "read", "read_source"]

Advance = Callable[[int], object]

READERS: dict[FileKind, Callable[[io.BufferedReader, Source], Iterator[Item]]] = {
    "plain": plain.read,
    "html": html.read,
    "json": jsonl.read,
    "lines": jsonl.read_lines,
    "table": table.read,
    "parquet": parquet.read,
    "warc": warc.read,
}


def read(
    paths: Iterable[str] | InputFiles,
    stdin: BinaryIO | None = None,
    fields: FieldNames = USUAL_FIELDS,
) -> Iterator[Item]:
    """Read articles from files, folders, patterns and standard input (``-``).

    Nothing is held beyond the record at hand. What cannot be read comes as an
    :class:`~detector.article.Unreadable` with its reason, in its place.

    Parameters
    ----------
    paths : iterable of str, or InputFiles
        A survey that was made before, so that folders are not walked twice.
    stdin : binary file
        What ``-`` stands for.
    fields : FieldNames
        Names that a user gave to fields of records.

    Raises
    ------
    MissingInput
        At once, before anything is read (see :func:`find_inputs`).
    """
    inputs = paths if isinstance(paths, InputFiles) else find_inputs(paths, fields)
    found = (read_source(source, stdin) for source in inputs.sources)
    return chain(inputs.unreadable, chain.from_iterable(found))


def read_source(
    source: Source, stdin: BinaryIO | None = None, advance: Advance | None = None
) -> Iterator[Item]:
    """Read one file; whatever is wrong with it becomes an Unreadable, never an exception."""
    given = 0
    try:
        with ExitStack() as stack:
            stream = open_stream(open_source(source, stdin, stack), advance)
            for item in items_of(stream, source):
                yield item
                given += 1
    # Files come from anywhere and are parsed by six libraries: no list of what they raise
    # would be complete, and one bad file must not end a run of a million.
    except Exception as error:
        after = f" (after {given} records)" if given else ""
        yield Unreadable(source.path, reason(error) + after, source.id)


def items_of(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """The items of a file; where it is packed, as long as they are in proportion to its bytes."""
    read = reader(source, stream)
    if not is_packed(stream) and read is not parquet.read:
        yield from read(stream, source)
        return
    unpacked = 0
    for item in read(stream, source):
        unpacked += item_bytes(item)
        check_expansion(unpacked, taken_from(stream))
        yield item


def item_bytes(item: Item) -> int:
    """About how many bytes an item takes."""
    return RECORD_COST + (len(item.text) if isinstance(item, Article) else len(item.reason))


def open_source(source: Source, stdin: BinaryIO | None, stack: ExitStack) -> BinaryIO:
    """Open a file to be closed with ``stack``; standard input is left open."""
    if source.path != STDIN:
        file = stack.enter_context(open_binary(source.path))
        if source.kind == "lines" and source.file_range is not None:
            return cast("BinaryIO", RangeReader(file, source.file_range))
        return file
    if stdin is None:
        raise ReadError("there is no standard input")
    return stdin


def reader(
    source: Source, stream: io.BufferedReader
) -> Callable[[io.BufferedReader, Source], Iterator[Item]]:
    """The reader for a file's kind, or for what a stream without a name looks like."""
    if source.kind == "unknown":
        raise ReadError(
            f"files of kind {extension(source.path)} are not read; kinds read: {KINDS_READ}"
        )
    return READERS[sniff_kind(stream) if source.kind == "unnamed" else source.kind]


def reason(error: Exception) -> str:
    """Why a file could not be read, in words."""
    if isinstance(error, ReadError):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, MemoryError):
        return "too large for this machine's memory"
    return f"{type(error).__name__}: {error}"
