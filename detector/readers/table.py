"""CSV and TSV with a header that names a column ``text``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice

from detector.article import Unreadable
from detector.readers.compression import MAX_RECORD
from detector.readers.encoding import ESCAPED, decode, utf8_stream
from detector.readers.errors import ReadError
from detector.readers.records import FIELDS, TEXT, Item, article, join_names, record_id
from detector.readers.source import Source

# Semicolons are what spreadsheets write where the comma is the decimal mark.
DELIMITERS = (",", "\t", ";")


def read(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield an article a row; ids end in the row's number, the header not counted.

    Column names are taken without regard to case: people type them.

    Raises
    ------
    Refused
        When the header has no column ``text``; the reason names the columns found.
    """
    stream, remark = utf8_stream(stream)
    # The parser's own limit of 131,072 characters is shorter than a long read.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD - 1))
    lines = iter_lines(stream)
    first = next(lines, "")
    rows = csv.reader(chain([first], lines), delimiter=sniff_delimiter(first))
    columns = wanted_columns(next(rows, []))
    yield from read_rows(rows, columns, source, remark)


def iter_lines(stream: io.BufferedReader) -> Iterator[str]:
    """The lines of the file; bytes that are not UTF-8 wait as escapes to be decoded row by row."""
    text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
    while line := text.readline(MAX_RECORD):
        yield line


def sniff_delimiter(header: str) -> str:
    r"""The delimiter of a header line: the one that sets ``text`` free, else the commonest.

    >>> sniff_delimiter("id;text;title, as printed"), sniff_delimiter("id\ttext")
    (';', '\t')
    """
    cells = {mark: next(csv.reader([header], delimiter=mark), []) for mark in DELIMITERS}
    return max(
        DELIMITERS, key=lambda mark: (TEXT in map(plain_name, cells[mark]), len(cells[mark]))
    )


def header_names(header: str) -> list[str]:
    r"""The columns that a header line names, as they are compared.

    >>> header_names("ID;Text\r\n")
    ['id', 'text']
    """
    return [
        plain_name(cell)
        for cell in next(csv.reader([header], delimiter=sniff_delimiter(header)), [])
    ]


def plain_name(cell: str) -> str:
    """A column's name as it is compared."""
    return cell.strip().casefold()


def wanted_columns(header: list[str]) -> dict[str, int]:
    """Where each field stands in a row; of two columns with one name the first."""
    names = [plain_name(cell) for cell in header]
    if not any(names):
        reason = "the file is empty"
        raise ReadError(reason)
    if TEXT not in names:
        reason = f"no column `text`; columns found: {join_names(cell.strip() for cell in header)}"
        raise ReadError(reason)
    return {field: names.index(field) for field in (TEXT, *FIELDS) if field in names}


def read_rows(
    rows: Iterator[list[str]], columns: dict[str, int], source: Source, remark: str
) -> Iterator[Item]:
    """Yield an article a row; a row cut short is told."""
    number = 0
    while (row := next_row(rows, number)) is not None:
        if not row:
            continue
        number += 1
        if len(row) <= columns[TEXT]:
            reason = f"row {number} has {len(row)} cells; `text` is column {columns[TEXT] + 1}"
            yield Unreadable(source.path, reason, record_id(source, number))
            continue
        record = {field: row[at] for field, at in columns.items() if at < len(row)}
        try:
            record, said = decode_row(record)
        except ReadError as refusal:
            yield Unreadable(source.path, f"row {number}: {refusal}", record_id(source, number))
        else:
            yield article(record, source, number, said or remark)
    if not number:
        reason = "the table has no rows"
        raise ReadError(reason)


def next_row(rows: Iterator[list[str]], number: int) -> list[str] | None:
    """The next row, None at the end.

    Raises
    ------
    Refused
        When the table's own grammar is broken: what follows would be read out of step.
    """
    try:
        return next(rows, None)
    except csv.Error as error:
        reason = f"row {number + 1}: {error}; the rows from there on are not read"
        raise ReadError(reason) from error


def decode_row(record: dict[str, str]) -> tuple[dict[str, str], str]:
    """Decode a row that is not UTF-8, all its cells together: a short one alone tells little.

    Raises
    ------
    Refused
        When it is no text in any encoding.
    """
    joined = "\n".join(record.values())
    if joined.isascii() or not ESCAPED.search(joined):
        return record, ""
    text, remark = decode(joined.encode("utf-8", "surrogateescape"))
    lines = iter(text.split("\n"))
    cells = {name: "\n".join(islice(lines, cell.count("\n") + 1)) for name, cell in record.items()}
    return cells, remark
