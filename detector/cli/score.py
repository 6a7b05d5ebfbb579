"""``detector score``: articles in, rows out, worst first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import echo_status
from detector.cli.known import against_option, open_known
from detector.cli.options import (
    column_options,
    detector_options,
    make_config,
    with_options,
    work_options,
)
from detector.cli.outputs import INPUT, OutputFile, guarded

if TYPE_CHECKING:
    from detector.readers.field_names import FieldNames
    from detector.runs.detector_config import DetectorConfig
    from detector.runs.single_file_run import RunOptions

FLAGGED = 1
OUTPUT = (
    click.option(
        "-o",
        "--output",
        type=OutputFile("rows", path_type=str),
        help="File to write: .csv, .xlsx, .jsonl or .parquet. A slash at the end makes it a "
        "folder of Parquet parts; after a stop, the same command continues where it left off.",
    ),
    click.option("--plain", is_flag=True, help="CSV without the byte order mark that Excel needs."),
    click.option(
        "--top", type=click.IntRange(min=1), metavar="N", help="Write only the N worst rows."
    ),
    click.option(
        "--budget",
        type=click.IntRange(min=0),
        metavar="N",
        help="Send exactly the N worst to review, whatever the thresholds.",
    ),
    click.option(
        "--with",
        "extras",
        type=click.Choice(["readability"]),
        multiple=True,
        help="Add columns: readability is Flesch reading ease, the school grade of Flesch and "
        "Kincaid, and the share of difficult words.",
    ),
)
COPIES = (
    click.option(
        "--stories/--no-stories",
        default=None,
        help="Look for copies of one story (default: for 2 to 100,000 articles).",
    ),
    against_option,
)
CLOSING = (
    click.option("--check", is_flag=True, help="Exit with code 1 when something is flagged."),
    click.option("-q", "--quiet", is_flag=True, help="No progress, no table, no summary."),
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@with_options(*OUTPUT, *COPIES, work_options, *CLOSING)
@column_options
@detector_options
@guarded
def score(
    paths: tuple[str, ...],
    output: str | None,
    check: bool,
    quiet: bool,
    fields: FieldNames,
    **options: Any,
) -> None:
    """Score articles and rank them, worst first.

    PATH is a folder, a file, a pattern, an address, or - for standard input.

    Without -o a terminal shows the worst as a table; a pipe gets all rows as CSV.

    \b
    Examples:
      detector score incoming/ -o review.csv --budget 50
      cat wire.jsonl | detector score - -o scored.jsonl --false-alarms 0.005
      detector score today/ -o today.csv --against index/
      detector score archive/ -o out/ --jobs 0
      detector score 's3://news/*.parquet' -o s3://news/out/ --dask local
    """
    check_options(output, options)
    from detector.readers import find_inputs
    from detector.runs.choose_executor import open_executor

    inputs = find_inputs(paths, fields, [output])
    # Other processes start while this one imports what it needs itself.
    with open_executor(options.pop("jobs"), options.pop("cluster"), echo_status) as executor:
        against, run_options = options.pop("against"), orders_of(options)
        how = {"plain": options.pop("plain"), "quiet": quiet, "paths": paths}
        config = config_of(run_options, options)
        announce(config, quiet=quiet)
        from detector.cli.score_run import run_score

        with open_known(against, fields) as known:
            run_options.known = known
            flagged = run_score(inputs, config, output, run_options, executor, **how)
    if flagged and check:
        sys.exit(FLAGGED)


def check_options(output: str | None, options: dict[str, Any]) -> None:
    """Fail where two options cannot both be had, or no format is known for the output.

    Raises
    ------
    UsageError
        Which says what to leave out.
    BadDestination
        Which says what the output may end in.
    """
    from detector.writers import check_destination, is_folder

    if options["stories"] is False and options["against"] is not None:
        raise click.UsageError("--against looks for copies: leave --no-stories out")
    if options["threshold"] is not None and options["budget"] is not None:
        raise click.UsageError("--threshold and --budget cannot be combined: give only one")
    if is_folder(output) and options["top"] is not None:
        raise click.UsageError(
            "--top needs a single output file: a folder of parts holds every row"
        )
    if is_folder(output) and options["against"] is not None:
        raise click.UsageError(
            "--against needs a single output file: a folder of parts knows only its own run"
        )
    check_destination(output)


def orders_of(options: dict[str, Any]) -> RunOptions:
    """Take from the options what is ordered beside the articles themselves."""
    from detector.runs.single_file_run import RunOptions

    budget, top, stories = (options.pop(name) for name in ("budget", "top", "stories"))
    return RunOptions(budget, top, stories, tell=echo_status)


def config_of(run_options: RunOptions, options: dict[str, Any]) -> DetectorConfig:
    """The detector of a run: under a budget any article may need its wording marked."""
    readability = "readability" in options.pop("extras")
    return make_config(wording=run_options.budget is not None, readability=readability, **options)


def announce(config: DetectorConfig, *, quiet: bool) -> None:
    """Say that a model is loaded, and where articles in doubt will not be read a second time."""
    if quiet:
        return
    from detector.lm.store import is_installed

    click.echo("loading the model …", err=True)
    if config.second_reading == "auto" and not is_installed():
        echo_status(
            "the full reader is not installed, so less is caught: `detector reader install`"
        )
