"""Hours past noon that are told as if the day had two halves: 18:00 p.m., 20.30 o'clock.

Engines put the word that English has for a time after the figure of a day of 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.prefilter import word
from detector.signals.signal import Mark
from detector.signals.word_edges import character_after, first_character, one_of, width
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import OpensWith

# Measured: in none of 15,000 articles, in 7 of 1,000 translations by engines.
DOUBLED_HOUR_RE = lazy_pattern(
    r"(?<![\d:.,$€£-])(?:1[3-9]|2[0-4])"
    r"(?:[:.][0-5]\d ?(?:[ap]\.?m|[AP]\.?M)\b| ?[ap]\.?m\b|(?:[:.][0-5]\d)? ?o[’']clock\b)"
)
LATE_HOUR = OpensWith(r"(?:1[3-9]|2[0-4])(?:[:.][0-5]\d)?(?:[ap]m|[AP]M)?$")
# How the months begin: "the hearing is on Nov. 13 p.m." is as it should be.
MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())


def doubled_hours(tokens: Tokens) -> Iterator[Mark]:
    """Yield hours past noon that say once more which half of the day they are of."""
    for index in tokens.figures:
        match = DOUBLED_HOUR_RE.match(tokens.text, tokens.starts[index])
        if match and not (index and tokens.words[index - 1][:3] in MONTHS):
            yield Mark(*match.span())


def is_halved(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on a.m. or p.m., or have it or o'clock after them."""
    after = words + 1
    parted = (width(batch, after) == 1) & one_of(first_character(batch, after + 1), "mM")
    half = (width(batch, after) == 2) & one_of(first_character(batch, after, 1), "mM")
    half = (half | parted) & one_of(first_character(batch, after), "apAP")
    dial = one_of(first_character(batch, after, 1), "'’")
    return words[half | dial | one_of(character_after(batch, words, -1), "mM")]


LATE_HOURS = word(LATE_HOUR, is_halved)
