"""The tables of an evaluation as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from detector.learning.measures import score_names


def summary(found: Mapping[str, Any]) -> Iterator[Table]:
    """What was caught, beside the baselines; then who was flagged wrongly; then the rest."""
    yield caught(found)
    yield clean(found)
    own = found["detector"]
    for name, table in own.items():
        if name.startswith(("clean by", "translations by", "machine by")):
            yield shares(name, table)
    yield correlations(own["quality"])
    yield shares_of_models(found["synthetic"])


def caught(found: Mapping[str, Any]) -> Table:
    """Shares caught at 1 % of clean news and 5 % of human translations, with bounds."""
    table = Table(title="Caught (5 to 95 %) / AUC against news / against human translations")
    scores = score_names(found)
    table.add_column("kind of damage")
    for name in scores:
        table.add_column(name, justify="right")
    for kind in found["detector"]["caught"]:
        table.add_row(kind, *(caught_cell(found[name]["caught"][kind]) for name in scores))
    return table


def caught_cell(row: Mapping[str, float]) -> str:
    """One cell: share caught with its bounds, then the areas."""
    translations = row.get("auc_translations")
    against = f" / {translations:.2f}" if translations is not None else ""
    return (
        f"{row['caught']:.2f} ({row['caught_low']:.2f}-{row['caught_high']:.2f})"
        f" / {row['auc_news']:.2f}{against}"
    )


def clean(found: Mapping[str, Any]) -> Table:
    """Share of each clean side flagged at that threshold."""
    table = Table("score", "clean side", "flagged", title="Clean articles flagged")
    for name in score_names(found):
        for side, share in found[name]["clean flagged"].items():
            table.add_row(name, side, f"{share:.2%}")
    error = found["detector"]["calibration"]["ece"]
    table.caption = f"expected calibration error of the detector {error:.3f}"
    return table


def shares(name: str, rows: Mapping[str, Mapping[str, float]]) -> Table:
    """Share flagged by group, with the 95 % upper bound."""
    table = Table(name, "articles", "flagged", "at most (95 %)")
    for key, row in rows.items():
        table.add_row(key, f"{row['n']:.0f}", f"{row['flagged']:.2%}", f"{row['upper_95']:.2%}")
    return table


def correlations(rows: Mapping[str, Mapping[str, float]]) -> Table:
    """Rank correlation of the score with human quality."""
    table = Table("language, year, measure", "articles", "Spearman's rho")
    for key, row in rows.items():
        table.add_row(key, f"{row['n']:.0f}", f"{row['rho']:+.2f}")
    return table


def shares_of_models(rows: Mapping[str, Mapping[str, float]]) -> Table:
    """What the synthetic head finds of language models that it never learned from."""
    table = Table("language model (held out)", "articles", "AUC", "at 1 %", "at 5 %")
    for key, row in rows.items():
        table.add_row(
            key,
            f"{row['n']:.0f}",
            f"{row['auc_news']:.2f}",
            f"{row['tpr_0.01']:.2f}",
            f"{row['tpr_0.05']:.2f}",
        )
    return table
