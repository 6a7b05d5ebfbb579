"""What the tests of the readers share: an article of ours, and a folder to put it in."""

from __future__ import annotations

import gzip

import pytest

from detector.article import Article, Unreadable
from detector.readers import read

NEWS = (
    "The river port of Aldmouth reopened on Tuesday after nine weeks of repairs, the harbour"
    " office said in a statement.\n\nEleven barges were waiting at dawn, and the first of them"
    " was unloaded before noon, according to the harbour master, Ines Falk.\n\n“We had hoped for"
    " April,” she said. The repairs cost 4.5 million crowns.\n"
)


@pytest.fixture
def news():
    return NEWS


@pytest.fixture
def put(tmp_path):
    """Write a file below the test's own folder; the name decides about gzip."""

    def write(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = data.encode() if isinstance(data, str) else data
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return str(path)

    return write


@pytest.fixture
def read_all():
    """Read paths; articles and unreadables apart, each checked for what every one must have."""

    def reading(*paths, stdin=None):
        items = list(read(paths, stdin))
        for item in items:
            assert isinstance(item.id, str)
            assert item.id
            assert isinstance(item, Unreadable) == hasattr(item, "reason")
        articles = [item for item in items if isinstance(item, Article)]
        return articles, [item for item in items if isinstance(item, Unreadable)]

    return reading
