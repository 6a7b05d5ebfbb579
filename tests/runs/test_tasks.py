"""A run cut into tasks: nothing lost, nothing twice, the order and the names kept."""

from __future__ import annotations

import gzip
import io

import pyarrow as pa
import pytest
from pyarrow import parquet

from detector.article import Unreadable
from detector.readers import find_inputs, read
from detector.readers.file_ranges import split_source
from detector.runs.tasks import tasks

SMALL = 700


def items_of(found, size=SMALL, stdin=None):
    return [item for task in tasks(found, size, stdin) for item in task.read()]


@pytest.mark.parametrize("size", [1, 300, SMALL, 10_000])
def test_json_lines_cut_anywhere_give_the_same_articles(wire, look, size):
    found = look(wire(40))
    whole = list(read(found))
    assert items_of(found, size) == whole
    assert whole[1].id == "wire.jsonl#2" or whole[1].id.endswith("#2")


def test_json_lines_are_cut_and_travel_as_paths(wire, look):
    given = list(tasks(look(wire(40)), SMALL))
    assert len(given) > 5
    assert not any(task.items for task in given)
    assert [task.number for task in given] == list(range(len(given)))


def test_the_last_tasks_of_a_file_are_smaller_and_nothing_is_lost(wire, look):
    found = look(wire(400))
    given = list(tasks(found, 8 * SMALL, pieces=4))
    counts = [len(task.sources) for task in given]
    assert counts[0] == 4 and counts[-4:] == [1] * 4 and counts == sorted(counts, reverse=True)
    assert [item for task in given for item in task.read()] == list(read(found))


@pytest.mark.parametrize(
    "content",
    [
        b"\n\n{}\n",
        b'{"words": "no text"}\n' * 60,
        b'[{"text": "One."}, {"text": "Two."}]' + b" " * 900,
        '\ufeff{"text": "With a mark."}\n'.encode() * 60,
        ('{"text": "Sixteen bits."}\n' * 60).encode("utf-16"),
        b'{"text": "caf\xe9"}\n' * 60,
        b'{"text": "One."}\nno json\n\n[1]\n{"id": 5}\n' * 40,
        b'{"text": "No line end."}\n' * 60 + b'{"text": "Last."}',
        b'{"text": "' + b"long " * 2000 + b'"}\n' + b'{"text": "Short."}\n' * 50,
    ],
    ids=["blank", "no text", "list", "mark", "utf-16", "cp1252", "mixed", "no end", "long line"],
)
def test_odd_json_lines_are_read_as_ever(tmp_path, look, content):
    path = tmp_path / "odd.jsonl"
    path.write_bytes(content)
    found = look(path)
    assert items_of(found) == list(read(found))


def test_gzip_travels_as_articles(tmp_path, wire, look):
    path = tmp_path / "wire.jsonl.gz"
    path.write_bytes(gzip.compress(wire(400).read_bytes()))
    found = look(path)
    given = list(tasks(found, SMALL))
    assert len(given) > 1 and all(task.items for task in given)
    assert items_of(found) == list(read(found))


def test_parquet_is_cut_between_groups_of_rows(tmp_path, look):
    path = tmp_path / "wire.parquet"
    texts = [f"Report {number} is out." for number in range(100)]
    parquet.write_table(pa.table({"text": texts}), path, row_group_size=9)
    (source,) = look(path).sources
    assert len(split_source(source, 300)) > 3
    found = look(path)
    assert items_of(found, 300) == list(read(found))
    assert [item.id for item in items_of(found, 300)][-1].endswith("#100")


def test_small_files_share_a_task(tmp_path):
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(f"Report {number}.", "utf-8")
    (tmp_path / "99.parquet").write_bytes(b"no parquet" * 100)
    found = find_inputs([str(tmp_path)])
    assert len(list(tasks(found, 100))) == 3
    items = items_of(found, 100)
    assert items == list(read(found))
    assert isinstance(items[-1], Unreadable)


def test_standard_input_is_read_by_whoever_has_it():
    found = find_inputs(["-"])
    piped = io.BytesIO(b'{"text": "One."}\n{"text": "Two."}\n')
    assert [item.text for item in items_of(found, stdin=piped)] == ["One.", "Two."]
