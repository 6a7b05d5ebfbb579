"""A review file is written anew over one that analysts have filled in: their words stay."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner
from newsroom import article

from detector.cli.commands import main
from detector.readers.row_files import records_of

SAID = {"reviewer_decision": "review", "reviewer_cause": "spin", "reviewer_note": "=1+1 “odd”\nx"}


@pytest.fixture
def wire(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, ["007", "b", "c"])
    return tmp_path


def write(folder, ids, name="wire.jsonl"):
    lines = [json.dumps({"id": one, "text": article("news", n)}) for n, one in enumerate(ids)]
    (folder / name).write_text("\n".join(lines), "utf-8")


def score(source, output):
    done = CliRunner().invoke(main, ["score", source, "-o", output])
    assert done.exit_code == 0, done.output
    return done.output


def fill(path, decided):
    """Write decisions into a file as a spreadsheet, or a program, would."""
    records = [record for _, record in records_of(path)]
    for record in records:
        record.update(decided.get(record["id"], {}))
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, records[0])
        writer.writeheader()
        writer.writerows(records)


def decisions(path):
    return {
        record["id"]: record["reviewer_decision"]
        for _, record in records_of(path)
        if record["reviewer_decision"]
    }


@pytest.mark.parametrize("output", ["keep.csv", "keep.jsonl"])
def test_decisions_are_carried_over(wire, output):
    score("wire.jsonl", output)
    fill(wire / output, {"007": SAID, "c": {"reviewer_decision": "pass"}})
    told = score("wire.jsonl", output)
    assert "2 decisions carried over" in told
    assert decisions(wire / output) == {"007": "review", "c": "pass"}
    record = next(one for _, one in records_of(wire / output) if one["id"] == "007")
    assert record["reviewer_cause"] == "spin" and "odd" in record["reviewer_note"]
    assert [one.name for one in wire.glob("keep*")] == [output]


def test_an_article_that_moved_is_known_by_its_id(wire):
    score("wire.jsonl", "keep.csv")
    fill(wire / "keep.csv", {"b": SAID})
    write(wire, ["b", "d"], "other.jsonl")
    score("other.jsonl", "keep.csv")
    assert decisions(wire / "keep.csv") == {"b": "review"}


def test_a_file_is_known_by_its_path_whether_it_or_its_folder_was_named(wire):
    (wire / "week").mkdir()
    for number, name in enumerate(("port.txt", "dam.txt")):
        (wire / "week" / name).write_text(article("news", number), "utf-8")
    score("week", "keep.csv")
    fill(wire / "keep.csv", {"port.txt": SAID})
    assert "1 decision carried over" in score("week/port.txt", "keep.csv")
    assert decisions(wire / "keep.csv") == {"week/port.txt": "review"}
    score("week", "keep.csv")
    assert decisions(wire / "keep.csv") == {"port.txt": "review"}


def test_what_finds_no_row_stays_in_a_copy(wire):
    score("wire.jsonl", "keep.csv")
    fill(wire / "keep.csv", {"b": SAID, "c": SAID})
    write(wire, ["b", "d"])
    for number in (1, 2):
        before = (wire / "keep.csv").read_bytes()
        told = score("wire.jsonl", "keep.csv")
        assert decisions(wire / "keep.csv") == {"b": "review"}
        copy = wire / f"keep.before-{number}.csv"
        assert copy.read_bytes() == before and str(copy.name) in told
        fill(wire / "keep.csv", {"b": SAID, "d": SAID})
        write(wire, ["b"])


def test_a_second_analysts_word_stays_in_a_copy(wire):
    score("wire.jsonl", "keep.csv")
    records = [one | SAID | {"reviewer": "Ann"} for _, one in records_of(wire / "keep.csv")]
    with (wire / "keep.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, records[0])
        writer.writeheader()
        writer.writerows([*records, records[0] | {"reviewer": "Bo", "reviewer_decision": "pass"}])
    told = score("wire.jsonl", "keep.csv")
    assert "keep.before-1.csv" in told
    assert len(decisions(wire / "keep.csv")) == 3
