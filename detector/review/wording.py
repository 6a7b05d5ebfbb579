"""What adds to a score, in words an editor knows."""

from __future__ import annotations

from collections.abc import Iterable

from detector.resources.tables import read_table
from detector.signals.catalogue import SIGNALS_BY_NAME

# Contributions shown of an article, and below which none changes a decision (made up).
MOST_PARTS = 12
LEAST_PART = 0.05


def family_of(column: str) -> tuple[str, str]:
    """The name under which a column of the model is shown, and what that measures.

    A signal stands for itself. The families are those of ``detector/data/column_families.tsv``; a
    column (see ``detector.ngrams``) belongs to the first whose beginning its name has.
    """
    if column in SIGNALS_BY_NAME:
        return column, SIGNALS_BY_NAME[column].means
    for family in read_table("column_families"):
        if column.startswith(tuple(family["beginnings"].split(";"))):
            return family["name"], family["means"]
    return "other", "other figures of the text"


def in_families(parts: Iterable[tuple[str, float]]) -> list[tuple[str, str, float]]:
    """Contributions summed by family, largest first: ``(name, meaning, log-odds)``."""
    sums: dict[tuple[str, str], float] = {}
    for column, value in parts:
        family = family_of(column)
        sums[family] = sums.get(family, 0.0) + value
    named = [(name, means, value) for (name, means), value in sums.items()]
    return sorted(named, key=lambda part: -abs(part[2]))


def strongest(parts: Iterable[tuple[str, float]]) -> tuple[list[tuple[str, str, float]], float]:
    """The families that matter, as :func:`in_families` has them, and what the others add."""
    families = in_families(parts)
    shown = [part for part in families if abs(part[2]) >= LEAST_PART][:MOST_PARTS]
    return shown, sum(value for *_, value in families) - sum(value for *_, value in shown)
