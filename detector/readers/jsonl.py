"""JSON Lines and JSON: one object a line, a list, one object, or ``{"articles": [...]}``."""

from __future__ import annotations

import io
import json
from collections import deque
from collections.abc import Iterator

from detector.readers.compression import BUFFER
from detector.readers.encoding import decode, utf8_stream
from detector.readers.errors import ReadError
from detector.readers.field_names import TEXT
from detector.readers.json_list import list_elements
from detector.readers.limits import MAX_BLANK_LINES, RECORD, WHOLE
from detector.readers.records import Item, article, articles, json_type_name
from detector.readers.source import Source

CONTAINER = "articles"


def read_lines(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield an article a line, without ever holding the file; ids end in the line number.

    A file that opens with ``[`` is JSON under a wrong name and read as such.

    Raises
    ------
    ReadError
        When no line has a field ``text``; the reason names the fields found.
    """
    if source.file_range is not None and source.file_range.begin:
        lines = parsed_lines(stream, b"", "", source.file_range.before)
        yield from articles(lines, source, "line", some=True)
        return
    stream, remark = utf8_stream(stream)
    if stream.peek(1).lstrip()[:1] == b"[":
        yield from read_value(stream, source, b"", remark)
    else:
        yield from articles(parsed_lines(stream, b"", remark), source, "line")


def read(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield the articles of a JSON file; of JSON Lines too, whatever the file's name.

    Raises
    ------
    ReadError
        When it is not JSON, or no record has a field ``text``.
    """
    stream, remark = utf8_stream(stream)
    first = first_line(stream)
    # An object by itself, and the file goes on after it.
    if stream.peek(1) and is_object(first):
        yield from articles(parsed_lines(stream, first, remark), source, "line")
    else:
        yield from read_value(stream, source, first, remark)


def first_line(stream: io.BufferedReader) -> bytes:
    """The first line that is not blank, blank ones before it included as line ends."""
    most = RECORD.bytes()
    blank = 0
    while line := stream.readline(most + 1):
        if line.strip():
            return b"\n" * blank + line
        blank = count_blank(blank)
    return b""


def count_blank(before: int) -> int:
    """The number of blank lines in a row with one more.

    Raises
    ------
    ReadError
        When it is past all reason.
    """
    if before >= MAX_BLANK_LINES:
        raise ReadError(f"more than {MAX_BLANK_LINES:,} blank lines in a row")
    return before + 1


def is_object(line: bytes) -> bool:
    """Whether a line is a JSON object by itself."""
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        value, _ = parse(line)
    except ReadError:
        return False
    return isinstance(value, dict)


def parsed_lines(
    stream: io.BufferedReader, first: bytes, remark: str, before: int = 0
) -> Iterator[tuple[int, object, str]]:
    """Number, value (or what kept it from being parsed) and remark of each line."""
    most, blank = RECORD.bytes(), 0
    ahead = deque(first.splitlines(keepends=True))
    number = before
    while line := (ahead.popleft() if ahead else stream.readline(most + 1)):
        number += 1
        blank = 0 if line.strip() else count_blank(blank)
        if len(line) > most:
            skip_line(stream)
            yield number, RECORD.refusal("longer than"), ""
        elif not blank:
            value, said = parsed(line)
            yield number, value, said or remark


def parsed(data: bytes) -> tuple[object, str]:
    """What :func:`parse` gives, or the ReadError that it raises."""
    try:
        return parse(data)
    except ReadError as refusal:
        return refusal, ""


def skip_line(stream: io.BufferedReader) -> None:
    """Pass over what is left of a line."""
    while (piece := stream.readline(BUFFER)) and not piece.endswith(b"\n"):
        pass


def parse(data: bytes) -> tuple[object, str]:
    r"""Parse JSON; return the value and a remark on the encoding.

    orjson is strict. What it turns down is tried with the standard library, since
    scrapers write lone halves of surrogate pairs (a cut emoji) and NaN.

    Raises
    ------
    ReadError
        When it is not JSON.

    >>> parse(b'{"text": "cut \\ud83d"}')
    ({'text': 'cut \ud83d'}, '')
    """
    import orjson

    try:
        return orjson.loads(data), ""
    except orjson.JSONDecodeError:
        text, remark = decode(data)
    try:
        return json.loads(text), remark
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ReadError(f"not JSON: {error.msg} ({where}column {error.colno})") from error
    except (RecursionError, ValueError) as error:
        raise ReadError(f"not JSON that can be read: {error}") from error


def read_value(
    stream: io.BufferedReader, source: Source, first: bytes, remark: str
) -> Iterator[Item]:
    """Yield the articles of one JSON value, of a long list element by element.

    What is broken is read line by line.
    """
    most = WHOLE.bytes()
    data = first + stream.read(max(1, most + 1 - len(first)))
    if len(data) > most:
        if not opens_list(data):
            raise WHOLE.refusal("not JSON Lines, and longer than")
        yield from articles(elements(data, stream, remark), source, "record")
        return
    if not data.strip():
        raise ReadError("the file is empty")
    try:
        value, said = parse(data)
    except ReadError:
        if not any(map(is_object, data.splitlines())):
            raise
        yield from articles(
            parsed_lines(io.BufferedReader(io.BytesIO(data)), b"", remark), source, "line"
        )
        return
    if isinstance(value, dict) and isinstance(value.get(CONTAINER), list) and TEXT not in value:
        value = value[CONTAINER]
    if isinstance(value, dict):
        yield article(value, source, None, said or remark)
    elif isinstance(value, list):
        numbered = ((number, record, said or remark) for number, record in enumerate(value, 1))
        yield from articles(numbered, source, "record")
    else:
        raise ReadError(f"the file holds {json_type_name(value)}, not an object or a list")


def opens_list(data: bytes) -> bool:
    """Whether JSON is a list, in an encoding whose marks are single bytes."""
    return data.lstrip().startswith(b"[") and b"\0" not in data[:4]


def elements(
    first: bytes, stream: io.BufferedReader, remark: str
) -> Iterator[tuple[int, object, str]]:
    """Number, value (or what kept it from being parsed) and remark of each element of a list."""
    for number, data in enumerate(list_elements(first, stream), 1):
        if number > 1 or data.strip():
            value, said = parsed(data)
            yield number, value, said or remark
