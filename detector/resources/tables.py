"""The tables of words and phrases that the signals look things up in."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of ``detector/data/<name>.tsv``, each a dictionary by column.

    >>> sorted(read_table("places")[0])
    ['form', 'language', 'place', 'source']
    """
    header, *lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]
