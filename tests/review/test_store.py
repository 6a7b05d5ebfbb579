"""The store of decisions: nothing is lost, nothing is altered."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from random import Random

import pytest
from click.testing import CliRunner

from detector.cli.commands import main
from detector.review import store_file
from detector.review.decision_readers import read_decisions
from detector.review.decisions import ReviewDecision, ReviewDecisionError
from detector.review.events import ScoreSnapshot, disputed
from detector.review.store import DecisionConflict, DecisionStore
from detector.review.store_check import verify
from detector.review.store_file import DecisionStoreError

SAID = {"id": "a1", "path": "wire.jsonl", "cause": "", "note": "", "reviewer": "Ann"}


def said(**fields):
    return SAID | fields


def test_who_what_and_when_is_kept(store):
    event = store.add(
        said(decision="review", cause="spin", note=" odd "), ScoreSnapshot(0.8, "m1", "Herald")
    )
    assert event == store.history()[0]
    assert event.seq == 1 and event.at.endswith("+00:00")
    assert (event.reviewer, event.decision, event.cause, event.note) == (
        "Ann",
        "review",
        "spin",
        "odd",
    )
    assert (event.score, event.model, event.outlet) == (0.8, "m1", "Herald")


def test_a_change_of_mind_is_a_new_event(store):
    store.add(said(decision="review"))
    store.add(said(decision="pass"))
    store.add(said(decision="unsure", id="a2"))
    assert [event.decision for event in store.history()] == ["review", "pass", "unsure"]
    assert [event.decision for event in store.latest()] == ["pass", "unsure"]
    assert [event.decision for event in store.latest(since=2)] == ["unsure"]


def test_what_is_taken_back_no_longer_counts_but_is_told(store):
    store.add(said(decision="review"))
    store.add(said(decision=""))
    assert store.decisions() == []
    assert [event.decision for event in store.latest()] == [""]


def test_two_analysts_disagree(store):
    store.add(said(decision="review"))
    store.add(said(decision="pass", reviewer="Bo"))
    assert disputed(store.decisions()) == {("wire.jsonl", "a1")}
    store.add(said(decision="pass"))
    assert disputed(store.decisions()) == set()


def test_ids_may_repeat_across_files(store):
    store.add(said(decision="review"))
    store.add(said(decision="pass", path="other.jsonl"))
    assert len(store.decisions()) == 2 and not disputed(store.decisions())


@pytest.mark.parametrize("command", ["UPDATE event SET note = 'x'", "DELETE FROM event"])
def test_the_file_itself_refuses_to_forget(store, command):
    store.add(said(decision="review"))
    with sqlite3.connect(store.path) as other, pytest.raises(sqlite3.IntegrityError, match="never"):
        other.execute(command)
    other.close()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "maybe"}, "review, pass or unsure"),
        ({"decision": "review", "reviewer": "  "}, "your name"),
        ({"decision": "review", "reviewer": "x" * 61}, "your name"),
        ({"decision": "review", "cause": "bots"}, "a cause is one of"),
        ({"decision": "review", "note": "x" * 2001}, "2,000"),
        ({"decision": "review", "note": 3}, "note must be text"),
    ],
)
def test_what_is_no_decision_is_told(store, fields, words):
    with pytest.raises(ReviewDecisionError, match=words):
        store.add(said(**fields))
    assert store.history() == []


def test_many_threads_at_once(store):
    def decide(name):
        for number in range(25):
            store.add(said(decision="review", id=str(number), reviewer=name))

    crowd = [threading.Thread(target=decide, args=(f"analyst {n}",)) for n in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert [event.seq for event in store.history()] == list(range(1, 101))
    assert len(store.latest()) == 100


WRITER = """
import sys
from pathlib import Path
from detector.review.store import DecisionConflict, DecisionStore
from detector.review.store_check import verify
store = DecisionStore(Path(sys.argv[1]))
for number in range(100_000):
    store.add({"id": str(number), "path": "p", "decision": "pass", "reviewer": "Ann"})
    print(number, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.parametrize("after", [1, 57, 200])
def test_nothing_that_was_said_to_be_kept_is_lost_on_kill(tmp_path, after):
    path = tmp_path / "desk.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        told = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        told += [int(line) for line in writer.stdout.read().splitlines() if line]
    store = DecisionStore(path)
    kept = [int(event.id) for event in store.history()]
    assert kept[: len(told)] == told and len(kept) - len(told) <= 1
    assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.add(said(decision="review"))
    store.close()


def test_a_filled_sheet_is_adopted_once(store):
    filled = [
        ReviewDecision("a1", "p", "review", "spin"),
        ReviewDecision("a2", "p", "pass", reviewer="Bo"),
    ]
    assert store.import_decisions(filled, "sheet") == 2
    assert store.import_decisions(filled, "sheet") == 0
    assert [decision.reviewer for decision in store.decisions()] == ["sheet", "Bo"]


def test_an_older_decision_does_not_replace_a_newer_one(store):
    store.add(said(decision="pass"))
    older = ReviewDecision(
        "a1", "wire.jsonl", "review", reviewer="Ann", at="2020-01-01T00:00:00+00:00"
    )
    assert store.import_decisions([older], "") == 0
    assert store.decisions()[0].decision == "pass"


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(DecisionStoreError, match="another program"):
        DecisionStore(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_told(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("buy milk " * 200, "utf-8")
    with pytest.raises(DecisionStoreError, match="not a store of decisions"):
        DecisionStore(path)


def test_the_page_sends_again_what_got_no_answer(store):
    first = store.add(said(decision="review"), after=0)
    assert store.add(said(decision="review"), after=0) == first
    with pytest.raises(DecisionConflict) as conflict:
        store.add(said(decision="pass"), after=0)
    assert conflict.value.latest == first
    assert store.add(said(decision="pass"), after=first.seq).seq == 2
    assert len(store.history()) == 2


def test_a_decision_that_was_changed_since_does_not_come_back_by_a_clock_that_went_back(store):
    store.add(said(decision="review"), at="2026-11-22T10:00:00.123+00:00")
    exported = store.decisions()[0]._replace(at="2026-11-22T10:00:00+00:00")
    store.add(said(decision="pass"), at="2026-11-22T09:00:00.000+00:00")
    assert store.import_decisions([exported], "") == 0
    assert [one.decision for one in store.decisions()] == ["pass"]


def fill(store, count=400):
    for number in range(count):
        store.add(said(decision="pass", id=f"a{number}", note="x" * 200))


def test_a_full_disk_keeps_what_was_confirmed_and_confirms_nothing_else(store):
    fill(store, 20)
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    confirmed = 20
    with pytest.raises(DecisionStoreError, match="disk is full: make room"):
        for number in range(1000):
            store.add(said(decision="pass", id=f"b{number}", note="y" * 2000))
            confirmed += 1
    assert len(store.history()) == confirmed
    store.connection.execute("PRAGMA max_page_count = 100000")
    store.add(said(decision="unsure", id="after"))
    assert len(store.history()) == confirmed + 1
    assert verify(store.path).sound


def test_a_read_only_store_can_be_read_and_says_why_it_takes_nothing(tmp_path):
    path = tmp_path / "desk.sqlite"
    store = DecisionStore(path)
    store.add(said(decision="review"))
    store.close()
    reading = DecisionStore(path, read_only=True)
    assert [one.decision for one in reading.decisions()] == ["review"]
    with pytest.raises(DecisionStoreError, match="read-only"):
        reading.add(said(decision="pass"))
    assert len(reading.history()) == 1
    reading.close()
    assert [one.name for one in tmp_path.iterdir()] == ["desk.sqlite"]


def test_two_servers_on_one_store_lose_nothing(tmp_path):
    stores = [DecisionStore(tmp_path / "desk.sqlite") for _ in range(2)]

    def decide(store, name):
        for number in range(40):
            store.add(said(decision="review", id=str(number), reviewer=name), after=0)

    crowd = [
        threading.Thread(target=decide, args=(store, name))
        for store, name in zip(stores, ("Ann", "Bo"), strict=True)
    ]
    [one.start() for one in crowd]
    [one.join() for one in crowd]
    assert [len(store.latest()) for store in stores] == [80, 80]
    assert [event.seq for event in stores[0].history()] == list(range(1, 81))
    [store.close() for store in stores]


def damaged(tmp_path, random):
    """A closed store of 400 decisions in which one page after the first is overwritten."""
    path = tmp_path / "desk.sqlite"
    store = DecisionStore(path)
    fill(store)
    store.close()
    data = bytearray(path.read_bytes())
    page = 4096 * random.randrange(2, len(data) // 4096)
    data[page : page + 4096] = random.randbytes(4096)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_page_is_told_and_the_rest_can_be_saved(tmp_path, seed):
    path = damaged(tmp_path, Random(seed))
    found = verify(path)
    assert not found.sound
    assert len(found.events) + len(found.lost) == 400
    assert len(found.events) > 300
    assert all(event.note == "x" * 200 for event in found.events)
    with pytest.raises(DecisionStoreError, match="verify"):
        DecisionStore(path)
    done = CliRunner().invoke(main, ["decisions", "verify", str(path)])
    assert done.exit_code == 4 and "damaged" in done.output
    saved = tmp_path / "saved.jsonl"
    CliRunner().invoke(main, ["decisions", "verify", str(path), "-o", str(saved)])
    assert len(read_decisions(saved)) == len(found.events)


def test_a_sound_store_is_said_to_be_sound(tmp_path):
    store = DecisionStore(tmp_path / "desk.sqlite")
    store.add(said(decision="review"), at="2026-11-22T10:00:00+00:00")
    store.add(said(decision="pass"), at="2026-11-22T09:00:00+00:00")
    store.close()
    done = CliRunner().invoke(main, ["decisions", "verify", str(store.path)])
    assert done.exit_code == 0
    assert "2 events, 1 decision" in done.output and "clock went back before event 2" in done.output


@pytest.fixture
def early(tmp_path):
    """A store as it was before decisions knew their texts, with one decision in it."""
    path = tmp_path / "early.sqlite"
    tables = (store_file.TABLES[0].replace(",\n        digest TEXT NOT NULL DEFAULT ''", ""),)
    kind = store_file.STORE._replace(layout=1, statements=tables + store_file.TABLES[1:])
    with sqlite3.connect(path, isolation_level=None) as connection:
        kind.lay_out(connection)
        connection.execute(
            "INSERT INTO event VALUES (1, '', 'Ann', 'p', 'a1', 'pass', '', '', .5, 'm', '')"
        )
    connection.close()
    return path


def test_a_store_of_an_earlier_layout_is_read_and_stays_as_it_was(early):
    before = early.read_bytes()
    assert [(one.id, one.digest) for one in read_decisions(early)] == [("a1", "")]
    assert verify(early).sound
    assert early.read_bytes() == before


def test_a_store_of_an_earlier_layout_goes_on(early):
    for number in range(2):
        store = DecisionStore(early)
        store.add(said(decision="review", id=f"b{number}"), ScoreSnapshot(digest="d"))
        store.close()
    assert [(one.id, one.digest) for one in read_decisions(early)] == [
        ("a1", ""),
        ("b0", "d"),
        ("b1", "d"),
    ]
    assert verify(early).sound


def test_a_decision_on_another_text_is_adopted_beside_the_old_one(store):
    one = ReviewDecision("a1", "p", "review", reviewer="Ann", digest="d1")
    assert store.import_decisions([one], "") == 1
    assert store.import_decisions([one, one._replace(digest="")], "") == 0
    assert store.import_decisions([one._replace(digest="d2", decision="pass")], "") == 1


def test_events_that_were_taken_out_are_missed(tmp_path):
    store = DecisionStore(tmp_path / "desk.sqlite")
    fill(store, 5)
    store.connection.execute("DROP TRIGGER event_remains")
    store.connection.execute("DELETE FROM event WHERE seq = 5")
    store.close()
    found = verify(store.path)
    assert found.lost == [5] and "event_remains" in found.problems[0]
