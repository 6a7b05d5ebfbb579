"""A small model as JSON: its numbers, what they weigh, what they were learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def write_numbers(
    numbers: Mapping[str, Any], columns: Mapping[str, Any], card: dict[str, Any], path: Path
) -> None:
    """Write arrays, rounded to five digits, and floats, with the names of what they weigh."""
    rounded = {
        name: np.round(values, 5).tolist() if isinstance(values, np.ndarray) else values
        for name, values in numbers.items()
    }
    path.write_text(json.dumps({**columns, "card": card, **rounded}) + "\n", "utf-8")


def read_numbers(path: Path, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Read what :func:`write_numbers` wrote.

    Raises
    ------
    ValueError
        When the file was made for other columns than this detector measures.
    """
    held: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if any(held[name] != wanted for name, wanted in columns.items()):
        raise ValueError(f"{path} was learned by another version of the detector")
    return held
