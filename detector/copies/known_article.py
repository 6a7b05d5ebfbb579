"""An article of an earlier run, and the row of an index that holds it."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import NamedTuple

from detector.copies.fingerprints import Fingerprint
from detector.copies.index_file import damaged
from detector.copies.packed_fingerprints import fingerprint_of, pack

FIELDS = "story, best, content, id, fingerprint, text"


class KnownArticle(NamedTuple):
    """An article of an earlier run.

    ``story`` names its story, or its own content where it stands alone; ``best`` says that it is
    its story's best copy; ``content`` names its text, see
    :func:`detector.copies.stories.content_hash`.
    """

    story: str
    best: bool
    content: str
    id: str
    fingerprint: Fingerprint
    text: str


def write_article(connection: sqlite3.Connection, number: int, one: KnownArticle) -> None:
    """Write an article under a number, over what stood there."""
    names = (one.story, int(one.best), one.content, plain(one.id))
    row = (*names, pack(one.fingerprint), plain(one.text))
    connection.execute(
        f"REPLACE INTO article (number, digest, {FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, digest(number, *row), *row),
    )


def read_article(connection: sqlite3.Connection, number: int) -> KnownArticle:
    """The article of a number.

    Raises
    ------
    StoryIndexError
        When it is not what was written.
    """
    story, best, content, name, packed, text = read_row(connection, number)
    return KnownArticle(story, bool(best), content, name, fingerprint_of(packed, text), text)


def read_row(connection: sqlite3.Connection, number: int) -> tuple[str, int, str, str, bytes, str]:
    """The same with the fingerprint as it is packed."""
    query = f"SELECT digest, {FIELDS} FROM article WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    if row is None or row[0] != digest(number, *row[1:]):
        raise damaged(connection)
    story, best, content, name, packed, text = row[1:]
    return story, best, content, name, packed, text


def digest(*fields: object) -> bytes:
    """What is written beside a row, to be compared when it is read.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    hashed = hashlib.sha256()
    for field in fields:
        data = field if isinstance(field, bytes) else str(field).encode()
        hashed.update(b"%d " % len(data) + data)
    return hashed.digest()


def plain(text: str) -> str:
    """A text without halves of characters, which a database does not take."""
    return text.encode("utf-8", "replace").decode()
