"""Quoted stretches: who is speaking where.

Newsrooms print straight, curly, low and angled marks. A quotation that runs over several
paragraphs opens each of them and closes only the last: it rightly stays open in
between, and is not damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detector.text.arrays import Flags, Ids
from detector.text.character_classes import QUOTING, SINGLE_QUOTING, WORDLY
from detector.text.concatenated import ConcatenatedTexts
from detector.text.lazy_pattern import lazy_pattern
from detector.text.segments import positions

# One set of characters first: the engine leaps from one to the next.
MARK_RE = lazy_pattern(r"[\"“”„‟«»‹›'‘](?:(?<=[\"“”„‟«»‹›])|(?<!\w['‘])(?=\w))")
# Opening mark -> the marks that may close it. German closes „ with “, Polish with ”.
CLOSING_MARKS_OF = {
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
    mark: lazy_pattern(f"[{closers}]" + (r"(?![^\W_])" if mark in SINGLE else ""))
    for mark, closers in CLOSING_MARKS_OF.items()
}
# Clipped words that begin with an apostrophe, not with a quotation: 'em, 'tis, '90s.
CLIPPED_RE = lazy_pattern(r"['‘](?:\d|em\b|til\b|cause\b|tis\b|twas\b|n\b|bout\b|round\b)", re.I)
# A single-quoted stretch longer than this is an apostrophe read as a mark (made up).
LONGEST_SINGLE = 400


STRAIGHT = ord('"')
# Marks after which a straight mark closes: no quotation begins there.
SHUTTING = ".,!?…%)"
SHUTS = np.zeros(ord("…") + 2, dtype=np.bool_)
SHUTS[[ord(mark) for mark in SHUTTING]] = True


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


def quote_table(concatenated: ConcatenatedTexts, paragraphs: Ids) -> Ids:
    """Find the quoted stretches of texts that lie end to end, outermost only, in order.

    Parameters
    ----------
    concatenated : ConcatenatedTexts
    paragraphs : ndarray of shape (n_paragraphs, 2 or more)
        Where each starts and ends. No quotation crosses one.

    Returns
    -------
    ndarray of shape (n_quotes, 5)
        The fields of :class:`Quote`; the mark as a number.

    >>> text = "“We hold,” he said. ‘No.’"
    >>> [text[start:end] for start, end, *_ in quote_table(ConcatenatedTexts([text]),
    ...     np.array([[0, 25]]))]
    ['“We hold,”', '‘No.’']
    """
    table, unclear = paired(concatenated, paragraphs)
    rows = [
        (quote.start, quote.end, ord(quote.mark), quote.closed, quote.continued)
        for number in unclear
        for quote in quotes_in(
            concatenated.text, int(paragraphs[number, 0]), int(paragraphs[number, 1])
        )
    ]
    if not rows:
        return table
    added = np.array(rows, dtype=np.int64)
    if len(table):
        added = np.concatenate([table, added])
        added = added[added[:, 0].argsort()]
    table = added
    if not table[:, 3].all():
        table[:, 4] = goes_on(concatenated, paragraphs, table)
    return table


def quotation_marks(concatenated: ConcatenatedTexts) -> Ids:
    """Where the marks of :data:`MARK_RE` stand."""
    mark_positions, roles = concatenated.mark_positions
    quoting = roles & QUOTING != 0
    places = mark_positions[quoting]
    single = roles[quoting] & SINGLE_QUOTING != 0
    worded = concatenated.char_classes.take(places - 1) & WORDLY != 0
    wordless = concatenated.char_classes.take(places + 1) & WORDLY == 0
    return places[~(single & (worded | wordless))]


def paired(concatenated: ConcatenatedTexts, paragraphs: Ids) -> tuple[Ids, list[int]]:
    """The quotations of paragraphs in which two marks take turns, and the other paragraphs.

    Most paragraphs quote with two curly marks or two straight ones, and hold no other marks.
    """
    mark_positions = quotation_marks(concatenated)
    owners = paragraphs[:, 0].searchsorted(mark_positions, "right") - 1
    count = len(mark_positions)
    signs = concatenated.codepoints.take(mark_positions)
    before = concatenated.codepoints.take(mark_positions - 1)
    even = positions((np.arange(count) - owners.searchsorted(owners)) % 2 == 0)
    after = np.minimum(even + 1, count - 1)
    closing = np.where(owners[after] == owners[even], signs[after], 0)
    closing[after == even] = 0
    straight = (signs[even] == STRAIGHT) & (closing == STRAIGHT)
    straight &= ~SHUTS.take(before[even], mode="clip")
    straight &= concatenated.char_classes.take(mark_positions[even] - 1) & WORDLY == 0
    well = straight | ((signs[even] == ord("“")) & (closing == ord("”")))
    unclear = np.zeros(len(paragraphs), dtype=np.bool_)
    unclear[owners[even[~well]]] = True
    clear = even[~unclear[owners[even]]]
    table = np.ones((len(clear), 5), dtype=np.int64)
    table[:, 0] = mark_positions[clear]
    table[:, 1] = mark_positions[clear + 1] + 1
    table[:, 2] = signs[clear]
    table[:, 4] = 0
    return table, positions(unclear).tolist()


def goes_on(concatenated: ConcatenatedTexts, paragraphs: Ids, table: Ids) -> Flags:
    """Which quotations the next paragraph of the text goes on with."""
    continued = np.zeros(len(table), dtype=np.bool_)
    unclosed = positions(table[:, 3] == 0)
    following = paragraphs[:, 0].searchsorted(table[unclosed, 1])
    limits = concatenated.characters_from[
        concatenated.characters_from.searchsorted(table[unclosed, 1])
    ]
    starts = np.append(paragraphs[:, 0], len(concatenated.text) - 1)[following]
    continued[unclosed] = (starts < limits) & (
        concatenated.codepoints[starts] == table[unclosed, 2]
    )
    return continued


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
    return not (before.isalnum() or before in SHUTTING)


def closing(text: str, opened: int, end: int, mark: str) -> int | None:
    """Offset just past the mark that closes the quotation opened at ``opened``, or None."""
    limit = min(end, opened + LONGEST_SINGLE) if mark in SINGLE else end
    # One character more, so that what follows a mark at the limit is seen.
    match = CLOSER_RES[mark].search(text, opened + 1, min(end, limit + 1))
    return match.end() if match is not None and match.start() < limit else None
