"""What a stream without a name holds, by its first bytes."""

from __future__ import annotations

import codecs
import csv
import io

from detector.readers import table
from detector.readers.csv_lines import SEPARATOR, best_delimiter
from detector.readers.field_names import TEXT, USUAL_FIELDS, find_fields
from detector.readers.source import FileKind

# Room for the header of a table of a hundred columns. Made up.
HEAD = 4096

OPENINGS: tuple[tuple[tuple[bytes, ...], FileKind], ...] = (
    ((b"PAR1",), "parquet"),
    ((b"WARC/",), "warc"),
    ((b"{", b"["), "json"),
    ((b"<!doctype html", b"<html", b"<?xml"), "html"),
)


def sniff_kind(stream: io.BufferedReader) -> FileKind:
    """JSON, a page, a table, Parquet or a web archive by how it opens; plain text otherwise.

    A text may open with a bracket too (``[Updated]``), so JSON must go on as JSON does.
    """
    head = stream.peek(HEAD)[:HEAD].removeprefix(codecs.BOM_UTF8)
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(name, "replace").encode("ascii", "replace")
    head = head.lstrip().lower()
    for openings, kind in OPENINGS:
        if head.startswith(tuple(opening.lower() for opening in openings)):
            return kind if kind != "json" or looks_like_json(head) else "plain"
    return "table" if looks_like_table(head) else "plain"


def looks_like_json(head: bytes) -> bool:
    """Whether an opening bracket, or one of the next lines, is followed by what JSON puts there.

    >>> looks_like_json(b'[{"text"'), looks_like_json(b"[updated at noon]")
    (True, False)
    """
    after = head[1:].lstrip()
    return after[:1] in (b"{", b"[", b'"', b"]", b"}", b"") or b'\n{"' in head


def looks_like_table(head: bytes) -> bool:
    r"""Whether the first line is a header that names ``text`` and one more field, or Excel's own.

    A headline may hold the word between commas; hardly with another field's name beside it.

    >>> looks_like_table(b"id;title;text\n1;a;b"), looks_like_table(b"Photos, text, and video\n")
    (True, False)
    """
    text = head.decode("utf-8", "replace")
    if SEPARATOR.match(text):
        return True
    line = text.splitlines()[0] if text else ""
    names = next(csv.reader([line], delimiter=best_delimiter(line, table.names_text)), [])
    fields = find_fields(tuple(names), USUAL_FIELDS)
    return TEXT in fields and len(fields) > 1
