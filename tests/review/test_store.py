"""The store of decisions: nothing is lost, nothing is altered."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest

from detector.review.decisions import ReviewDecision, ReviewDecisionError
from detector.review.events import ScoreSnapshot, disputed
from detector.review.store import DecisionStore
from detector.review.store_file import DecisionStoreError

SAID = {"id": "a1", "path": "wire.jsonl", "cause": "", "note": "", "reviewer": "Ann"}


@pytest.fixture
def store(tmp_path):
    kept = DecisionStore(tmp_path / "desk.sqlite")
    yield kept
    kept.close()


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
from detector.review.store import DecisionStore
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
    with pytest.raises(DecisionStoreError, match="no store of decisions"):
        DecisionStore(path)
