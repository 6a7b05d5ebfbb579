"""Where decisions are kept: a SQLite file that only ever grows.

Every decision is an event, appended and never altered: who decided what, and when, and what the
detector had said. What holds now is the last event of each analyst on each article, by number: a
clock may go back. SQLite keeps a write-ahead log beside the file; an event is on the disk when
:meth:`DecisionStore.add` returns, so that neither a killed server nor a power cut takes a decision
away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from detector.review.decisions import ReviewDecision
from detector.review.events import (
    NO_SNAPSHOT,
    DecisionEvent,
    ScoreSnapshot,
    decision_from_event,
    same,
    same_text,
    validate_decision,
)
from detector.review.store_file import (
    STORE,
    log_of,
    open_for_reading,
    open_for_writing,
    transaction,
)

EVENT_COLUMNS = "seq, at, reviewer, path, id, decision, cause, note, score, model, outlet, digest"
INSERT = (
    f"INSERT INTO event ({EVENT_COLUMNS.removeprefix('seq, ')}) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
EVENTS = f"SELECT {EVENT_COLUMNS} FROM event WHERE seq > ? ORDER BY seq"
LATEST = f"""SELECT {EVENT_COLUMNS} FROM event WHERE seq IN
    (SELECT max(seq) FROM event GROUP BY path, id, reviewer) AND seq > ? ORDER BY seq"""
LATEST_OF = f"""SELECT {EVENT_COLUMNS} FROM event
    WHERE path = ? AND id = ? AND reviewer = ? ORDER BY seq DESC LIMIT 1"""


class DecisionConflict(Exception):  # noqa: N818 - named for what it is to the analyst
    """The analyst decided otherwise in another tab since the page was drawn."""

    def __init__(self, latest: DecisionEvent) -> None:
        super().__init__(
            "you have since decided on this article in another tab: check it and decide again"
        )
        self.latest = latest


class DecisionStore:
    """Decisions in one file; safe to use from several threads and processes at once.

    Parameters
    ----------
    read_only : bool
        Change nothing, not even the log; the file must be there.

    Attributes
    ----------
    unclosed : bool
        A log lay beside the file: whatever wrote it last was killed, or still runs.

    Raises
    ------
    DecisionStoreError
        When the file is there and is something else, is damaged, or cannot be written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.lock = Lock()
        log = log_of(path)
        self.unclosed = log.exists() and log.stat().st_size > 0
        self.connection = open_for_reading(path) if read_only else open_for_writing(path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for writing: all of it is kept, or nothing."""
        with self.lock, STORE.explaining(self.path), transaction(self.connection):
            yield

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def add(
        self,
        decision: Mapping[str, Any],
        seen: ScoreSnapshot = NO_SNAPSHOT,
        at: str = "",
        *,
        after: int | None = None,
    ) -> DecisionEvent:
        """Keep one decision and return it as it was kept.

        Parameters
        ----------
        decision : mapping
            ``id``, ``path``, ``decision``, ``cause``, ``note``, ``reviewer``.
        at : str
            When it was made, where that is not now.
        after : int, optional
            Number of the reviewer's event on this article that the page showed, 0 for none. Where
            another came since, that one is returned if it says the same (the page sends again what
            it got no answer to).

        Raises
        ------
        ReviewDecisionError
            In words for the analyst.
        DecisionConflict
            Where an event came since that says something else.
        DecisionStoreError
            When it cannot be written; then it is not kept.
        """
        fields: dict[str, Any] = validate_decision(decision) | seen._asdict()
        when = at or datetime.now(UTC).isoformat(timespec="milliseconds")
        event = DecisionEvent(0, when, **fields)
        with self.writing():
            latest = None if after is None else self._latest_of(event)
            if latest and latest.seq != after and same_text(latest.digest, event.digest):
                if latest[5:8] != event[5:8]:
                    raise DecisionConflict(latest)
                return latest
            return event._replace(seq=self.connection.execute(INSERT, event[1:]).lastrowid or 0)

    def _latest_of(self, event: DecisionEvent) -> DecisionEvent | None:
        rows = self.connection.execute(LATEST_OF, (event.path, event.id, event.reviewer))
        return next((DecisionEvent(*values) for values in rows), None)

    def import_decisions(self, decisions: Iterable[ReviewDecision], reviewer: str) -> int:
        """Keep decisions that were made elsewhere and are not here yet; returns how many.

        ``reviewer`` is whoever made those that name nobody. A decision that was here once and has
        been changed since does not come back, whatever the clock said then.
        """
        held = {(*event.article, event.reviewer): event for event in self.latest()}
        once = {moment(*event.article, event.reviewer, event.at) for event in self.history()}
        added = 0
        for one in decisions:
            name = one.reviewer or reviewer
            there = held.get((*one.article, name))
            if there is not None and not same_text(there.digest, one.digest):
                there = None
            known = there is not None and (not one.at or there.at >= one.at or same(there, one))
            if known or (one.at and moment(*one.article, name, one.at) in once):
                continue
            seen = ScoreSnapshot(one.score, one.model, one.outlet, one.digest)
            self.add(one._asdict() | {"reviewer": name}, seen, one.at)
            added += 1
        return added

    def latest(self, since: int = 0) -> list[DecisionEvent]:
        """The last event of each analyst on each article, of those after ``since``, oldest first.

        Decisions that were taken back are among them, as ``""``.
        """
        return self._events(LATEST, since)

    def history(self) -> list[DecisionEvent]:
        """Every event, oldest first."""
        return self._events(EVENTS, 0)

    def _events(self, query: str, since: int) -> list[DecisionEvent]:
        with self.lock, STORE.explaining(self.path):
            return [DecisionEvent(*values) for values in self.connection.execute(query, (since,))]

    def decisions(self) -> list[ReviewDecision]:
        """What holds now, one an article and analyst, without what was taken back."""
        return [decision_from_event(event) for event in self.latest() if event.decision]


def moment(path: str, identity: str, reviewer: str, at: str) -> tuple[str, str, str, str]:
    """What names an event: spreadsheets keep seconds, the store thousandths."""
    return path, identity, reviewer, at[:19]
