"""Imports only fall: a package imports those below it, and nothing imports in a circle."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "detector"

# From the ground up. What stands on one line does not import each other.
FLOORS = (
    ("article", "causes", "resources", "settings", "version"),
    ("text",),
    ("english",),
    ("ngrams", "readers"),
    ("signals", "writers"),
    ("features", "lm"),
    ("model",),
    ("evidence",),
    ("verdict",),
    ("detector", "rows"),
    ("copies",),
    ("runs", "training"),
    ("server",),
    ("review",),
    ("cli",),
    ("__init__", "__main__"),
)
LEVELS = {package: level for level, floor in enumerate(FLOORS) for package in floor}
SCIKIT_LEARN = {
    "features.transformers",
    "model.targets",
    "model.classifier",
    "model.single_cause",
    "model.pipeline",
}
PATHS = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


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
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_modules(name, typing=True):
    """The modules of this package that one of them imports."""
    for imported in imports(PATHS[name], typing):
        inner = imported.removeprefix("detector.")
        if inner != imported and inner in PATHS:
            yield inner
        elif inner != imported and f"{inner}.__init__" in PATHS:
            yield f"{inner}.__init__"


def package_of(name):
    return name.split(".")[0]


@pytest.mark.parametrize("name", PATHS)
def test_imports_fall(name):
    own = package_of(name)
    for imported in map(package_of, imported_modules(name)):
        assert imported == own or LEVELS[imported] < LEVELS[own], f"{name} imports {imported}"


def test_no_circles():
    """Not even inside a package; a package's door may name what stands behind it."""
    graph = {
        name: {one for one in imported_modules(name, typing=False) if "__init__" not in one}
        for name in PATHS
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports in a circle: {' -> '.join(error.args[1])}")


def test_signal_families_do_not_import_each_other():
    families = {name for name, path in PATHS.items() if "\nSIGNALS = " in path.read_text("utf-8")}
    assert len(families) > 20
    for name in families:
        assert families.isdisjoint(imported_modules(name)), name


@pytest.mark.parametrize("name", PATHS)
def test_scikit_learn_stays_in_its_modules(name):
    if name not in SCIKIT_LEARN and package_of(name) != "training":
        found = {module.split(".")[0] for module in imports(PATHS[name], typing=False)}
        assert "sklearn" not in found


@pytest.mark.parametrize("command", ["import detector", "import detector.cli"])
def test_nothing_heavy_is_loaded_at_the_door(command):
    heavy = {"numpy", "onnxruntime", "pandas", "scipy", "sklearn"}
    code = f"{command}; import sys; print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["none"]
