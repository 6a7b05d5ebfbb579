"""One run of ``detector score``: files in, rows out, and a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from detector.readers import InputFiles
from detector.runs.carried_decisions import DecisionCarrier
from detector.runs.detector_config import DetectorConfig
from detector.runs.executor import Executor
from detector.runs.single_file_run import Outcome, Progress, RunOptions, write_ranked
from detector.writers import Writer, is_folder, open_writer


def run_score(
    inputs: InputFiles,
    config: DetectorConfig,
    output: str | None,
    run_options: RunOptions,
    executor: Executor,
    *,
    plain: bool = False,
    quiet: bool = False,
    paths: Sequence[str] = (),
) -> int:
    """Score what a survey found, write the rows worst first, and return how many are flagged.

    On a terminal and without ``output`` the worst are shown as a table, unless ``quiet``; ``paths``
    are what was given, for the commands that are proposed below it.

    Raises
    ------
    ValueError
        When a setting or the model lacks something, nothing could be read, or a process fails.
    BadDestination
        When nothing can be written there, or a folder holds the rows of another run.
    """
    config.check()
    if output is not None and is_folder(output):
        outcome = into_folder(inputs, config, executor, output, run_options, quiet)
    else:
        shown_here = output is None and not quiet and sys.stdout.isatty()
        rows_to: AbstractContextManager[Writer]
        if shown_here:
            from detector.cli.ranked_table import table_on_terminal

            rows_to = table_on_terminal(paths)
        else:
            rows_to = open_writer(output, plain=plain, columns=config.columns)
        outcome = into_writer(inputs, config, executor, output, run_options, rows_to, quiet)
    if not quiet:
        print_summary(outcome, output)
    fail_if_all_unreadable(outcome)
    return outcome.flagged


def into_folder(
    inputs: InputFiles,
    config: DetectorConfig,
    executor: Executor,
    output: str,
    run_options: RunOptions,
    quiet: bool,
) -> Outcome:
    """Score into a folder of parts."""
    # The search for copies in pieces imports half of scipy.
    from detector.runs.folder_run import score_to_folder

    with reporting(inputs, config, quiet) as progress:
        return score_to_folder(inputs, config, executor, output, run_options, progress)


def into_writer(
    inputs: InputFiles,
    config: DetectorConfig,
    executor: Executor,
    output: str | None,
    run_options: RunOptions,
    rows_to: AbstractContextManager[Writer],
    quiet: bool,
) -> Outcome:
    """Score into one file, or to standard output."""
    beside = Path(os.path.realpath(output)).parent if output not in (None, "-") else None
    with rows_to as writer:
        carrier = DecisionCarrier(writer, Path(output)) if output and beside else None
        with reporting(inputs, config, quiet) as progress:
            outcome = write_ranked(
                inputs,
                config,
                executor,
                carrier if carrier and carrier.by_article else writer,
                run_options,
                progress,
                sys.stdin.buffer,
                beside,
            )
        for words in carrier.keep() if carrier else ():
            run_options.tell(words)
    return outcome


@contextmanager
def reporting(inputs: InputFiles, config: DetectorConfig, quiet: bool) -> Iterator[Progress]:
    """What reports how far a run is; a quiet run does without rich, a tenth of its start."""
    if quiet:
        yield Progress()
        return
    from detector.cli.progress import progress_bar

    with progress_bar(inputs.size, loads=config.loads) as shown:
        yield Progress(shown.taken, shown.done)


def fail_if_all_unreadable(outcome: Outcome) -> None:
    """Fail, after the rows are written, when not one article could be read.

    Raises
    ------
    ValueError
        With the first reason.
    """
    if outcome.worst and outcome.tally.decisions.keys() == {"unreadable"}:
        first = outcome.worst[0]
        raise ValueError(f"nothing could be read: {first.path}: {first.error}")


def print_summary(outcome: Outcome, output: str | None) -> None:
    """Close with the worst articles, one line of counts, and where the rows are."""
    from detector.cli.progress import STDERR
    from detector.cli.ranked_table import ranked_table

    if output not in (None, "-"):
        STDERR.print(ranked_table(outcome.worst, STDERR.width))
    STDERR.print(str(outcome.tally), highlight=False, markup=False)
    if output not in (None, "-"):
        STDERR.print(f"written to {output}", highlight=False, markup=False)
