"""The tables of words and phrases that the rooms look things up in."""

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


def mark_alike(text: str) -> str:
    """The text in lower case and with straight apostrophes, as the tables print it.

    The result is as long as the text, so that offsets into one hold in the other: the few
    capitals that grow when lowered (the Turkish dotted I) stay as they are.

    >>> mark_alike("It’s İzmir"), len(mark_alike("İzmir"))
    ("it's İzmir", 5)
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("’", "'")
