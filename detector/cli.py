"""The command line: a thin skin over the library. Data to stdout or a file, talk to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.commands.corpora import corpora
from detector.commands.desk import report
from detector.commands.models import evaluate, train
from detector.commands.options import desk_options, make_detector
from detector.commands.review import decisions, review
from detector.commands.serving import serve
from detector.commands.syndication import compare, stories
from detector.failing import with_explained_errors
from detector.version import VERSION

if TYPE_CHECKING:
    from detector.neighbours import Neighbourhood

FLAGGED = 1
# Columns of what is piped on, where no terminal says how many it has.
PIPED_WIDTH = 120
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


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
@click.option("-o", "--output", help="File to write: .csv, .jsonl or .parquet.")
@click.option("--plain", is_flag=True, help="CSV in bare UTF-8, without the mark Excel needs.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Only the N worst rows.")
@click.option(
    "--budget",
    type=click.IntRange(min=0),
    metavar="N",
    help="Send exactly the N worst to review, whatever the thresholds.",
)
@click.option(
    "--stories/--no-stories",
    "find_stories",
    default=None,
    help="Name the copies of each story, the best one, and what it proves (default: where 2 to "
    "10,000 articles come in).",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Output of an earlier run: its stories keep their names and best copies.",
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
    find_stories: bool | None,
    against: Path | None,
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
      detector score today/ -o today.csv --against yesterday.csv
    """
    if find_stories is False and against is not None:
        raise click.UsageError("--against looks for copies: leave --no-stories out")
    if threshold is not None and budget is not None:
        raise click.UsageError("--threshold and --budget exclude each other: give one of them")
    from detector.reading import survey
    from detector.writing import check_destination

    check_destination(output)
    found = survey(paths)
    if not quiet:
        click.echo("loading the model …", err=True)
    detector = make_detector(threshold=threshold, **desk)
    detector.wording = budget is not None
    from detector.run import run_score

    flagged = run_score(
        found,
        detector,
        output,
        plain=plain,
        top=top,
        budget=budget,
        quiet=quiet,
        neighbourhood=neighbourhood(find_stories, against),
    )
    if check and flagged:
        sys.exit(FLAGGED)


def neighbourhood(wanted: bool | None, against: Path | None) -> Neighbourhood:
    """What a run looks for among the articles that come in together."""
    from detector.archive import recall
    from detector.neighbours import Neighbourhood

    known = recall(against, tell) if against else None
    return Neighbourhood(wanted, known, tell)


def tell(words: str) -> None:
    """Say something on stderr."""
    click.echo(f"detector: {words}", err=True)


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


main.add_command(report)
main.add_command(review)
main.add_command(decisions)
main.add_command(stories)
main.add_command(compare)
main.add_command(serve)
main.add_command(corpora)
main.add_command(train)
main.add_command(evaluate)
