"""Articles of earlier runs, found again by what is rare in them: an index that grows day by day.

It lies in one file of a folder, or in memory for as long as a run lasts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from detector.copies.candidates import Pairs, keys
from detector.copies.fingerprints import Fingerprint, fingerprint, read_fingerprints
from detector.copies.index_file import INDEX, MEMORY, index_path, open_index_file
from detector.copies.known_article import KnownArticle, read_article, read_row, write_article
from detector.copies.packed_fingerprints import pack
from detector.copies.postings import known_candidates, write_keys
from detector.resources.progress import ProgressCallback, silent
from detector.text.tokens import Tokens

# Read anew at a time when fingerprints have changed (made up).
BATCH = 1000
# A story's members that a new article is compared with at most: the best copy and the first.
MOST_MEMBERS = 24
# Whether fingerprints are what they were when an index was made is seen by that of this text.
PROBE = """The council of Harwick paid Anna Obi $1,250 for 38 boats on Monday, March 4, 2024.
“We had no choice but to sell,” said Obi, who has run the ferry to Saint Brannoc since 1998.
Fishermen from Trevenna had offered £86,000 for the same boats, the Harwick Gazette reported; the
harbour master, Tom Kowalczyk, called that negotiation unprecedented."""


class StoryIndex:
    """Known articles, their stories, and the rare keys by which new ones find them.

    Parameters
    ----------
    path : str
        The SQLite file, or :data:`~detector.copies.index_file.MEMORY`.
    tell : callable
        Called with a message when all articles must be read anew.

    Raises
    ------
    StoryIndexError
        From here and from every method: the file is damaged, held by another run, or no index.
    """

    def __init__(self, path: str = MEMORY, tell: ProgressCallback = silent) -> None:
        self.path = path
        self.grows = path != MEMORY
        self._connection = open_index_file(path)
        try:
            with INDEX.explaining(path):
                self._renew(tell)
        except BaseException:
            self.close()
            raise

    def _renew(self, tell: ProgressCallback) -> None:
        """Read all texts anew where an earlier detector made other fingerprints of them."""
        scheme = fingerprint_scheme()
        made = self._connection.execute("SELECT fingerprints FROM scheme").fetchone()
        if made == (scheme,):
            return
        count = self.count()
        if count:
            tell(f"{self.path} was made by another version: {count:,} articles are read anew")
        self._connection.execute("DELETE FROM segment")
        for first in range(1, count + 1, BATCH):
            numbers = range(first, min(first + BATCH, count + 1))
            self._write(first, [self._read_anew(number) for number in numbers])
        self._connection.execute("DELETE FROM scheme")
        self._connection.execute("INSERT INTO scheme VALUES (?)", (scheme,))

    def _read_anew(self, number: int) -> KnownArticle:
        """An article with the fingerprint that its text has now."""
        story, best, content, name, _, text = read_row(self._connection, number)
        [codes] = read_fingerprints([text])
        return KnownArticle(story, bool(best), content, name, codes, text)

    def count(self) -> int:
        """How many articles are known."""
        with INDEX.explaining(self.path):
            (last,) = self._connection.execute("SELECT max(number) FROM article").fetchone()
        return last or 0

    def holds(self, content: str, name: str) -> bool:
        """Whether an article is known, as opposed to a reprint of it under another name."""
        with INDEX.explaining(self.path):
            rows = self._connection.execute("SELECT id FROM article WHERE content = ?", (content,))
            return any(is_same_name(name, one) for (one,) in rows)

    def add(self, articles: Iterable[KnownArticle]) -> None:
        """Add the articles that are not known yet."""
        fresh = [one for one in articles if not self.holds(one.content, one.id)]
        with INDEX.explaining(self.path):
            self._write(self.count() + 1, fresh)

    def _write(self, first: int, articles: Sequence[KnownArticle]) -> None:
        """Write articles under the numbers from ``first`` on, and their keys."""
        for number, one in enumerate(articles, start=first):
            write_article(self._connection, number, one)
        if articles:
            write_keys(self._connection, first, [one.fingerprint for one in articles])

    def move(self, story: str, into: str) -> None:
        """Let the one article of a story belong to another story."""
        with INDEX.explaining(self.path):
            for number in self.members(story):
                lone = read_article(self._connection, number)
                write_article(self._connection, number, lone._replace(story=into, best=False))

    def candidates(self, prints: Sequence[Fingerprint]) -> tuple[Pairs, list[int]]:
        """See :func:`detector.copies.postings.known_candidates`."""
        with INDEX.explaining(self.path):
            return known_candidates(self._connection, prints)

    def read(self, numbers: Iterable[int]) -> list[KnownArticle]:
        """Known articles by their numbers."""
        with INDEX.explaining(self.path):
            return [read_article(self._connection, number) for number in numbers]

    def members(self, story: str) -> list[int]:
        """The numbers of a story's articles, the best copy first; of a large story the first."""
        query = "SELECT number FROM article WHERE story = ? ORDER BY best DESC, number LIMIT ?"
        with INDEX.explaining(self.path):
            rows = self._connection.execute(query, (story, MOST_MEMBERS))
            return [number for (number,) in rows]

    def names(self) -> list[str]:
        """The names of all articles, in the order in which they came."""
        with INDEX.explaining(self.path):
            rows = self._connection.execute("SELECT id FROM article ORDER BY number")
            return [name for (name,) in rows]

    def keep(self) -> None:
        """Commit what was added; until then no other run sees any of it."""
        with INDEX.explaining(self.path):
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Let go of the file; what was not kept is undone."""
        self._connection.close()


@contextmanager
def open_index(folder: str, tell: ProgressCallback = silent) -> Iterator[StoryIndex]:
    """The index in a folder, held by this run until the end of the block.

    It is begun where there is none.

    Raises
    ------
    StoryIndexError
        When the folder holds something else, or another run holds it.
    """
    index = StoryIndex(index_path(folder), tell)
    try:
        yield index
    finally:
        index.close()


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are of one article: a folder gives its files shorter names than a path.

    >>> is_same_name("monday/ferry.txt", "ferry.txt"), is_same_name("ap-17", "reuters-17")
    (True, False)
    """
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def fingerprint_scheme() -> str:
    """A name for the way in which texts become fingerprints and keys."""
    probe = fingerprint(Tokens(PROBE))
    return hashlib.sha256(pack(probe) + keys(probe).tobytes()).hexdigest()[:16]
