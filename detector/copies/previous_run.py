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
from typing import Any, BinaryIO

from detector.article import Article
from detector.copies.cluster_index import StoryIndex
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.known_article import KnownArticle
from detector.copies.packed_fingerprints import fingerprint_of
from detector.copies.stories import content_hash
from detector.readers import read
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.row_files import row_format
from detector.readers.rows import read_rows
from detector.verdict import Row

NEEDED = ("id", "path", "story", "copy_of")
# The column of Parquet rows of stories that makes reading the texts again needless.
COLUMN = "fingerprint"
NUMBERED_RE = re.compile(r"#\d+\Z")


def read_previous_run(
    path: Path,
    tell: Callable[[str], object] = lambda words: None,
    fields: FieldNames = USUAL_FIELDS,
) -> StoryIndex:
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


def write_known(rows: Iterable[dict[str, Any]], path: Path | BinaryIO) -> None:
    """Write story rows, each with its ``fingerprint``, as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(list(rows)), path, compression="zstd")


def holds_fingerprints(path: Path) -> bool:
    """Whether a Parquet file carries all that matching needs."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return COLUMN in parquet.read_schema(path).names
    except (pa.ArrowException, OSError):
        return False


def read_known(path: Path) -> StoryIndex:
    """Read the stories of an earlier run.

    Raises
    ------
    ValueError
        When the file is not a Parquet file of stories; the message says how to make one.
    """
    import pyarrow as pa
    from pyarrow import parquet

    columns = ["id", "story", "copy_of", "content", "text", COLUMN]
    try:
        rows = parquet.read_table(path, columns=columns).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise ValueError(
            f"{path} holds no known stories: make it with `detector stories PATH -o {path.name}`"
        ) from error
    index = StoryIndex()
    index.add(
        KnownArticle(
            row["story"] or row["content"],
            not row["copy_of"],
            row["content"],
            row["id"],
            fingerprint_of(row[COLUMN], row["text"]),
            row["text"],
        )
        for row in rows
    )
    return index


def known_of(
    rows: Mapping[tuple[str, str], Row], articles: Mapping[tuple[str, str], Article]
) -> StoryIndex:
    """The stories of the articles that were found again."""
    index = StoryIndex()
    prints = read_fingerprints([article.text for article in articles.values()])
    index.add(
        known_article(rows[key], article, codes)
        for (key, article), codes in zip(articles.items(), prints, strict=True)
    )
    return index


def known_article(row: Row, article: Article, codes: Fingerprint) -> KnownArticle:
    """An article that was found again, with the story that its row names."""
    content = content_hash(article.text)
    story, best = row.story or content, not row.copy_of
    return KnownArticle(story, best, content, row_name(row), codes, article.text)


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
