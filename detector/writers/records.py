"""A row as a flat record, as JSON Lines and Parquet hold it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from detector.causes import HEADS, PROBABILITIES
from detector.text.lazy_pattern import lazy_pattern
from detector.verdict import JUDGED, Evidence, Passage, Readability, Row
from detector.writers.columns import COLUMNS, MARK_FIELDS, RARE_MARK_FIELDS

# Columns whose field of the row holds the same value.
PLAIN = tuple(
    name
    for name in COLUMNS
    if name not in (*PROBABILITIES, "reasons", "evidence", "figures_suspect")
)
PLAIN_FIELDS = attrgetter(*PLAIN)
OFFSETS = r"(0|[1-9][0-9]{0,9})-(0|[1-9][0-9]{0,9}): “"
PASSAGE_RE = lazy_pattern(OFFSETS)
BETWEEN_RE = lazy_pattern(rf"(?<=”) \| (?={OFFSETS.replace('(', '(?:')})")
Record = dict[str, Any]


def to_record(row: Row) -> Record:
    """A row in the columns of the contract, in their order; readability where it was measured.

    Probabilities are None where nothing was judged: what is too short, in another language or
    unreadable would else look like the soundest of all.
    """
    record: Record = dict.fromkeys(COLUMNS)
    record.update(zip(PLAIN, PLAIN_FIELDS(row), strict=True))
    if row.decision in JUDGED:
        record["score"] = row.score
        record.update((head, row.probabilities[head]) for head in HEADS)
    record["reasons"] = row.reasons
    record["evidence"] = list(map(evidence_record, row.evidence))
    record["figures_suspect"] = [passage._asdict() for passage in row.figures_suspect]
    return record | row.readability._asdict() if row.readability else record


def from_record(record: Mapping[str, Any]) -> Row:
    """The row that :func:`to_record` made a record of; its types are taken on trust.

    Records of files come through :mod:`detector.readers.rows`, which checks them.
    """
    return Row(
        **{name: record[name] for name in PLAIN},
        score=record["score"] or 0.0,
        probabilities={head: record[head] or 0.0 for head in HEADS},
        reasons=list(record["reasons"]),
        evidence=[evidence_from(mark) for mark in record["evidence"]],
        figures_suspect=[Passage(**passage) for passage in record["figures_suspect"]],
        readability=readability_from(record),
    )


def readability_from(record: Mapping[str, Any]) -> Readability | None:
    """The readability in a record, None where it was not measured."""
    if record.get("reading_ease") is None:
        return None
    return Readability(*(record[name] for name in Readability._fields))


def evidence_record(mark: Evidence) -> Record:
    """One piece of evidence, without a note or the wording of a copy where it has none."""
    rare = {name: value for name in RARE_MARK_FIELDS if (value := getattr(mark, name))}
    return dict(zip(MARK_FIELDS, mark, strict=False)) | rare


def evidence_from(record: Mapping[str, Any]) -> Evidence:
    """The evidence that :func:`evidence_record` made a record of."""
    fields = {name: record[name] for name in MARK_FIELDS}
    return Evidence(**fields, note=record.get("note") or "", original=record.get("original"))


def parse_passages(text: str) -> Iterable[Passage]:
    """Undo :func:`detector.writers.cells.format_passage`; what has no offsets is left out.

    >>> list(parse_passages("4-9: “4,00m” | 12-15: “” | 7”"))
    [Passage(start=4, end=9, text='4,00m'), Passage(start=12, end=15, text='” | 7')]
    """
    for piece in BETWEEN_RE.split(text):
        if head := PASSAGE_RE.match(piece):
            yield Passage(int(head[1]), int(head[2]), piece[head.end() :].removesuffix("”"))
