"""Reads the GGUF file of the weights: its metadata, and tensors of three types.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3, little-endian.
The package ``gguf`` reads every type, but depends on an HTTP client.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAGIC, VERSION = b"GGUF", 3
ALIGNMENT = 32
# `struct` formats of the scalar types; 8 is a string and 9 an array.
PLAIN = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9
# Tensor types: values and bytes in a block.
F32, Q4_1, Q8_0 = 0, 3, 8
BLOCKS = {F32: (1, 4), Q4_1: (32, 20), Q8_0: (32, 34)}


class WeightsError(ValueError):
    """A weight file that cannot be used; the message says why."""


class TensorInfo(NamedTuple):
    """Where a tensor lies: its shape (slowest axis first), its type, its offset in bytes."""

    shape: tuple[int, ...]
    kind: int
    offset: int


class GgufFile:
    """A GGUF file in memory.

    Attributes
    ----------
    metadata : dict
        The values of the header, by key.
    tensors : dict of str to TensorInfo
        What the file says of its tensors, by name.

    Raises
    ------
    WeightsError
        When the file is not GGUF version 3, or is truncated.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = memoryview(path.read_bytes())
        self._at = 0
        try:
            self._read_header()
        except (struct.error, UnicodeDecodeError, KeyError, MemoryError) as error:
            raise WeightsError(f"{path} is not a complete GGUF file: {error}") from error

    def _read_header(self) -> None:
        if bytes(self._bytes[:4]) != MAGIC:
            raise WeightsError("not a GGUF file")
        self._at = 4
        version, tensors, entries = self._take("I"), self._take("Q"), self._take("Q")
        if version != VERSION:
            raise WeightsError(f"GGUF version {version}; only version {VERSION} can be read")
        self.metadata = {self._string(): self._value(self._take("I")) for _ in range(entries)}
        self.tensors = dict(self._tensor_info() for _ in range(tensors))
        self._body = -(-self._at // ALIGNMENT) * ALIGNMENT

    def _take(self, code: str) -> Any:
        (value,) = struct.unpack_from("<" + code, self._bytes, self._at)
        self._at += struct.calcsize("<" + code)
        return value

    def _string(self) -> str:
        length = self._take("Q")
        self._at += length
        return bytes(self._bytes[self._at - length : self._at]).decode()

    def _value(self, kind: int) -> Any:
        if kind == STRING:
            return self._string()
        if kind == ARRAY:
            inner, count = self._take("I"), self._take("Q")
            return [self._value(inner) for _ in range(count)]
        return self._take(PLAIN[kind])

    def _tensor_info(self) -> tuple[str, TensorInfo]:
        name = self._string()
        # GGUF lists the fastest axis first, numpy the slowest.
        shape = tuple(reversed([self._take("Q") for _ in range(self._take("I"))]))
        return name, TensorInfo(shape, self._take("I"), self._take("Q"))

    def tensor(self, name: str) -> Floats:
        """The values of a tensor, in its shape.

        Raises
        ------
        WeightsError
            When there is no such tensor, or it is truncated or of another type.
        """
        info = self.tensors.get(name)
        if info is None or info.kind not in BLOCKS:
            raise WeightsError(f"no tensor {name} of a type that can be read")
        values, size = BLOCKS[info.kind]
        length = int(np.prod(info.shape)) // values * size
        start = self._body + info.offset
        raw = np.frombuffer(self._bytes[start : start + length], dtype=np.uint8)
        if len(raw) != length:
            raise WeightsError(f"the file is truncated within tensor {name}")
        return dequantize(raw, info.kind).reshape(info.shape)


def dequantize(raw: NDArray[np.uint8], kind: int) -> Floats:
    """The values of quantized blocks, shape (n_values,).

    A Q8_0 block is a scale (float16) and 32 int8 values. A Q4_1 block is a scale, a minimum and
    32 four-bit values, the first 16 in the low nibbles.
    """
    if kind == F32:
        return raw.view(np.float32)
    blocks = raw.reshape(-1, BLOCKS[kind][1])
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    if kind == Q8_0:
        return np.asarray(scale * blocks[:, 2:].view(np.int8).astype(np.float32)).reshape(-1)
    minimum = blocks[:, 2:4].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], axis=1)
    return np.asarray(scale * nibbles.astype(np.float32) + minimum).reshape(-1)
