"""What analysts wrote into a review file, carried over when the file is written anew."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from detector.readers.row_files import RowFileError, is_review, records_of
from detector.readers.spreadsheets import CsvTableError
from detector.verdict import Row
from detector.writers import Writer

DECIDED = ("reviewer_decision", "reviewer_cause", "reviewer_note")
# Columns that the server's export adds; a review file has no place for them.
FURTHER = ("reviewer", "at", "disputed")


class Said(NamedTuple):
    """What stood in the columns of the analyst, word for word."""

    decision: str
    cause: str
    note: str


class DecisionCarrier:
    """A writer that puts the decisions of the file it replaces into the new rows.

    An article is known by its path and id; where it has moved, by an id that no two articles have;
    a file that holds one article by its path, however the command line came to it.
    What finds no row any more, or does not fit into one (the word of a second analyst), stays in a
    copy of the old file.

    Parameters
    ----------
    writer : Writer
        Takes the rows.
    path : Path
        The file that will be replaced; it need not be there.
    """

    def __init__(self, writer: Writer, path: Path) -> None:
        self.writer, self.path = writer, path
        self.by_article: dict[tuple[str, str], Said] = {}
        self.whole = True
        self.carried: set[tuple[str, str]] = set()
        if is_review(path):
            self._read()
        ids = Counter(identity for _, identity in self.by_article)
        self.by_id = {key[1]: key for key in self.by_article if key[1] and ids[key[1]] == 1}
        self.by_file = {key[0]: key for key in self.by_article if is_whole_file(*key)}

    def _read(self) -> None:
        try:
            for _, record in records_of(self.path, skipped=self._skip):
                self._take(record)
        except (RowFileError, CsvTableError, OSError):
            self.whole = False

    def _skip(self, _reason: str) -> None:
        self.whole = False

    def _take(self, record: Mapping[str, Any]) -> None:
        said = Said(*(str(record.get(name) or "") for name in DECIDED))
        if not any(said):
            return
        key = (str(record.get("path") or ""), str(record.get("id") or ""))
        if key in self.by_article or any(record.get(name) for name in FURTHER):
            self.whole = False
        self.by_article.setdefault(key, said)

    def write(self, row: Row) -> None:
        """Write a row, with what an analyst had written about its article."""
        old_key = self._old_key(row.path, row.id)
        if old_key in self.by_article and old_key not in self.carried:
            self.carried.add(old_key)
            row.reviewer_decision, row.reviewer_cause, row.reviewer_note = self.by_article[old_key]
        self.writer.write(row)

    def _old_key(self, path: str, identity: str) -> tuple[str, str]:
        """Path and id that an article had in the old file, else those that it has now."""
        key = (path, identity)
        if key in self.by_article:
            return key
        if is_whole_file(path, identity) and path in self.by_file:
            return self.by_file[path]
        return self.by_id.get(identity, key)

    def finish(self) -> None:
        """Hand on what is still held."""
        self.writer.finish()

    def keep(self) -> list[str]:
        """Copy the old file where not everything was carried over; the messages for the user."""
        messages = []
        if self.carried:
            messages.append(f"{plural(len(self.carried))} carried over from {self.path}")
        left = len(self.by_article) - len(self.carried)
        if left or not self.whole:
            copy = free_name(self.path)
            shutil.copy2(self.path, copy)
            what = f"{plural(left)} found no row" if left else "not all that was written there fits"
            messages.append(f"{what}: the old file is kept as {copy}")
        return messages


def is_whole_file(path: str, identity: str) -> bool:
    """Whether an id is the end of the path: that of a file which holds one article.

    >>> is_whole_file("week/port.txt", "port.txt"), is_whole_file("week/feed.jsonl", "feed.jsonl#2")
    (True, False)
    """
    return f"/{Path(path).as_posix()}".endswith(f"/{identity}")


def plural(number: int) -> str:
    """A number of decisions."""
    return f"{number} decision{'' if number == 1 else 's'}"


def free_name(path: Path) -> Path:
    """A name beside a file that nothing has yet: ``keep.before-1.csv``."""
    stem, dot, ending = path.name.partition(".")
    names = (path.with_name(f"{stem}.before-{number}{dot}{ending}") for number in count(1))
    return next(name for name in names if not name.exists())
