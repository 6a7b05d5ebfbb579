"""Reads a model file quickly: the few kinds of nodes that the shipped one is made of.

The file is one of skops, a zip archive with a tree of nodes as JSON beside plain arrays. Importing
skops loads every estimator of scikit-learn to learn which it may trust: over a second, for a
file that holds none of them. Whatever is not known here is left to skops, which says what is
wrong with it. Reading runs no code of the file's: classes come from the table that is passed in.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from detector.resources.model_files import ModelError

# The edition of the format that is read here; skops reads older ones.
PROTOCOL = 2
PLAIN = {"ListNode": list, "TupleNode": tuple}
SCHEMA_NAME = "schema.json"
# Classes by the names that model files of earlier versions know them under.
FORMER_NAMES = {
    "detector.classifier.CauseClassifier": "detector.model.classifier.CauseClassifier",
    "detector.features.ArticleFeatures": "detector.features.transformers.ArticleFeatures",
    "detector.features.SignalFeatures": "detector.features.transformers.SignalFeatures",
    "detector.textmodel.TextModel": "detector.ngrams.sentence_model.TextModel",
}


class UnknownNodeError(ValueError):
    """A node that only skops can read, or refuse."""


@contextmanager
def as_model_error(path: Path) -> Iterator[None]:
    """Say of a file that breaks a reader that it is not a model file.

    Raises
    ------
    ModelError
    """
    try:
        yield
    except ModelError:
        raise
    except (OSError, LookupError, TypeError, ValueError, RecursionError, BadZipFile) as error:
        raise ModelError(f"{path} is not a model file: {error}") from error


def two_steps(held: Any, first: type, second: type, path: Path) -> list[Any]:
    """What a file holds, where it is the two steps of a model.

    Raises
    ------
    ModelError
    """
    steps = list(held)
    if len(steps) != 2 or not all(map(isinstance, steps, (first, second))):
        raise ModelError(f"{path} does not hold the two steps of a model")
    return steps


def read_model(path: Path, classes: Mapping[str, type]) -> Any:
    """Read what a file holds.

    Parameters
    ----------
    path : Path
    classes : mapping
        Full name of every class that the file may hold, to the class.

    Raises
    ------
    UnknownNodeError
        When the file holds anything else.
    BadZipFile, KeyError
        When it is no archive, or has no tree.
    """
    with ZipFile(path) as archive:
        tree = json.loads(archive.read(SCHEMA_NAME))
        if not isinstance(tree, dict) or tree.get("protocol") != PROTOCOL:
            raise UnknownNodeError(f"{path} uses another protocol")
        return Builder(archive, classes).build(tree)


def with_current_names(path: Path) -> bytes:
    """The bytes of a model file, classes under the names that they have today."""
    packed = io.BytesIO()
    with ZipFile(path) as archive, ZipFile(packed, "w") as renamed:
        for name in archive.namelist():
            content = archive.read(name)
            renamed.writestr(name, in_current_names(content) if name == SCHEMA_NAME else content)
    return packed.getvalue()


def in_current_names(schema: bytes) -> bytes:
    """A tree of nodes with the former names of classes replaced."""

    def replaced(node: dict[str, Any]) -> dict[str, Any]:
        name = FORMER_NAMES.get(f"{node.get('__module__')}.{node.get('__class__')}")
        if name is not None:
            node["__module__"], _, node["__class__"] = name.rpartition(".")
        return node

    return json.dumps(json.loads(schema, object_hook=replaced)).encode()


class Builder:
    """Makes objects of nodes.

    Parameters
    ----------
    archive : ZipFile
        Where arrays lie.
    classes : mapping
    """

    def __init__(self, archive: ZipFile, classes: Mapping[str, type]) -> None:
        self.archive = archive
        self.classes = classes

    def build(self, node: Mapping[str, Any]) -> Any:
        """The object of a node."""
        loader, name = node["__loader__"], f"{node['__module__']}.{node['__class__']}"
        name = FORMER_NAMES.get(name, name)
        content = node.get("content")
        if loader == "JsonNode" and node.get("is_json"):
            return json.loads(node["content"])
        if loader in PLAIN and name == f"builtins.{PLAIN[loader].__name__}":
            return PLAIN[loader](map(self.build, node["content"]))
        if loader == "DictNode" and name == "builtins.dict" and self.has_text_keys(node):
            return {key: self.build(value) for key, value in node["content"].items()}
        if loader == "NdArrayNode" and name == "numpy.ndarray" and node.get("type") == "numpy":
            return self.array(node["file"])
        if loader == "ObjectNode" and name in self.classes and content is not None:
            return restore_object(self.classes[name], self.build(content))
        raise UnknownNodeError(f"{loader} of {name}")

    def has_text_keys(self, node: Mapping[str, Any]) -> bool:
        """Whether all keys of a dictionary are texts: others are kept as texts too."""
        kinds = node["key_types"]["content"]
        return all((kind["__module__"], kind["__class__"]) == ("builtins", "str") for kind in kinds)

    def array(self, name: str) -> np.ndarray:
        """An array of numbers."""
        array: np.ndarray = np.load(io.BytesIO(self.archive.read(name)), allow_pickle=False)
        return array


def restore_object(kind: type, state: Mapping[str, Any]) -> Any:
    """An object of one of our classes, in the state that it was saved in."""
    restored: Any = object.__new__(kind)
    if hasattr(restored, "__setstate__"):
        restored.__setstate__(state)
    else:
        vars(restored).update(state)
    return restored
