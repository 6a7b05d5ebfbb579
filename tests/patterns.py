"""Every regular expression of the scoring path, and how it is used."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import detector
import detector.english.language_identification
import detector.readers
import detector.signals.catalogue
import detector.verdict
from detector.resources.tables import read_table
from detector.signals.page_lines import line_pattern
from detector.signals.signal import Signal
from detector.text.lazy_pattern import LazyPattern

SOURCES = "\n".join(p.read_text("utf-8") for p in Path(detector.__file__).parent.rglob("*.py"))
USE_RE = re.compile(r"\b(\w+)\.(finditer|findall|search|sub|split|match|fullmatch)\b")
# Rooms that only whoever makes a model walks through: what they read is chosen, not sent.
TRAINING = ("detector.training.synthesis", "detector.training", "detector.training.corpora")
# Tables of patterns over text.
TABLES = ("farm_swaps", "masks")
# Held to lines of at most 200 characters by what calls them.
BOUNDED = {line_pattern()}


class Used(NamedTuple):
    """A pattern, its place, and whether it is only tried at one offset (``match``)."""

    place: str
    pattern: re.Pattern[str]
    anchored: bool


@cache
def uses() -> dict[str, set[str]]:
    """The methods by which each name is used, wherever in the sources."""
    found: dict[str, set[str]] = {}
    for name, method in USE_RE.findall(SOURCES):
        found.setdefault(name, set()).add(method)
    return found


@cache
def patterns() -> list[Used]:
    """All patterns over text in modules, tables and the closures of signals, each once."""
    found: dict[re.Pattern[str], Used] = {}
    for name, module in sorted(sys.modules.items()):
        if not name.startswith("detector.") or name.startswith(TRAINING):
            continue
        for held, value in vars(module).items():
            methods = uses().get(held, set())
            anchored = bool(methods) and methods <= {"match", "fullmatch"}
            for number, pattern in enumerate(within(value)):
                if isinstance(pattern.pattern, str) and pattern not in BOUNDED:
                    place = f"{name.removeprefix('detector.')}.{held}"
                    found.setdefault(pattern, Used(f"{place}-{number}", pattern, anchored))
    for table in TABLES:
        for number, row in enumerate(read_table(table)):
            pattern = re.compile(row["pattern"])
            found.setdefault(pattern, Used(f"data.{table}-{number}", pattern, False))
    return sorted(found.values(), key=lambda used: used.place)


def within(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, in its parts, or in what a function closes over."""
    if isinstance(value, LazyPattern):
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Signal):
        yield from within(getattr(value.read, "read", value.read), depth)
    elif isinstance(value, (tuple, list)) and depth < 3:
        for part in value:
            yield from within(part, depth + 1)
    elif isinstance(value, dict) and depth < 2:
        for part in value.values():
            yield from within(part, depth + 1)
    elif callable(value) and getattr(value, "__closure__", None):
        for part in value.__closure__:
            yield from within(part.cell_contents, depth + 1)
