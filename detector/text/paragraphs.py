"""Where paragraphs begin and end, in lines as long as they please and in hard-wrapped copy."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from detector.article import Span
from detector.text.arrays import CodePoints, Flags, Ids
from detector.text.character_classes import (
    CLOSER,
    LINE_END,
    SENTENCE_TERMINAL,
    WHITESPACE,
    roles_of,
)
from detector.text.concatenated import ConcatenatedTexts
from detector.text.lazy_pattern import lazy_pattern
from detector.text.segments import Segments, positions

BLANK_LINE_RE = lazy_pattern(r"\n[^\S\n]*\r?\n")
STOPS = frozenset(".!?…")
CLOSING_MARKS = frozenset("\"”’»“)]'")
TERMINAL_RE = lazy_pattern(r"[.!?…][\"”’»“)\]']*\s*$")
# Lines of fewer and of more characters on the median are not typesetting; nor are fewer lines.
NARROWEST, WIDEST = 40, 110
FEWEST_LINES = 4
# Words of a paragraph of prose that ends like a sentence, and of one that does not.
FEWEST_WORDS, MANY_WORDS = 6, 25


class Paragraph(NamedTuple):
    """A paragraph: ``text[start:end]``, holding ``words[first:last]``.

    ``prose`` when it ends like a sentence and has at least 6 words, or has at least 25
    words whatever its end (limits made up; wire copy rarely prints shorter ones).
    """

    start: int
    end: int
    first: int
    last: int
    prose: bool


def paragraph_table(concatenated: ConcatenatedTexts) -> Ids:
    r"""Cut texts that lie end to end into paragraphs, trimmed of white space.

    Some agencies hard-wrap lines at 60 to 100 characters and part paragraphs with a blank
    line; everyone else prints one line a paragraph.

    Returns
    -------
    ndarray of shape (n_paragraphs, 6)
        Start and end, first and last word, number in its text, and whether it is prose.

    >>> paragraph_table(ConcatenatedTexts(["One.\n\nTwo."]))[:, :2].tolist()
    [[0, 4], [6, 10]]
    """
    starts, ends = together(concatenated)
    opens = starts.searchsorted(concatenated.characters_from)
    table = np.empty((len(starts), 6), dtype=np.int64)
    table[:, 0], table[:, 1] = starts, ends
    table[:, 2] = concatenated.begins.searchsorted(starts)
    table[:, 3] = concatenated.begins.searchsorted(ends)
    table[:, 4] = np.arange(len(starts)) - opens[:-1].repeat(opens[1:] - opens[:-1])
    table[:, 5] = is_prose(concatenated.text, concatenated.codepoints, table)
    return table


def together(concatenated: ConcatenatedTexts) -> tuple[Ids, Ids]:
    """Where the paragraphs of many texts begin and end."""
    starts, ends = line_bounds(concatenated)
    lines_from = starts.searchsorted(concatenated.characters_from)
    return joined(concatenated.text, concatenated.codepoints, starts, ends, lines_from)


def line_bounds(concatenated: ConcatenatedTexts) -> tuple[Ids, Ids]:
    """Where the lines that hold anything begin and end, trimmed of white space."""
    text, char_classes = concatenated.text, concatenated.char_classes
    ends = concatenated.outside_of_class(LINE_END)
    starts = np.empty_like(ends)
    starts[:1] = 0
    np.add(ends[:-1], 1, out=starts[1:])
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    edged = positions((char_classes[starts] | char_classes[ends - 1]) & WHITESPACE)
    if not len(edged):
        return starts, ends
    for at in edged.tolist():
        line = text[starts[at] : ends[at]]
        starts[at] += len(line) - len(line.lstrip())
        ends[at] = starts[at] + len(line.strip())
    filled = ends > starts
    return starts[filled], ends[filled]


def is_prose(text: str, codepoints: CodePoints, table: Ids) -> Flags:
    """Which paragraphs are prose; the last column of the table is not looked at."""
    words = table[:, 3] - table[:, 2]
    last = roles_of(codepoints[table[:, 1] - 1])
    before = roles_of(codepoints[table[:, 1] - 2])
    closed = last & CLOSER != 0
    well = (last & SENTENCE_TERMINAL != 0) | (closed & (before & SENTENCE_TERMINAL != 0))
    prose: Flags = (words >= MANY_WORDS) | (well & (words >= FEWEST_WORDS))
    for at in positions(closed & ~prose & (words >= FEWEST_WORDS)).tolist():
        prose[at] = ends_well(text, int(table[at, 0]), int(table[at, 1]))
    return prose


def ends_well(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, trimmed of white space, ends like a sentence."""
    last = text[end - 1]
    if last not in CLOSING_MARKS:
        return last in STOPS
    return TERMINAL_RE.search(text, max(start, end - 12), end) is not None


