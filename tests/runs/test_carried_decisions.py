"""A review file is written anew over one that analysts have filled in: their words stay."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner
from newsroom import article

from detector.cli.commands import main
from detector.readers.row_files import records_of
from detector.version import VERSION

SAID = {"reviewer_decision": "review", "reviewer_cause": "spin", "reviewer_note": "=1+1 “odd”\nx"}


@pytest.fixture
def wire(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, ["007", "b", "c"])
    return tmp_path


def write(folder, ids, name="wire.jsonl"):
    """Articles whose text goes by the first letter of the id."""
    records = [{"id": one, "text": article("news", ord(one[0]))} for one in ids]
    write_records(folder / name, records)


def write_records(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


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
    write_csv(path, records)


def write_csv(path, records):
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
    other = records[0] | {"reviewer": "Bo", "reviewer_decision": "pass"}
    write_csv(wire / "keep.csv", [*records, other])
    told = score("wire.jsonl", "keep.csv")
    assert "keep.before-1.csv" in told
    assert len(decisions(wire / "keep.csv")) == 3


def test_an_id_that_two_files_use_does_not_take_a_decision_from_one_to_the_other(wire):
    (wire / "week").mkdir()
    for name, first in (("a.jsonl", 0), ("b.jsonl", 5)):
        records = [{"id": str(n), "text": article("news", first + n)} for n in range(5)]
        write_records(wire / "week" / name, records)
    for decided in ("a.jsonl", "b.jsonl"):
        (wire / "keep.csv").unlink(missing_ok=True)
        score("week", "keep.csv")
        records = [one for _, one in records_of(wire / "keep.csv")]
        meant = {one["id"] for one in records if one["path"].endswith(decided)}
        others = [one for one in records if not one["path"].endswith(decided)]
        assert meant == {one["id"] for one in others}
        said = [one | SAID if one not in others else one for one in records]
        write_csv(wire / "keep.csv", said)
        assert "5 decisions carried over" in score("week", "keep.csv")
        carried = [one for _, one in records_of(wire / "keep.csv") if one["reviewer_decision"]]
        assert len(carried) == 5 and all(one["path"].endswith(decided) for one in carried)


@pytest.mark.parametrize("title", [False, True])
def test_a_decision_does_not_stay_on_a_number_that_has_passed_to_another_article(wire, title):
    """A feed without ids, to which an article is added at the top."""
    records = [{"text": article("news", n) + " It rained." * n} for n in range(4)]
    for number, record in enumerate(records):
        record.update({"title": f"Day {number}"} if title else {})
    write_records(wire / "wire.jsonl", records[1:])
    score("wire.jsonl", "keep.csv")
    fill(wire / "keep.csv", {"wire.jsonl#2": SAID})
    before = (wire / "keep.csv").read_bytes()
    write_records(wire / "wire.jsonl", records)
    told = score("wire.jsonl", "keep.csv")
    assert decisions(wire / "keep.csv") == ({"wire.jsonl#3": "review"} if title else {})
    if not title:
        assert (wire / "keep.before-1.csv").read_bytes() == before
        assert "1 decision without a row of the same article" in told


def test_an_article_with_an_id_and_a_title_keeps_its_decision_when_it_is_edited(wire):
    record = {"id": "a7", "title": "Port shut", "text": article("news", 3)}
    write_records(wire / "wire.jsonl", [record])
    score("wire.jsonl", "keep.csv")
    fill(wire / "keep.csv", {"a7": SAID})
    write_records(wire / "wire.jsonl", [record | {"text": record["text"] + "\n\nIt opened later."}])
    score("wire.jsonl", "keep.csv")
    assert decisions(wire / "keep.csv") == {"a7": "review"}
    write_records(wire / "wire.jsonl", [{"id": "a7", "title": "Dam", "text": article("news", 5)}])
    score("wire.jsonl", "keep.csv")
    assert decisions(wire / "keep.csv") == {}


@pytest.mark.parametrize("header", ["assigned to", ""])
def test_what_is_written_beside_our_columns_stays_in_a_copy(wire, header):
    score("wire.jsonl", "keep.csv")
    rows = list(csv.reader((wire / "keep.csv").read_text("utf-8-sig").splitlines()))
    rows[0].append(header)
    rows[1].append("Ann")
    with (wire / "keep.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert "keep.before-1.csv" in score("wire.jsonl", "keep.csv")
    assert "before" not in score("wire.jsonl", "keep.csv")


def test_what_is_written_under_another_name_stays_in_a_copy(wire):
    """Also under that of a column of ours, where it is taken for a second one of those."""
    score("wire.jsonl", "keep.csv")
    fill(wire / "keep.csv", {"b": SAID})
    table = (wire / "keep.csv").read_text("utf-8").replace("reviewer_decision", "Decision")
    (wire / "keep.csv").write_text(table, "utf-8")
    assert "keep.before-1.csv" in score("wire.jsonl", "keep.csv")
    assert (wire / "keep.before-1.csv").read_text("utf-8") == table


@pytest.mark.parametrize(("version", "carried"), [("0.0.9", 1), (VERSION, 0), ("", 0)])
def test_what_another_version_counted_tells_no_articles_apart(wire, version, carried):
    score("wire.jsonl", "keep.csv")
    records = [one | {"version": version, "words": "7"} for _, one in records_of(wire / "keep.csv")]
    write_csv(wire / "keep.csv", records)
    fill(wire / "keep.csv", {"b": SAID})
    score("wire.jsonl", "keep.csv")
    assert len(decisions(wire / "keep.csv")) == carried
