"""Names of stories for the rows of a run: the one door from scoring to the search for copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detector.article import Article
from detector.rows import Row
from detector.syndication.stories import group_stories

# What two columns say of an article: its story and its best copy, both empty where it has none.
Named = tuple[str, str]
NOBODY: Named = ("", "")


def memberships(articles: Sequence[Article], scores: Sequence[float]) -> list[Named]:
    """The story and the best copy of each article, in the order given."""
    return [(one.story, one.copy_of) for one in group_stories(articles, scores)]


class Copies:
    """Holds the articles of a run until the copies of each story are found.

    Parameters
    ----------
    limit : int
        Past so many articles all are let go, and no story is named; 0 from the first on.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.articles: list[Article] = []

    def watch(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Hand articles on; past the limit nothing is kept any more."""
        for article in articles:
            if self.limit:
                self.articles.append(article)
                if len(self.articles) > self.limit:
                    self.articles, self.limit = [], 0
            yield article

    def revise(self, rows: Sequence[Row]) -> None:
        """Name the stories in all the rows of a run, which stand in the order of reading."""
        judged = [row for row in rows if row["decision"] != "unreadable"]
        if not self.articles:
            return
        found = memberships(self.articles, [row["score"] for row in judged])
        for row, (story, best) in zip(judged, found, strict=True):
            row["story"], row["copy_of"] = story, best
