"""Names of stories for the rows of a run: the one door from scoring to the search for copies."""

from __future__ import annotations

from collections.abc import Sequence

from detector.article import Article
from detector.scale.deeds import Scored

# What two columns say of an article: its story and its best copy, both empty where it has none.
Named = tuple[str, str]
NOBODY: Named = ("", "")


def memberships(articles: Sequence[Article], scores: Sequence[float]) -> list[Named]:
    """The story and the best copy of each article, in the order given."""
    from detector.syndication.stories import group_stories

    return [(one.story, one.copy_of) for one in group_stories(articles, scores)]


class Copies:
    """Holds the articles of a run until the copies of each story are found.

    Parameters
    ----------
    most : int
        Past so many articles all are let go, and no story is named.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.articles: list[Article] = []
        self.scores: list[float] = []
        self.numbers: list[int] = []
        self.too_many = False

    @property
    def wanted(self) -> bool:
        """Whether articles are still to be handed in."""
        return self.most > 0 and not self.too_many

    def take(self, scored: Scored, first: int) -> None:
        """Hold the articles of a task, the number of whose first row is ``first``."""
        if not self.wanted:
            return
        judged = [n for n, row in enumerate(scored.rows) if row["decision"] != "unreadable"]
        self.articles += scored.articles
        self.scores += [scored.rows[n]["score"] for n in judged]
        self.numbers += [first + n for n in judged]
        if len(self.articles) > self.most:
            self.too_many = True
            self.articles, self.scores, self.numbers = [], [], []

    def named(self) -> dict[int, Named]:
        """The names by the number of the row, of those that have any."""
        if not self.articles:
            return {}
        found = zip(self.numbers, memberships(self.articles, self.scores), strict=True)
        return {number: named for number, named in found if named != NOBODY}
