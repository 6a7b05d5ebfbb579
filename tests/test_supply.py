"""What ships is named: packages with the digests of their files, tables with their licences."""

from __future__ import annotations

import re

from places import ROOT

PIN_RE = re.compile(r"^([\w.-]+)==([^\s;\\]+)(.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*)", re.M)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name):
    """Name, version and digests of a file's pins."""
    found = PIN_RE.findall((ROOT / name).read_text("utf-8"))
    return {(normal(name), version): rest.count("--hash=sha256:") for name, version, rest in found}


def test_every_pinned_package_has_digests():
    pinned, locked = pins("constraints.txt"), pins("requirements.lock")
    assert len(pinned) > 150
    assert set(locked) == set(pinned), "run: make lock"
    assert all(locked.values())


def test_every_shipped_file_has_a_licence():
    table = (ROOT / "docs" / "licences.md").read_text("utf-8")
    shipped = [*(ROOT / "detector" / "data").iterdir(), *(ROOT / "models").iterdir()]
    kinds = (".tsv", ".bloom", ".txt", ".json", ".npz", ".skops")
    own = [path for path in shipped if path.suffix in kinds and "LICENCE" not in path.name]
    names = [path.relative_to(ROOT).as_posix() for path in own]
    assert len(names) > 20
    assert [name for name in names if f"| `{name}` |" not in table] == []
