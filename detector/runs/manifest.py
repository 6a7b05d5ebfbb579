"""What a folder of parts was made of: the paper that says whether a run may go on in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from detector.readers import InputFiles
from detector.readers.discovery import STDIN
from detector.readers.storage import join, list_names, read_bytes, write_atomically
from detector.runs.detector_config import DetectorConfig
from detector.runs.parts import PART_NAME_RE
from detector.runs.tasks import PART_TASK
from detector.writers import BadDestination

# Readers of Parquet folders (pandas, Dask, Spark) pass over what begins with an underscore.
MANIFEST = "_manifest.json"
# How a run is cut and written. Raise it when parts of an older version would not fit.
LAYOUT = 2
WORDS = {
    "version": "the version of the detector",
    "model": "the model",
    "settings": "the settings (thresholds, silenced signals, weights, house style)",
    "budget": "--budget",
    "stories": "--stories",
    "input": "the input files, or the columns read from them",
    "layout": "how a run is divided",
}


def facts_of(
    inputs: InputFiles, config: DetectorConfig, budget: int | None, stories: bool | None
) -> dict[str, Any]:
    """What the rows of a run depend on.

    Raises
    ------
    BadDestination
        When standard input is read, which is not there a second time.
    """
    digest = hashlib.sha256()
    for source in inputs.sources:
        if source.path == STDIN:
            raise BadDestination(
                "standard input cannot be read again after a stop: "
                "put it into a file, or write to one file"
            )
        digest.update(f"{source.path}\0{source.size}\0{source.stamp}\n".encode("utf-8", "replace"))
    digest.update("\0".join(inputs.sources.fields).encode("utf-8", "replace"))
    return {
        **config.facts(),
        "budget": budget,
        "stories": stories,
        "input": f"{len(inputs.sources)} files of {inputs.size} bytes, {digest.hexdigest()[:16]}",
        "layout": [LAYOUT, PART_TASK],
    }


def open_folder(folder: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest of a folder that is empty, or that the same run began.

    Raises
    ------
    BadDestination
        When the folder holds anything else; the message says what differs.
    """
    names = [name for name in list_names(folder) if not name.startswith(".")]
    if MANIFEST not in names:
        if names:
            raise BadDestination(
                f"{folder} holds other things ({names[0]}) and no {MANIFEST}: name a new folder"
            )
        manifest: dict[str, Any] = {"facts": dict(facts), "complete": False}
        write_manifest(folder, manifest)
        return manifest
    manifest = orjson.loads(read_bytes(join(folder, MANIFEST)))
    check_same_run(folder, manifest["facts"], facts)
    return manifest


def check_same_run(folder: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Raise BadDestination when a folder was started by another run."""
    differing = [name for name in new if old.get(name) != new[name]]
    if differing:
        differences = "; ".join(
            f"{WORDS[name]} ({old.get(name)} then, {new[name]} now)" for name in differing
        )
        raise BadDestination(
            f"{folder} was started by another run, which differs in {differences}. "
            "Name a new folder, or remove this one"
        )


def write_manifest(folder: str, manifest: Mapping[str, Any]) -> None:
    """Write the manifest."""
    data = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
    write_atomically(join(folder, MANIFEST), data)


def parts_in(folder: str) -> set[str]:
    """The names of the parts that are there."""
    return {name for name in list_names(folder) if PART_NAME_RE.fullmatch(name)}
