"""Times of day torn apart at their colon: `4: 15 p.m.`, as engines leave them."""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.prefilter import gap_contains
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import first_character, one_of, starts_digit, width
from detector.text.arrays import Ids
from detector.text.concatenated import NINE
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# Without "a.m." after it, only a word of time before it tells 14: 30 from a list or a verse.
TIME_RE = lazy_pattern(
    r"(?:[01]?\d|2[0-3]): (?:(?P<slot>[XG]NUMX)\b"
    r"|[0-5]\d(?:(?P<half>(?= ?[ap]\.? ?m\b))|(?!\w))(?![.,:]\d|[%-]| (?:per|of|points?)\b))"
)
BROKEN_OFF = frozenset(".,:/-")
TIME_WORDS = frozenset("at by until till before after from to around about since between".split())


def is_parted_time(batch: TokenBatch, words: Ids) -> Ids:
    """The words that may stand in 4: 15, or before the mask of a figure."""
    near = starts_digit(batch, words) & (width(batch, words) <= 2)
    return words[
        near & (first_character(batch, words + 1) <= NINE)
        | one_of(first_character(batch, words + 1), "XG")
    ]


def find_times(tokens: Tokens) -> Iterator[Mark]:
    """Yield times of day torn apart after their colon."""
    for index in tokens.figures:
        start, end = tokens.word_span(index)
        if tokens.text[end : end + 2] != ": " or tokens.text[start - 1 : start] in BROKEN_OFF:
            continue
        match = TIME_RE.match(tokens.text, start)
        timed = index > 0 and tokens.lowered[index - 1] in TIME_WORDS
        if match and (timed or match["slot"] or match["half"] is not None):
            yield Mark(*match.span())


SIGNALS = (
    Signal(
        name="spaced_time",
        cause="translation",
        means="a space follows the colon of a time of day",
        wrongs="race results and Bible verses set with a space",
        example="The siren went off at 4: 15 p.m. on Sunday.",
        read=finder(find_times, gap_contains("\0: \0", where=is_parted_time)),
        weight=2.0,
        figures=True,
    ),
)
