"""Files opened as one stream of bytes, compression undone, and limits on what they may grow to.

A file counts as compressed by its first bytes, not by its name: servers and browsers
undo or keep the compression as they like. How it is undone: :mod:`detector.readers.decompressors`.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, cast

from detector.readers.decompressors import (
    DECOMPRESSION_ERRORS,
    MAGIC_BYTES,
    detect_compression,
    open_decompressor,
)
from detector.readers.errors import ReadError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MIB = 1024 * 1024
GIB = 1024 * MIB
# One article, or one record of many. The longest text of Shakespeare's whole works has 5.5
# million characters, so what is longer is no article. Made up.
MAX_RECORD = 64 * MIB
# A file that must be held whole: a JSON list, a Parquet file inside gzip. Made up: parsed, it
# takes about five times as much memory.
MAX_WHOLE = GIB
# News in English shrinks to about a third and JSON Lines with long field names to a tenth; a
# bomb shrinks to a thousandth and less. Past 1 GiB a stream may not expand further than this.
MAX_RATIO = 100

BUFFER = 256 * 1024


def format_size(size: int) -> str:
    """A limit in bytes as people write it.

    >>> format_size(64 * MIB), format_size(GIB), format_size(999)
    ('64 MiB', '1 GiB', '999 bytes')
    """
    for unit, name in ((GIB, "GiB"), (MIB, "MiB")):
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"


class CountingReader(io.RawIOBase):
    """A file that counts the bytes taken from it, for progress and for the limit on expansion.

    ``advance``, where given, is called with the number of bytes of each reading.
    """

    def __init__(self, inner: BinaryIO, advance: Callable[[int], object] | None = None) -> None:
        self.inner = inner
        self.advance = advance
        self.taken = 0

    def readable(self) -> bool:
        """Say that it is there to be read."""
        return True

    def seekable(self) -> bool:
        """Whether the file beneath can be read in any order."""
        return self.inner.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move in the file beneath."""
        return self.inner.seek(offset, whence)

    def tell(self) -> int:
        """Where the file beneath stands."""
        return self.inner.tell()

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` from the file beneath, once, so that a slow pipe is not waited for."""
        view = memoryview(buffer).cast("B")
        take = getattr(self.inner, "read1", self.inner.read)
        data = cast("bytes", take(len(view))) or b""
        view[: len(data)] = data
        self.taken += len(data)
        if self.advance is not None:
            self.advance(len(data))
        return len(data)


class DecompressingReader(io.RawIOBase):
    """A compressed file undone, which stops when it turns out to be a bomb.

    Raises
    ------
    Refused
        When more than 1 GiB has come out and it was packed more than a hundredfold; when it ends
        too early or is damaged.
    """

    def __init__(
        self, compressed: io.BufferedReader, counter: CountingReader, algorithm: str
    ) -> None:
        self.algorithm = algorithm
        self.inner = open_decompressor(compressed, algorithm)
        self.counter = counter
        self.given = 0

    def readable(self) -> bool:
        """Say that it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` with what comes out next."""
        view = memoryview(buffer).cast("B")
        data = self.decompress_chunk(len(view))
        view[: len(data)] = data
        self.given += len(data)
        if self.given > MAX_WHOLE and self.given > MAX_RATIO * self.counter.taken:
            reason = (
                f"expands past {format_size(MAX_WHOLE)}, over {MAX_RATIO} times its packed size"
            )
            raise ReadError(reason)
        return len(data)

    def decompress_chunk(self, size: int) -> bytes:
        """What comes out next, at most ``size`` bytes, or a word on why nothing does."""
        try:
            return self.inner.read1(size)
        except EOFError as error:
            reason = f"the {self.algorithm} file ends too early"
            raise ReadError(reason) from error
        # Errors of the disk have a number; those of the packers have none.
        except (OSError, *DECOMPRESSION_ERRORS) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            reason = f"the {self.algorithm} file is damaged: {error}"
            raise ReadError(reason) from error


def open_stream(inner: BinaryIO, advance: Callable[[int], object] | None) -> io.BufferedReader:
    """Read ``inner`` through a buffer, uncompressed."""
    counter = CountingReader(inner, advance)
    compressed = cast("io.BufferedReader", io.BufferedReader(counter, BUFFER))
    algorithm = detect_compression(compressed.peek(MAGIC_BYTES))
    if not algorithm:
        return compressed
    return cast(
        "io.BufferedReader",
        io.BufferedReader(DecompressingReader(compressed, counter, algorithm), BUFFER),
    )


def read_whole(stream: io.BufferedReader, limit: int = MAX_RECORD) -> bytes:
    """Everything that is left in ``stream``.

    Raises
    ------
    Refused
        When it is more than ``limit`` bytes, or nothing at all.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        verb = "expands past" if isinstance(stream.raw, DecompressingReader) else "is larger than"
        reason = f"{verb} {format_size(limit)}"
        raise ReadError(reason)
    if not data.strip():
        reason = "the file is empty"
        raise ReadError(reason)
    return data


def seekable(stream: io.BufferedReader) -> BinaryIO:
    """The stream itself where it can be read in any order, else a temporary copy of it."""
    if stream.seekable():
        return stream
    with ExitStack() as stack:
        copy = stack.enter_context(tempfile.TemporaryFile())
        while chunk := stream.read(BUFFER):
            if copy.tell() + len(chunk) > MAX_WHOLE:
                reason = f"expands past {format_size(MAX_WHOLE)}"
                raise ReadError(reason)
            copy.write(chunk)
        copy.seek(0)
        stack.pop_all()
    return cast("BinaryIO", copy)
