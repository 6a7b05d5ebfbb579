"""Imports only fall: every room may import the rooms below it, and no other."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "detector"

# From the ground up. A module may import modules of lower floors; rooms of one floor never
# import each other, except inside one package (reading, writing, learning).
FLOORS = (
    ("article", "version", "thresholds", "storage", "cards"),
    ("logistic", "modelfile", "additive", "drawing"),
    ("targets", "settings", "batches"),
    ("cutting",),
    ("wording", "reading", "citing"),
    ("spinning", "language", "texts", "signals.needs", "signals.places"),
    ("signals.signal", "signals.tables", "textmodel"),
    ("signals.pairs", "signals.gluing", "signals.pagelines"),
    ("signals.phrasebook",),
    ("signals.surroundings", "signals.romanised"),
    ("signals.<room>",),
    ("signals.catalogue", "signals.asking"),
    ("columns", "corpora"),
    ("features",),
    ("classifier", "onecause"),
    ("pipeline",),
    ("trained",),
    ("marks",),
    ("verdict",),
    ("learning",),
    ("syndication",),
    ("rows",),
    ("scoring", "showing", "writing", "neighbours"),
    ("scale",),
    ("run", "explaining", "failing", "corpora.gathering", "archive", "desk"),
    ("serving",),
    ("commands",),
    ("cli",),
    ("__init__", "__main__"),
)
SCIKIT_LEARN_ROOMS = {"features", "targets", "classifier", "onecause", "pipeline", "learning"}


def room_of(module):
    parts = module.removeprefix("detector").strip(".").split(".")
    named = ".".join(parts[:2])
    if any(named in floor for floor in FLOORS):
        return named
    if parts[0] == "signals" and len(parts) > 1:
        return "signals.<room>"
    return parts[0] or "__init__"


def floor_of(room):
    for number, floor in enumerate(FLOORS):
        if room in floor:
            return number
    raise AssertionError(f"{room} has no floor in the house: add it to FLOORS")


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE.parent).with_suffix("")
        name = ".".join(relative.parts).removesuffix(".__init__")
        yield pytest.param(name, path, id=name)


def is_typing_block(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(path, typing=True):
    """Every module that a file imports, wherever the import stands."""
    tree = ast.parse(path.read_text("utf-8"))
    if not typing:
        tree.body = [node for node in tree.body if not is_typing_block(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module in ("detector", "detector.signals"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("name", "path"), list(modules()))
def test_imports_fall(name, path):
    room = room_of(name)
    for imported in imports(path):
        if imported.split(".")[0] != "detector" or imported in ("detector", "detector.signals"):
            continue
        below = room_of(imported)
        same_package = below == room and room != "signals.<room>"
        assert same_package or floor_of(below) < floor_of(room), f"{name} imports {imported}"


@pytest.mark.parametrize(("name", "path"), list(modules()))
def test_scikit_learn_stays_in_its_rooms(name, path):
    if room_of(name) not in SCIKIT_LEARN_ROOMS:
        assert not {module.split(".")[0] for module in imports(path, typing=False)} & {"sklearn"}


@pytest.mark.parametrize("command", ["import detector", "import detector.cli"])
def test_nothing_heavy_is_loaded_at_the_door(command):
    heavy = {"numpy", "pandas", "scipy", "sklearn"}
    code = f"{command}; import sys; print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["none"]
