"""Reading GGUF, on small files made here."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from detector.lm.gguf_file import GgufFile, WeightsError, dequantize


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def small_file(version: int = 3) -> bytes:
    """One fact, a list, and a tensor of two rows of three floats."""
    facts = text("name") + struct.pack("<I", 8) + text("tiny")
    facts += text("list") + struct.pack("<IIQ", 9, 4, 2) + struct.pack("<II", 5, 6)
    tensor = text("w") + struct.pack("<IQQIQ", 2, 3, 2, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", version, 1, 2) + facts + tensor
    return head + bytes(-len(head) % 32) + np.arange(6, dtype="<f4").tobytes()


def test_reads_facts_and_tensors(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(small_file())
    file = GgufFile(path)
    assert file.metadata == {"name": "tiny", "list": [5, 6]}
    assert file.tensor("w").tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("cut", [0, 3, 20, 40, 100, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(small_file()[:cut])
    with pytest.raises(WeightsError):
        GgufFile(path).tensor("w")


def test_another_version_and_an_unknown_tensor_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(small_file(version=2))
    with pytest.raises(WeightsError, match="version 2"):
        GgufFile(path)
    path.write_bytes(small_file())
    with pytest.raises(WeightsError, match="no tensor v"):
        GgufFile(path).tensor("v")


def test_blocks_of_four_and_eight_bits() -> None:
    four = np.array([0.5, -1.0], dtype=np.float16).tobytes() + bytes([0x21] * 16)
    found = dequantize(np.frombuffer(four, np.uint8), 3)
    assert found.tolist() == [-0.5] * 16 + [0.0] * 16
    eight = np.array([0.25], dtype=np.float16).tobytes() + np.arange(-16, 16, dtype="i1").tobytes()
    assert dequantize(np.frombuffer(eight, np.uint8), 8).tolist() == [n / 4 for n in range(-16, 16)]
