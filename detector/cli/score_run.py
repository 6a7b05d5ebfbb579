"""One run of ``detector score``: a survey in, rows out, and a word to the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from detector.cli.progress import STDERR, bar, ranked_list
from detector.readers import Survey
from detector.runs.choose_executor import employed
from detector.runs.detector_config import Recipe
from detector.runs.executor import Workforce
from detector.runs.single_file_run import Orders, Outcome, Progress, write_ranked
from detector.writers import is_folder, open_writer


def run_score(
    found: Survey,
    recipe: Recipe,
    output: str | None,
    orders: Orders,
    *,
    plain: bool = False,
    quiet: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
) -> int:
    """Score what a survey found, write the rows worst first, and return how many are flagged.

    Raises
    ------
    ValueError
        When nothing could be read, or a process or the cluster fails.
    BadDestination
        When nothing can be written there, or a folder holds the rows of another run.
    """
    # What a setting or a model lacks is said before processes are started. They load the model
    # themselves, all at the same time.
    recipe.check()
    with employed(jobs, cluster) as workforce:
        if is_folder(output):
            # The search for copies in pieces imports half of scipy.
            from detector.runs.folder_run import fill_folder

            assert output is not None
            with bar(found.size, quiet=quiet) as shown:
                progress = Progress(shown.taken, shown.done)
                outcome = fill_folder(found, recipe, workforce, output, orders, progress)
        else:
            outcome = into_file(found, recipe, workforce, output, orders, plain=plain, quiet=quiet)
    if not quiet:
        report(outcome, output)
    refuse_nothing_but_unreadable(outcome)
    return outcome.flagged


def into_file(
    found: Survey,
    recipe: Recipe,
    workforce: Workforce,
    output: str | None,
    orders: Orders,
    *,
    plain: bool,
    quiet: bool,
) -> Outcome:
    """Score into one file, or to standard output."""
    beside = Path(os.path.realpath(output)).parent if output not in (None, "-") else None
    with open_writer(output, plain=plain) as writer, bar(found.size, quiet=quiet) as shown:
        return write_ranked(
            found,
            recipe,
            workforce,
            writer,
            orders,
            Progress(shown.taken, shown.done),
            sys.stdin.buffer,
            beside,
        )


def refuse_nothing_but_unreadable(outcome: Outcome) -> None:
    """Fail, after the rows are written, when not one article could be read.

    Raises
    ------
    ValueError
        With the first reason.
    """
    if outcome.worst and outcome.tally.decisions.keys() == {"unreadable"}:
        first = outcome.worst[0]
        raise ValueError(f"nothing could be read: {first['path']}: {first['error']}")


def report(outcome: Outcome, output: str | None) -> None:
    """Close with the worst articles, one line of counts, and where the rows are."""
    if output not in (None, "-"):
        STDERR.print(ranked_list(outcome.worst))
    for line in (str(outcome.tally), *outcome.remarks):
        STDERR.print(line, highlight=False, markup=False)
    if output not in (None, "-"):
        STDERR.print(f"written to {output}", highlight=False, markup=False)
