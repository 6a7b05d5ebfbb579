"""What docs/architecture.md says one touches to add something, tried with toys."""

from __future__ import annotations

import pytest

from detector import readers
from detector.article import Article
from detector.readers import source
from detector.readers.compression import read_whole


def read_shouted(stream, found):
    """A toy format: the article in capitals."""
    yield Article(read_whole(stream).decode().lower(), found.id, path=found.path)


@pytest.fixture
def toy_reader(monkeypatch):
    monkeypatch.setitem(source.KIND_OF_SUFFIX, ".shout", "shouted")
    monkeypatch.setitem(readers.READERS, "shouted", read_shouted)


def test_a_reader_is_three_names(tmp_path, toy_reader):
    (tmp_path / "a.shout").write_text("THE BRIDGE IS SHUT.")
    assert [article.text for article in readers.read([str(tmp_path)])] == ["the bridge is shut."]


def test_without_its_names_the_file_is_passed_over(tmp_path):
    (tmp_path / "a.shout").write_text("THE BRIDGE IS SHUT.")
    (tmp_path / "b.txt").write_text("The bridge is shut.")
    assert [article.id for article in readers.read([str(tmp_path)])] == ["b.txt"]
