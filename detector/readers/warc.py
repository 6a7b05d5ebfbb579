"""Web archives: pages in WARC files, extracted text in WET files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from detector.article import Article, Unreadable
from detector.readers import html
from detector.readers.encoding import decode
from detector.readers.errors import ReadError
from detector.readers.limits import RECORD
from detector.readers.source import Source

PAGES = ("text/html", "application/xhtml+xml")
FASTWARC_MISSING = 'web archives need one more package: pip install ".[web]" in the checkout'
HTTP_OK = 200


class ForwardOnlyStream:
    """A stream that only goes on but reports its position, as fastwarc needs of every stream."""

    def __init__(self, inner: io.BufferedReader) -> None:
        self.inner = inner
        self.place = 0

    def read(self, size: int = -1) -> bytes:
        """What comes next."""
        data = self.inner.read(size)
        self.place += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Report the position; UnsupportedOperation when asked to go elsewhere."""
        if (offset, whence) not in ((0, io.SEEK_CUR), (self.place, io.SEEK_SET)):
            raise io.UnsupportedOperation("this stream only goes on")
        return self.place

    def tell(self) -> int:
        """Where it stands, in bytes."""
        return self.place

    def close(self) -> None:
        """Leave the closing to whoever opened it."""


def read(stream: io.BufferedReader, source: Source) -> Iterator[Article | Unreadable]:
    """Yield an article a page; pictures, style sheets and error pages are passed over.

    The archive's date is the day of the crawl, so it is not taken for ``published``.

    Raises
    ------
    ReadError
        When fastwarc is not installed, or the file holds no page.
    """
    some = False
    for record, is_page in pages(stream):
        some = True
        yield read_record(record, source, is_page=is_page)
    if not some:
        raise ReadError("contains neither web pages nor text records")


def pages(stream: io.BufferedReader) -> Iterator[tuple[Any, bool]]:
    """The records that may hold an article, and whether each is a page."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise ReadError(FASTWARC_MISSING) from error
    wanted = WarcRecordType.response | WarcRecordType.conversion
    archive = cast("BinaryIO", ForwardOnlyStream(stream))
    try:
        for record in ArchiveIterator(archive, record_types=wanted, auto_decode="all"):
            is_page = record.record_type == WarcRecordType.response
            if not is_page or holds_page(record):
                yield record, is_page
    # The parser is written in Rust; what its authors held impossible is raised past Exception.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError(f"the archive is damaged: {error}") from error


def holds_page(record: Any) -> bool:
    """Whether a response is a page that was there."""
    succeeded = record.http_headers is not None and record.http_headers.status_code == HTTP_OK
    return succeeded and (record.http_content_type or "").lower() in PAGES


def read_record(record: Any, source: Source, *, is_page: bool) -> Article | Unreadable:
    """One page, or one text that the archive's makers took from a page."""
    identity = (record.record_id or "").strip("<>") or f"{source.id}#{record.stream_pos}"
    url = record.headers.get("WARC-Target-URI") or ""
    most = RECORD.bytes()
    data = record.reader.read(most + 1)
    try:
        if len(data) > most:
            raise RECORD.refusal("longer than")
        if is_page:
            return html.extract(data, identity, source.path, url, record.http_charset or "")
        text, remark = decode(data)
    except ReadError as refusal:
        return Unreadable(source.path, f"{url}: {refusal}", identity)
    outlet = (urlsplit(url).hostname or "").removeprefix("www.")
    return Article(text, identity, "", url, outlet, "", source.path, remark)
