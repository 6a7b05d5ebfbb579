"""Streams of bytes that are computed piece by piece."""

from __future__ import annotations

import io
from abc import abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class ByteStream(io.RawIOBase):
    """A stream that can be read, of what :meth:`next_bytes` gives."""

    @abstractmethod
    def next_bytes(self, size: int) -> bytes:
        """What comes next: at least one byte and at most ``size``, none at the end."""

    def readable(self) -> bool:
        """Report that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` with what comes next, once, so that a slow pipe is not waited for."""
        view = memoryview(buffer).cast("B")
        data = self.next_bytes(len(view))
        view[: len(data)] = data
        return len(data)
