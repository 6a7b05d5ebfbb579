"""The list of sources: every value of the rows named, every digest that of the file."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter

import pytest
from click.testing import CliRunner
from places import ROOT

from detector.cli.commands import main
from detector.resources.model_files import digest_of
from detector.training.corpora import sources
from detector.training.corpora.labelled import open_lines
from detector.training.corpora.sources import read_collection_files, read_sources, states

ROWS = re.compile(rb'"(?:source_dataset|ds)": ("(?:[^"\\]|\\.)*")')
LICENCE = re.compile(rb'"license": ("(?:[^"\\]|\\.)*")')


@pytest.fixture
def collection(shared):
    return shared / "data"


def test_every_file_is_the_one_described(collection):
    there = {
        name: facts
        for name, facts in read_collection_files().items()
        if (collection / name).is_file()
    }
    assert len(there) >= 8
    for name, facts in there.items():
        path = collection / name
        assert (path.stat().st_size, digest_of(path)) == (facts["bytes"], facts["sha256"]), name


def test_no_file_of_the_collection_is_left_out(collection):
    files = {path.name for path in collection.iterdir() if path.name != "README.md"}
    assert files <= set(read_collection_files())


# What the commands of `detector corpora` make is in no collection.
MADE = {"spun.jsonl.gz", "honest_genres.jsonl"}


@pytest.mark.parametrize("name", sorted({*read_collection_files()} - MADE))
def test_rows_licences_and_counts_are_as_the_file_has_them(collection, name):
    named = [source for source in read_sources() if source.file == name]
    rows, licences = Counter(), set()
    with open_lines(collection / name) as lines:
        for line in lines:
            found = ROWS.search(line)
            rows[json.loads(found[1]) if found else ""] += 1
            licences.update(json.loads(one) for one in LICENCE.findall(line))
    if name.endswith(".tsv"):
        rows[""] -= 1  # the header
    assert read_collection_files()[name]["documents"] == rows.total()
    for source in named:
        counted = sum(rows[row] for row in source.rows or [""])
        assert source.documents == counted, source.name
    assert sum(source.documents for source in named) == rows.total()
    assert licences <= {licence for source in named for licence in source.licences}


def test_each_row_name_stands_for_one_source_of_a_file():
    named = Counter((source.file, row) for source in read_sources() for row in source.rows)
    assert max(named.values()) == 1
    assert len({source.name for source in read_sources()}) == len(read_sources())


def test_files_and_sources_fit_together():
    files = {source.file for source in read_sources()} - {""}
    assert files == set(read_collection_files())
    for name, facts in read_collection_files().items():
        told = sum(source.documents for source in read_sources() if source.file == name)
        assert told == facts["documents"], name


def test_a_folder_is_compared_byte_for_byte(tmp_path):
    (tmp_path / "human_news.jsonl.gz").write_bytes(b"another")
    found = states(tmp_path)
    assert found["human_news.jsonl.gz"] == "another version"
    assert found["mt_news.jsonl.gz"] == "missing"


def test_the_wheel_carries_the_list_where_the_package_looks_first():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    place = sources.SOURCES_PATHS[0].relative_to(ROOT).as_posix()
    assert included["datasets/sources.toml"] == place


def test_the_command_lists_name_licence_documents_and_state(tmp_path):
    (tmp_path / "mt_news.jsonl.gz").write_bytes(b"")
    shown = CliRunner().invoke(main, ["corpora", "list", str(tmp_path)])
    assert shown.exit_code == 0
    for source in read_sources():
        assert source.name in shown.stdout
        assert all(licence in shown.stdout for licence in source.licences)
    assert "36,061 articles in mt_news.jsonl.gz another version" in shown.stdout
    assert "7,824 articles in human_news.jsonl.gz missing" in shown.stdout
    assert "installed apart" in shown.stdout


def test_the_list_without_a_folder_as_json():
    shown = CliRunner().invoke(main, ["corpora", "list", "--json"])
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [row["name"] for row in rows] == [source.name for source in read_sources()]
    assert {row["state"] for row in rows} == {None}
