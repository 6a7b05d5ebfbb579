"""Articles of an earlier run, met again through its output: how new arrivals join known stories.

A row of ``detector score`` names an article's story and best copy and where its text was read;
the text itself it does not hold. So the texts are read once more from where they were. What has
been moved or taken away since cannot be matched, which is said; ``detector stories -o
known.parquet`` keeps the texts and needs nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from detector.article import Article
from detector.copies.cluster_index import KnownStories, holds_fingerprints, read_known
from detector.copies.fingerprints import read_fingerprints
from detector.copies.stories import content_hash
from detector.readers import read
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.row_files import row_format
from detector.readers.rows import read_rows
from detector.verdict import Row

NEEDED = ("id", "path", "story", "copy_of")
NUMBERED_RE = re.compile(r"#\d+\Z")


def read_previous_run(
    path: Path,
    tell: Callable[[str], object] = lambda words: None,
    fields: FieldNames = USUAL_FIELDS,
) -> KnownStories:
    """Read the stories of an earlier run from what it wrote.

    Parameters
    ----------
    path : Path
        What ``detector score`` or ``detector stories`` wrote: .csv, .xlsx, .jsonl or .parquet.
    tell : callable
        Called with the number of articles that are no longer where they were read.
    fields : FieldNames
        Names that a user gave to the fields of what was read.

    Raises
    ------
    ValueError
        When the file is no such output, or not one of its articles is where it was.
    """
    if path.suffix == ".parquet" and holds_fingerprints(path):
        return read_known(path)
    if not row_format(path):
        raise ValueError(f"--against takes .csv, .xlsx, .jsonl or .parquet, not {path.name}")
    known = read_rows(path, (*NEEDED, "decision"), NEEDED, tell)
    rows = {key_of(row): row for row in known if row.decision != "unreadable"}
    articles = texts_of(rows, fields)
    if rows and not articles:
        raise ValueError(
            f"{path} names {len(rows)} articles and none of them is where it was read: keep "
            "the output of `detector stories PATH -o known.parquet`, which holds the texts"
        )
    if len(articles) < len(rows):
        tell(
            f"{len(rows) - len(articles)} of {len(rows)} articles in {path} are no longer where "
            "they were read: copies of them are not found"
        )
    return known_of(rows, articles)


def known_of(
    rows: Mapping[tuple[str, str], Row], articles: Mapping[tuple[str, str], Article]
) -> KnownStories:
    """The stories of the articles that were found again."""
    here = [(rows[key], article) for key, article in articles.items()]
    return KnownStories(
        [row_name(row) for row, _ in here],
        [row.story or content_hash(article.text) for row, article in here],
        [row.copy_of or row_name(row) for row, _ in here],
        read_fingerprints([article.text for _, article in here]),
        [article.text for _, article in here],
    )


def row_name(row: Row) -> str:
    """What an article is called in ``copy_of``."""
    return row.id or row.path


def key_of(row: Row) -> tuple[str, str]:
    """Where an article was read, and its name there."""
    return row.path, own_name(row.id)


def own_name(name: str) -> str:
    """What an article is called in its file, however the file itself is called.

    A record without an id is named by its file and number; a file that was found in a folder
    has its path below the folder for a name, and its whole path when it is read by itself.

    >>> own_name("week/wire.jsonl#3"), own_name("ap-17")
    ('#3', 'ap-17')
    """
    numbered = NUMBERED_RE.search(name)
    return numbered.group() if numbered else name


def texts_of(keys: Iterable[tuple[str, str]], fields: FieldNames) -> dict[tuple[str, str], Article]:
    """Read the articles again; each file once. Folders gave files shorter names than paths do."""
    wanted = dict.fromkeys(keys)
    paths = [path for path in dict.fromkeys(path for path, _ in wanted) if Path(path).is_file()]
    names: dict[str, list[str]] = {}
    for path, name in wanted:
        names.setdefault(path, []).append(name)
    articles = {}
    for item in read(paths, sys.stdin.buffer, fields=fields) if paths else ():
        if isinstance(item, Article):
            whole = names.get(item.path, [])
            key = item.path, whole[0] if len(whole) == 1 else own_name(item.id)
            if key in wanted:
                articles[key] = item
    return articles
