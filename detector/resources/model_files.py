"""The card of a model: what it was made from, its thresholds, and the digests of its files.

A digest tells a damaged or exchanged file from the shipped one. It is not a signature: anyone who
can write the files can write the card. The readers see to it that loading runs no code.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

CARD_NAME = "card.json"
# The wheel carries the models inside the package, the repository beside it.
PACKAGE = Path(__file__).parent.parent
MODEL_FOLDERS = (PACKAGE / "models", PACKAGE.parent / "models")
# The files of a model, where it has them: see models/README.md.
MODEL_FILES = (
    "pipeline.skops",
    "ngrams.npz",
    "copies.json",
    "differences.json",
    "reader.json",
    "encoder.npz",
    "reference.npz",
)
PIPELINE_NAME = MODEL_FILES[0]
# Checked when it is first wanted: most runs of a few articles never open it.
OPENED_LATER = {"encoder.npz"}
# The folder of a model, as a caller names it.
ModelFolder = str | os.PathLike[str]
# What a verdict cannot do without.
KEYS = ("name", "thresholds", "too_short_words", "digests")


class ModelError(ValueError):
    """A model that cannot be used here; the message says why and what to do."""


def find_file(name: str, folders: Iterable[Path] = ()) -> Path:
    """The first file of a name in some folders, by default those of the shipped model.

    Raises
    ------
    ModelError
        When there is none.
    """
    looked = [*folders] or MODEL_FOLDERS
    for folder in looked:
        if (folder / name).is_file():
            return folder / name
    places = ", ".join(map(str, looked))
    raise ModelError(f"no {name} in {places}: train one with `detector train DATA`")


def shipped_file(name: str) -> Path:
    """A file of the shipped model, held to the card beside it.

    Raises
    ------
    ModelError
        When there is none, or it is not the one that the card describes.
    """
    path = find_file(name)
    check_digest(path)
    return path


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@lru_cache(maxsize=2 * len(MODEL_FILES))
def digest_once(path: Path, _changed: int, _size: int) -> str:
    """The digest of a file, read once as long as the file does not change."""
    return digest_of(path)


def digests_in(folder: Path) -> dict[str, str]:
    """The digest of every model file of a folder, the card itself aside."""
    return {name: digest_of(folder / name) for name in MODEL_FILES if (folder / name).is_file()}


def save_card(card: Mapping[str, Any], folder: Path) -> None:
    """Write a card, with the digests of the model files beside it."""
    text = json.dumps({**card, "digests": digests_in(folder)}, indent=2, ensure_ascii=False)
    (folder / CARD_NAME).write_text(text + "\n", "utf-8")


def read_card(folder: Path) -> dict[str, Any]:
    """Read the card of a folder.

    Raises
    ------
    ModelError
        When it is missing, is no JSON object, or lacks what a verdict needs.
    """
    path = folder / CARD_NAME
    if not path.is_file():
        raise ModelError(f"{path} is missing: the model beside it cannot be used without its card")
    try:
        card = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path} is damaged: {error}; reinstall the detector") from error
    missing = [key for key in KEYS if not (isinstance(card, dict) and key in card)]
    if missing:
        raise ModelError(f"{path} is not a model card: it lacks {', '.join(missing)}")
    if not is_sound(card):
        raise ModelError(f"{path} is not a model card: its thresholds or digests are invalid")
    return card


def is_sound(card: Mapping[str, Any]) -> bool:
    """Whether the thresholds are probabilities by rate, the digests text by file name."""
    try:
        stated = [(float(rate), values) for rate, values in card["thresholds"].items()]
        bounds = [float(values[name]) for _, values in stated for name in ("score", "synthetic")]
        digests = [*card["digests"], *card["digests"].values()]
        return (
            all(0 <= bound <= 1 for bound in bounds)
            and int(card["too_short_words"]) >= 0
            and all(isinstance(part, str) for part in digests)
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def check_digest(path: Path, card: Mapping[str, Any] | None = None) -> None:
    """Hold a model file to the card beside it.

    Raises
    ------
    ModelError
        When the card does not name the file, or names another digest.
    """
    stated = (read_card(path.parent) if card is None else card)["digests"].get(path.name)
    if stated is None:
        raise ModelError(f"{path} is not named on the card beside it: its origin is unknown")
    if not path.is_file():
        raise ModelError(f"{path} is missing, though its card describes it")
    stat = path.stat()
    if digest_once(path, stat.st_mtime_ns, stat.st_size) != stated:
        raise ModelError(
            f"{path} is not the file that its card describes: reinstall the detector, or "
            "retrain the model"
        )


def model_folder(folder: ModelFolder | None = None) -> Path:
    """The folder that holds a trained model: the one given, or the shipped one.

    Raises
    ------
    ModelError
        When there is none.
    """
    return find_file(PIPELINE_NAME, () if folder is None else (Path(folder),)).parent


def load_card(folder: ModelFolder | None = None) -> dict[str, Any]:
    """Load the card of a model; of the shipped one unless a folder is given.

    Raises
    ------
    ModelError
        When there is no model, or its card is missing or damaged.
    """
    return read_card(model_folder(folder))


def checked_file(folder: ModelFolder | None) -> Path:
    """The model file of a folder; every file that the card names is the one it describes.

    Those of :data:`OPENED_LATER` are held to the card by whoever opens them.
    """
    place = model_folder(folder)
    card = read_card(place)
    for name in {PIPELINE_NAME, *card["digests"]} - OPENED_LATER:
        check_digest(place / name, card)
    return place / PIPELINE_NAME
