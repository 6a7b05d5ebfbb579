"""Notebooks as they are saved: run, small, on public names alone. `make notebooks` runs them."""

from __future__ import annotations

import ast
import json

import pytest
from places import ROOT

import detector

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# A saved plot has some 40,000 bytes; a table of a hundred rows would be no summary.
LARGEST = 120_000
# A mark or a reason has a few words. A run of so many in an output would be somebody's sentence;
# only the first notebook shows text, of an article written for the project.
LONGEST_RUN = 25


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    cells = json.loads(request.param.read_text("utf-8"))["cells"]
    return request.param, [cell for cell in cells if cell["cell_type"] == "code"]


def texts_of(cells):
    """Every text that the outputs of cells show."""
    for cell in cells:
        for output in cell["outputs"]:
            found = output.get("text") or output.get("data", {}).get("text/plain", [])
            yield "".join(found)


def test_there_are_four():
    assert [path.stem[0] for path in NOTEBOOKS] == ["1", "2", "3", "4"]


def test_they_use_the_public_names(notebook):
    _, cells = notebook
    for cell in cells:
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "detector":
                assert node.module == "detector"
                assert {alias.name for alias in node.names} <= set(detector.__all__)


def test_they_were_run_in_order_and_without_error(notebook):
    _, cells = notebook
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output["output_type"] for cell in cells for output in cell["outputs"]}
    assert kinds and "error" not in kinds


def test_outputs_are_small(notebook):
    path, _ = notebook
    assert path.stat().st_size < LARGEST


def test_outputs_hold_no_sentences(notebook):
    path, cells = notebook
    if path.stem.startswith("1"):
        pytest.skip("it shows an article that was written for the project")
    for text in texts_of(cells):
        for line in text.splitlines():
            words = [word for word in line.split() if word.isalpha()]
            assert len(words) < LONGEST_RUN, line


def test_every_public_name_is_there():
    for name in detector.__all__:
        assert getattr(detector, name) is not None
    assert not set(detector.MODULE_OF) - set(detector.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        detector.Nothing  # noqa: B018 - asking is the test
