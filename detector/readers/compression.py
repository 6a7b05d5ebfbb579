"""Files opened as one stream of bytes, compression undone, and limits on what they may grow to.

A file counts as compressed by its first bytes, not by its name: servers and browsers
undo or keep the compression as they like. How it is undone: :mod:`detector.readers.decompressors`.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO, cast

from detector.readers.byte_stream import ByteStream
from detector.readers.decompressors import (
    DECOMPRESSION_ERRORS,
    MAGIC_BYTES,
    detect_compression,
    open_decompressor,
)
from detector.readers.errors import ReadError
from detector.readers.limits import COPY, RECORD, Limit, check_expansion

BUFFER = 256 * 1024


class CountingReader(ByteStream):
    """A file that counts the bytes taken from it, for progress and for the limit on expansion.

    ``advance``, where given, is called with the number of bytes of each reading.
    """

    def __init__(self, inner: BinaryIO, advance: Callable[[int], object] | None = None) -> None:
        self.inner = inner
        self.advance = advance
        self.taken = 0

    def seekable(self) -> bool:
        """Whether the file beneath can be read in any order."""
        return self.inner.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move in the file beneath."""
        return self.inner.seek(offset, whence)

    def tell(self) -> int:
        """Where the file beneath stands."""
        return self.inner.tell()

    def next_bytes(self, size: int) -> bytes:
        """What one reading of the file beneath gives."""
        take = getattr(self.inner, "read1", self.inner.read)
        data = cast("bytes", take(size)) or b""
        self.taken += len(data)
        if self.advance is not None:
            self.advance(len(data))
        return data


class DecompressingReader(ByteStream):
    """A compressed file undone, which stops when it turns out to be a bomb.

    Raises
    ------
    ReadError
        When too much comes out of it; when it ends too early or is damaged.
    """

    def __init__(
        self, compressed: io.BufferedReader, counter: CountingReader, algorithm: str
    ) -> None:
        self.algorithm = algorithm
        self.inner = open_decompressor(compressed, algorithm)
        self.counter = counter
        self.given = 0

    def next_bytes(self, size: int) -> bytes:
        """What comes out next."""
        data = self.decompress_chunk(size)
        self.given += len(data)
        check_expansion(self.given, self.counter.taken)
        return data

    def decompress_chunk(self, size: int) -> bytes:
        """What comes out next, at most ``size`` bytes, or a word on why nothing does."""
        try:
            return self.inner.read1(size)
        except EOFError as error:
            raise ReadError(f"the {self.algorithm} file ends too early") from error
        # Errors of the disk have a number; those of the packers have none.
        except (OSError, *DECOMPRESSION_ERRORS) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ReadError(f"the {self.algorithm} file is damaged: {error}") from error


def open_stream(
    inner: BinaryIO, advance: Callable[[int], object] | None = None
) -> io.BufferedReader:
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


def taken_from(stream: io.BufferedReader) -> int:
    """The bytes that a stream of :func:`open_stream` has taken from its file."""
    raw = stream.raw
    counter = raw.counter if isinstance(raw, DecompressingReader) else raw
    return counter.taken if isinstance(counter, CountingReader) else 0


def is_packed(stream: io.BufferedReader) -> bool:
    """Whether a stream of :func:`open_stream` undoes a compression."""
    return isinstance(stream.raw, DecompressingReader)


def read_whole(stream: io.BufferedReader, limit: Limit = RECORD) -> bytes:
    """Everything that is left in ``stream``.

    Raises
    ------
    ReadError
        When it is more than ``limit``, or nothing at all.
    """
    most = limit.bytes()
    data = stream.read(most + 1)
    if len(data) > most:
        raise limit.refusal("expands past" if is_packed(stream) else "is larger than")
    if not data.strip():
        raise ReadError("the file is empty")
    return data


def seekable(stream: io.BufferedReader) -> BinaryIO:
    """The stream itself where it can be read in any order, else a temporary copy of it."""
    if stream.seekable():
        return stream
    most = COPY.bytes()
    with ExitStack() as stack:
        copy = stack.enter_context(tempfile.TemporaryFile())
        while chunk := stream.read(BUFFER):
            if copy.tell() + len(chunk) > most:
                raise COPY.refusal("expands past")
            copy.write(chunk)
        copy.seek(0)
        stack.pop_all()
    return cast("BinaryIO", copy)
