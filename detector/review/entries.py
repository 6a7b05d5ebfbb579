"""An article under review: its row, its text and what led to its score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from detector.article import Span
from detector.causes import CauseKey
from detector.model.thresholds import Thresholds
from detector.review.events import text_digest
from detector.verdict import Evidence, Row, SentenceSurprisal
from detector.writers.columns import replace_lone_surrogates

Queue = Literal["score", "uncertain"]


class ScoreBreakdown(NamedTuple):
    """How the log-odds of a cause add up: ``parts`` are named, ``total`` is their sum."""

    cause: CauseKey
    parts: tuple[tuple[str, float], ...]
    total: float


@dataclass(slots=True)
class Entry:
    """One article on the desk.

    ``text`` is empty where it is not at hand; ``remark`` then says why. ``marks`` are all the
    evidence, of which a row carries the first, strongest first. ``relation`` is what the article is
    to the best copy of its story, ``relation_reason`` the reason in words. ``from_review_file``
    says that the row comes from a review file, whose decision stays.
    """

    row: Row
    text: str = field(default="", repr=False)
    remark: str = ""
    marks: list[Evidence] = field(default_factory=list)
    suspects: tuple[Span, ...] = ()
    breakdown: ScoreBreakdown | None = None
    strip: tuple[SentenceSurprisal, ...] = ()
    relation: str = ""
    relation_reason: str = ""
    from_review_file: bool = False

    @property
    def cause(self) -> str:
        """The likeliest cause of damage."""
        return self.row.likeliest_cause

    @property
    def article(self) -> tuple[str, str]:
        """What names the article in decisions, as a browser and a file can hold it."""
        path, identity = map(replace_lone_surrogates, (self.row.path, self.row.id))
        return path, identity

    def haystack(self) -> str:
        """All that can be searched of the article, without regard to case."""
        row = self.row
        parts = (row.title, row.outlet, row.id, row.path, ";".join(row.reasons), self.text)
        return "\n".join(parts).casefold()


@dataclass
class ReviewCollection:
    """The articles on the desk in the order of its queue, and what judged them.

    ``made`` is the time of making, ISO 8601 in UTC; ``sources`` are the paths as they were given.
    """

    entries: list[Entry] = field(repr=False)
    thresholds: Thresholds
    model: str
    version: str
    made: str
    queue: Queue
    sources: tuple[str, ...]

    @cached_property
    def digests(self) -> dict[tuple[str, str], str]:
        """The digest of each text, by path and id; of several with one name that of the first."""
        return {one.article: text_digest(one.text) for one in reversed(self.entries)}

    def copies(self) -> dict[str, list[int]]:
        """The places of the articles of each story that has more than one here."""
        places = defaultdict(list)
        for n, entry in enumerate(self.entries):
            if entry.row.story:
                places[entry.row.story].append(n)
        return {story: members for story, members in places.items() if len(members) > 1}

    def search(self, query: str) -> list[int]:
        """The places of the articles that hold every word of a query, in queue order.

        Words are found within words, without regard to case; an empty query finds everything.
        """
        words = query.casefold().split()
        haystacks = (entry.haystack() for entry in self.entries)
        return [n for n, held in enumerate(haystacks) if all(word in held for word in words)]
