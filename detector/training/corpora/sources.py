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
    rows: list[str]
    file: str
    documents: int
    unit: str
    licences: list[str]
    obtain: str

    @property
    def where(self) -> str:
        """Where it is, when the collection holds nothing of it."""
        return "not in the collection of the shipped model" if self.file else "installed apart"


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
    named = ({("obtain" if k == "from" else k): v for k, v in e.items()} for e in load()["source"])
    return [Source(**({"unit": "articles"} | facts)) for facts in named]


def read_collection_files() -> dict[str, dict[str, Any]]:
    """Every file of the collection by its name: ``documents`` in it, ``bytes`` and ``sha256``."""
    return dict(load()["files"])


def states(folder: Path) -> dict[str, State]:
    """Whether a folder holds the files of the collection, byte for byte, by file name."""
    file_states: dict[str, State] = {}
    for name, facts in read_collection_files().items():
        path = folder / name
        if not path.is_file():
            file_states[name] = "missing"
        else:
            same = digest_of(path) == facts["sha256"]
            file_states[name] = "present" if same else "another version"
    return file_states
