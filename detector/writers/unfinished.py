"""Files that take their name when they are whole, and what killed runs left of theirs.

An unfinished file is hidden, stands beside the one that it will replace, and is locked by the
process that writes it. One that nobody has locked was left by a run that was killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, cast

from detector.writers.file_lock import still_named, try_lock

# Windows renames and removes no file that is open; there an open file cannot be taken away either.
WINDOWS = sys.platform == "win32"
ENDING = ".part"


@contextmanager
def unfinished_file(place: Path) -> Iterator[BinaryIO]:
    """Write a file that is there whole or not at all, whenever the process dies.

    It is forced out of the machine's buffers before it takes its name. What killed runs left of
    the same file is removed.

    Raises
    ------
    OSError
        When the folder may not be written to, or is full.
    """
    file, unfinished = create_beside(place)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if not WINDOWS:
                unfinished.replace(place)
        if WINDOWS:
            unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def create_beside(place: Path) -> tuple[BinaryIO, Path]:
    """A new locked file beside another, under the first name that no living run uses."""
    for number in count(1):
        unfinished = place.with_name(f".{place.name}.{number}{ENDING}")
        if not remove_abandoned(unfinished):
            continue
        with suppress(FileExistsError):
            file = cast("BinaryIO", unfinished.open("xb"))
            # Between the two calls another run may have taken it for abandoned.
            if try_lock(file) is not False and still_named(file, unfinished):
                return file, unfinished
            file.close()
    raise AssertionError


def remove_abandoned(unfinished: Path) -> bool:
    """Remove an unfinished file that nobody writes; whether it is gone."""
    try:
        if WINDOWS:
            unfinished.unlink()
            return True
        with unfinished.open("r+b") as file:
            if not try_lock(cast("BinaryIO", file)):
                return False
            unfinished.unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def remove_abandoned_in(folder: Path) -> list[str]:
    """Remove what killed runs left unfinished in a folder; the names of what is still written."""
    left = [path for path in folder.iterdir() if path.match(f".*{ENDING}")]
    return sorted(path.name for path in left if not remove_abandoned(path))
