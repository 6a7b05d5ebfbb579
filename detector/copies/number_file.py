"""A small model as JSON: its numbers, what they weigh, what they were learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_numbers(path: Path, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Read what ``benchmarks.copies.model_file`` wrote.

    Raises
    ------
    ValueError
        When the file was made for other columns than this detector measures.
    """
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if any(held[name] != wanted for name, wanted in columns.items()):
        raise ValueError(f"{path} was learned by another version of the detector")
    return held
