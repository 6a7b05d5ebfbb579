"""A lock on an open file, which the system lifts when its process ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# The errors for a lock that another process holds; any other error means that this file system
# has no locks (some network mounts).
HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}
# Windows keeps others from reading the bytes that are locked: this one stands past all content.
LOCKED_BYTE = 1 << 40


def try_lock(file: BinaryIO) -> bool | None:
    """Lock an open file for as long as it is open, without waiting.

    Returns
    -------
    bool or None
        Whether it is ours now; None where the file system has no locks.
    """
    try:
        if sys.platform == "win32":
            place = file.tell()
            file.seek(LOCKED_BYTE)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            finally:
                file.seek(place)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in HELD else None
    return True


def still_named(file: BinaryIO, path: Path) -> bool:
    """Whether a path still leads to an open file: another process may have removed it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
