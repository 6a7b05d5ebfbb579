"""A model file that was changed, cut short, exchanged or made by a stranger is refused in words."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from places import ROOT

from detector.copies import pair_model
from detector.model.pipeline import MODEL_CLASSES, load_pipeline, read_slowly
from detector.model.skops_reader import read_model
from detector.model.trained import load_trained
from detector.ngrams.ngram_model import DamagedModelError
from detector.ngrams.ngram_model import load as load_ngrams
from detector.ngrams.surprisal import MODEL_NAME as NGRAMS
from detector.resources import model_files as cards
from detector.resources.model_files import (
    CARD_NAME,
    MODEL_FILES,
    OPENED_LATER,
    PIPELINE_NAME,
    ModelError,
    check_digest,
    digest_of,
    load_card,
    save_card,
)

MODELS = ROOT / "models"
REFRESH = (
    "a model file changed: python -c 'from pathlib import Path; "
    "from detector.resources.model_files import *; "
    'folder = Path("models"); save_card(read_card(folder), folder)\''
)


class Attack:
    """What a pickle of a stranger does when it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.fixture
def models(tmp_path):
    """A copy of the shipped model; what is opened later, and most of it, is only linked."""

    def copy(source, target):
        later = Path(source).name in OPENED_LATER
        Path(target).symlink_to(source) if later else shutil.copy(source, target)

    return Path(shutil.copytree(MODELS, tmp_path / "models", copy_function=copy))


@pytest.fixture(params=[load_pipeline, load_trained], ids=["pipeline", "trained"])
def load(request):
    """Either way to read a model."""
    return request.param


def vouch(models):
    """Put the digests of what is there on the card, as an attacker would."""
    card = json.loads((models / CARD_NAME).read_text("utf-8"))
    save_card(card, models)


def test_the_card_vouches_for_every_shipped_file():
    shipped = {path.name for path in MODELS.iterdir()} - {"README.md", CARD_NAME}
    assert shipped == set(load_card()["digests"]), REFRESH
    assert shipped <= set(MODEL_FILES)
    for name in sorted(shipped):
        try:
            check_digest(MODELS / name)
        except ModelError as error:
            raise AssertionError(REFRESH) from error


CHECKED_AT_ONCE = {path.name for path in MODELS.iterdir()} & set(MODEL_FILES) - OPENED_LATER


@pytest.mark.parametrize("name", sorted(CHECKED_AT_ONCE))
@pytest.mark.parametrize("damage", ["a bit", "cut", "longer", "empty", "gone"])
def test_a_changed_file_is_refused(load, models, name, damage):
    path = models / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    whole = path.read_bytes()
    changed = {"a bit": bytes(data), "cut": whole[:-10], "longer": whole + b"\n", "empty": b""}
    path.unlink()
    if damage != "gone":
        path.write_bytes(changed[damage])
    words = "is missing|no pipeline.skops" if damage == "gone" else "not the file that its card"
    with pytest.raises(ModelError, match=words):
        load(models)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "null", '"card"', "[" * 100_000, '{"name": "a", "thresholds": {}}'],
)
def test_a_damaged_card_is_refused(load, models, text):
    (models / CARD_NAME).write_text(text, "utf-8")
    with pytest.raises(ModelError, match="card"):
        load(models)


@pytest.mark.parametrize(
    "changes",
    [
        {"digests": {}},
        {"digests": []},
        {"digests": {PIPELINE_NAME: 5}},
        {"digests": {"../secret": "0" * 64}},
        {"thresholds": {"0.01": {"score": 2.0, "synthetic": 0.5}}},
        {"thresholds": {"0.01": {"score": "nan", "synthetic": 0.5}}},
        {"thresholds": {"often": {"score": 0.5, "synthetic": 0.5}}},
        {"thresholds": []},
        {"too_short_words": "many"},
    ],
)
def test_a_card_that_makes_no_sense_is_refused(load, models, changes):
    card = json.loads((models / CARD_NAME).read_text("utf-8")) | changes
    (models / CARD_NAME).write_text(json.dumps(card), "utf-8")
    with pytest.raises(ModelError):
        load(models)


