"""What analysts wrote into a review file, carried over when the file is written anew."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from detector.readers.article_finder import NUMBERED_RE
from detector.readers.row_files import RowFileError, is_review, records_of
from detector.readers.rows import FieldError, parse_number
from detector.readers.spreadsheets import CsvTableError
from detector.text.counted import counted
from detector.verdict import Readability, Row
from detector.version import counts_alike
from detector.writers import Writer
from detector.writers.cells import DECIMALS, one_line
from detector.writers.columns import COLUMNS, REVIEWER

LOOK = ("title", "url", "words", "out_of_domain")
look_of_row = attrgetter(*LOOK)
# What a desk has written into a column of its own, or under a name of its own, has no place in the
# rows.
PLACES = frozenset((*COLUMNS, *Readability._fields))
Key = tuple[str, str]


class Look(NamedTuple):
    """What tells two articles of one name apart; None where the file does not say.

    ``far`` is how far from news the text is: two texts of as many words differ in it.
    """

    title: str | None
    url: str | None
    words: float | None
    far: float | None

    @classmethod
    def of(cls, title: Any, url: Any, words: Any, far: Any) -> Look:
        r"""The look of a row, whatever file it stands in.

        >>> Look.of("Port\nshut ", None, 212, "0,0271")
        Look(title='Port ¶ shut', url=None, words=212.0, far=0.0271)
        """
        return cls(text_in(title), text_in(url), number_in(words), number_in(far))

    def same(self, other: Look) -> bool:
        """Whether nothing that both say differs."""
        return all(None in pair or pair[0] == pair[1] for pair in zip(self, other, strict=True))

    def edited(self, other: Look) -> bool:
        """Whether one may be the other in another version: something agrees, or nothing is said."""
        said = [pair for pair in zip(self[:3], other[:3], strict=True) if all(pair)]
        return not said or any(one == two for one, two in said)


def text_in(cell: Any) -> str | None:
    """A text as a cell shows it."""
    return None if cell is None else one_line(str(cell).strip())


def number_in(cell: Any) -> float | None:
    """A number as a cell shows it, None where a spreadsheet has made something else of it."""
    with suppress(FieldError):
        return None if cell is None else round(parse_number(cell, "words"), DECIMALS)
    return None


class Said(NamedTuple):
    """What stood in the columns of the analyst, word for word."""

    decision: str
    cause: str
    note: str


class DecisionCarrier:
    """A writer that puts the decisions of the file it replaces into the new rows.

    An article is known by its path and id; where it has moved, by an id, a title or an address
    that no two articles have; a file that holds one article by its path, however the command line
    came to it. A name may have passed to another article: numbers in a file do with every new
    file. So what has moved must look the same, and what has not may have been edited.
    What finds no row any more, or does not fit into one (the word of a second analyst, a column
    of a desk's own), stays in a copy of the old file.

    Parameters
    ----------
    writer : Writer
        Takes the rows.
    path : Path
        The file that will be replaced; it need not be there.
    """

    def __init__(self, writer: Writer, path: Path) -> None:
        self.writer, self.path = writer, path
        self.by_article: dict[Key, Said] = {}
        self.looks: dict[Key, Look] = {}
        self.by_name: dict[object, Key] = {}
        # By hash: a file may have a million rows.
        self.uses: Counter[int] = Counter()
        self.whole = True
        self.carried: set[Key] = set()
        if is_review(path):
            self._read()

    def _read(self) -> None:
        try:
            for _, record in records_of(self.path, skipped=self._skip):
                self._take(record)
        except (RowFileError, CsvTableError, OSError):
            self.whole = False

    def _skip(self, _reason: str) -> None:
        self.whole = False

    def _take(self, record: Mapping[str, Any]) -> None:
        key = (str(record.get("path") or ""), str(record.get("id") or ""))
        look = Look.of(*map(record.get, LOOK))
        if not counts_alike(record.get("version")):
            look = look._replace(words=None, far=None)
        self.uses.update(map(hash, names(key, look)))
        further = any(value for name, value in record.items() if name not in PLACES)
        if further or not set(REVIEWER) <= record.keys():
            self.whole = False
        said = Said(*(str(record.get(name) or "") for name in REVIEWER))
        if not any(said):
            return
        if key in self.by_article:
            self.whole = False
        self.by_article.setdefault(key, said)
        self.looks.setdefault(key, look)
        self.by_name.update(dict.fromkeys(names(key, look), key))

    def write(self, row: Row) -> None:
        """Write a row, with what an analyst had written about its article."""
        old_key = self._old_key((row.path, row.id), Look.of(*look_of_row(row)))
        if old_key is not None and old_key not in self.carried:
            self.carried.add(old_key)
            row.reviewer_decision, row.reviewer_cause, row.reviewer_note = self.by_article[old_key]
        self.writer.write(row)

    def _old_key(self, key: Key, look: Look) -> Key | None:
        """Path and id that an article had in the old file, None where nothing was said of it."""
        stays = key in self.by_article and not NUMBERED_RE.search(key[1])
        if stays and look.edited(self.looks[key]):
            return key
        known = (
            self.by_name[name]
            for name in names(key, look)
            if name in self.by_name and (self.uses[hash(name)] == 1 or name == key)
        )
        return next((old for old in known if look.same(self.looks[old])), None)

    def finish(self) -> None:
        """Hand on what is still held."""
        self.writer.finish()

    def keep(self) -> list[str]:
        """Copy the old file where not everything was carried over; the messages for the user."""
        messages = []
        if self.carried:
            messages.append(
                f"{counted(len(self.carried), 'decision')} carried over from {self.path}"
            )
        left = len(self.by_article) - len(self.carried)
        if left or not self.whole:
            copy = free_name(self.path)
            shutil.copy2(self.path, copy)
            gone = f"{counted(left, 'decision')} without a row of the same article"
            what = gone if left else "not everything written there has a place in the new file"
            messages.append(f"{what}: the old file is kept as {copy}")
        return messages


def names(key: Key, look: Look) -> Iterator[object]:
    """What an article may be known by, the surest first."""
    yield key
    if key[1]:
        yield key[1]
    if is_whole_file(*key):
        yield "file", key[0]
    if look.title or look.url:
        yield look


def is_whole_file(path: str, identity: str) -> bool:
    """Whether an id is the end of the path: that of a file which holds one article.

    >>> is_whole_file("week/port.txt", "port.txt"), is_whole_file("week/feed.jsonl", "feed.jsonl#2")
    (True, False)
    """
    return f"/{Path(path).as_posix()}".endswith(f"/{identity}")


def free_name(path: Path) -> Path:
    """A name beside a file that nothing has yet: ``keep.before-1.csv``."""
    stem, dot, ending = path.name.partition(".")
    names = (path.with_name(f"{stem}.before-{number}{dot}{ending}") for number in count(1))
    return next(name for name in names if not name.exists())
