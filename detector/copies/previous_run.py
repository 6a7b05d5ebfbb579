"""Articles of an earlier run, met again through its output: how new arrivals join known stories.

A row of ``detector score`` names an article's story and best copy and where its text was read;
the text itself it does not hold. So the texts are read once more from where they were. What has
been moved or taken away since cannot be matched, which is said; ``detector stories -o
known.parquet`` keeps the texts and needs nothing else.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from detector.article import Article
from detector.copies.cluster_index import KnownStories, holds_fingerprints, read_known
from detector.copies.fingerprints import fingerprint
from detector.copies.stories import content_hash
from detector.readers import read
from detector.text.tokens import Tokens
from detector.writers import unescape_formula
from detector.writers.columns import ColumnType

NEEDED = ("id", "path", "story", "copy_of")
# A row's evidence may be long; the reader's own limit is 131,072 characters a cell.
MOST_CHARACTERS = 10_000_000
NUMBERED_RE = re.compile(r"#\d+\Z")
Record = Mapping[str, Any]


def read_previous_run(
    path: Path, tell: Callable[[str], object] = lambda words: None
) -> KnownStories:
    """Read the stories of an earlier run from what it wrote.

    Parameters
    ----------
    path : Path
        What ``detector score`` or ``detector stories`` wrote: .csv, .jsonl or .parquet.
    tell : callable
        Told how many articles are no longer where they were read.

    Raises
    ------
    ValueError
        When the file is no such output, or not one of its articles is where it was.
    """
    if path.suffix == ".parquet" and holds_fingerprints(path):
        return read_known(path)
    records = {key_of(record): record for record in records_of(path)}
    found = texts_of(records)
    if records and not found:
        raise ValueError(
            f"{path} names {len(records)} articles and none of them is where it was read: keep "
            "the output of `detector stories PATH -o known.parquet`, which holds the texts"
        )
    if len(found) < len(records):
        tell(
            f"{len(records) - len(found)} of {len(records)} articles in {path} are no longer where "
            "they were read: copies of them are not found"
        )
    return known_of(records, found)


def known_of(
    records: Mapping[tuple[str, str], Record], found: Mapping[tuple[str, str], Article]
) -> KnownStories:
    """The stories of the articles that were found again."""
    here = [(key, records[key], article) for key, article in found.items()]
    return KnownStories(
        [record_name(record) for _, record, _ in here],
        [record["story"] or content_hash(article.text) for _, record, article in here],
        [record["copy_of"] or record_name(record) for _, record, _ in here],
        [fingerprint(Tokens(article.text)) for _, _, article in here],
        [article.text for _, _, article in here],
    )


def record_name(record: Record) -> str:
    """What an article is called in ``copy_of``."""
    return str(record["id"] or record["path"])


def key_of(record: Record) -> tuple[str, str]:
    """Where an article was read, and its name there."""
    return str(record["path"]), own_name(str(record["id"]))


def own_name(name: str) -> str:
    """What an article is called in its file, however the file itself is called.

    A record without an id is named by its file and number; a file that was found in a folder
    has its path below the folder for a name, and its whole path when it is read by itself.

    >>> own_name("week/wire.jsonl#3"), own_name("ap-17")
    ('#3', 'ap-17')
    """
    numbered = NUMBERED_RE.search(name)
    return numbered.group() if numbered else name


def texts_of(records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Article]:
    """Read the articles again; each file once. Folders gave files shorter names than paths do."""
    wanted = dict.fromkeys(records)
    paths = [path for path in dict.fromkeys(path for path, _ in wanted) if Path(path).is_file()]
    names: dict[str, list[str]] = {}
    for path, name in wanted:
        names.setdefault(path, []).append(name)
    found = {}
    for item in read(paths, sys.stdin.buffer) if paths else ():
        if isinstance(item, Article):
            whole = names.get(item.path, [])
            key = item.path, whole[0] if len(whole) == 1 else own_name(item.id)
            if key in wanted:
                found[key] = item
    return found


def records_of(path: Path) -> list[Record]:
    """The rows of an earlier output.

    Raises
    ------
    ValueError
        When it is in no format of ours, or lacks a column.
    """
    readers = {".csv": from_csv, ".jsonl": from_json_lines, ".parquet": from_parquet}
    if path.suffix not in readers:
        raise ValueError(f"--against takes {', '.join(readers)}, not {path.name}")
    try:
        rows = readers[path.suffix](path)
    except (OSError, ValueError, csv.Error) as error:
        raise ValueError(f"{path} is no output of the detector: {error}") from error
    missing = [name for row in rows[:1] for name in NEEDED if name not in row]
    if missing:
        raise ValueError(f"{path} is no output of the detector: it lacks {', '.join(missing)}")
    return [row for row in rows if row.get("decision") != "unreadable"]


def from_csv(path: Path) -> list[Record]:
    """Rows of a CSV, the apostrophes that kept spreadsheets quiet taken off."""
    csv.field_size_limit(MOST_CHARACTERS)
    sorts: dict[str, ColumnType] = {"id": "id", "story": "id", "copy_of": "id", "path": "text"}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            row
            | {
                name: unescape_formula(row[name], sort)
                for name, sort in sorts.items()
                if name in row
            }
            for row in csv.DictReader(lines)
        ]


def from_json_lines(path: Path) -> list[Record]:
    """Rows of JSON Lines."""
    import orjson

    with path.open("rb") as lines:
        return [orjson.loads(line) for line in lines if line.strip()]


def from_parquet(path: Path) -> list[Record]:
    """Rows of a Parquet file, the needed columns alone."""
    from pyarrow import ArrowException, parquet

    try:
        names = parquet.read_schema(path).names
        columns = [name for name in (*NEEDED, "decision") if name in names]
        rows: list[Record] = parquet.read_table(path, columns=columns).to_pylist()
    except ArrowException as error:
        raise ValueError(str(error)) from error
    return rows
