"""Quoted stretches: who is speaking where.

Newsrooms print straight, curly, low and angled marks. A quotation that runs over several
paragraphs opens each of them and closes only the last: it rightly stays open in
between, and is not damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# One set of characters first: the engine leaps from one to the next.
MARK_RE = re.compile(r"[\"“”„‟«»‹›'‘](?:(?<=[\"“”„‟«»‹›])|(?<!\w['‘])(?=\w))")
# Opening mark -> the marks that may close it. German closes „ with “, Polish with ”.
CLOSERS = {
    "“": "”",
    "‟": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "'": "'",
    '"': '"',
}
OPENING_CURLS = frozenset("“„‟«‹")
SINGLE = frozenset("'‘")
# A single mark with a letter or figure after it is an apostrophe (don’t) and closes nothing.
CLOSER_RES = {
    mark: re.compile(f"[{closers}]" + (r"(?![^\W_])" if mark in SINGLE else ""))
    for mark, closers in CLOSERS.items()
}
# Clipped words that begin with an apostrophe, not with a quotation: 'em, 'tis, '90s.
CLIPPED_RE = re.compile(r"['‘](?:\d|em\b|til\b|cause\b|tis\b|twas\b|n\b|bout\b|round\b)", re.I)
# A single-quoted stretch longer than this is an apostrophe read as a mark (made up).
LONGEST_SINGLE = 400


class Quote(NamedTuple):
    """A quoted stretch, marks included: ``text[start:end]``.

    ``mark`` is the opening mark. ``closed`` is False when no closing mark was found before
    the paragraph ended; ``continued`` is True when the next paragraph goes on with the quotation.
    """

    start: int
    end: int
    mark: str
    closed: bool
    continued: bool


def find_quotes(text: str, paragraphs: list[tuple[int, int]]) -> list[Quote]:
    """Find the quoted stretches of a text, outermost only, in order.

    Parameters
    ----------
    text : str
    paragraphs : list of (start, end)
        Half-open offsets into ``text``. No quotation crosses one.

    >>> text = '“We hold,” he said. ‘No.’'
    >>> [text[q.start:q.end] for q in find_quotes(text, [(0, len(text))])]
    ['“We hold,”', '‘No.’']
    """
    found: list[Quote] = []
    for number, (start, end) in enumerate(paragraphs):
        after = paragraphs[number + 1] if number + 1 < len(paragraphs) else (end, end)
        for quote in quotes_in(text, start, end):
            if not quote.closed and text[after[0] : after[0] + 1] == quote.mark:
                quote = quote._replace(continued=True)
            found.append(quote)
    return found


def quotes_in(text: str, start: int, end: int) -> Iterator[Quote]:
    """Yield the quoted stretches of one paragraph."""
    position = start
    while match := MARK_RE.search(text, position, end):
        mark, opened = match[0], match.start()
        position = opened + 1
        if not opens(text, start, opened, mark):
            continue
        closed_at = closing(text, opened, end, mark)
        if closed_at is not None:
            position = closed_at
            yield Quote(opened, closed_at, mark, True, False)
        elif mark not in SINGLE:
            position = end
            yield Quote(opened, end, mark, False, False)


def opens(text: str, start: int, offset: int, mark: str) -> bool:
    """Whether the mark at ``offset`` opens a quotation, judged by what stands before it."""
    if mark in SINGLE:
        return not CLIPPED_RE.match(text, offset)
    if mark in OPENING_CURLS:
        return True
    if mark != '"':
        return False
    before = text[offset - 1] if offset > start else " "
    return not (before.isalnum() or before in ".,!?…%)")


def closing(text: str, opened: int, end: int, mark: str) -> int | None:
    """Offset just past the mark that closes the quotation opened at ``opened``, or None."""
    limit = min(end, opened + LONGEST_SINGLE) if mark in SINGLE else end
    # One character more, so that what follows a mark at the limit is seen.
    match = CLOSER_RES[mark].search(text, opened + 1, min(end, limit + 1))
    return match.end() if match is not None and match.start() < limit else None
