"""One run into a folder of parts, which goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from detector.copies.cluster_revision import CopyCollector, CopyFindings
from detector.readers import InputFiles
from detector.readers.storage import make_folder
from detector.resources.addresses import is_address
from detector.runs.copy_shuffle import find_copies
from detector.runs.detector_config import DetectorConfig
from detector.runs.executor import Executor
from detector.runs.folder_lock import locked_folder
from detector.runs.manifest import facts_of, open_folder, parts_in, write_manifest
from detector.runs.parts import (
    PartRanks,
    RankKeys,
    Ranks,
    part_name,
    rank_part,
    read_rank_keys,
    revise_part,
    write_part,
)
from detector.runs.scoring import RunCounts
from detector.runs.single_file_run import PREVIEW_ROWS, Outcome, Progress, RunOptions
from detector.runs.tasks import PART_TASK, Task, tasks
from detector.writers.unfinished import remove_abandoned_in


def score_to_folder(
    inputs: InputFiles,
    config: DetectorConfig,
    executor: Executor,
    folder: str,
    run_options: RunOptions,
    progress: Progress,
) -> Outcome:
    """Score a survey into parts, then give all rows their ranks.

    What is there is not done again. Only the numbers that ranks depend on are held: 25 bytes an
    article.

    Raises
    ------
    BadDestination
        When the folder holds anything but a run of the same inputs and settings, or another run
        is at work there.
    """
    facts = facts_of(inputs, config, run_options.budget, run_options.stories)
    make_folder(folder)
    with locked_folder(folder, run_options.tell):
        manifest = open_folder(folder, facts)
        if not is_address(folder):
            remove_abandoned_in(Path(folder))
        return fill_folder(inputs, config, executor, folder, run_options, progress, manifest)


def fill_folder(
    inputs: InputFiles,
    config: DetectorConfig,
    executor: Executor,
    folder: str,
    run_options: RunOptions,
    progress: Progress,
    manifest: Mapping[str, Any],
) -> Outcome:
    """Write the parts that a folder lacks, and rank the rows of all."""
    count = write_parts(inputs, config, executor, folder, progress)
    keys = list(executor.imap(partial(read_rank_keys, folder), range(count)))
    findings = named_rows(inputs, executor, folder, keys, run_options.copy_collector(executor))
    numbers = sorted(findings)
    revised = executor.imap(
        partial(revise_part, config, folder), ((number, findings[number]) for number in numbers)
    )
    for number, own in zip(numbers, revised, strict=True):
        keys[number] = own
    outcome = Outcome(RunCounts(skipped=inputs.skipped))
    job = partial(rank_part, folder, run_options.budget, PREVIEW_ROWS)
    for rows in executor.imap(job, ranks_of_parts(keys, budgeted=run_options.budget is not None)):
        outcome.worst += rows
    outcome.worst.sort(key=lambda row: row.rank)
    count_decisions(outcome.tally, keys, run_options.budget)
    counts = {"complete": True, "parts": count, "articles": sum(outcome.tally.decisions.values())}
    write_manifest(folder, {**manifest, **counts})
    return outcome


def write_parts(
    inputs: InputFiles, config: DetectorConfig, executor: Executor, folder: str, progress: Progress
) -> int:
    """Write the parts that are not there; the number of all."""
    there = parts_in(folder)
    count = 0

    def missing() -> Iterator[Task]:
        nonlocal count
        for task in tasks(inputs, PART_TASK, advance=progress.taken):
            count += 1
            if part_name(task.number) in there:
                progress.taken(task.size)
            else:
                yield task

    for size, rows in executor.imap(partial(write_part, config, folder), missing()):
        progress.taken(size)
        progress.done(rows)
    return count


def named_rows(
    inputs: InputFiles, executor: Executor, folder: str, keys: list[RankKeys], copies: CopyCollector
) -> dict[int, dict[int, CopyFindings]]:
    """What copies show, by part and place in it; the articles are read a second time."""
    count = sum(len(one.kinds) for one in keys)
    if count > copies.limit > 0:
        copies.give_up()
    if not copies.limit or count < copies.least:
        return {}
    scores = [np.column_stack([one.scores, one.synthetic]) for one in keys]
    return find_copies(folder, executor, lambda: tasks(inputs, PART_TASK), scores)


def ranks_of_parts(keys: list[RankKeys], *, budgeted: bool) -> Iterator[PartRanks]:
    """What each part lacks."""
    ranks = ranks_of(keys, budgeted=budgeted)
    bounds = np.cumsum([0, *(len(one.kinds) for one in keys)]).tolist()
    for number, (begin, end) in enumerate(pairwise(bounds)):
        yield PartRanks(number, ranks[begin:end])


def ranks_of(keys: list[RankKeys], *, budgeted: bool) -> Ranks:
    """The ranks of all rows from 1, in reading order; equals in the order of reading.

    The order is that of :func:`detector.writers.review_rows.worst_first`; under a budget what
    passes and what goes to review is one kind, which the budget then divides.
    """
    kinds, probabilities, scores = (
        np.concatenate([np.empty(0), *(one[column] for one in keys)]) for column in range(3)
    )
    if budgeted:
        kinds = np.where(kinds == 1, 0, kinds)
    order = np.lexsort((-scores, -probabilities, kinds))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks


def count_decisions(tally: RunCounts, keys: list[RankKeys], budget: int | None) -> None:
    """Add up what the parts hold, the budget's decisions in the place of the threshold's."""
    for one in keys:
        tally.decisions.update(one.decisions)
        tally.remarks.update(one.remarks)
    if budget is not None:
        judged = tally.decisions["review"] + tally.decisions["pass"]
        tally.decisions["review"] = min(budget, judged)
        tally.decisions["pass"] = judged - tally.decisions["review"]
        tally.decisions = +tally.decisions
