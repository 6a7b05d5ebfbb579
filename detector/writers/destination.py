"""Where rows go: a file that appears only when it is whole, or standard output."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from detector.writers.unfinished import unfinished_file


class BadDestination(ValueError):  # noqa: N818 - named for what the user sees
    """Rows cannot be written there; the message says what to do."""


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
        raise BadDestination(f"{destination} is a folder; name a file in it")
    with ExitStack() as stack:
        try:
            file = stack.enter_context(opened(place))
        except OSError as error:
            raise BadDestination(f"cannot write {destination}: {error.strerror}") from error
        yield from packed(file, zipped=place.suffix.lower() == ".gz")


def opened(place: Path) -> AbstractContextManager[BinaryIO]:
    """A file to be written to; a device or a pipe is not replaced."""
    if place.exists() and not place.is_file():
        return cast("AbstractContextManager[BinaryIO]", place.open("wb"))
    return unfinished_file(place)


def packed(file: BinaryIO, *, zipped: bool) -> Iterator[BinaryIO]:
    """The file itself, or a gzip stream into it."""
    if not zipped:
        yield file
        return
    # Level 6 is gzip's own default; Python's 9 takes twice as long for a percent.
    with gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:
        yield cast("BinaryIO", stream)
