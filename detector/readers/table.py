"""CSV and TSV with a header that names a column of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from detector.article import Unreadable
from detector.readers.csv_lines import RowLines, csv_rows, read_dialect
from detector.readers.encoding import ESCAPED, decode, utf8_stream
from detector.readers.errors import ReadError
from detector.readers.field_names import TEXT, USUAL_FIELDS, FieldNames, find_fields
from detector.readers.records import Item, article, no_text, record_id
from detector.readers.source import Source
from detector.text.counted import counted


def read(stream: io.BufferedReader, source: Source) -> Iterator[Item]:
    """Yield an article a row; ids end in the row's number, the header not counted.

    Column names are taken without regard to case: people type them.

    Raises
    ------
    ReadError
        When no column holds the text; the reason names the columns found.
    """
    stream, remark = utf8_stream(stream)
    # Bytes that are not UTF-8 wait as escapes to be decoded row by row.
    text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
    delimiter, ahead = read_dialect(text, lambda names: names_text(names, source.fields))
    rows = csv_rows(RowLines(text, ahead), delimiter)
    columns = wanted_columns(header_row(rows), source)
    yield from read_rows(rows, columns, source, remark)


def names_text(names: list[str], fields: FieldNames = USUAL_FIELDS) -> bool:
    """Whether one of some columns holds the text of articles."""
    return TEXT in find_fields(tuple(names), fields)


def header_row(rows: Iterator[list[str]]) -> list[str]:
    """The first row that is not blank, an empty one where there is none."""
    while (row := next_row(rows, -1)) is not None:
        if any(cell.strip() for cell in row):
            return row
    return []


def wanted_columns(header: list[str], source: Source) -> dict[str, int]:
    """Where each column that holds a field stands in a row, the text's first.

    Of two columns with one name the first counts.
    """
    if not header:
        raise ReadError("the file is empty")
    fields = find_fields(tuple(header), source.fields)
    if TEXT not in fields:
        names = [cell.strip() for cell in header]
        raise ReadError(f"no {no_text(names, source, 'column')}")
    return {name: header.index(name) for name in fields.values()}


def read_rows(
    rows: Iterator[list[str]], columns: dict[str, int], source: Source, remark: str
) -> Iterator[Item]:
    """Yield an article a row; a row cut short is reported."""
    number = 0
    text = next(iter(columns.values()))
    while (row := next_row(rows, number)) is not None:
        if not row:
            continue
        number += 1
        if len(row) <= text:
            reason = f"row {number} has {counted(len(row), 'cell')}; the text is column {text + 1}"
            yield Unreadable(source.path, reason, record_id(source, number))
            continue
        record = {name: row[at] for name, at in columns.items() if at < len(row)}
        try:
            record, said = decode_row(record)
        except ReadError as refusal:
            yield Unreadable(source.path, f"row {number}: {refusal}", record_id(source, number))
        else:
            yield article(record, source, number, said or remark)
    if not number:
        raise ReadError("the table has no rows")


def next_row(rows: Iterator[list[str]], number: int) -> list[str] | None:
    """The next row, None at the end.

    Raises
    ------
    ReadError
        When the table's own grammar is broken: what follows would be read out of step.
    """
    try:
        return next(rows, None)
    except (csv.Error, ReadError) as error:
        where = f"row {number + 1}" if number >= 0 else "the header"
        raise ReadError(f"{where}: {error}; this row and those after it are not read") from error


def decode_row(record: dict[str, str]) -> tuple[dict[str, str], str]:
    """Decode a row that is not UTF-8, all its cells together: a short one alone tells little.

    Raises
    ------
    ReadError
        When it is no text in any encoding.
    """
    joined = "\n".join(record.values())
    if joined.isascii() or not ESCAPED.search(joined):
        return record, ""
    text, remark = decode(joined.encode("utf-8", "surrogateescape"))
    lines = iter(text.split("\n"))
    cells = {name: "\n".join(islice(lines, cell.count("\n") + 1)) for name, cell in record.items()}
    return cells, remark
