"""The tables of words and phrases that the signals look things up in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def read_columns(name: str) -> dict[str, list[str]]:
    """The columns of ``detector/data/<name>.tsv``, each a list of its cells.

    >>> sorted(read_columns("places"))
    ['form', 'language', 'place', 'source']
    """
    text = (DATA / f"{name}.tsv").read_text("utf-8")
    columns = text[: text.index("\n")].split("\t")
    cells = text.replace("\n", "\t").split("\t")[:-1]
    return {column: cells[at :: len(columns)][1:] for at, column in enumerate(columns)}


@cache
def read_table(name: str) -> list[dict[str, str]]:
    """The rows of the same, each a dictionary by column, read once.

    >>> sorted(read_table("places")[0])
    ['form', 'language', 'place', 'source']
    """
    columns = read_columns(name)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