def joined(
    text: str, codepoints: CodePoints, starts: Ids, ends: Ids, lines_from: Ids
) -> tuple[Ids, Ids]:
    """The lines, those of hard-wrapped texts joined into paragraphs."""
    doubtful = may_be_wrapped(codepoints, starts, ends, lines_from)
    if not doubtful:
        return starts, ends
    kept = np.ones((2, len(starts)), dtype=np.bool_)
    for first, last in doubtful:
        lines = list(map(Span, starts[first:last].tolist(), ends[first:last].tolist()))
        if is_hard_wrapped(text, lines):
            spans = np.array(join_wrapped(text, lines))
            kept[:, first:last] = False
            kept[0, starts.searchsorted(spans[:, 0])] = True
            kept[1, ends.searchsorted(spans[:, 1])] = True
    return starts[kept[0]], ends[kept[1]]


def may_be_wrapped(
    codepoints: CodePoints, starts: Ids, ends: Ids, lines_from: Ids
) -> list[tuple[int, int]]:
    """First and last line of each text that :func:`is_hard_wrapped` has to look at."""
    if len(starts) <= FEWEST_LINES:
        return []
    between = starts[1:] - ends[:-1]
    followed = between == 1
    # Two line feeds in a row are a blank line; whatever else is wider has to be looked at.
    unclear = ~followed & ((codepoints[ends[:-1]] != 10) | (codepoints[ends[:-1] + 1] != 10))
    widths = (ends - starts)[:-1]
    seen = np.zeros((4, len(starts)), dtype=np.int64)
    seen[0, :-1], seen[1, :-1] = followed | unclear, unclear
    seen[2, :-1], seen[3, :-1] = followed & (widths >= NARROWEST), followed & (widths <= WIDEST)
    texts = Segments(lines_from)
    # The pair across the end of a text does not count.
    seen[:, texts.last] = 0
    every, doubt, wide, narrow = texts.sums(seen)
    # At least half of what has a median is not below it, and half is not above it.
    fit = (2 * wide >= every) & (2 * narrow >= every)
    doubtful = positions((every >= FEWEST_LINES) & ((doubt > 0) | fit)).tolist()
    return [(int(lines_from[at]), int(lines_from[at + 1])) for at in doubtful]


def is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether line ends are typesetting rather than paragraphs.

    Found by looking at wrapped agency copy: most lines that another one follows directly are
    of one width (40 to 110 characters), and at least half of them break inside a sentence.
    """
    followed = [
        line for line, after in pairwise(lines) if not is_parted(text, line.end, after.start)
    ]
    if len(followed) < FEWEST_LINES:
        return False
    widths = sorted([e - s for s, e in followed])
    # Twice the median: numpy's would import all that it knows of masked arrays.
    middle = widths[len(widths) // 2] + widths[~(len(widths) // 2)]
    if not 2 * NARROWEST <= middle <= 2 * WIDEST:
        return False
    return sum(not ends_well(text, s, e) for s, e in followed) * 2 >= len(followed)


def is_parted(text: str, end: int, start: int) -> bool:
    """Whether a blank line stands between the end of a line and the start of the next."""
    return end + 1 < start and BLANK_LINE_RE.search(text, end, start) is not None


def join_wrapped(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of hard-wrapped text into paragraphs, which blank lines part."""
    joined: list[Span] = []
    for line in lines:
        if joined and not is_parted(text, joined[-1].end, line.start):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined
