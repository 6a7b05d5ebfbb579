"""What the other articles of a run show about one: its story, its best copy, what it mangled.

Articles are read and judged one after another, but copies are known only after the last. So a run
keeps its articles, up to a limit, and revises the rows at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from detector.article import Article
from detector.causes import CauseKey
from detector.model.thresholds import Thresholds
from detector.resources.progress import ProgressCallback, silent
from detector.signals.why import why
from detector.verdict import COPY_SIGNAL, JUDGED, MAX_EVIDENCE_PER_ROW, Evidence, Row

# A single article has no copies: the search, and what it imports, waits for a second one.
if TYPE_CHECKING:
    from detector.copies.cluster_index import StoryIndex
    from detector.copies.membership import Membership

# Without a word from the user, up to so many articles are searched for copies: grouping 100,000 of
# 480 words took two processes 260 s of processor time and 2.7 GB (see docs/copies.md).
LARGEST_FOLDER = 100_000
# A copy's wording may fill half of the places for marks, so that the article's own marks stay.
MOST_COPY_MARKS = MAX_EVIDENCE_PER_ROW // 2


class CopyCollector:
    """The articles of one run, kept until the copies of each story are known.

    Parameters
    ----------
    wanted : bool, optional
        True searches runs of any size, False none. By default runs of two articles and up to
        :data:`LARGEST_FOLDER` are searched.
    known : StoryIndex, optional
        Stories of earlier runs, which what comes in may belong to. With an index that grows runs of
        any size are searched by default.
    tell : callable
        Called with the reason, in words, why a run is not searched.
    imap : callable
        Does the work, as in :func:`detector.copies.stories.group_stories`.
    """

    def __init__(
        self,
        wanted: bool | None = None,
        known: StoryIndex | None = None,
        tell: ProgressCallback = silent,
        imap: Callable[..., Iterator[Any]] = map,
    ) -> None:
        if known and known.grows and wanted is None:
            wanted = True
        self.limit = {None: LARGEST_FOLDER, True: float("inf"), False: 0}[wanted]
        self.least = 1 if wanted or known else 2
        self.known = known
        self.tell = tell
        self.imap = imap
        self.articles: list[Article] = []

    def keep(self, articles: Iterable[Article]) -> None:
        """Keep articles that were judged; past the limit nothing is kept any more."""
        if self.limit:
            self.articles += articles
            if len(self.articles) > self.limit:
                self.give_up()

    def give_up(self) -> None:
        """Let go of what was kept, and say so."""
        self.tell(
            f"more than {self.limit:,} articles: no search for copies of one story; "
            "--stories searches all the same"
        )
        self.articles, self.limit = [], 0

    def memberships(self, rows: Iterable[Row]) -> list[Membership]:
        """The story of each article kept; ``rows`` are its verdicts, in the same order."""
        if len(self.articles) < self.least:
            return []
        from detector.copies.stories import group_stories

        scores = [(row.score, row.synthetic) for row in rows]
        return group_stories(self.articles, scores, self.known, imap=self.imap)

    def revise(self, rows: Sequence[Row], thresholds: Thresholds) -> None:
        """Write into the rows of a run, in the order of reading, what the copies say."""
        read = [row for row in rows if row.decision != "unreadable"]
        members = self.memberships(read)
        for row, article, member in zip(read, self.articles, members, strict=False):
            revise(row, named(article, member), thresholds)


class CopyFindings(NamedTuple):
    """What the copies of an article say of it.

    ``score`` and ``probabilities`` are what a clean copy proves, and ``marks`` the wording that it
    shows to be mangled; 0.0 and empty where nothing is proven.
    """

    story: str
    copy_of: str
    score: float
    probabilities: dict[CauseKey, float]
    marks: list[Evidence]


def named(article: Article, member: Membership) -> CopyFindings:
    """What the membership of an article says of it."""
    from detector.copies.evidence import CAUSE_OF_RELATION, chance_of, copy_marks

    marks = copy_marks(article, member)[:MOST_COPY_MARKS]
    if not marks:
        return CopyFindings(member.story, member.copy_of, 0.0, {}, [])
    probabilities = {cause: chance_of(cause, member) for cause in CAUSE_OF_RELATION.values()}
    score = chance_of("score", member)
    return CopyFindings(member.story, member.copy_of, score, probabilities, marks)


def revise(row: Row, findings: CopyFindings, thresholds: Thresholds) -> None:
    """Write into one row the story, the best copy, and what the best copy proves.

    A probability becomes the greater of the two: a relation read off a pair says more than the
    text alone, and never less. A copy that is surely mangled goes to review, whatever its wording
    looks like by itself; what was not judged (too short, not English) is not judged here either.
    Revised twice a row stays the same.
    """
    row.story, row.copy_of = findings.story, findings.copy_of
    if not findings.marks or COPY_SIGNAL in row.reasons:
        return
    if row.decision in JUDGED:
        row.score = max(row.score, findings.score)
        for cause, chance in findings.probabilities.items():
            row.probabilities[cause] = max(row.probabilities[cause], chance)
    row.evidence = [*findings.marks, *row.evidence][:MAX_EVIDENCE_PER_ROW]
    row.reasons = [COPY_SIGNAL, *row.reasons]
    flagged = thresholds.exceeded(row.score, row.synthetic, row.words)
    if row.decision == "pass" and flagged:
        row.decision = "review"
    row.why = why(row)
