"""Articles of an earlier run, met again through its output: how new arrivals join known stories.

A row of ``detector score`` names an article's story and best copy and where its text was read;
the text itself it does not hold. So the texts are read once more from where they were, seen from
the working folder or from that of the output. What has
been moved or taken away since cannot be matched, which is said; ``detector stories -o
known.parquet`` keeps the texts and needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from detector.article import Article
from detector.copies.cluster_index import StoryIndex
from detector.copies.fingerprints import read_fingerprints
from detector.copies.known_article import KnownArticle
from detector.copies.packed_fingerprints import fingerprint_of
from detector.copies.stories import content_hash
from detector.readers.article_finder import ArticleFinder
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.readers.row_files import row_format
from detector.readers.rows import read_rows
from detector.resources.progress import ProgressCallback, silent
from detector.verdict import Row

NEEDED = ("id", "path", "story", "copy_of")
# The column of Parquet rows of stories that makes reading the texts again needless.
COLUMN = "fingerprint"


def read_previous_run(
    path: Path, tell: ProgressCallback = silent, fields: FieldNames = USUAL_FIELDS
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
    rows = {(row.path, row.id): row for row in known if row.decision != "unreadable"}
    finder = ArticleFinder(path.parent, fields=fields)
    looked_for = [(row, finder.find_row(row)) for row in rows.values()]
    found = [(row, article) for row, article in looked_for if article is not None]
    if rows and not found:
        raise ValueError(
            f"{path} names {len(rows)} articles, but none of them is where it was read: use "
            "the output of `detector stories PATH -o known.parquet`, which contains the texts"
        )
    if len(found) < len(rows):
        tell(
            f"{len(rows) - len(found)} of {len(rows)} articles in {path} are no longer where "
            "they were read: copies of these will not be found"
        )
    return known_of(found)


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


def known_of(found: Sequence[tuple[Row, Article]]) -> StoryIndex:
    """The stories of the articles that were found again."""
    index = StoryIndex()
    prints = read_fingerprints([article.text for _, article in found])
    contents = [content_hash(article.text) for _, article in found]
    index.add(
        KnownArticle(
            row.story or content, not row.copy_of, content, row.id or row.path, codes, article.text
        )
        for (row, article), content, codes in zip(found, contents, prints, strict=True)
    )
    return index