def test_a_strangers_pickle_is_not_run(load, models, tmp_path):
    trap = tmp_path / "trap"
    (models / PIPELINE_NAME).write_bytes(pickle.dumps(Attack(trap)))
    vouch(models)
    with pytest.raises(ModelError, match="not a model file"):
        load(models)
    assert not trap.exists()


def test_a_skops_file_without_its_schema_is_refused(load, models):
    with zipfile.ZipFile(models / PIPELINE_NAME, "w") as archive:
        archive.writestr("nothing.txt", "")
    vouch(models)
    with pytest.raises(ModelError, match="not a model file"):
        load(models)


def rewrite(path, change):
    """Write a model file anew with its tree changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    tree = json.loads(parts["schema.json"])
    change(tree, parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, json.dumps(tree) if name == "schema.json" else data)


def nothing(tree, parts):
    """Change nothing."""


def by_name(tree, parts):
    """Ask for a class that is no model, by the name of a function of the system's."""
    tree["content"][0] |= {"__module__": "os", "__class__": "system"}


def by_kind(tree, parts):
    """Ask for a kind of node that calls a function."""
    tree["content"][1] |= {"__loader__": "FunctionNode"}


def by_array(tree, parts):
    """Put objects that run code into an array."""
    name = next(name for name in parts if name.endswith(".npy"))
    held = io.BytesIO()
    np.save(held, np.array([Attack(Path("trap"))], dtype=object), allow_pickle=True)
    parts[name] = held.getvalue()


def by_shape(tree, parts):
    """Leave out what a node needs."""
    del tree["content"][0]["content"]["__loader__"]


@pytest.mark.parametrize("change", [by_name, by_kind, by_array, by_shape])
def test_a_vouched_file_with_something_foreign_is_refused(
    load, models, change, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    rewrite(models / PIPELINE_NAME, change)
    vouch(models)
    with pytest.raises(ModelError):
        load(models)
    assert not (tmp_path / "trap").exists()


def test_both_readers_read_the_same(models):
    path = models / PIPELINE_NAME
    rewrite(path, nothing)
    quick, slow = read_model(path, MODEL_CLASSES), read_slowly(path)
    for one, other in zip(quick, slow, strict=True):
        assert_same(vars(one), vars(other))


def assert_same(one, other):
    assert type(one) is type(other)
    if hasattr(one, "__dict__"):
        one, other = vars(one), vars(other)
    if isinstance(one, dict):
        assert list(one) == list(other)
        for key, value in one.items():
            assert_same(value, other[key])
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    else:
        assert one == other


def test_judging_loads_neither_skops_nor_scikit_learn():
    code = (
        "import sys; from detector import Detector; Detector().judge('One.'); "
        "print({'skops', 'sklearn', 'scipy', 'pandas'} & set(sys.modules))"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout == (
        "set()\n"
    )


def test_objects_in_the_ngram_model_are_not_run(models, tmp_path):
    trap = tmp_path / "trap"
    with np.load(models / NGRAMS) as held:
        arrays = dict(held)
    arrays["vocabulary"] = np.array([Attack(trap)], dtype=object)
    np.savez(models / NGRAMS, **arrays)
    with pytest.raises(DamagedModelError, match="allow_pickle"):
        load_ngrams(models / NGRAMS)
    assert not trap.exists()


def test_the_copies_model_is_held_to_the_card(models, monkeypatch):
    monkeypatch.setattr(cards, "MODEL_FOLDERS", (models,))
    assert pair_model.shipped.__wrapped__().weights.ndim == 2
    path = models / pair_model.PAIR_MODEL_FILE
    path.write_text(path.read_text("utf-8").replace("0.", "1.", 1), "utf-8")
    with pytest.raises(ModelError, match=r"copies\.json is not the file that its card describes"):
        pair_model.shipped.__wrapped__()


def test_digests_are_those_of_the_files(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    # FIPS 180-2, the example of section B.1.
    assert digest_of(tmp_path / "a").startswith("ba7816bf8f01cfea414140de5dae2223")
