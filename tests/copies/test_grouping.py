"""Sets of look-alikes are grouped by whoever, and the groups are those of one process."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from click.testing import CliRunner
from newsroom import printed_stories
from places import SAMPLES

from detector.article import Article
from detector.cli.commands import main
from detector.copies import grouping
from detector.copies.fingerprints import read_fingerprints
from detector.copies.grouping import batch_numbers
from detector.copies.stories import group_stories
from detector.readers import read


def travelling(job, inputs):
    """What an executor does: inputs and results go to another process and back."""
    for item in inputs:
        yield pickle.loads(pickle.dumps(job(pickle.loads(pickle.dumps(item)))))


@pytest.fixture(scope="module")
def wire():
    return [Article(text, id=f"a{n}") for n, text in enumerate(printed_stories(6))]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_batches_of_any_size_give_the_same_memberships(monkeypatch, wire, size):
    expected = group_stories(wire)
    assert sum(bool(one.copy_of) for one in expected) > 5
    monkeypatch.setattr(grouping, "ARTICLES", size)
    monkeypatch.setattr(grouping, "TEXTS", size)
    monkeypatch.setattr(grouping, "PAIRS", size)
    assert group_stories(wire, imap=travelling) == expected


def test_look_alikes_stay_together_and_the_others_are_in_no_batch(monkeypatch):
    monkeypatch.setattr(grouping, "ARTICLES", 2)
    pairs = np.array([[0, 3], [1, 2], [2, 5], [6, 7]])
    owners = batch_numbers(9, pairs).tolist()
    assert owners[4] == owners[8] == -1
    sets = [{owners[n] for n in some} for some in ([0, 3], [1, 2, 5], [6, 7])]
    assert all(len(one) == 1 for one in sets)
    assert len(set.union(*sets)) == 3


def test_replacements_from_another_process_stand_in_the_texts_at_hand():
    samples = [item for item in read([str(SAMPLES)]) if isinstance(item, Article)]
    found = group_stories(samples, imap=travelling)
    assert found == group_stories(samples)
    by_id = {article.id: article.text for article in samples}
    replaced = [one for one in found if len(one.replacements)]
    assert len(replaced) > 1
    for one in replaced:
        assert one.replacements.new is by_id[one.id]
        assert one.replacements.old is by_id[one.copy_of]


def test_a_fingerprint_travels_as_packed_bytes(wire):
    [one] = read_fingerprints([wire[0].text])
    back = pickle.loads(pickle.dumps(one))
    assert back.words == one.words
    for mine, other in zip(one.families, back.families, strict=True):
        assert np.array_equal(mine.codes, other.codes)
        assert np.array_equal(mine.weights, other.weights)


def test_two_processes_print_what_one_prints(tmp_path):
    for name, options in (("one", []), ("two", ["--jobs", "2"])):
        output = tmp_path / f"{name}.jsonl"
        done = CliRunner().invoke(main, ["stories", str(SAMPLES), "-o", str(output), *options])
        assert done.exit_code == 0, done.output
    one, two = (tmp_path / f"{name}.jsonl" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert b'"relation":"spun"' in one.read_bytes()
