"""What the tests share: where the articles of the shared data set are, if they are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from places import SHARED

from detector.lm.store import PLACE_VARIABLE, cache_root, is_installed

# Verdicts must not depend on whether the second reader is installed here: tests that want it ask
# for `reader_cache`. Processes that the tests start inherit the first variable, workers the second.
KEPT_VARIABLE = "GARBLE_DETECTOR_TESTS_CACHE"
os.environ.setdefault(KEPT_VARIABLE, str(cache_root()))
os.environ[PLACE_VARIABLE] = str(Path(__file__).parent / "no-cache")


# These take longest: begun last, they would keep one process busy while the others have nothing.
LONGEST = (
    "test_wheel",
    "test_shift",
    "test_linear_time",
    "test_typing",
    "test_quality",
    "test_page_in_browser",
    "test_fit",
    "test_synthesis",
    "test_serving",
    "test_properties",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture
def reader_cache(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache with the second reader; a test that asks for it is skipped where there is none."""
    monkeypatch.setenv(PLACE_VARIABLE, os.environ[KEPT_VARIABLE])
    if not is_installed():
        pytest.skip("the second reader is not installed (`detector reader install`)")
    return cache_root()


@pytest.fixture
def shared() -> Path:
    """The folder of real articles; a test that asks for it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared articles are not on this machine")
    return SHARED
