"""What the tests share: where the articles of the shared data set are, if they are there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from places import SHARED

from detector.lm.encoder import Encoder
from detector.lm.store import PLACE_VARIABLE, cache_root, is_installed
from detector.model import second_readers
from detector.text.vocabulary import VOCABULARIES, Vocabulary

# Verdicts must not depend on whether the full reader is installed here: tests that want it ask
# for `reader_cache`. Processes that the tests start inherit the first variable, workers the second.
KEPT_VARIABLE = "GARBLE_DETECTOR_TESTS_CACHE"
os.environ.setdefault(KEPT_VARIABLE, str(cache_root()))
os.environ[PLACE_VARIABLE] = str(Path(__file__).parent / "no-cache")

# How long an example takes is the machine's affair.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# These take longest: begun last, they would keep one process busy while the others have nothing.
LONGEST = (
    *("test_shift", "test_dask_cluster", "test_linear_time", "test_process_pool"),
    *("test_folder_run", "test_bombs", "test_scikit_learn_exam", "test_fit", "test_properties"),
    *("test_small_pages", "test_documented_commands", "test_synthesis", "test_reader"),
    *("test_leave_group_out", "test_adaptation", "test_second_reading", "test_docs"),
    *("test_page_in_browser", "test_served_in_browser", "test_served_page", "test_keys"),
    *("test_toy_cause", "test_mutated_rows", "test_offline", "test_review_commands"),
    *("test_concurrency", "test_derived_prefilter", "test_readability", "test_fuzzing"),
    *("test_prefilter", "test_wheel", "test_typing", "test_round_trips", "test_serving"),
)


# The estimators are tested on their oldest dependencies without xdist.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: browsers, servers and engines are waited for."""
    return 1 + (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture
def reader_cache(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache with the full reader; a test that asks for it is skipped where there is none."""
    monkeypatch.setenv(PLACE_VARIABLE, os.environ[KEPT_VARIABLE])
    if not is_installed():
        pytest.skip("the full reader is not installed (`detector reader install`)")
    return cache_root()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared articles are not on this machine")
    return SHARED


class OneReading(Encoder):
    """A small reader that reads each text once: most tests judge the same samples."""

    read = cache(Encoder.read)


@cache
def opened_once(path: Path, _changed: int) -> Encoder:
    """The small reader of a file, as long as the file does not change."""
    return OneReading(path)


@pytest.fixture(autouse=True, scope="session")
def small_reader_once() -> Iterator[None]:
    """Open the small reader once in a process of tests: a reading takes longer than a verdict."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            second_readers, "Encoder", lambda path: opened_once(path, path.stat().st_mtime_ns)
        )
        yield


@pytest.fixture(autouse=True, scope="module")
def fresh_vocabulary() -> Iterator[None]:
    """No word met yet: a new set of signals looks at every word that its process has met."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("_words", "_gaps"):
            patch.setattr(VOCABULARIES, kind, Vocabulary())
        yield


@pytest.fixture(scope="session")
def saved_by_libreoffice(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Path, str], Path]:
    """A function that has LibreOffice save a file again, as a kind of file.

    Its import dialogue proposes what is asked for. All calls share a profile: making one takes
    longer than the rest.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def save(path: Path, kind: str) -> Path:
        folder = path.parent / "saved"
        command = [office, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--infilter=CSV:44,34,76,1"] if path.suffix == ".csv" else []
        command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder / path.name

    return save
