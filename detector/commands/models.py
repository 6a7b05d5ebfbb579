"""``detector train`` and ``detector evaluate``: the commands of whoever makes a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.failing import with_explained_errors

if TYPE_CHECKING:
    from detector.corpora.labelled import Sample

DATA = click.argument(
    "data", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="DATA..."
)
SEED = click.option("--seed", default=0, show_default=True, help="The same seed, the same model.")


def tell(line: str) -> None:
    """Say on stderr how far the work is."""
    click.echo(line, err=True)


def labelled(data: tuple[Path, ...]) -> list[Sample]:
    """The labelled articles of folders in the layout and of files with ``text`` and ``label``."""
    from detector.learning.training import collect

    found = collect(data)
    tell(f"{len(found):,} labelled articles")
    return found


@click.command()
@DATA
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("models"),
    show_default=True,
    help="Folder for the model and its card.",
)
@SEED
@with_explained_errors
def train(data: tuple[Path, ...], output: Path, seed: int) -> None:
    """Train a model on labelled articles and write it with its card.

    DATA is a folder in the layout of datasets/README.md, or a CSV or JSON Lines file of a
    newsroom's own with the fields text and label (clean, translation, spin, synthetic); several
    may be given.

    \b
    Example:
      detector train corpora/ our-decisions.csv -o models/
    """
    from detector.learning.training import train as train_on

    card = train_on(labelled(data), output, seed, tell)
    click.echo(card["signature"])


@click.command()
@DATA
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the tables as JSON.")
@click.option("--figures", type=click.Path(path_type=Path), help="Folder for the figures (PNG).")
@click.option(
    "--note", type=click.Path(path_type=Path), help="Note the tables on the cards of this model."
)
@click.option(
    "--leave-out",
    is_flag=True,
    help="Also hold out each spinner, system, source language and country whole (slow).",
)
@click.option("--signals", is_flag=True, help="Measure each signal instead of the classifier.")
@SEED
@with_explained_errors
def evaluate(
    data: tuple[Path, ...],
    output: Path | None,
    figures: Path | None,
    note: Path | None,
    leave_out: bool,
    signals: bool,
    seed: int,
) -> None:
    """Train to 2020, report on later years and held-out outlets, with three baselines beside.

    With --signals: how often each signal fires on which corpus, its precision, what it costs.

    \b
    Example:
      detector evaluate corpora/ -o evaluation.json --figures figures/ --note models/
      detector evaluate corpora/ --signals
    """
    samples = labelled(data)
    found: Any = signal_rows(samples) if signals else classifier_tables(samples, seed, leave_out)
    if output is not None:
        output.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if figures is not None and not signals:
        from detector.learning.plotting import draw

        draw(found, figures)
    if note is not None and not signals:
        from detector.learning.noting import note_metrics

        note_metrics(found, note)


def signal_rows(samples: list[Sample]) -> list[dict[str, Any]]:
    """Measure and print the table of signals."""
    from rich.console import Console

    from detector.learning.rates import measure, measured_samples, rate_table, rows_of
    from detector.signals.catalogue import CATALOGUE

    rates = measure(measured_samples(samples), CATALOGUE)
    rows = rows_of(rates, CATALOGUE)
    Console(width=max(120, 16 * len(rows[0]))).print(rate_table(rows))
    return rows


def classifier_tables(samples: list[Sample], seed: int, leave_out: bool) -> dict[str, Any]:
    """Evaluate and print the tables of the classifier and its baselines."""
    from rich.console import Console

    from detector.learning.evaluation import evaluate as evaluate_on
    from detector.learning.leaving import leave_out as leave_groups_out
    from detector.learning.sheets import for_terminal
    from detector.learning.tabulating import sheets
    from detector.learning.training import prepare

    prepared = prepare(samples, seed, tell)
    found = evaluate_on(prepared, seed, tell)
    if leave_out:
        found |= leave_groups_out(prepared, seed, tell)
    console = Console(width=130)
    for sheet in sheets(found):
        console.print(for_terminal(sheet))
    return found
