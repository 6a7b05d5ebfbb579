"""Write the weights as the package reads them: whole numbers of 8 bits, a scale a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from detector.lm.encoder import ENCODER_FILE, LAYERS, PIECES, SCALE
from detector.text.arrays import Floats

LARGEST = 127
# How BERT's weights are named in each layer, beside ours.
MATRICES = {
    "mixed": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
NORMS = {"mixed": "attention.output.LayerNorm", "narrow": "output.LayerNorm"}
ATTENTION = ("query", "key", "value")


def pack(weights: Mapping[str, Any], head: Any, names: Sequence[str], folder: Path) -> None:
    """Write an :data:`ENCODER_FILE` from the weights of an encoder and what stands on it."""
    held = {name: value.detach().numpy().astype(np.float32) for name, value in weights.items()}
    out: dict[str, np.ndarray] = {
        "vocabulary": np.frombuffer("\n".join(names).encode(), np.uint8),
        "gain": held["embeddings.LayerNorm.weight"],
        "shift": held["embeddings.LayerNorm.bias"],
        "out": head.weight.detach().numpy().T.copy(),
        "out_bias": head.bias.detach().numpy(),
    }
    places = held["embeddings.position_embeddings.weight"][: PIECES + 2]
    out["places"] = (places + held["embeddings.token_type_embeddings.weight"][0]).astype(np.float16)
    out |= scaled("rows", held["embeddings.word_embeddings.weight"], axis=1)
    for number in range(LAYERS):
        out |= layer_parts(held, number)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / ENCODER_FILE, allow_pickle=False, **out)


def layer_parts(held: Mapping[str, Floats], number: int) -> dict[str, np.ndarray]:
    """The parts of one layer, by their names in the file."""
    own = f"encoder.layer.{number}."
    attention = [own + f"attention.self.{part}" for part in ATTENTION]
    joined = np.concatenate([held[part + ".weight"].T for part in attention], axis=1)
    parts = dict(scaled(f"{number}.attention", joined, axis=0))
    parts[f"{number}.attention_bias"] = np.concatenate([held[one + ".bias"] for one in attention])
    for name, theirs in MATRICES.items():
        parts |= scaled(f"{number}.{name}", held[own + theirs + ".weight"].T, axis=0)
        parts[f"{number}.{name}_bias"] = held[own + theirs + ".bias"]
    for name, theirs in NORMS.items():
        parts[f"{number}.{name}_gain"] = held[own + theirs + ".weight"]
        parts[f"{number}.{name}_shift"] = held[own + theirs + ".bias"]
    return parts


def scaled(name: str, matrix: Floats, axis: int) -> dict[str, np.ndarray]:
    """A matrix as whole numbers, with the scale of each column (``axis`` 0) or row (1)."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-9) / LARGEST
    whole = np.round(matrix / scale).astype(np.int8)
    return {name: whole, name + SCALE: scale.astype(np.float32)}
