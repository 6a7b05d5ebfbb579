"""Plain text and Markdown: the file is the article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from detector.article import Article, Unreadable
from detector.readers.compression import read_whole
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.source import Source

# Of 11,064 headlines of edited news 99 % have at most 127 characters, and 2 % end in a
# full stop. Without a blank line after it, a short first line is as likely a dateline.
HEADLINE = re.compile(r"\s*(?:#{1,6}[^\S\n]+)?(\S[^\n\r]{0,127})\r?\n[^\S\n]*\r?\n\s*\S")
# What is saved under a text's name by mistake. A packed document may look like text to the end.
FOREIGN_OPENINGS = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "a document of old Office",
    b"{\\rtf": "a document in rich text (RTF)",
}


def read(stream: io.BufferedReader, source: Source) -> Iterator[Article | Unreadable]:
    """Yield the one article of a text file; its text is the whole file, untouched.

    Raises
    ------
    ReadError
        When the file is empty, or no text.
    """
    data = read_whole(stream)
    for opening, name in FOREIGN_OPENINGS.items():
        if data.startswith(opening):
            raise ReadError(f"this is {name}, not text: save its text as .txt or .html")
    text, remark = decode(data)
    if not text.strip():
        raise ReadError("the file is empty")
    yield Article(text, source.id, headline(text), path=source.path, remark=remark)


def headline(text: str) -> str:
    r"""The first line where it looks like a headline, else ``""``. It stays in the text.

    >>> headline("Port reopens\n\nThe port reopened on Tuesday.")
    'Port reopens'
    >>> headline("The port reopened.\n\nBarges waited."), headline("LEEDS\nThe port is open.")
    ('', '')
    """
    match = HEADLINE.match(text)
    if match is None:
        return ""
    line = match[1].strip()
    return "" if line.endswith((".", ",", ";", ":")) else line
