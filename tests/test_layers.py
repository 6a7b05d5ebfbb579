"""Imports only fall: a package imports those below it, and nothing imports in a circle."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from draw_architecture import (
    PATHS,
    PICTURE,
    draw,
    floors,
    imported_modules,
    imports,
    package_graph,
    package_of,
)

MOST_FLOORS = 12
SCIKIT_LEARN = {
    "features.transformers",
    "model.targets",
    "model.classifier",
    "model.single_cause",
    "model.pipeline",
}


def test_imports_only_fall():
    """Packages import each other in no circle, and stand on few floors."""
    house = floors(package_graph())
    assert len(house) <= MOST_FLOORS, house


def test_the_picture_is_drawn_from_the_imports():
    drawn = draw(package_graph())
    assert PICTURE.read_text("utf-8") == drawn, "run: python docs/draw_architecture.py"


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


def test_scikit_learn_stays_in_its_modules():
    users = {
        name
        for name, path in PATHS.items()
        if any(module.split(".")[0] == "sklearn" for module in imports(path, typing=False))
    }
    assert {name for name in users if package_of(name) != "training"} <= SCIKIT_LEARN


@pytest.mark.parametrize("command", ["import detector", "import detector.cli.commands"])
def test_nothing_heavy_is_loaded_at_the_door(command):
    heavy = {"numpy", "onnxruntime", "pandas", "scipy", "sklearn"}
    code = f"{command}; import sys; print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["none"]
