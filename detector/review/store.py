"""Where decisions are kept: a SQLite file that only ever grows.

Every decision is an event, appended and never altered: who decided what, and when, and what the
detector had said. What holds now is the last event of each analyst on each article. SQLite keeps a
write-ahead log beside the file; an event is on the disk when :meth:`DecisionStore.add` returns, so
that neither a killed server nor a power cut takes a decision away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from detector.causes import CAUSE_KEYS
from detector.review.decisions import REVIEW_LABELS, ReviewDecision, ReviewDecisionError

# Marks a SQLite file as ours ("desk" in ASCII) and says which layout it has.
APPLICATION = 0x6465736B
LAYOUT = 1
TABLE = """
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    path TEXT NOT NULL,
    id TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('review', 'pass', 'unsure', '')),
    cause TEXT NOT NULL,
    note TEXT NOT NULL,
    score REAL,
    model TEXT NOT NULL,
    outlet TEXT NOT NULL
) STRICT;
CREATE INDEX event_article ON event (path, id, reviewer, seq);
CREATE TRIGGER event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'decisions are never altered'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
"""
EVENT_COLUMNS = "seq, at, reviewer, path, id, decision, cause, note, score, model, outlet"
INSERT = (
    f"INSERT INTO event ({EVENT_COLUMNS.removeprefix('seq, ')}) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SAID = ("reviewer", "path", "id", "decision", "cause", "note")
LATEST = f"""SELECT {EVENT_COLUMNS} FROM event WHERE seq IN
    (SELECT max(seq) FROM event GROUP BY path, id, reviewer) AND seq > ? ORDER BY seq"""
# A name fits a line of the page, a note a paragraph (made up, and told by the page too).
LONGEST_NAME = 60
LONGEST_NOTE = 2000
# Seconds to wait for another process that is writing.
BUSY_TIMEOUT_SECONDS = 10


class DecisionStoreError(ValueError):
    """A file that is no store of decisions; the message says what to do."""


class DecisionEvent(NamedTuple):
    """One decision as it was made; ``decision`` is ``""`` where it was taken back.

    ``seq`` counts from 1 over all events; ``at`` is ISO 8601 in UTC.
    """

    seq: int
    at: str
    reviewer: str
    path: str
    id: str
    decision: str
    cause: str
    note: str
    score: float | None
    model: str
    outlet: str

    @property
    def article(self) -> tuple[str, str]:
        """What names the article."""
        return self.path, self.id


class ScoreSnapshot(NamedTuple):
    """What the detector said of an article, kept with the decision: later models say other."""

    score: float | None = None
    model: str = ""
    outlet: str = ""


NO_SNAPSHOT = ScoreSnapshot()


class DecisionStore:
    """Decisions in one file; safe to use from several threads and processes at once.

    Raises
    ------
    StoreError
        When the file is there and is something else.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = Lock()
        self.connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._check_owner()
            self.connection.execute("PRAGMA journal_mode = WAL")
            # With NORMAL, the usual advice for a log, a power cut may take the last events.
            self.connection.execute("PRAGMA synchronous = FULL")
            self._lay_out()
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise DecisionStoreError(f"{path} is no store of decisions ({error})") from error
        except DecisionStoreError:
            self.connection.close()
            raise

    def _mark(self) -> int:
        return int(self.connection.execute("PRAGMA application_id").fetchone()[0])

    def _check_owner(self) -> None:
        """Leave alone what other programs wrote, and later layouts of ours."""
        (tables,) = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and self._mark() != APPLICATION:
            raise DecisionStoreError(
                f"{self.path} is a database of another program: name another file"
            )
        (layout,) = self.connection.execute("PRAGMA user_version").fetchone()
        if layout > LAYOUT:
            raise DecisionStoreError(f"{self.path} was written by a later detector: use that one")

    def _lay_out(self) -> None:
        """Make the table, unless another process was faster."""
        with self.writing():
            if self._mark() == APPLICATION:
                return
            for statement in statements(TABLE):
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self.connection.execute(f"PRAGMA user_version = {LAYOUT}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for writing: all of it is kept, or nothing."""
        with self.lock:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def add(
        self, decision: Mapping[str, str], seen: ScoreSnapshot = NO_SNAPSHOT, at: str = ""
    ) -> DecisionEvent:
        """Keep one decision and return it as it was kept.

        Parameters
        ----------
        decision : mapping
            ``id``, ``path``, ``decision``, ``cause``, ``note``, ``reviewer``.
        at : str
            When it was made, where that is not now.

        Raises
        ------
        DecisionError
            In words for the analyst.
        """
        said = validate_decision(decision)
        when = at or datetime.now(UTC).isoformat(timespec="milliseconds")
        who, article = said["reviewer"], (said["path"], said["id"])
        word = (said["decision"], said["cause"], said["note"])
        event = DecisionEvent(0, when, who, *article, *word, seen.score, seen.model, seen.outlet)
        with self.writing():
            seq = self.connection.execute(INSERT, event[1:]).lastrowid
        return event._replace(seq=int(seq or 0))

    def import_decisions(self, decisions: Iterable[ReviewDecision], reviewer: str) -> int:
        """Keep decisions that were made elsewhere and are not here yet; returns how many.

        ``reviewer`` is whoever made those that name nobody.
        """
        held = {(*event.article, event.reviewer): event for event in self.latest()}
        added = 0
        for one in decisions:
            name = one.reviewer or reviewer
            there = held.get((*one.article, name))
            if there is not None and (not one.at or there.at >= one.at or same(there, one)):
                continue
            seen = ScoreSnapshot(one.score, one.model, one.outlet)
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
        return self._events(f"SELECT {EVENT_COLUMNS} FROM event WHERE seq > ? ORDER BY seq", 0)

    def _events(self, query: str, since: int) -> list[DecisionEvent]:
        with self.lock:
            return [DecisionEvent(*values) for values in self.connection.execute(query, (since,))]

    def decisions(self) -> list[ReviewDecision]:
        """What holds now, one an article and analyst, without what was taken back."""
        return [decision_from_event(event) for event in self.latest() if event.decision]


def statements(script: str) -> Iterator[str]:
    """The statements of a script: Python's own way to run one would end the transaction."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def same(event: DecisionEvent, decision: ReviewDecision) -> bool:
    """Whether an event says what a decision says."""
    return tuple(event[5:8]) == (decision.decision, decision.cause, decision.note)


def decision_from_event(event: DecisionEvent) -> ReviewDecision:
    """An event as a decision."""
    return ReviewDecision(
        event.id,
        event.path,
        event.decision,  # type: ignore[arg-type]
        event.cause,
        event.note,
        event.reviewer,
        event.at,
        event.score,
        event.model,
        event.outlet,
    )


def validate_decision(decision: Mapping[str, str]) -> dict[str, str]:
    """The fields of a decision, stripped and held to what they may be.

    Raises
    ------
    DecisionError
        In words for the analyst.
    """
    for name in SAID:
        if not isinstance(decision.get(name, ""), str):
            raise ReviewDecisionError(f"{name} must be text")
    said = {name: str(decision.get(name, "")) for name in SAID}
    said["reviewer"], said["note"] = " ".join(said["reviewer"].split()), said["note"].strip()
    if not 1 <= len(said["reviewer"]) <= LONGEST_NAME:
        raise ReviewDecisionError(f"give your name, in at most {LONGEST_NAME} characters")
    if len(said["note"]) > LONGEST_NOTE:
        raise ReviewDecisionError(f"a note has at most {LONGEST_NOTE:,} characters")
    if said["decision"] not in ("", *REVIEW_LABELS):
        raise ReviewDecisionError("a decision is review, pass or unsure, or empty to take it back")
    if said["cause"] not in ("", *CAUSE_KEYS):
        raise ReviewDecisionError(f"a cause is one of {', '.join(CAUSE_KEYS)}, or empty")
    if said["decision"] != "review":
        said["cause"] = ""
    return said


def disputed(decisions: Iterable[ReviewDecision]) -> set[tuple[str, str]]:
    """The articles that one analyst sent to review and another passed.

    >>> one, two = ReviewDecision("7", "a", "review", reviewer="Ann"), ReviewDecision("7", "a",
    ...     "pass")
    >>> disputed([one, two]), disputed([one])
    ({('a', '7')}, set())
    """
    said: dict[tuple[str, str], set[str]] = {}
    for decision in decisions:
        said.setdefault(decision.article, set()).add(decision.decision)
    return {article for article, words in said.items() if {"review", "pass"} <= words}


def is_store(path: Path) -> bool:
    """Whether a file is a SQLite database, by how it begins."""
    with path.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"
