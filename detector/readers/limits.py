"""What a file may demand of this machine, and the variables of the environment that raise it.

They hold memory below 1 GB and reading above 1 MB/s, whatever the file; a file past one of them
is refused with its name. Variables reach the processes of ``--jobs``; the workers of a Dask
cluster have their own.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from detector.readers.errors import ReadError

MIB = 1024 * 1024


class Limit(NamedTuple):
    """A limit, the variable that sets another, and what it counts."""

    variable: str
    default: int
    unit: str = "MiB"

    def number(self) -> int:
        """The limit in its unit.

        Raises
        ------
        ReadError
            When the variable holds no number.
        """
        given = os.environ.get(self.variable, "").strip() or str(self.default)
        if not given.isdecimal():
            raise ReadError(f"{self.variable} is {given!r}: it must be a number")
        return int(given)

    def bytes(self) -> int:
        """The limit in bytes, of one in MiB."""
        return self.number() * MIB

    def refusal(self, what: str) -> ReadError:
        """The error for a file past the limit."""
        amount = f"{self.number():,} {self.unit}"
        return ReadError(f"{what} {amount} ({self.variable} raises this limit)")


# One article, page, cell or row. What is judged has at most 2 million characters, 8 MB in UTF-8;
# a CSV cell takes up to ten times its size while it is parsed.
RECORD = Limit("DETECTOR_MAX_RECORD_MIB", 16)
# A JSON file, or a review table in another encoding than UTF-8, that is held whole; longer lists
# are read element by element. JSON of empty objects takes 24 times its size in memory.
WHOLE = Limit("DETECTOR_MAX_WHOLE_MIB", 24)
# What a packed file may unpack to however small it is; past it MAX_RATIO holds. 5,000 copies of
# one article have 16 MB. Made up.
UNPACKED = Limit("DETECTOR_MAX_UNPACKED_MIB", 64)
# One page of a Parquet file, which is unpacked whole. Writers aim at 1 MiB; what they reach
# depends on the longest articles.
PAGE = Limit("DETECTOR_MAX_PAGE_MIB", 96)
# A temporary copy on disk of what cannot be read in order: a Parquet file inside gzip.
COPY = Limit("DETECTOR_MAX_COPY_MIB", 1024)
# Tags of a web page, closing ones too: trafilatura takes some .15 ms for each (measured), and
# the square of their number for lists and tables. Pages of news have one to ten thousand.
TAGS = Limit("DETECTOR_MAX_TAGS", 30_000, "tags")
BLOCKS = Limit("DETECTOR_MAX_BLOCKS", 2_000, "lists and tables")
LIMITS = (RECORD, WHOLE, UNPACKED, PAGE, COPY, TAGS, BLOCKS)

# News in English shrinks to about a third and JSON Lines with long field names to a tenth; a
# bomb shrinks to a thousandth and less.
MAX_RATIO = 100
# What a record counts beyond its text: its names, and the objects that hold it. Made up.
RECORD_COST = 500
# Blank lines in a row; a stream of nothing else shrinks to a thousandth. Made up.
MAX_BLANK_LINES = 1_000_000


def check_expansion(unpacked: int, packed: int) -> None:
    """Refuse a bomb: what has come out of a packed file, and the bytes that were taken from it.

    Raises
    ------
    ReadError
        When it is past the limit and more than a hundred times as much.
    """
    if unpacked > MAX_RATIO * packed and unpacked > UNPACKED.bytes():
        raise UNPACKED.refusal(f"expands past {MAX_RATIO} times its packed size, and past")
