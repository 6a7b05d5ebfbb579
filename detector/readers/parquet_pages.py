"""The sizes of the pages of a Parquet file, read before anything is unpacked.

A page is unpacked whole, and its header alone says to how many bytes: the footer may say
anything. Page headers are Thrift structs in the compact protocol (Apache Parquet, "Thrift
definition", PageHeader; Apache Thrift, "Thrift Compact protocol encoding").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from detector.readers.errors import ReadError

# A header holds the smallest and largest value of its page: writers cut them, but need not.
LONGEST_HEADER = 1 << 20
HEADER = 4096
# Wire types of the compact protocol.
STOP, TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 11, 12
# Fields of PageHeader.
UNCOMPRESSED, COMPRESSED = 2, 3
MOST_NESTED = 8


class HeaderError(Exception):
    """A header that is cut off or not one."""


class CompactReader:
    """The values of a Thrift struct in the compact protocol, from the start of some bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def byte(self) -> int:
        """The next byte."""
        if self.place >= len(self.data):
            raise HeaderError
        self.place += 1
        return self.data[self.place - 1]

    def varint(self) -> int:
        """A number of seven bits a byte, the lowest first."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return value
            shift += 7
            if shift > 63:
                raise HeaderError

    def integers(self, depth: int = 0) -> dict[int, int]:
        """The integers of a struct by their field; what else it holds is passed over."""
        values, field = {}, 0
        while (head := self.byte()) != STOP:
            kind, step = head & 0x0F, head >> 4
            field = field + step if step else self.zigzag()
            if BYTE < kind < DOUBLE:
                values[field] = self.zigzag()
            else:
                self.skip(kind, depth)
        return values

    def zigzag(self) -> int:
        """A signed number."""
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def skip(self, kind: int, depth: int) -> None:
        """Pass over a value; a header of pages has no maps."""
        if kind == BINARY:
            length = self.varint()
            self.place += length
        elif kind == STRUCT and depth < MOST_NESTED:
            self.integers(depth + 1)
        elif kind in (LIST, SET) and depth < MOST_NESTED:
            self.skip_list(depth)
        elif kind in (BYTE, DOUBLE):
            self.place += 1 if kind == BYTE else 8
        elif kind not in (TRUE, FALSE):
            raise HeaderError

    def skip_list(self, depth: int) -> None:
        """Pass over a list."""
        head = self.byte()
        count, kind = head >> 4, head & 0x0F
        for _ in range(self.varint() if count == 15 else count):
            if BYTE < kind < DOUBLE:
                self.varint()
            else:
                self.skip(BYTE if kind in (TRUE, FALSE) else kind, depth + 1)


def page_sizes(file: BinaryIO, chunk: Any) -> Iterator[tuple[int, int]]:
    """Unpacked and packed bytes of each page of a column chunk, by their headers.

    Raises
    ------
    ReadError
        When a header is damaged.
    """
    place = chunk.data_page_offset
    if chunk.dictionary_page_offset:
        place = min(place, chunk.dictionary_page_offset)
    end = place + chunk.total_compressed_size
    while place < end:
        header, length = read_header(file, place)
        unpacked, packed = header.get(UNCOMPRESSED, -1), header.get(COMPRESSED, -1)
        if unpacked < 0 or packed < 0:
            raise ReadError(f"damaged: the header of a page at byte {place:,} has no sizes")
        yield unpacked, packed
        place += length + packed


def read_header(file: BinaryIO, place: int) -> tuple[dict[int, int], int]:
    """The integers of the page header at a place, and its length in bytes."""
    size = HEADER
    while size <= LONGEST_HEADER:
        file.seek(place)
        reader = CompactReader(file.read(size))
        try:
            return reader.integers(), reader.place
        except HeaderError:
            size *= 16
    raise ReadError(f"damaged: there is no header of a page at byte {place:,}")
