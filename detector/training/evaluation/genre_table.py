"""How many honest texts of genres other than news a detector sends to review.

The texts come from ``detector corpora genres``. An editor of a magazine, a court reporter or a
reader of old books meets them every day; a detector that learned from news must leave them alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypedDict

from detector.causes import CAUSE_OF
from detector.detector import Detector
from detector.english.news_register import FAR_FROM_NEWS
from detector.training.corpora.labelled import Sample
from detector.training.evaluation.text_table import ReportTable, share
from detector.verdict import Verdict

# Signals named of a genre, the most frequent first.
MOST_SIGNALS = 3
ALL = "all genres"


class GenreRow(TypedDict):
    """Shares of the texts of a genre; ``marks`` of those with a mark of a signal that decides."""

    n: int
    review: float
    synthetic: float
    far: float
    marks: dict[str, float]


def measure_genres(samples: Iterable[Sample], detector: Detector) -> dict[str, GenreRow]:
    """Judge the texts; a row for each genre, then one for all."""
    listed = list(samples)
    by_genre: dict[str, list[Verdict]] = {}
    for sample, verdict in zip(listed, detector.judge_many([s.text for s in listed]), strict=True):
        for name in (sample.source, ALL):
            by_genre.setdefault(name, []).append(verdict)
    by_genre[ALL] = by_genre.pop(ALL, [])
    limit = detector.thresholds.synthetic
    return {name: genre_row(verdicts, limit) for name, verdicts in by_genre.items() if verdicts}


def genre_row(verdicts: list[Verdict], limit: float) -> GenreRow:
    """The figures of one genre; ``limit`` is the threshold of ``synthetic``."""
    n = len(verdicts)
    fired = Counter(name for verdict in verdicts for name in deciding_signals(verdict))
    return {
        "n": n,
        "review": sum(verdict.decision == "review" for verdict in verdicts) / n,
        "synthetic": sum(verdict.synthetic >= limit for verdict in verdicts) / n,
        "far": sum(verdict.out_of_domain >= FAR_FROM_NEWS for verdict in verdicts) / n,
        "marks": {name: count / n for name, count in fired.most_common()},
    }


def deciding_signals(verdict: Verdict) -> set[str]:
    """Signals with a mark that adds to the score, the wording's own phrases left out."""
    return {
        mark.signal
        for mark in verdict.evidence
        if mark.weight > 0 and CAUSE_OF[mark.cause].decides and "phrasing" not in mark.signal
    }


def genre_table(rows: Mapping[str, GenreRow]) -> ReportTable:
    """The rows for a terminal."""
    cells = [
        [
            name,
            str(row["n"]),
            *(share(row[figure]) for figure in ("review", "synthetic", "far")),
            ", ".join(
                f"{s} {share(rate)}" for s, rate in list(row["marks"].items())[:MOST_SIGNALS]
            ),
        ]
        for name, row in rows.items()
    ]
    columns = ["genre", "n", "to review", "past the synthetic threshold", "far from news", "marks"]
    return ReportTable("Honest texts of other genres", columns, cells)
