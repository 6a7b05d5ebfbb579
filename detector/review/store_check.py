"""A store looked through: whether all is there, and what can be saved of a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from detector.review.decisions import REVIEW_LABELS, ReviewDecision
from detector.review.events import DecisionEvent, decision_from_event
from detector.review.store import EVENT_COLUMNS
from detector.review.store_file import STORE, log_of, open_for_reading

EVENT = f"SELECT {EVENT_COLUMNS} FROM event WHERE seq = ?"
# Problems of one file that are listed (made up): a damaged page has hundreds.
MOST_PROBLEMS = 20


class StoreReport(NamedTuple):
    """What was found in a store.

    ``events`` are those that can be read, oldest first; ``lost`` are the numbers of those that
    cannot. ``problems`` mean damage, ``remarks`` do not.
    """

    events: list[DecisionEvent]
    lost: list[int]
    problems: list[str]
    remarks: list[str]

    def decisions(self) -> list[ReviewDecision]:
        """What holds after the events that can be read."""
        latest = {(*event.article, event.reviewer): event for event in self.events}
        return [decision_from_event(event) for event in latest.values() if event.decision]

    @property
    def sound(self) -> bool:
        """Whether every decision that was confirmed is there."""
        return not (self.lost or self.problems)


def verify(path: Path) -> StoreReport:
    """Look a store through without changing it.

    Raises
    ------
    DecisionStoreError
        When it cannot be opened at all, or is no store of decisions.
    """
    log = log_of(path)
    remarks = []
    if log.exists() and log.stat().st_size:
        remarks.append(
            "a log lies beside it: a server runs, or was killed; nothing is lost by that"
        )
    with STORE.explaining(path), closing(open_for_reading(path)) as connection:
        events, lost = read_events(connection)
        problems = [*page_problems(connection), *rule_problems(connection), *odd_values(events)]
    back = clock_went_back(events)
    if back:
        remarks.append(
            f"the clock went back before event {back[0].seq} ({back[0].at})"
            f"{f' and {len(back) - 1} times more' if back[1:] else ''}: events count by number"
        )
    return StoreReport(events, lost, problems, remarks)


def read_events(connection: sqlite3.Connection) -> tuple[list[DecisionEvent], list[int]]:
    """Every event that can be read, one by one, and the numbers of the others."""
    events, lost = [], []
    for seq in range(1, last_number(connection) + 1):
        try:
            values = connection.execute(EVENT, (seq,)).fetchone()
        except sqlite3.DatabaseError:
            values = None
        if values is None:
            lost.append(seq)
        else:
            events.append(DecisionEvent(*values))
    return events, lost


def last_number(connection: sqlite3.Connection) -> int:
    """The number of the last event that was ever kept: SQLite writes it down beside the events."""
    numbers = [0]
    for query in (
        "SELECT seq FROM sqlite_sequence WHERE name = 'event'",
        "SELECT max(seq) FROM event",
    ):
        try:
            (number,) = connection.execute(query).fetchone() or (0,)
        except sqlite3.DatabaseError:
            continue
        numbers.append(int(number or 0))
    return max(numbers)


def page_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with the file."""
    try:
        for (words,) in connection.execute(f"PRAGMA integrity_check({MOST_PROBLEMS})"):
            if words != "ok":
                yield words
    except sqlite3.DatabaseError as error:
        yield str(error)


def rule_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Whether the rules by which the file itself refuses to forget are there."""
    try:
        names = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        }
    except sqlite3.DatabaseError:
        return
    for name in ("event_stays", "event_remains"):
        if name not in names:
            yield f"the rule {name} was removed from the file: events may have been altered"


def odd_values(events: Sequence[DecisionEvent]) -> Iterator[str]:
    """Events that no version of the detector would have written."""
    for event in events:
        if event.decision not in ("", *REVIEW_LABELS) or not event.reviewer:
            yield f"event {event.seq} is not a valid decision: {event.decision!r}"


def clock_went_back(events: Sequence[DecisionEvent]) -> list[DecisionEvent]:
    """The events that are dated before the one before them."""
    return [after for before, after in pairwise(events) if after.at < before.at]
