"""``detector reader``: what is refused, and what is said of what is installed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from detector.cli.commands import main
from detector.lm import store

pytest.importorskip("onnxruntime", reason="the extra `reader` is not installed")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv(store.PLACE_VARIABLE, str(tmp_path / "cache"))
    return lambda *words: CliRunner().invoke(main, ["reader", *map(str, words)])


def test_status_names_the_command_that_installs(run):
    done = run("status")
    assert done.exit_code == 4
    assert "detector reader install" in done.stderr and not done.stdout


def test_status_refuses_files_that_were_changed(run):
    folder = store.reader_folder()
    folder.mkdir(parents=True)
    for name in store.FILES:
        (folder / name).write_bytes(name.encode())
    store.write_manifest(folder)
    assert run("status").exit_code == 0
    (folder / store.HEAD).write_bytes(b"swapped.x!")
    done = run("status")
    assert done.exit_code == 4 and store.HEAD in done.stderr


def test_install_refuses_another_file(run, tmp_path):
    other = tmp_path / "other.whl"
    other.write_bytes(b"not the pinned file")
    done = run("install", "--from", other)
    assert done.exit_code == 4 and "SHA-256" in done.stderr
    assert not store.reader_folder().exists()


def test_install_from_a_missing_file(run, tmp_path):
    done = run("install", "--from", tmp_path / "none.whl")
    assert done.exit_code == 4 and "there is no file" in done.stderr
