"""``detector review`` and ``detector decisions``: the desk as a server, its decisions as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import echo_status
from detector.cli.options import detector_options, make_detector, server_options
from detector.cli.outputs import INPUT, OutputFile, guarded, write_file
from detector.cli.report import QUEUE, collection_options
from detector.text.counted import counted

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from detector.review.store import DecisionStore

LINES = (".jsonl", ".ndjson")
EXTRA = 'detector review needs the extra `desk`: pip install ".[desk]" in the checkout'


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option(
    "--store",
    "store_path",
    type=OutputFile("store"),
    default=Path("decisions.sqlite"),
    show_default=True,
    help="File that keeps the decisions: created if missing, never overwritten.",
)
@server_options
@collection_options
@detector_options
@guarded
def review(
    paths: tuple[str, ...],
    store_path: Path,
    port: int,
    host: str,
    allow_hosts: tuple[str, ...],
    how: Mapping[str, Any],
    **detector_kwargs: Any,
) -> None:
    """Serve the review page to a desk. Decisions are kept as they are made.

    PATH is anything that `detector score` reads, or a file that it wrote (.csv, .xlsx, .jsonl,
    .parquet). Open the printed address in a browser: it ends in a token, and whoever has it may
    decide. Each decision is on disk before the page shows it. Stop with Ctrl-C.

    \b
    Examples:
      detector review incoming/
      detector review review.csv --store monday.sqlite --queue uncertain
      detector review incoming/ --host 0.0.0.0 --allow-host desk.example.org
    """
    try:
        from detector.server.http_security import allowed_hosts, new_token
        from detector.server.listening import address, listen, serve
    except ImportError as error:
        raise ValueError(f"{EXTRA} ({error})") from error
    from detector.review.store import DecisionStore

    hosts = allowed_hosts(host, allow_hosts)
    listener = listen(host, port)
    store = DecisionStore(store_path)
    token = new_token()
    try:
        detector = make_detector(**detector_kwargs)
        app = make_desk(paths, store, token, hosts, detector, how)
        serve(app, listener, lambda: click.echo(address(listener, host, f"/?token={token}")))
    finally:
        listener.close()
        store.close()


def make_desk(
    paths: tuple[str, ...],
    store: DecisionStore,
    token: str,
    hosts: tuple[str, ...],
    detector: Any,
    how: Mapping[str, Any],
) -> Starlette:
    """The server for some articles; decisions that stand in review files are adopted.

    ``how`` are further arguments of :func:`detector.review.collection.collect`.
    """
    from detector.readers.row_files import is_review
    from detector.review.collection import check_texts, collect
    from detector.review.decision_readers import iter_decisions
    from detector.review.review_server import make_review_app

    filled = [Path(path) for path in paths if is_review(Path(path))]
    said = [(path.name[:60], list(iter_decisions(path))) for path in filled]
    click.echo("reading the articles …", err=True)
    collection = collect(paths, detector, **how)
    here = collection.digests
    adopted = sum(
        store.import_decisions(
            (one._replace(digest=one.digest or here.get(one.article, "")) for one in decided), name
        )
        for name, decided in said
    )
    if lacking := check_texts(collection):
        echo_status(lacking)
    kept = f"; {len(store.decisions())} decisions in {store.path}"
    new = f", {adopted} of them from the review file" if adopted else ""
    if store.unclosed:
        click.echo(f"{store.path} was not closed, or is in use; all decisions are there", err=True)
    click.echo(f"{counted(len(collection.entries), 'article')}{kept}{new}", err=True)
    return make_review_app(collection, store, token, hosts)


@click.group()
def decisions() -> None:
    """Exchange decisions with other tools, or check a store.

    \b
    Example:
      detector decisions gather export.json -o decisions.jsonl
    """


@decisions.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("-o", "--output", type=OutputFile("decisions", LINES), help="A .jsonl file.")
@guarded
def gather(files: tuple[Path, ...], output: Path | None) -> None:
    """Read decisions of any kind and write them as JSON Lines.

    FILE is a completed review CSV, the store of `detector review`, or an export of Label Studio
    (JSON) or Argilla (records.to_json).

    \b
    Examples:
      detector decisions gather decisions.sqlite -o decisions.jsonl
      detector decisions gather label-studio.json review.csv -o decisions.jsonl
    """
    from detector.review.decision_readers import read_decisions
    from detector.review.export import decisions_jsonl

    review_decisions = [decision for path in files for decision in read_decisions(path)]
    data = decisions_jsonl(review_decisions)
    if output is None:
        click.echo(data.decode(), nl=False)
        return
    write_file(output, data)
    click.echo(f"{counted(len(review_decisions), 'decision')} written to {output}", err=True)


@decisions.command()
@click.argument("store", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", type=OutputFile("decisions", LINES), help="A .jsonl file.")
@guarded
def verify(store: Path, output: Path | None) -> None:
    """Check a store of decisions, or save what can be read of it.

    STORE is the file that `detector review` keeps; it is not changed. Exit code 4 means that it
    is damaged.

    \b
    Examples:
      detector decisions verify decisions.sqlite
      detector decisions verify decisions.sqlite -o saved.jsonl
    """
    from detector.review import store_check
    from detector.review.export import decisions_jsonl

    store_report = store_check.verify(store)
    kept = store_report.decisions()
    for line in store_report.remarks:
        click.echo(line, err=True)
    if output is not None:
        write_file(output, decisions_jsonl(kept))
        click.echo(f"{counted(len(kept), 'decision')} written to {output}", err=True)
    counts = f"{counted(len(store_report.events), 'event')}, {counted(len(kept), 'decision')}"
    if store_report.sound:
        click.echo(f"{store} is sound: {counts}")
        return
    for line in store_report.problems:
        click.echo(line, err=True)
    saved = "" if output else "; -o saved.jsonl saves them for a new store"
    raise ValueError(
        f"{store} is damaged: {counts} can be read, "
        f"{counted(len(store_report.lost), 'event')} cannot{saved}"
    )


@decisions.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option("--tool", type=click.Choice(["label-studio", "argilla"]), required=True)
@click.option(
    "-o", "--output", type=OutputFile("tasks", (".json",)), required=True, help="A .json file."
)
@QUEUE
@detector_options
@guarded
def export(
    paths: tuple[str, ...],
    tool: str,
    output: Path,
    queue: Any,
    **detector_kwargs: Any,
) -> None:
    """Write articles with marks and scores for Label Studio or Argilla.

    For Label Studio, the labelling interface is written beside it (.xml).

    \b
    Examples:
      detector decisions export incoming/ --tool label-studio -o tasks.json
      detector decisions export review.csv --tool argilla -o records.json
    """
    import orjson

    from detector.review import argilla, labelstudio
    from detector.review.collection import collect

    detector = make_detector(**detector_kwargs)
    collection = collect(paths, detector, queue=queue, stories=False, outputs=[output])
    studio = tool == "label-studio"
    records = (labelstudio.tasks if studio else argilla.records)(collection.entries)
    write_file(output, orjson.dumps(records, option=orjson.OPT_INDENT_2))
    if studio:
        write_file(output.with_suffix(".xml"), labelstudio.CONFIG.encode())
    without = len(collection.entries) - len(records)
    left = f"; {without} without a text were left out" if without else ""
    click.echo(f"{counted(len(records), 'article')} written to {output}{left}", err=True)
