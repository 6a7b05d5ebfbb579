"""Files cut into parts that can be read by themselves, each by another process.

Only what costs next to nothing to cut is cut: JSON Lines after a line, Parquet between groups of
rows. Whatever is packed, and tables whose cells may hold line ends, stay whole.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from detector.readers import parquet
from detector.readers.byte_stream import ByteStream
from detector.readers.decompressors import MAGIC_BYTES, detect_compression
from detector.readers.encoding import BYTE_ORDER_MARKS
from detector.readers.errors import ReadError
from detector.readers.field_names import FieldNames, has_text
from detector.readers.jsonl import parse
from detector.readers.limits import MIB, RECORD, RECORD_COST
from detector.readers.source import FileRange, Source
from detector.readers.storage import open_binary


class RangeReader(ByteStream):
    """The bytes of one stretch of a file, as if there were no others."""

    def __init__(self, inner: BinaryIO, file_range: FileRange) -> None:
        self.inner = inner
        self.left = file_range.end - file_range.begin
        inner.seek(file_range.begin)

    def next_bytes(self, size: int) -> bytes:
        """What comes next within the stretch."""
        data = self.inner.read(min(size, self.left)) or b""
        self.left -= len(data)
        return data


def split_source(source: Source, size: int) -> list[Source]:
    """The parts of a file of about ``size`` bytes each; none where it cannot be cut.

    What cannot even be opened is not cut: whoever reads it will report why.
    """
    splitters = {"lines": line_ranges, "parquet": parquet.row_group_ranges}
    if source.kind not in splitters:
        return []
    try:
        with open_binary(source.path) as file:
            stream = cast("io.BufferedReader", io.BufferedReader(cast("io.RawIOBase", file), MIB))
            if detect_compression(stream.peek(MAGIC_BYTES)):
                return []
            return list(splitters[source.kind](stream, source, size))
    except (OSError, ReadError):
        return []


def line_ranges(stream: io.BufferedReader, source: Source, size: int) -> Iterator[Source]:
    """Cut JSON Lines whose first line has a text; another file must be looked at as a whole."""
    if not opens_with_text(stream, source.fields):
        return
    stream.seek(0)
    begin = before = 0
    for end, lines in ends(stream, size):
        yield replace(source, size=end - begin, file_range=FileRange(begin, end, before))
        begin, before = end, before + lines


def opens_with_text(stream: io.BufferedReader, fields: FieldNames) -> bool:
    """Whether the file opens with an object that has a text, in UTF-8."""
    if any(stream.peek(4).startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return False
    try:
        first, _ = parse(stream.readline(RECORD.bytes()).removeprefix(b"\xef\xbb\xbf"))
    except ReadError:
        return False
    return isinstance(first, dict) and has_text(first, fields)


def ends(stream: io.BufferedReader, size: int) -> Iterator[tuple[int, int]]:
    """Where each part ends, in bytes, and the number of its lines; tiny ones count for more."""
    end, most = 0, max(1, 2 * size // RECORD_COST)
    while block := stream.read(size):
        lines = block.count(b"\n")
        if lines > most:
            block, lines = first_lines(block, most), most
            stream.seek(end + len(block))
        rest = 0 if block.endswith(b"\n") else rest_of_line(stream)
        end += len(block) + rest
        yield end, lines + bool(rest)


def first_lines(block: bytes, count: int) -> bytes:
    r"""The first lines of some bytes.

    >>> first_lines(b"a\nb\nc\n", 2)
    b'a\nb\n'
    """
    end = 0
    for _ in range(count):
        end = block.index(b"\n", end) + 1
    return block[:end]


def rest_of_line(stream: io.BufferedReader) -> int:
    """The number of bytes to the end of the line, which are passed over without being held."""
    passed = 0
    while piece := stream.readline(MIB):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed
