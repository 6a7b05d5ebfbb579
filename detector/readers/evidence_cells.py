"""Marks read back from a cell of the review CSV (:func:`detector.writers.cells.format_mark`).

Between two marks of a cell stands a bar; a mark ends in its place: ``“XNUMX”: what it means
[number_slot@120-125]``. The wording of a copy is followed by the best one's: ``“hamlet” for
“village”: …``. Before the first release a mark was ``number_slot@120-125: “XNUMX”``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.causes import PHRASING_SIGNALS, CauseKey
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.signals.why import meaning
from detector.verdict import COPY_SIGNAL, Evidence

PLACE = r"(\w{1,80})@([0-9]{1,15})-([0-9]{1,15})"
OLD_HEAD_RE = re.compile(rf"{PLACE}: “")
OLD_BETWEEN_RE = re.compile(rf" \| (?={PLACE.replace('(', '(?:')}: “)")
TAIL_RE = re.compile(rf"\[{PLACE}\]")
BETWEEN_RE = re.compile(r"(?<=\]) \| (?=“)")


def marks_of_cell(cell: str) -> Iterator[Evidence]:
    """The marks of a cell, which names no cause: it is the one that the signal speaks for."""
    if OLD_HEAD_RE.match(cell):
        yield from marks_of_old_cell(cell)
        return
    for piece in BETWEEN_RE.split(cell):
        words, _, place = piece.rpartition(" ")
        match = TAIL_RE.fullmatch(place)
        if match is None or not words.startswith("“"):
            continue
        signal, start, end = match.groups()
        means = f"”: {meaning(signal)}"
        quoted, _, note = words[1:].partition(means if means in words else "”: ")
        yield cited(signal, start, end, quoted)._replace(note=note[2:-1])


def marks_of_old_cell(cell: str) -> Iterator[Evidence]:
    """The marks of a cell as it was before the first release."""
    for piece in OLD_BETWEEN_RE.split(cell):
        head = OLD_HEAD_RE.match(piece)
        if head is not None and piece.endswith("”"):
            signal, start, end = head.groups()
            yield cited(signal, start, end, piece[head.end() : -1])


def cited(signal: str, start: str, end: str, quoted: str) -> Evidence:
    """A mark of a CSV cell; the wording of the best copy stands after that of the article."""
    text, cites, original = quoted.partition("” for “")
    copied = original if cites else None
    return Evidence(signal, cause_of_signal(signal), int(start), int(end), text, original=copied)


def cause_of_signal(signal: str) -> CauseKey:
    """The cause that a signal speaks for; of the wording, the text score's own."""
    if signal == COPY_SIGNAL:
        return "spin"
    if signal in PHRASING_SIGNALS:
        return PHRASING_SIGNALS[signal]
    return SIGNALS_BY_NAME[signal].cause if signal in SIGNALS_BY_NAME else "names"
