"""Copies found in pieces are the copies found in one memory."""

from __future__ import annotations

import json

import numpy as np
import pytest
from newsroom import printed_stories

from detector.article import Article
from detector.copies.cluster_revision import CopyFindings, named
from detector.copies.stories import group_stories
from detector.readers import find_inputs
from detector.runs import copy_shuffle as copies
from detector.runs.copy_shuffle import find_copies
from detector.runs.executor import InProcess
from detector.runs.shared_blocks import read_blocks, read_rows, write_blocks, write_rows
from detector.runs.tasks import tasks

NOBODY = CopyFindings("", "", 0.0, {}, [])


@pytest.fixture
def wire(tmp_path):
    path = tmp_path / "wire.jsonl"
    lines = [
        json.dumps({"text": text, "id": f"a{n}"}) for n, text in enumerate(printed_stories(60))
    ]
    lines[7] = "no json"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("bucket", [10, 1000])
def test_the_same_stories_as_in_one_memory(tmp_path, monkeypatch, wire, bucket):
    monkeypatch.setattr(copies, "BUCKET", bucket)
    found = find_inputs([str(wire)])
    cut = [list(task.read()) for task in tasks(found, 9_000)]
    assert len(cut) > 5
    scores = [np.linspace((0.1, 0.9), (0.8, 0.1), len(items)) for items in cut]
    told = find_copies(str(tmp_path), InProcess(), lambda: tasks(found, 9_000), scores)
    articles, own = [], []
    for items, some in zip(cut, scores, strict=True):
        for item, score in zip(items, some, strict=True):
            if isinstance(item, Article):
                articles.append(item)
                own.append(score)
    expected = {
        article.id: named(article, one)
        for article, one in zip(articles, group_stories(articles, own), strict=True)
    }
    assert sum(one != NOBODY for one in expected.values()) > 50
    got = {
        item.id: told.get(task, {}).get(place, NOBODY)
        for task, items in enumerate(cut)
        for place, item in enumerate(items)
        if isinstance(item, Article)
    }
    assert got == expected
    assert not (tmp_path / copies.FOLDER).exists()


def test_blocks_are_read_one_by_one(tmp_path):
    path = str(tmp_path / "blocks")
    write_blocks(path, [b"", b"one", b"", b"three"])
    assert read_blocks(path, [3, 1, 2]) == [b"three", b"one", b""]
    rows = np.array([[5, 1], [2, 2], [9, 3]])
    write_rows(path, rows, rows[:, 0] % 3, 3)
    assert [read_rows([path, path], number, 2).tolist() for number in range(3)] == [
        [[9, 3], [9, 3]],
        [],
        [[5, 1], [2, 2], [5, 1], [2, 2]],
    ]
