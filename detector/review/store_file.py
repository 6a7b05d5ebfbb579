"""The SQLite file of the store: how it is opened, whose it is, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detector.resources.sqlite_files import SqliteKind

# Marks a SQLite file as ours ("desk" in ASCII) and says which layout it has.
APPLICATION = 0x6465736B
LAYOUT = 2
TABLES = (
    """
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
        outlet TEXT NOT NULL,
        digest TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX event_article ON event (path, id, reviewer, seq)",
    """
    CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'decisions are never altered'); END
    """,
    """
    CREATE TRIGGER event_remains BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END
    """,
)
# Layout 1 knew no digest of the text; a file that is only read stays as it is.
FROM_LAYOUT_1 = (
    "ALTER TABLE event ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    f"PRAGMA user_version = {LAYOUT}",
)
VIEW_OF_LAYOUT_1 = "CREATE TEMP VIEW event AS SELECT *, '' AS digest FROM main.event"
# Seconds to wait for another process that is writing.
BUSY_TIMEOUT_SECONDS = 10
# What an editor can do about an error of SQLite.
REMEDIES = {
    "SQLITE_FULL": "the disk is full: make room and decide again",
    "SQLITE_READONLY": "the file or its folder is read-only: change that, or name another --store",
    "SQLITE_BUSY": "another program keeps it locked: close that program",
    "SQLITE_LOCKED": "another program keeps it locked: close that program",
    "SQLITE_CORRUPT": "the file is damaged: `detector decisions verify` says what can be saved",
    "SQLITE_NOTADB": "the file is not a store of decisions: name another",
    "SQLITE_CANTOPEN": "the file cannot be opened: does its folder exist, and may you write there?",
    "SQLITE_IOERR": "the disk reports an error: check it and its free space",
    "SQLITE_PERM": "you have no permission to open the file",
}


class DecisionStoreError(ValueError):
    """A store that cannot be read or written; the message says what to do."""


STORE = SqliteKind(APPLICATION, LAYOUT, TABLES, DecisionStoreError, REMEDIES)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open a store, or make one where there is no file.

    Raises
    ------
    DecisionStoreError
        When the file belongs to another program or a later version, is damaged or read-only.
    """
    with STORE.explaining(path):
        connection = connect(path)
        try:
            STORE.check_owner(path, connection)
            check_pages(path, connection)
            connection.execute("PRAGMA journal_mode = WAL")
            # With NORMAL, the usual advice for a log, a power cut may take the last events.
            connection.execute("PRAGMA synchronous = FULL")
            with transaction(connection):
                # Another process may have been faster.
                STORE.lay_out(connection)
                for statement in FROM_LAYOUT_1 * is_layout_1(connection):
                    connection.execute(statement)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a store that may lie on a read-only disk, and change nothing there.

    Raises
    ------
    DecisionStoreError
        When the file belongs to another program or a later version.
    """
    with STORE.explaining(path):
        # Without a log no program has the file open, and none is made.
        how = "?mode=ro" if log_of(path).exists() else "?mode=ro&immutable=1"
        connection = connect(path, how)
        STORE.check_owner(path, connection)
        if is_layout_1(connection):
            connection.execute(VIEW_OF_LAYOUT_1)
    return connection


def is_layout_1(connection: sqlite3.Connection) -> bool:
    """Whether a file was laid out by an earlier version."""
    return bool(connection.execute("PRAGMA user_version").fetchone() == (1,))


def connect(path: Path, how: str = "") -> sqlite3.Connection:
    """A connection that begins no transaction by itself."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}{how}",
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the file for writing: all of it is kept, or nothing.

    A commit fails too, on a full disk, and leaves the transaction open behind it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def check_pages(path: Path, connection: sqlite3.Connection) -> None:
    """Read the file through once: damage found at the start costs no decision later.

    Raises
    ------
    DecisionStoreError
        When a page is damaged.
    """
    (status,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if status != "ok":
        raise DecisionStoreError(f"{path}: {REMEDIES['SQLITE_CORRUPT']} ({status})")


def log_of(path: Path) -> Path:
    """The write-ahead log beside a store; SQLite removes it when the last program closes."""
    return path.with_name(f"{path.name}-wal")


def is_store(path: Path) -> bool:
    """Whether a file is a SQLite database, by how it begins."""
    with path.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"
