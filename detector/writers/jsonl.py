"""Rows as JSON Lines, evidence as a list of objects."""

from __future__ import annotations

from typing import BinaryIO

from detector.writers.columns import (
    COLUMNS,
    MARK_FIELDS,
    RARE_MARK_FIELDS,
    Row,
    check_row,
    replace_lone_surrogates,
)


class JsonLinesWriter:
    """Writes an object a line, in UTF-8, its keys in the order of the columns."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def write(self, row: Row) -> None:
        """Write one row."""
        check_row(row)
        record = {name: row[name] for name in COLUMNS}
        record["evidence"] = [
            {field: mark[field] for field in MARK_FIELDS}
            | {field: mark[field] for field in RARE_MARK_FIELDS if field in mark}
            for mark in row["evidence"]
        ]
        self.stream.write(encode(record))

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
