"""The command line: a thin layer over the library. Data to stdout or a file, messages to stderr."""

from __future__ import annotations

import sys
from typing import Any

import click

from detector.cli.corpora import corpora
from detector.cli.errors import with_explained_errors
from detector.cli.options import detector_options, make_detector
from detector.cli.outputs import INPUT
from detector.cli.reader import reader
from detector.cli.report import report
from detector.cli.review import decisions, review
from detector.cli.score import score
from detector.cli.serve import serve
from detector.cli.stories import compare, stories
from detector.cli.train import evaluate, train
from detector.version import VERSION

# Columns of what is piped on, where no terminal says how many it has.
PIPED_WIDTH = 120
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """Commands whose errors are one line; click itself would say "Aborted!" to Ctrl-C."""

    @with_explained_errors
    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        return super().invoke(ctx)


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(VERSION, prog_name="detector")
def main() -> None:
    """Find news articles that a translation engine or a spinner has mangled.

    \b
    Example:
      detector score incoming/ -o review.csv
    """


@main.command()
@click.argument("path", type=INPUT, metavar="FILE")
@detector_options
def explain(path: str, **detector_kwargs: Any) -> None:
    """Show an article with its marks and how its score adds up.

    \b
    Example:
      detector explain datasets/samples/01_substation-visit.txt
    """
    from rich.console import Console

    from detector.article import Unreadable
    from detector.cli.explain import explain as render
    from detector.readers import read

    articles = read([path], sys.stdin.buffer)
    detector = make_detector(**detector_kwargs)
    console = Console() if sys.stdout.isatty() else Console(width=PIPED_WIDTH)
    for article in articles:
        if isinstance(article, Unreadable):
            raise ValueError(f"{article.path}: {article.reason}")
        console.print(render(article, detector, colour=console.is_terminal))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def signals(as_json: bool) -> None:
    """List the signals, and what each could wrongly flag.

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

    from detector.cli.progress import signal_list

    Console().print(signal_list(CATALOGUE))


for command in (
    *(score, report, review, decisions, stories, compare, serve, reader),
    *(corpora, train, evaluate),
):
    main.add_command(command)
