"""Plain text and Markdown: the file is the article, but for what front matter says of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from detector.article import Article, Unreadable
from detector.readers.compression import read_whole
from detector.readers.encoding import decode, foreign_kind
from detector.readers.errors import ReadError
from detector.readers.field_names import TEXT, USUAL_FIELDS, find_fields
from detector.readers.source import Source

# Of 11,064 headlines of edited news 99 % have at most 127 characters, and 2 % end in a
# full stop. Without a blank line after it, a short first line is as likely a dateline.
HEADLINE = re.compile(r"\s*(?:#{1,6}[^\S\n]+)?(\S[^\n\r]{0,127})\r?\n[^\S\n]*\r?\n\s*\S")
# What newsrooms' static sites and their editors (Jekyll, Hugo, Decap) put before a text, in YAML.
FRONT_MATTER = re.compile(
    r"---[^\S\n]*\n(.{1,20000}?\n)(?:---|\.\.\.)[^\S\n]*(?:\n\s*|\Z)", re.DOTALL
)
# A key at the margin; its value on the same line, or folded below it.
KEY = re.compile(r"^(\w[\w-]*):[^\S\n]*(?:[>|][-+]?[^\S\n]*((?:\n[^\S\n]+\S.*)+)|(\S.*))$", re.M)
COMMENT = re.compile(r"\s#.*")


def read(stream: io.BufferedReader, source: Source) -> Iterator[Article | Unreadable]:
    """Yield the one article of a text file; its text is the file, untouched, after front matter.

    Raises
    ------
    ReadError
        When the file is empty, or no text.
    """
    data = read_whole(stream)
    if name := foreign_kind(data):
        raise ReadError(f"this is {name}, not text: save its text as .txt or .html")
    text, remark = decode(data)
    if not text.strip():
        raise ReadError("the file is empty")
    said, body = front_matter(text)
    if not body:
        raise ReadError("the file is empty but for its front matter")
    facts = {"title": headline(body)} | said
    yield Article(body, source.id, path=source.path, remark=remark, **facts)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Title, address, outlet and date as the block before a text gives them, and the text.

    A block that names none of them is text between two rules. Of YAML, values of one line and
    folded ones are read, which is what editors of articles write.

    >>> front_matter("---\ntitle: 'Port reopens'\ntags: [port]\n---\n\nBarges waited.")
    ({'title': 'Port reopens'}, 'Barges waited.')
    >>> front_matter("---\nLEEDS: Barges waited.\n---\nThe port shut.")[0]
    {}
    """
    block = FRONT_MATTER.match(text)
    if block is None:
        return {}, text
    given = {key: scalar(folded or line) for key, folded, line in KEY.findall(block[1])}
    names = find_fields(tuple(given), USUAL_FIELDS)
    found = {field: given[name] for field, name in names.items() if field not in (TEXT, "id")}
    said = {field: value for field, value in found.items() if value}
    return (said, text[block.end() :]) if said else ({}, text)


def scalar(value: str) -> str:
    r"""The text that a value of YAML stands for, in one line.

    >>> scalar('"The \\"old\\" port"'), scalar("2026-11-02 # moved"), scalar("~")
    ('The "old" port', '2026-11-02', '')
    """
    value = " ".join(value.split())
    quote = value[0]
    if quote in "\"'" and value.rfind(quote):
        return value[1 : value.rfind(quote)].replace("\\" * (quote == '"') + quote, quote)
    return "" if value in ("~", "null") else COMMENT.sub("", value)


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
