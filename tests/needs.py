"""Packages that a file of tests cannot do without."""

from __future__ import annotations

from importlib.util import find_spec

import pytest


def need(*packages: str, reason: str) -> None:
    """Skip a file where a package is not installed; importing them is left to its tests.

    Every process of the run collects every file, and few of them run it.
    """
    if not all(map(find_spec, packages)):
        pytest.skip(reason, allow_module_level=True)
