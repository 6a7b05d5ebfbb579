"""The SQLite file of a story index: its tables, who may write to it, and what its errors mean.

A run that is killed leaves the file as the run before it did: SQLite undoes what was not committed
(https://www.sqlite.org/atomiccommit.html). It lifts the lock of a dead process, too.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from detector.resources.addresses import is_address
from detector.resources.sqlite_files import SqliteKind

FILE_NAME = "stories.sqlite"
MEMORY = ":memory:"
# Marks a SQLite file as ours ("copy" in ASCII) and says which layout it has.
APPLICATION = 0x636F7079
LAYOUT = 1
# The fields that every search reads stand before the long ones, which SQLite keeps on pages of
# their own. A key is a row of :func:`detector.copies.candidates.keys`; `segment` holds those of
# some articles, sorted, each with the number of its article.
TABLES = (
    """
    CREATE TABLE article (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL,
        best INTEGER NOT NULL,
        content TEXT NOT NULL,
        id TEXT NOT NULL,
        digest BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX article_story ON article (story, best)",
    "CREATE INDEX article_content ON article (content)",
    """
    CREATE TABLE segment (
        first INTEGER PRIMARY KEY,
        articles INTEGER NOT NULL,
        digest BLOB NOT NULL,
        keys BLOB NOT NULL,
        owners BLOB NOT NULL
    ) STRICT
    """,
    "CREATE TABLE scheme (fingerprints TEXT NOT NULL) STRICT",
)
# A fingerprint fills one page or two.
PAGE_BYTES = 16_384
# Seconds to wait for another run: it holds the index until its rows are written (made up).
PATIENCE_SECONDS = 2
# What a user can do about an error of SQLite.
REMEDIES = {
    "SQLITE_BUSY": "another run is using it: wait until it ends",
    "SQLITE_CORRUPT": "the file is damaged: restore a backup, or start a new index",
    "SQLITE_NOTADB": "the file is damaged or not an index: restore a backup, or name another",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "the file or its folder is read-only",
    "SQLITE_CANTOPEN": "the file cannot be opened: do you have permission to write to its folder?",
    "SQLITE_IOERR": "the disk reports an error",
}


class StoryIndexError(ValueError):
    """An index that cannot be read or written; the message says what to do."""


def damaged(connection: sqlite3.Connection) -> StoryIndexError:
    """The error for an index that does not hold what was written to it."""
    (_, _, path), *_ = connection.execute("PRAGMA database_list")
    return StoryIndexError(f"{path}: {REMEDIES['SQLITE_CORRUPT']}")


INDEX = SqliteKind(APPLICATION, LAYOUT, TABLES, StoryIndexError, REMEDIES, "folder")


def index_path(folder: str) -> str:
    """The file of an index folder, which is made where it is missing.

    Raises
    ------
    StoryIndexError
        When the folder holds something else, or is no folder of this machine.
    """
    if is_address(folder):
        raise StoryIndexError(f"{folder}: an index must be on this machine, not in an object store")
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    others = [one.name for one in place.iterdir() if not one.name.startswith((FILE_NAME, "."))]
    if others and not (place / FILE_NAME).is_file():
        raise StoryIndexError(f"{folder} contains {others[0]} but no index: name an empty folder")
    return str(place / FILE_NAME)


def open_index_file(path: str) -> sqlite3.Connection:
    """Open or make an index and hold it for writing until the connection is closed.

    Raises
    ------
    StoryIndexError
        When another run holds it, or the file is damaged, another program's or a later version's.
    """
    with INDEX.explaining(path):
        connection = sqlite3.connect(path, PATIENCE_SECONDS, isolation_level=None)
        try:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.execute("BEGIN IMMEDIATE")
            INDEX.lay_out(connection)
            INDEX.check_owner(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection
