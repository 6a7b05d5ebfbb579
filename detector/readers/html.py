"""Web pages: trafilatura finds the article in them."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from detector.article import Article, Unreadable
from detector.readers.compression import read_whole
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.limits import BLOCKS, TAGS
from detector.readers.source import Source
from detector.text.lazy_pattern import lazy_pattern

# Browsers look for it in the first 1,024 bytes (HTML standard, "prescan a byte stream").
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
PRESCAN = 1024
BLOCK_RE = lazy_pattern(rb"<(?:ul|ol|dl|table)\b", re.I)
REMARK = "text extracted from HTML"


def read(stream: io.BufferedReader, source: Source) -> Iterator[Article | Unreadable]:
    """Yield the one article of a page.

    Raises
    ------
    ReadError
        When no article is found in the page.
    """
    yield extract(read_whole(stream), source.id, source.path)


def check_size(page: bytes) -> None:
    """Refuse a page that trafilatura would take minutes for.

    Raises
    ------
    ReadError
        When it has too many tags, or too many lists and tables.
    """
    if page.count(b"<") > TAGS.number():
        raise TAGS.refusal("a page of more than")
    if sum(1 for _ in BLOCK_RE.finditer(page)) > BLOCKS.number():
        raise BLOCKS.refusal("a page of more than")


def extract(page: bytes, identity: str, path: str, url: str = "", charset: str = "") -> Article:
    """Find the article in a page, one paragraph a block, a blank line between.

    Repeated sentences and paragraphs stay, since the detector looks for them; but of
    two equal paragraphs with nothing between trafilatura keeps one, and runs of spaces
    become one space. Readers' comments are left out.

    Parameters
    ----------
    charset : str
        What the server declared, if it did; the page's own declaration comes second.

    Raises
    ------
    ReadError
        When no article is found.
    """
    check_size(page)
    named = DECLARED.search(page[:PRESCAN])
    markup, remark = decode(page, charset or (named[1].decode() if named else ""))
    document = extracted(markup, url)
    if document is None or isinstance(document, dict) or not document.text:
        raise ReadError("no article found in the page")
    return Article(
        "\n\n".join(document.text.split("\n")),
        identity,
        document.title or "",
        url or document.url or "",
        document.sitename or document.hostname or "",
        document.date or "",
        path,
        f"{REMARK}, {remark}" if remark else REMARK,
    )


def extracted(markup: str, url: str) -> Any:
    """What trafilatura finds in a page."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura.bare_extraction(
        markup,
        url=url or None,
        include_comments=False,
        with_metadata=True,
        # A date guessed from the prose would pass for the day of publication.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
