"""Tables of patterns in ``detector/data``.

Each stands beside letters of which what it matches holds one, parted by " | ". A pattern without
such letters should open with a character, and then say what must not stand before it: the other way
round all of a text is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detector.resources.tables import read_table
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens

Row = dict[str, str]


@cache
def patterns(table: str, kind: str) -> tuple[tuple[list[str], re.Pattern[str], Row], ...]:
    """The letters, the pattern and the row of each pattern of a kind."""
    return tuple(
        (row["needle"].split(" | "), lazy_pattern(row["pattern"]), row)
        for row in read_table(table)
        if row["kind"] == kind
    )


def matches_in(tokens: Tokens, table: str, kind: str) -> Iterator[tuple[re.Match[str], Row]]:
    """Where the patterns of a kind match in an article, row by row."""
    for needles, regex, row in patterns(table, kind):
        if any(needle in tokens.text for needle in needles):
            for match in regex.finditer(tokens.text):
                yield match, row
