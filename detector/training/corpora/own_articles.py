"""A newsroom's own labelled articles: rows of any kind with ``text`` and ``label``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detector.causes import HEAD_OF
from detector.readers.row_files import ENDINGS, records_of, row_format
from detector.training.corpora.labelled import CorpusError, Kind, Sample

KIND_OF_OWN_LABEL: dict[str, Kind] = {
    "clean": "news",
    "0": "news",
    "1": "machine",
    **{key: head.kinds[0] for key, head in HEAD_OF.items()},
}
# What an editor labels as translated today came out of an engine of today, unless a year is given:
# the text scores leave engines before 2014 aside.
THIS_YEAR = 2026


def read_own(path: Path) -> Iterator[Sample]:
    """Read a newsroom's own labelled articles.

    ``label`` is clean (or 0), translation (or 1), spin, or synthetic. ``group``, ``outlet``,
    ``country``, ``year`` and ``id`` are used where given.

    Raises
    ------
    CorpusError
        When the file is of another kind, holds no row, or a row lacks a text or has another
        label; the message names the row.
    RowFileError, CsvTableError
        When the file cannot be read as what its name says.
    """
    if not row_format(path):
        raise CorpusError(
            f"{path} is none of {', '.join(ENDINGS)}: save it as one of these with the fields text "
            "and label"
        )
    number = 0
    for number, row in records_of(path):
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
