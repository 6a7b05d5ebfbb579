"""The four compression formats, undone a piece at a time."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, Protocol

# What a file of each kind begins with. bzip2 prints its name, its level and then the digits of pi:
# three letters alone would also begin an article on Brno's stadium.
MAGIC = {
    "gzip": (b"\x1f\x8b",),
    "bzip2": tuple(b"BZh%d\x31\x41\x59\x26\x53\x59" % level for level in range(1, 10)),
    "xz": (b"\xfd7zXZ\x00",),
    "zstd": (b"\x28\xb5\x2f\xfd",),
}
MAGIC_BYTES = 10
# What the packers raise beside OSError.
DECOMPRESSION_ERRORS = (zlib.error, lzma.LZMAError)
# An xz file itself states how much memory it needs, up to 4 GiB; its best preset needs 65 MiB.
MOST_XZ_MEMORY = 256 * 1024 * 1024
PIECE = 64 * 1024


class Decompressor(Protocol):
    """A compressed stream that gives what was packed."""

    def read1(self, size: int, /) -> bytes:
        """At least one byte and at most ``size``; none at the end."""
        ...


def detect_compression(head: bytes) -> str:
    """How a file is packed, by its first ten bytes; ``""`` where it is not.

    >>> detect_compression(b"\\x1f\\x8b\\x08"), detect_compression(b"BZhukov spoke first.")
    ('gzip', '')
    """
    return next((name for name, marks in MAGIC.items() if head.startswith(marks)), "")


def open_decompressor(compressed: io.BufferedReader, algorithm: str) -> Decompressor:
    """Undo one kind of packing; several packed files one after the other are one."""
    if algorithm == "gzip":
        return gzip.GzipFile(fileobj=compressed, mode="rb")
    if algorithm == "zstd":
        return Zstandard(compressed)
    makers: dict[str, Callable[[], Any]] = {
        "bzip2": bz2.BZ2Decompressor,
        "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_XZ_MEMORY),
    }
    return MultiStreamDecompressor(compressed, makers[algorithm])


class MultiStreamDecompressor:
    """bzip2 or xz streams one after the other, as parallel packers write them.

    The standard library's own files for xz take no limit on memory.
    """

    def __init__(self, compressed: io.BufferedReader, make: Callable[[], Any]) -> None:
        self.compressed = compressed
        self.make = make
        self.decoder = make()

    def read1(self, size: int, /) -> bytes:
        """At least one byte and at most ``size``; none at the end."""
        while True:
            if self.decoder.eof:
                # xz files may be padded with null bytes up to a full block of four.
                head = (self.decoder.unused_data or self.compressed.read1(PIECE)).lstrip(b"\0")
                if not head:
                    return b""
                self.decoder = self.make()
            else:
                head = self.compressed.read1(PIECE) if self.decoder.needs_input else b""
                if self.decoder.needs_input and not head:
                    raise EOFError
            data: bytes = self.decoder.decompress(head, size)
            if data:
                return data


class Zstandard:
    """A Zstandard stream, undone by pyarrow (the standard library can from Python 3.14 on)."""

    def __init__(self, compressed: io.BufferedReader) -> None:
        import pyarrow

        self.stream = pyarrow.CompressedInputStream(
            pyarrow.PythonFile(compressed, mode="r"), "zstd"
        )

    def read1(self, size: int, /) -> bytes:
        """At least one byte and at most ``size``; none at the end."""
        try:
            data: bytes = self.stream.read(min(size, PIECE))
        except OSError as error:
            if "Truncated" in str(error):
                raise EOFError from error
            raise
        return data
