"""SQLite files of ours: how they are known, and what an error of SQLite asks a user to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class SqliteKind(NamedTuple):
    """One kind of file.

    ``application`` marks a file as ours, ``layout`` says which tables it has; ``statements`` make
    them. ``error`` is what is raised; ``remedies`` go by the beginning of the name of an error code
    (https://www.sqlite.org/rescode.html). ``place`` is what a user may name another of.
    """

    application: int
    layout: int
    statements: tuple[str, ...]
    error: type[ValueError]
    remedies: Mapping[str, str]
    place: str = "file"

    @contextmanager
    def explaining(self, path: str | Path) -> Iterator[None]:
        """Turn errors of SQLite into ours; one without a remedy is told as SQLite words it."""
        try:
            yield
        except sqlite3.Error as error:
            code = str(getattr(error, "sqlite_errorname", ""))
            fitting = (words for name, words in self.remedies.items() if code.startswith(name))
            raise self.error(f"{path}: {next(fitting, error)}") from error

    def lay_out(self, connection: sqlite3.Connection) -> None:
        """Make the tables of an empty file; within a transaction mark and layout go with them."""
        if has_tables(connection):
            return
        for statement in self.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {self.application}")
        connection.execute(f"PRAGMA user_version = {self.layout}")

    def check_owner(self, path: str | Path, connection: sqlite3.Connection) -> None:
        """Leave alone what other programs wrote, and later layouts of ours.

        Raises
        ------
        ValueError
            ``error``, which says whose it is.
        """
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != self.application and has_tables(connection):
            raise self.error(f"{path} is a database of another program: name another {self.place}")
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if layout > self.layout:
            raise self.error(
                f"{path} was written by a later version of the detector: use that version"
            )


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether anything was laid out in a file."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
