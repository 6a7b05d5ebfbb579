"""Masks as translation tools print them: what stood for a name, a figure or a variable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detector.resources.tables import read_table
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens


@cache
def masks(kind: str) -> tuple[tuple[list[str], re.Pattern[str]], ...]:
    """The patterns of ``data/masks.tsv``, each behind substrings of which a match holds one.

    A pattern without any begins with a set of characters, which the engine of expressions skips to;
    it looks at each place of a text for one that begins with what must not stand before.
    """
    rows = [row for row in read_table("masks") if row["kind"] == kind]
    return tuple((row["needle"].split(" "), lazy_pattern(row["pattern"])) for row in rows)


def mask_spans(tokens: Tokens, kind: str) -> Iterator[tuple[int, int]]:
    """Where masks of a kind stand, in no order."""
    for needles, regex in masks(kind):
        if any(needle in tokens.text for needle in needles):
            for match in regex.finditer(tokens.text):
                yield match.span()
