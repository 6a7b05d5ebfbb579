"""Rows as JSON Lines, evidence as a list of objects."""

from __future__ import annotations

from collections.abc import Iterable

from detector.verdict import Row
from detector.writers.columns import replace_lone_surrogates
from detector.writers.records import to_record


def json_lines(rows: Iterable[Row]) -> bytes:
    """An object a line, in UTF-8, its keys in the order of the columns."""
    return b"".join(encode(to_record(row)) for row in rows)


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
