"""Writes a model of copies as JSON: its numbers, what they weigh, what they were learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detector.resources.model_files import CARD_NAME, read_card, save_card


def write_model(
    numbers: Mapping[str, Any], columns: Mapping[str, Any], card: dict[str, Any], path: Path
) -> None:
    """Write arrays, rounded to five digits, and floats, with the names of what they weigh.

    The card of a whole model beside it gets the new digest.
    """
    rounded = {
        name: np.round(values, 5).tolist() if isinstance(values, np.ndarray) else values
        for name, values in numbers.items()
    }
    path.write_text(json.dumps({**columns, "card": card, **rounded}) + "\n", "utf-8")
    if (path.parent / CARD_NAME).is_file():
        save_card(read_card(path.parent), path.parent)
