"""The command line: a thin skin over the library. Data to stdout or a file, talk to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.commands.corpora import corpora
from detector.commands.models import evaluate, train
from detector.commands.syndication import compare, stories
from detector.failing import with_explained_errors
from detector.version import VERSION

if TYPE_CHECKING:
    from detector.scale.recipe import Recipe
    from detector.verdict import Detector

FLAGGED = 1
# Columns of what is piped on, where no terminal says how many it has.
PIPED_WIDTH = 120
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def desk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options by which a desk bends the detector to itself."""
    options = (
        click.option(
            "--settings",
            "settings_file",
            type=click.Path(path_type=Path),
            help="Settings file (default: detector.toml, where there is one).",
        ),
        click.option("--disable", multiple=True, metavar="NAME", help="Silence a signal."),
        click.option(
            "--house-style", help="The desk's own spellings: a file of preferred<TAB>avoid."
        ),
        click.option(
            "--threshold",
            type=click.FloatRange(0, 1),
            help="Review from this score on (synthetic keeps its own threshold).",
        ),
        click.option(
            "--false-alarms",
            type=float,
            default=0.01,
            show_default=True,
            metavar="RATE",
            help="Share of clean news that may be flagged: a rate of the model card.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def make_detector(
    settings_file: Path | None,
    disable: tuple[str, ...],
    house_style: str | None,
    threshold: float | None,
    false_alarms: float,
) -> Detector:
    """Build the detector that the options describe."""
    return make_recipe(settings_file, disable, house_style, threshold, false_alarms).make()


def make_recipe(
    settings_file: Path | None,
    disable: tuple[str, ...],
    house_style: str | None,
    threshold: float | None,
    false_alarms: float,
    *,
    wording: bool = False,
) -> Recipe:
    """What the options say of the detector, as it travels to other processes."""
    from detector.scale.recipe import Recipe
    from detector.settings import load_settings

    settings = load_settings(settings_file).amended(disable, house_style)
    return Recipe(settings, threshold, false_alarms, wording)


@click.group(context_settings=CONTEXT)
@click.version_option(VERSION, prog_name="detector")
def main() -> None:
    """Find news articles that a translation engine or a spinner has mangled.

    \b
    Example:
      detector score incoming/ -o review.csv
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    help="File to write: .csv, .jsonl or .parquet. With a slash at the end a folder of Parquet "
    "parts: after a stop the same command goes on where it was.",
)
@click.option("--plain", is_flag=True, help="CSV in bare UTF-8, without the mark Excel needs.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N worst rows.")
@click.option(
    "--budget",
    type=click.IntRange(min=0),
    metavar="N",
    help="Send exactly the N worst to review, whatever the thresholds.",
)
@click.option(
    "--stories", "find_stories", is_flag=True, help="Name the copies of each story, and the best."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Share the work among N processes; 0 takes all cores.",
)
@click.option(
    "--dask",
    "cluster",
    metavar="ADDRESS",
    help="Share it among the workers of a Dask cluster; `local` starts one here.",
)
@click.option("--check", is_flag=True, help="Exit with 1 when something is flagged.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no table, no summary.")
@desk_options
@with_explained_errors
def score(
    paths: tuple[str, ...],
    output: str | None,
    plain: bool,
    top: int | None,
    budget: int | None,
    find_stories: bool,
    jobs: int,
    cluster: str | None,
    check: bool,
    quiet: bool,
    threshold: float | None,
    **desk: Any,
) -> None:
    """Score articles: folders, files, patterns, or - for standard input.

    \b
    Examples:
      detector score incoming/ -o review.csv --budget 50
      cat wire.jsonl | detector score - -o scored.jsonl --false-alarms 0.005
      detector score archive/ -o out/ --jobs 0
      detector score 's3://news/*.parquet' -o s3://news/out/ --dask local
    """
    from detector.reading import survey
    from detector.writing import check_destination, is_folder

    if threshold is not None and budget is not None:
        raise click.UsageError("--threshold and --budget exclude each other: give one of them")
    if top is not None and is_folder(output):
        raise click.UsageError("--top goes with one file: a folder of parts holds every row")
    check_destination(output)
    found = survey(paths)
    if not quiet:
        click.echo("loading the model …", err=True)
    recipe = make_recipe(threshold=threshold, wording=budget is not None, **desk)
    from detector.run import run_score
    from detector.scale.single import Orders

    flagged = run_score(
        found,
        recipe,
        output,
        Orders(budget, top, sys.maxsize if find_stories else 0),
        plain=plain,
        quiet=quiet,
        jobs=jobs or os.cpu_count() or 1,
        cluster=cluster,
    )
    if check and flagged:
        sys.exit(FLAGGED)


@main.command()
@click.argument("path", metavar="FILE")
@desk_options
@with_explained_errors
def explain(path: str, **desk: Any) -> None:
    """Show an article with its marks, their causes, and how its score adds up.

    \b
    Example:
      detector explain datasets/samples/01_substation-visit.txt
    """
    from rich.console import Console

    from detector.article import Unreadable
    from detector.explaining import explain as render
    from detector.reading import read

    found = read([path], sys.stdin.buffer)
    detector = make_detector(**desk)
    console = Console() if sys.stdout.isatty() else Console(width=PIPED_WIDTH)
    for article in found:
        if isinstance(article, Unreadable):
            raise ValueError(f"{article.path}: {article.reason}")
        console.print(render(article, detector, colour=console.is_terminal))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def signals(as_json: bool) -> None:
    """List the catalogue: name, cause, unit, weight, meaning, whom it could wrong, example.

    \b
    Example:
      detector signals --json > signals.jsonl
    """
    from detector.signals.catalogue import CATALOGUE

    if as_json:
        import orjson

        for signal in CATALOGUE:
            facts = {name: value for name, value in signal._asdict().items() if name != "read"}
            click.echo(orjson.dumps(facts).decode())
        return
    from rich.console import Console

    from detector.showing import signal_list

    Console().print(signal_list(CATALOGUE))


main.add_command(stories)
main.add_command(compare)
main.add_command(corpora)
main.add_command(train)
main.add_command(evaluate)
