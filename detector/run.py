"""One run of ``detector score``: a survey in, a file of rows out, and a word to the user."""

from __future__ import annotations

import sys

from detector.neighbours import Neighbourhood
from detector.reading import Survey, read
from detector.rows import ORDER, Row
from detector.scoring import Tally, ranked_rows, score_items
from detector.showing import STDERR, bar, ranked_list
from detector.verdict import Detector
from detector.writing import open_writer


def run_score(
    found: Survey,
    detector: Detector,
    output: str | None,
    *,
    plain: bool = False,
    top: int | None = None,
    budget: int | None = None,
    quiet: bool = False,
    neighbourhood: Neighbourhood | None = None,
) -> int:
    """Score what a survey found, write the rows worst first, and return how many are flagged.

    ``neighbourhood`` keeps the texts until the copies of each story are found.
    """
    nearby = neighbourhood or Neighbourhood(wanted=False)
    with open_writer(output, plain=plain) as writer:
        with bar(found.size, quiet=quiet) as shown:
            items = nearby.watch(read(found, sys.stdin.buffer, shown.taken))
            scored = list(score_items(items, detector, shown.done))
        nearby.revise(scored, detector.thresholds)
        rows = ranked_rows(scored, budget)
        for row in rows[:top]:
            writer.write(row)
    if not quiet:
        report(rows, found, output)
    refuse_nothing_but_unreadable(rows)
    return sum(row["decision"] == ORDER[0] for row in rows)


def refuse_nothing_but_unreadable(rows: list[Row]) -> None:
    """Fail, after the rows are written, when not one article could be read.

    Raises
    ------
    ValueError
        With the first reason.
    """
    if rows and all(row["decision"] == "unreadable" for row in rows):
        raise ValueError(f"nothing could be read: {rows[0]['path']}: {rows[0]['error']}")


def report(rows: list[Row], found: Survey, output: str | None) -> None:
    """Close with the worst articles, one line of counts, and where the rows are."""
    tally = Tally(skipped=found.skipped)
    tally.add(rows)
    if output not in (None, "-"):
        STDERR.print(ranked_list(rows))
    STDERR.print(str(tally), highlight=False, markup=False)
    if output not in (None, "-"):
        STDERR.print(f"written to {output}", highlight=False, markup=False)
