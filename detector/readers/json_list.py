"""A JSON list taken apart without being loaded: the bytes of one element at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from detector.readers.errors import ReadError
from detector.readers.limits import RECORD

# A string, whole or cut off at the end of what has been read, or a mark of structure.
TOKEN_RE = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{},]', re.DOTALL)
OPENING, CLOSING = b"[{", b"]}"
# Deeper than this no parser goes (orjson stops at 1,024).
MAX_DEPTH = 1000
# Bytes read at a time: an element longer than that is looked through again at each reading.
PIECE = 1 << 20


def list_elements(first: bytes, stream: io.BufferedReader) -> Iterator[bytes]:
    """The elements of the list that opens with ``first`` and goes on in ``stream``, as bytes.

    Raises
    ------
    ReadError
        When an element is too long, the list is never closed, or something follows it. What came
        before has been given.
    """
    held = bytearray(first.lstrip()[1:])
    depth = place = 0
    while True:
        begin = 0
        for token in TOKEN_RE.finditer(held, place):
            place = token.end()
            mark = held[token.start()]
            if mark in b'"' and not token[1]:
                place = token.start()
                break
            if mark in OPENING:
                depth += 1
                if depth > MAX_DEPTH:
                    raise ReadError(f"not JSON that can be read: nested over {MAX_DEPTH:,} deep")
            elif mark in CLOSING:
                depth -= 1
            if depth < 0 or (mark in b"," and not depth):
                check_element(token.start() - begin)
                yield bytes(held[begin : token.start()])
                begin = token.end()
            if depth < 0:
                check_end(bytes(held[begin:]), stream)
                return
        else:
            place = len(held)
        del held[:begin]
        place -= begin
        check_element(len(held))
        if not (piece := stream.read(PIECE)):
            raise ReadError("not JSON: the list is not closed")
        held += piece


def check_element(size: int) -> None:
    """Raise ReadError where an element is longer than a record may be."""
    if size > RECORD.bytes():
        raise RECORD.refusal("an element of the list is longer than")


def check_end(rest: bytes, stream: io.BufferedReader) -> None:
    """Raise ReadError where something follows the list."""
    while not rest.strip():
        if not (rest := stream.read(PIECE)):
            return
    raise ReadError("not JSON: something follows the list")
