"""Tables of patterns in ``detector/data``, each behind letters that it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detector.resources.tables import read_table
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens

Row = dict[str, str]


@cache
def patterns(table: str, kind: str) -> tuple[tuple[re.Pattern[str], Row], ...]:
    """The patterns of a kind, and the row of each."""
    rows = [row for row in read_table(table) if row["kind"] == kind]
    return tuple((lazy_pattern(row["pattern"]), row) for row in rows)


def matches_in(tokens: Tokens, table: str, kind: str) -> Iterator[tuple[re.Match[str], Row]]:
    """Where the patterns of a kind match in an article, row by row."""
    for regex, row in patterns(table, kind):
        if row["needle"] in tokens.text:
            for match in regex.finditer(tokens.text):
                yield match, row
