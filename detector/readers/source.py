"""A file to be read, and the table of the kinds of file that can be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, NamedTuple

from detector.readers.field_names import USUAL_FIELDS, FieldNames

FileKind = Literal[
    "plain", "html", "json", "lines", "table", "parquet", "warc", "unnamed", "unknown"
]

# What archives, wire services and crawlers call their files. Each may also end in the name of a
# packing (Common Crawl's text files end in .warc.wet.gz).
PACKED = (".gz", ".bz2", ".xz", ".zst")
KIND_OF_SUFFIX: dict[str, FileKind] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
KINDS_READ = f"{' '.join(KIND_OF_SUFFIX)}, each also as {' '.join(PACKED)}"


class FileRange(NamedTuple):
    """A part of a file that can be read by itself.

    In JSON Lines ``begin`` and ``end`` are bytes, in Parquet groups of rows, both half-open;
    ``before`` is the number of lines or rows that stand before it.
    """

    begin: int
    end: int
    before: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, or standard input (``path`` is then ``-``).

    ``path`` opens the file; ``id`` names it in results (its path below the folder that
    was given); ``size`` is in bytes as stored, 0 where that cannot be known; ``stamp`` is a
    number that changes when the file does. With a ``file_range`` only that is read. ``fields`` are
    the names that a user gave to fields of its records.
    """

    path: str
    id: str
    kind: FileKind
    size: int = 0
    stamp: int = 0
    file_range: FileRange | None = None
    fields: FieldNames = USUAL_FIELDS


def extension(name: str) -> str:
    """The ending that tells a file's kind, in lower case, that of a packing put aside.

    >>> extension("week/Wire.JSONL.gz"), extension("LICENSE")
    ('.jsonl', '')
    """
    path = PurePath(name)
    if path.suffix.lower() in PACKED:
        path = PurePath(path.stem)
    return path.suffix.lower()


def file_kind(name: str) -> FileKind:
    """The kind of a file by its name: ``unnamed`` without an ending, else ``unknown``.

    >>> file_kind("a.txt"), file_kind("a"), file_kind("a.docx")
    ('plain', 'unnamed', 'unknown')
    """
    ending = extension(name)
    return KIND_OF_SUFFIX.get(ending, "unknown") if ending else "unnamed"
