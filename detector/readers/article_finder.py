"""Finds the articles of an earlier run again: its rows have paths but no texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from detector.article import Article, Unreadable
from detector.readers import MissingInput, read
from detector.readers.field_names import USUAL_FIELDS, FieldNames
from detector.verdict import Row

NUMBERED_RE = re.compile(r"#(\d+)$")


class ArticleFinder:
    """Finds articles by the path and the id of their rows.

    Parameters
    ----------
    beside : Path
        The folder of the file that holds the rows: paths that lead nowhere from the working folder
        may lead somewhere from there.
    root : Path, optional
        The folder from which they lead.
    fields : FieldNames
        Names that a user gave to the fields of records.
    """

    def __init__(
        self, beside: Path, root: Path | None = None, fields: FieldNames = USUAL_FIELDS
    ) -> None:
        self.fields = fields
        self.folders = (root,) if root else (Path(), beside)
        self.articles = cache(self.load)

    def find_row(self, row: Row) -> Article | None:
        """The article of a row, None where it is not at hand."""
        return None if row.decision == "unreadable" else self.find(row.path, row.id)

    def find(self, path: str, name: str) -> Article | None:
        """The article of a path and an id, None where it is not at hand."""
        if not path:
            return None
        articles = self.articles(path)
        if len(articles) == 1 and not NUMBERED_RE.search(name):
            return next(iter(articles.values()))
        return articles.get(name) or articles.get(number_in(name))

    def load(self, path: str) -> dict[str, Article]:
        """Every article of a file, by its own id and by its number in the file."""
        for place in (folder / path for folder in self.folders):
            if place.is_file():
                try:
                    return by_name(read([str(place)], fields=self.fields))
                except MissingInput:
                    return {}
        return {}


def by_name(items: Iterable[Article | Unreadable]) -> dict[str, Article]:
    """Articles by id; those that a reader numbered by that number as well."""
    articles: dict[str, Article] = {}
    for article in items:
        if isinstance(article, Unreadable):
            continue
        articles.setdefault(article.id, article)
        if number := number_in(article.id):
            articles.setdefault(number, article)
    return articles


def number_in(name: str) -> str:
    """The number that a reader gave to a record without an id: ``#12`` of ``wire.jsonl#12``."""
    match = NUMBERED_RE.search(name)
    return match[0] if match else ""
