"""``detector report``: the collection as a page for analysts, and as plots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import echo_status
from detector.cli.options import column_options, detector_options, make_detector
from detector.cli.outputs import INPUT, OutputFile, OutputFolder, guarded, write_file
from detector.text.counted import counted

if TYPE_CHECKING:
    from detector.review.entries import ReviewCollection

QUEUE = click.option(
    "--queue",
    type=click.Choice(["score", "uncertain"]),
    default="score",
    show_default=True,
    help="Order: highest score first, or least certain first.",
)
STORIES = click.option(
    "--stories/--no-stories",
    default=None,
    help="Find the copies of each story (default: up to 100,000 articles).",
)
ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder that the paths in a review file start from (default: the working folder, then "
    "that of the file).",
)


def collection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of both review pages; the command gets them as ``how``.

    They are further arguments of :func:`detector.review.collection.collect`.
    """

    @QUEUE
    @STORIES
    @ROOT
    @column_options
    @wraps(command)
    def gathered(
        *args: Any, queue: Any, stories: Any, root: Any, fields: Any, **options: Any
    ) -> Any:
        how = {"queue": queue, "stories": stories, "root": root, "fields": fields}
        return command(*args, how=how, **options)

    return gathered


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option(
    "-o", "--output", type=OutputFile("page", (".html", ".htm")), help="The page: an .html file."
)
@click.option("--figures", type=OutputFolder(), help="Folder for plots (PNG, SVG).")
@collection_options
@detector_options
@guarded
def report(
    paths: tuple[str, ...],
    output: Path | None,
    figures: Path | None,
    how: Mapping[str, Any],
    **detector_kwargs: Any,
) -> None:
    """Make one HTML page of articles or of a review file.

    PATH is anything that `detector score` reads, or a file that it wrote (.csv, .xlsx, .jsonl,
    .parquet); the texts are then read again from their paths. The page loads nothing.

    \b
    Examples:
      detector report incoming/ -o report.html
      detector report review.csv -o report.html --queue uncertain
      detector report review.csv --figures plots/
    """
    if output is None and figures is None:
        raise click.UsageError("nothing to make: give -o report.html, --figures FOLDER, or both")
    from detector.cli.progress import progress_bar
    from detector.review.collection import check_texts, collect

    click.echo("loading the model …", err=True)
    detector = make_detector(**detector_kwargs)
    # How much a review file leads to is not known before its texts are found: no total.
    with progress_bar(0) as shown:
        collection = collect(paths, detector, done=shown.done, outputs=[output], **how)
    if lacking := check_texts(collection):
        echo_status(lacking)
    if output is not None:
        write_page(collection, output)
    if figures is not None:
        from detector.review.plots import draw

        for path in draw(collection, figures):
            click.echo(f"written to {path}", err=True)


def write_page(collection: ReviewCollection, output: Path) -> None:
    """Write the report and say what is in it."""
    from detector.review.page import file_page

    write_file(output, file_page(collection).encode())
    flagged = sum(entry.row.decision == "review" for entry in collection.entries)
    size, total = output.stat().st_size / 1e6, len(collection.entries)
    click.echo(f"{counted(total, 'article')}, {flagged} to review", err=True)
    click.echo(f"written to {output} ({size:.1f} MB)", err=True)
