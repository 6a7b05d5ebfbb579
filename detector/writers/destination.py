"""Where rows go: a file that appears only when it is whole, or standard output."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast


class BadDestination(Exception):  # noqa: N818 - named for what the user sees
    """Rows cannot be written there; the message says the way out."""


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """Standard output as bytes, left open."""
    sys.stdout.flush()
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def atomic_file(destination: str) -> Iterator[BinaryIO]:
    """A file that takes its name when the block ends well, and vanishes when it does not.

    A link is followed, so that what it leads to is replaced and not the link. ``.gz``
    compresses, without a time stamp: the same rows give the same bytes.

    Raises
    ------
    BadDestination
        When the folder is not there or may not be written to.
    """
    place = Path(os.path.realpath(destination))
    if place.is_dir():
        message = f"{destination} is a folder; name a file in it"
        raise BadDestination(message)
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        file = unfinished.open("wb")
    except OSError as error:
        message = f"cannot write {destination}: {error.strerror}"
        raise BadDestination(message) from error
    try:
        with file:
            yield from packed(cast("BinaryIO", file), zipped=place.suffix.lower() == ".gz")
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def packed(file: BinaryIO, *, zipped: bool) -> Iterator[BinaryIO]:
    """The file itself, or a gzip stream into it."""
    if not zipped:
        yield file
        return
    # Level 6 is gzip's own default; Python's 9 takes twice as long for a percent.
    with gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:
        yield cast("BinaryIO", stream)
