"""What SQLite reports, in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sqlite_errors(
    path: str | Path, *, remedies: Mapping[str, str], kind: type[ValueError]
) -> Iterator[None]:
    """Turn errors of SQLite into another kind, each with its remedy.

    ``remedies`` go by the beginning of the name of an error code
    (https://www.sqlite.org/rescode.html); an error without one is told as SQLite words it.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = str(getattr(error, "sqlite_errorname", ""))
        remedy = next((words for name, words in remedies.items() if code.startswith(name)), error)
        raise kind(f"{path}: {remedy}") from error
