"""``detector train`` and ``detector evaluate``: making and measuring a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import echo_line
from detector.cli.outputs import OutputFile, OutputFolder, guarded, write_file
from detector.cli.train_decisions import decisions_for_adaptation, samples, worth_of
from detector.text.counted import counted

if TYPE_CHECKING:
    from detector.training.corpora.labelled import Sample
    from detector.training.fitting.cached_figures import CachedFigures

DATA = click.argument(
    "data", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[DATA]..."
)
DECISIONS = click.option(
    "--decisions",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Decisions of analysts: a completed review CSV, the store of `detector review`, an export "
    "of Label Studio or Argilla; repeatable.",
)
READER = click.option(
    "--reader",
    is_flag=True,
    help="Fit (and measure) the second reading too: the full reader takes half a second for each "
    "of some 3,000 articles, whose figures are kept in the user's cache.",
)
SEED = click.option(
    "--seed", default=0, show_default=True, help="Random seed; the same seed gives the same model."
)


def labelled(data: tuple[Path, ...]) -> list[Sample]:
    """The labelled articles of folders in the layout and of files with ``text`` and ``label``."""
    from detector.training.fitting.fit import collect

    articles = collect(data)
    echo_line(counted(len(articles), "labelled article"))
    return articles


@click.command()
@DATA
@click.option(
    "-o",
    "--output",
    type=OutputFolder(),
    default=Path("models"),
    show_default=True,
    help="Folder for the model and its card.",
)
@DECISIONS
@click.option(
    "--model", type=click.Path(path_type=Path), help="Model to adapt (default: the shipped one)."
)
@READER
@SEED
@guarded
def train(
    data: tuple[Path, ...],
    output: Path,
    decisions: tuple[Path, ...],
    model: Path | None,
    reader: bool,
    seed: int,
) -> None:
    """Train a model, or adapt one to decisions.

    DATA is a folder in the layout of datasets/README.md, or a table or JSON Lines file of a
    newsroom's own with the fields text and label (clean, translation, spin, synthetic); several
    may be given. With --decisions alone the shipped model is adapted, without corpora; with DATA
    as well, the decisions are added to it and the model is trained from scratch.

    \b
    Examples:
      detector train corpora/ ours.csv -o models/
      detector train --decisions review.csv -o our-model/
    """
    need(data, decisions)
    if reader and not data:
        raise click.UsageError("--reader needs DATA: an adapted model keeps its readers")
    if data:
        from detector.training.fitting.fit import train as train_on

        articles = [*labelled(data), *samples(decisions)]
        card = train_on(articles, output, seed, echo_line, figures=reader_figures(reader))
    else:
        from detector.training.decisions.from_decisions import train_on_decisions

        card = train_on_decisions(decisions_for_adaptation(decisions), output, model, echo_line)
        echo_line(f"use it with: detector score PATH --model {output}")
    click.echo(card["signature"])


def reader_figures(wanted: bool) -> CachedFigures | None:
    """The figures of the readers, where they are wanted; fails at once without the full one."""
    if not wanted:
        return None
    from detector.lm.store import checked_folder
    from detector.training.fitting.cached_figures import CachedFigures

    checked_folder()
    return CachedFigures(on_progress=echo_line)


def need(data: tuple[Path, ...], decisions: tuple[Path, ...]) -> None:
    """Ask for one of the two things to work on."""
    if not data and not decisions:
        raise click.UsageError("give DATA (labelled articles), --decisions FILE, or both")


@click.command()
@DATA
@click.option("-o", "--output", type=OutputFile("tables"), help="Write the tables as JSON.")
@click.option("--figures", type=OutputFolder(), help="Folder for the figures (PNG).")
@click.option(
    "--note", type=click.Path(path_type=Path), help="Write the tables to the card of this model."
)
@click.option(
    "--leave-out",
    is_flag=True,
    help="Also hold out each spinner, system, source language and country whole (slow).",
)
@click.option("--signals", is_flag=True, help="Measure each signal instead of the classifier.")
@click.option(
    "--genres",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Report by genre what goes to review of the honest texts that `corpora genres` made.",
)
@DECISIONS
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="N",
    help="Articles that the desk can read in a day (with --decisions).",
)
@click.option(
    "--days", type=click.IntRange(min=1), default=1, help="Days that the decisions cover."
)
@READER
@SEED
@guarded
def evaluate(output: Path | None, figures: Path | None, note: Path | None, **what: Any) -> None:
    """Measure a model, the signals, or what decisions were worth.

    A model is measured on held-out years and outlets, beside three baselines.

    With --signals: how often each signal fires on which corpus, its precision and cost.
    With --genres, and without DATA: how many honest texts other than news the shipped model sends
    to review.
    With --decisions, and without DATA: how much of what the desk looked at was worth it at each
    threshold, and the threshold for its budget.

    \b
    Example:
      detector evaluate corpora/ -o evaluation.json --figures figures/ --note models/
      detector evaluate corpora/ --signals
      detector evaluate --decisions review.csv --budget 50
    """
    tables = measured(**what)
    if output is not None:
        text = json.dumps(tables, indent=2, ensure_ascii=False) + "\n"
        write_file(output, text.encode())
    if "detector" not in tables:
        return
    if figures is not None:
        from detector.training.evaluation.plots import draw

        draw(tables, figures)
    if note is not None:
        from detector.training.evaluation.model_card import note_metrics

        note_metrics(tables, note)


def measured(
    data: tuple[Path, ...],
    decisions: tuple[Path, ...],
    genres: Path | None,
    *,
    signals: bool,
    budget: int,
    days: int,
    leave_out: bool,
    reader: bool,
    seed: int,
) -> Any:
    """Measure and print what was asked for; only the tables of a model have a ``detector``."""
    if genres is not None:
        return genre_rows(genres)
    need(data, decisions)
    if decisions and data:
        raise click.UsageError("evaluate takes DATA or --decisions, not both")
    if decisions:
        return worth_of(decisions, budget, days)
    articles = labelled(data)
    if signals:
        return signal_rows(articles)
    return classifier_tables(articles, seed, leave_out, reader_figures(reader))


def signal_rows(samples: list[Sample]) -> list[dict[str, Any]]:
    """Measure and print the table of signals."""
    from detector.signals.catalogue import CATALOGUE
    from detector.training.evaluation.signal_rates import (
        labelled_texts,
        measure,
        rate_table,
        rows_of,
    )
    from detector.training.evaluation.text_table import print_tables

    rates = measure(labelled_texts(samples), CATALOGUE)
    rows = rows_of(rates, CATALOGUE)
    print_tables(rate_table(rows), width=max(120, 20 * len(rows[0])))
    return rows


def genre_rows(folder: Path) -> dict[str, Any]:
    """Measure and print what the shipped model does with honest texts, by genre."""
    from detector.detector import Detector
    from detector.training.corpora.honest_genres import read_genres
    from detector.training.evaluation.genre_table import genre_table, measure_genres
    from detector.training.evaluation.text_table import print_tables

    rows = measure_genres(read_genres(folder), Detector(second_reading="never"))
    print_tables(genre_table(rows))
    return dict(rows)


def classifier_tables(
    samples: list[Sample], seed: int, leave_out: bool, figures: CachedFigures | None = None
) -> dict[str, Any]:
    """Evaluate and print the tables of the classifier and its baselines."""
    from detector.training.evaluation.evaluation_tables import report_tables
    from detector.training.evaluation.held_out import evaluate as evaluate_on
    from detector.training.evaluation.leave_group_out import leave_out as leave_groups_out
    from detector.training.evaluation.text_table import print_tables
    from detector.training.fitting.fit import prepare

    prepared = prepare(samples, seed, echo_line)
    evaluation = evaluate_on(prepared, seed, echo_line, figures=figures)
    if leave_out:
        evaluation |= leave_groups_out(prepared, seed, echo_line)
    print_tables(*report_tables(evaluation))
    return evaluation
