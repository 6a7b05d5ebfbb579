"""A newsroom's own labelled articles: CSV or JSON Lines with ``text`` and ``label``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from detector.causes import HEAD_OF
from detector.training.corpora.labelled import CorpusError, Kind, Sample, open_lines

KIND_OF_OWN_LABEL: dict[str, Kind] = {
    "clean": "news",
    "0": "news",
    "1": "machine",
    **{key: head.kinds[0] for key, head in HEAD_OF.items()},
}
FILE_SUFFIXES = (".csv", ".jsonl", ".ndjson", ".gz")
# What an editor labels as translated today came out of an engine of today, unless a year is given:
# the text scores leave engines before 2014 aside.
THIS_YEAR = 2026
# Spreadsheets of many countries part cells by semicolons or tabs.
DELIMITERS = ",;\t"
# A cell holds an article; the reader's own limit is 131,072 characters.
LARGEST_CELL = min(sys.maxsize, 2**31 - 1)


def read_own(path: Path) -> Iterator[Sample]:
    """Read a newsroom's own labelled articles.

    ``label`` is clean (or 0), translation (or 1), spin, or synthetic. ``group``, ``outlet``,
    ``country``, ``year`` and ``id`` are used where given.

    Raises
    ------
    CorpusError
        When the file is of another kind, holds no row, or a row lacks a text or has another
        label; the message names the row.
    """
    if path.suffix.lower() not in FILE_SUFFIXES:
        raise CorpusError(
            f"{path} is neither CSV nor JSON Lines: save it as .csv or .jsonl with the fields "
            "text and label"
        )
    number = 0
    for number, row in enumerate(rows_of(path), start=1):
        yield sample_of_row(row, number, path)
    if not number:
        raise CorpusError(f"{path} holds no article: it needs rows with the fields text and label")


def sample_of_row(row: Mapping[str, Any], number: int, path: Path) -> Sample:
    """One row as a sample."""
    given = {str(key).strip().lower(): value for key, value in row.items() if value is not None}
    lacking = [name for name in ("text", "label") if name not in given]
    if lacking:
        names = ", ".join(str(key) for key in row) or "none"
        raise CorpusError(
            f"{path}, row {number}: no field {' nor '.join(lacking)} (its fields: {names})"
        )
    label, text = str(given["label"]).strip().lower(), str(given["text"]).strip()
    if not text:
        raise CorpusError(f"{path}, row {number}: the text is empty")
    if label not in KIND_OF_OWN_LABEL:
        raise CorpusError(
            f"{path}, row {number}: the label {label!r} is none of {', '.join(KIND_OF_OWN_LABEL)}"
        )
    name = str(given.get("id") or f"{path.name}:{number}")
    year = str(given.get("year") or "")
    return Sample(
        id=name,
        text=text,
        kind=KIND_OF_OWN_LABEL[label],
        group=str(given.get("group") or name),
        outlet=str(given.get("outlet") or ""),
        country=str(given.get("country") or ""),
        year=int(year) if year.isdigit() else THIS_YEAR,
        system=str(given.get("system") or path.name),
        source=path.name,
    )


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a CSV or JSON Lines file as dictionaries."""
    try:
        yield from (csv_rows if path.suffix.lower() == ".csv" else json_rows)(path)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8: save it again in that encoding") from error
    except csv.Error as error:
        raise CorpusError(f"{path} is not valid CSV: {error}") from error


def csv_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a CSV file, whatever parts its cells."""
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head = lines.readline()
        lines.seek(0)
        yield from csv.DictReader(lines, delimiter=max(DELIMITERS, key=head.count))


def json_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON Lines file."""
    with open_lines(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield json_object(line, number, path)


def json_object(line: bytes, number: int, path: Path) -> Mapping[str, Any]:
    """One line as an object."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise CorpusError(f"{path}, line {number}: no JSON: {error}") from error
    if not isinstance(row, dict):
        raise CorpusError(
            f"{path}, line {number}: JSON Lines needs one object per line, with text and label"
        )
    return row
