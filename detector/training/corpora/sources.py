"""Where articles, lists and engines come from: the entries of ``datasets/sources.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from detector.resources.model_files import digest_of

State = Literal["present", "missing", "another version"]

# A wheel carries the file as data of the package; a checkout has it beside the package.
PACKAGE = Path(__file__).parent.parent.parent
SOURCES_PATHS = (PACKAGE / "data" / "sources.toml", PACKAGE.parent / "datasets" / "sources.toml")


class Source(NamedTuple):
    """One source: what it is, and which rows of which file come from it.

    ``rows`` are the values of ``source_dataset``; ``file`` is ``""`` for what is installed and
    not read as a file (engines, thesauri). ``documents`` counts the rows of the collection that
    the shipped model was trained on; ``licences`` are as the rows state them.
    """

    name: str
    what: str
    rows: tuple[str, ...]
    file: str
    documents: int
    unit: str
    licences: tuple[str, ...]
    obtain: str

    @property
    def where(self) -> str:
        """Where it is, when the collection holds nothing of it."""
        return "not in the collection of the shipped model" if self.file else "installed apart"


class CollectionFile(NamedTuple):
    """One file of the collection: how many lines of content, bytes, and SHA-256."""

    file: str
    documents: int
    bytes: int
    sha256: str


@cache
def load() -> dict[str, Any]:
    """The file of sources, as it is.

    Raises
    ------
    FileNotFoundError
        When neither the package nor the checkout holds it.
    """
    for place in SOURCES_PATHS:
        if place.is_file():
            return tomllib.loads(place.read_text("utf-8"))
    raise FileNotFoundError(f"sources.toml is in neither of {', '.join(map(str, SOURCES_PATHS))}")


def read_sources() -> list[Source]:
    """Every source, in the order of the file."""
    return [
        Source(
            name=entry["name"],
            what=entry["what"],
            rows=tuple(entry["rows"]),
            file=entry["file"],
            documents=entry["documents"],
            unit=entry.get("unit", "articles"),
            licences=tuple(entry["licences"]),
            obtain=entry["from"],
        )
        for entry in load()["source"]
    ]


def read_collection_files() -> dict[str, CollectionFile]:
    """Every file of the collection by its name."""
    return {name: CollectionFile(name, **facts) for name, facts in load()["files"].items()}


def states(folder: Path) -> dict[str, State]:
    """Whether a folder holds the files of the collection, byte for byte, by file name."""
    file_states: dict[str, State] = {}
    for name, holding in read_collection_files().items():
        path = folder / name
        if not path.is_file():
            file_states[name] = "missing"
        else:
            file_states[name] = (
                "present" if digest_of(path) == holding.sha256 else "another version"
            )
    return file_states
