"""One run at a time in a folder of parts: a lock that says who is at work there."""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from detector.resources.addresses import is_address
from detector.resources.progress import ProgressCallback, silent
from detector.text.counted import counted
from detector.writers import BadDestination
from detector.writers.file_lock import still_named, try_lock

# Readers of Parquet folders pass over what begins with a dot.
LOCK_NAME = ".lock"


@contextmanager
def locked_folder(folder: str, tell: ProgressCallback = silent) -> Iterator[None]:
    """Hold a folder for one run; the lock of a run that was killed is taken over.

    The system lifts the lock when its process ends, so neither the clock nor the number of a
    process decides. Object stores have no such lock: there two runs overwrite each other's parts,
    which are the same.

    Parameters
    ----------
    folder : str
        It is there.
    tell : callable
        Called with a message when a lock is taken over.

    Raises
    ------
    BadDestination
        When another run is at work there; the message says which, and what to do.
    """
    if is_address(folder):
        yield
        return
    path = Path(folder) / LOCK_NAME
    with open_locked(path, folder) as file:
        if held_by := file.read():
            tell(f"{folder}: continuing after {describe(held_by)}, which was stopped")
        write_owner(file)
        try:
            yield
        finally:
            file.truncate(0)
            # Who has opened it already finds it without a name, and looks again. Windows removes
            # no open file: there it stays, empty.
            with suppress(OSError):
                path.unlink()


def open_locked(path: Path, folder: str) -> BinaryIO:
    """The lock file, opened and locked."""
    while True:
        file = cast("BinaryIO", path.open("a+b"))
        file.seek(0)
        ours = try_lock(file)
        if ours is not False and still_named(file, path):
            return file
        held_by = file.read() if ours is False else b""
        file.close()
        if ours is False:
            raise BadDestination(
                f"{describe(held_by)} is working in {folder}: wait until it ends, or name "
                "another folder"
            )


def write_owner(file: BinaryIO) -> None:
    """Record in the lock file who holds it."""
    owner = {
        "user": user_name(),
        "host": socket.gethostname(),
        "process": os.getpid(),
        "began": time.time(),
    }
    file.truncate(0)
    file.write(orjson.dumps(owner))
    file.flush()


def user_name() -> str:
    """The name of whoever runs this, or a number where the system knows no name."""
    # Python before 3.13 raises KeyError or ImportError where no name is found.
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"


def describe(data: bytes) -> str:
    """The run that a lock file describes, in words.

    >>> describe(b'{"user": "ann", "host": "desk3", "process": 71, "began": 0}').partition(",")[0]
    'the run of ann on desk3 (process 71'
    >>> describe(b"")
    'another run'
    """
    try:
        owner: dict[str, Any] = orjson.loads(data)
        age = duration(time.time() - float(owner["began"]))
        return f"the run of {owner['user']} on {owner['host']} (process {owner['process']}, {age})"
    except (ValueError, KeyError, TypeError):
        return "another run"


def duration(seconds: float) -> str:
    """How long ago, as people say it.

    >>> duration(5), duration(600), duration(7300)
    ('started less than a minute ago', 'started 10 minutes ago', 'started 2 hours ago')
    """
    for unit, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= unit:
            return f"started {counted(int(seconds // unit), name)} ago"
    return "started less than a minute ago"
