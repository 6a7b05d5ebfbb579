"""The commands about copies: ``detector stories`` and ``detector compare``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import echo_status
from detector.cli.known import against_option, open_known
from detector.cli.options import column_options, work_options
from detector.cli.outputs import INPUT, OutputFile, guarded, write_file
from detector.text.counted import counted
from detector.text.visible import visible

if TYPE_CHECKING:
    from detector.article import Article
    from detector.copies.membership import Membership
    from detector.readers.field_names import FieldNames
    from detector.runs.executor import Executor
    from detector.verdict import Row


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=OutputFile("stories", (".jsonl", ".parquet")),
    help="A .jsonl or .parquet file.",
)
@against_option
@click.option(
    "--html",
    type=OutputFile("stories_page"),
    help="Write a page of the stories to this file, the most harmful first.",
)
@click.option(
    "--lexicon",
    type=OutputFile("lexicon"),
    help="Write the words that copies replaced, ordered by the number of stories (TSV).",
)
@click.option(
    "--scores/--no-scores", default=True, help="Score each article to find the best copy."
)
@work_options
@column_options
@guarded
def stories(
    paths: tuple[str, ...],
    output: Path | None,
    against: str | None,
    html: Path | None,
    lexicon: Path | None,
    scores: bool,
    jobs: int,
    cluster: str | None,
    fields: FieldNames,
) -> None:
    """Find the copies of each story, and the best one.

    \b
    Examples:
      detector stories incoming/
      detector stories incoming/ --html stories.html
      detector stories incoming/ -o stories.parquet --lexicon spinner.tsv
      detector stories today/ --against index/ -o today.parquet
      detector stories archive/ -o archive.parquet --jobs 0
    """
    from detector.copies.stories import group_stories
    from detector.runs.choose_executor import open_executor

    articles = read_articles(paths, fields, [output, html, lexicon])
    with open_executor(jobs, cluster, echo_status) as executor:
        verdicts = judge(articles, executor) if scores else None
        damage = [(one.score, one.synthetic) for one in verdicts] if verdicts else None
        with open_known(against, fields) as known:
            memberships = group_stories(articles, damage, known, imap=executor.imap)
            if output is not None:
                write(articles, memberships, output)
    if html is not None:
        write_page(articles, memberships, verdicts, html)
    if lexicon is not None:
        write_lexicon(memberships, lexicon)
    for line in format_stories(memberships):
        click.echo(visible(line))


@click.command()
@click.argument("first", type=INPUT, metavar="A")
@click.argument("second", type=INPUT, metavar="B")
@click.option("--html", type=OutputFile("comparison"), help="Write an HTML page to this file.")
@guarded
def compare(first: str, second: str, html: Path | None) -> None:
    """Show two copies side by side, the better one first.

    Marks what was replaced, dropped, added and moved in the second, and says how it was made.

    \b
    Example:
      detector compare datasets/samples/20_village-grocery.txt \\
          datasets/samples/10_small-town-grocer.txt --html compare.html
    """
    from detector.copies.terminal_comparison import compare_articles, render

    comparison = compare_articles(one_article(first), one_article(second))
    if html is not None:
        from detector.review.comparison_page import compare_page

        write_file(html, compare_page(comparison).encode("utf-8", "replace"))
        click.echo(f"written to {html}", err=True)
        return
    from rich.console import Console

    Console().print(render(comparison))


def read_articles(
    paths: Iterable[str],
    fields: FieldNames | None = None,
    outputs: Iterable[Path | None] = (),
) -> list[Article]:
    """Every article that can be read; what cannot be is reported on stderr.

    Raises
    ------
    MissingInput, ValueError
        When a path is not there, or not one article can be read.
    """
    from detector.article import Article
    from detector.readers import find_inputs, read
    from detector.readers.field_names import FieldNames

    inputs = find_inputs(paths, fields or FieldNames(), outputs)
    items = list(read(inputs, sys.stdin.buffer))
    lost = [item for item in items if not isinstance(item, Article)]
    if lost and len(lost) == len(items):
        raise ValueError(f"nothing could be read: {lost[0].path}: {lost[0].reason}")
    for item in lost:
        echo_status(f"{item.path}: {item.reason}")
    return [item for item in items if isinstance(item, Article)]


def one_article(path: str) -> Article:
    """The one article of a file."""
    articles = read_articles([path])
    if len(articles) != 1:
        raise ValueError(f"{path} holds {len(articles)} articles: compare takes one from each file")
    return articles[0]


def judge(articles: Iterable[Article], executor: Executor) -> list[Row]:
    """What the shipped model says of each article: a damaged copy is not the best."""
    from detector.runs.detector_config import DetectorConfig
    from detector.runs.external_sort import unpack
    from detector.runs.scoring import score_rows
    from detector.runs.tasks import ROWS_TASK, Task, in_batches

    given = (
        (Task(number, items=tuple(some)), False)
        for number, some in enumerate(in_batches(articles, ROWS_TASK))
    )
    scored = executor.imap(partial(score_rows, DetectorConfig()), given)
    return [unpack(packed.data) for one in scored for packed in one.rows]


def write_page(
    articles: Sequence[Article],
    memberships: Sequence[Membership],
    verdicts: Sequence[Row] | None,
    place: Path,
) -> None:
    """Write the page of the stories."""
    from detector.review.stories_page import stories_page

    page = stories_page(articles, memberships, verdicts)
    write_file(place, page.encode("utf-8", "replace"))


def write_lexicon(memberships: Sequence[Membership], place: Path) -> None:
    """Write the words that spun and back-translated copies replaced."""
    from detector.copies.spinner_lexicon import lexicon_table, mine_replacements

    changed = (one for one in memberships if one.relation in ("spun", "back_translated"))
    mined = mine_replacements((one.story, one.replacements) for one in changed)
    write_file(place, lexicon_table(mined).encode())


def write(articles: Sequence[Article], memberships: Sequence[Membership], output: Path) -> None:
    """Write a row an article; Parquet rows carry what ``--against`` needs."""
    from detector.writers.jsonl import encode

    rows = list(rows_of(articles, memberships))
    if output.suffix.lower() == ".jsonl":
        write_file(output, b"".join(map(encode, rows)))
        return
    from detector.copies.fingerprints import read_fingerprints
    from detector.copies.packed_fingerprints import pack
    from detector.copies.previous_run import write_known
    from detector.writers.destination import atomic_file

    prints = read_fingerprints([article.text for article in articles])
    for article, row, found_codes in zip(articles, rows, prints, strict=True):
        row["text"] = article.text
        row["fingerprint"] = pack(found_codes)
    with atomic_file(str(output)) as stream:
        write_known(rows, stream)


def rows_of(
    articles: Sequence[Article], memberships: Sequence[Membership]
) -> Iterable[dict[str, Any]]:
    """The columns of a row; ``content`` names the text whatever else changes."""
    from detector.copies.stories import content_hash

    for article, one in zip(articles, memberships, strict=True):
        yield {
            "id": one.id,
            "story": one.story,
            "copy_of": one.copy_of,
            "relation": one.relation,
            "probability": round(one.probability, 4),
            "reason": one.reason,
            "replacements": [
                {"old": r.old, "new": r.new, "kind": r.kind} for r in one.replacements
            ],
            "title": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "url": article.url,
            "path": article.path,
            "content": content_hash(article.text),
            "assurance": round(one.assurance, 4),
            "same_event": list(one.same_event),
            "part_of": one.part_of,
        }


def format_stories(memberships: Sequence[Membership]) -> Iterable[str]:
    """The stories as text: the best copy first, its copies under it."""
    groups: dict[str, list[Membership]] = {}
    for one in memberships:
        if one.story:
            groups.setdefault(one.story, []).append(one)
    for story, members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{story}  {len(members)} copies"
        for one in sorted(members, key=lambda one: (one.copy_of != "", one.relation, one.id)):
            chance = f" {one.probability:.2f}" if one.copy_of else ""
            part = f", part of {one.part_of}" if one.part_of else ""
            yield f"  {one.relation}{chance}{part}  {one.id}  ({one.reason})"
    yield from format_same_event(memberships)
    alone = sum(not one.story for one in memberships)
    stories = counted(len(groups), "story", "stories")
    yield f"{stories} with copies; {counted(alone, 'article')} without"


def format_same_event(memberships: Sequence[Membership]) -> Iterable[str]:
    """Pairs of independent reports on one event, each pair once: no copies of each other."""
    shown = set()
    for one in memberships:
        for other in one.same_event:
            pair = tuple(sorted((one.id, other)))
            if pair not in shown:
                shown.add(pair)
                yield f"same event, written independently: {pair[0]}, {pair[1]}"
