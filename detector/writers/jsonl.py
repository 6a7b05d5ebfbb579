"""Rows as JSON Lines, evidence as a list of objects."""

from __future__ import annotations

from typing import BinaryIO

from detector.verdict import Row
from detector.writers.columns import replace_lone_surrogates
from detector.writers.records import to_record


class JsonLinesWriter:
    """Writes an object a line, in UTF-8, its keys in the order of the columns."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def write(self, row: Row) -> None:
        """Write one row."""
        self.stream.write(encode(to_record(row)))

    def finish(self) -> None:
        """Hand everything on to the stream, which stays open."""
        self.stream.flush()


def encode(record: dict[str, object]) -> bytes:
    r"""One line; lone halves of surrogate pairs are replaced, since orjson refuses them.

    >>> encode({"title": "cut \ud83d"}).decode()
    '{"title":"cut �"}\n'
    """
    import orjson

    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
    try:
        return orjson.dumps(record, option=options)
    except TypeError:
        return orjson.dumps(replace_lone_surrogates(record), option=options)
