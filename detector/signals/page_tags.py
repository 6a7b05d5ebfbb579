"""Tags of the source page that were left in the text.

Its section stands in its own script at the head of a line, its agency between slashes, its closing
quotation mark with a space on either side.
"""

from __future__ import annotations

from detector.signals.prefilter import gap_contains
from detector.signals.signal import Signal, pattern
from detector.text.lazy_pattern import lazy_pattern

# Greek to Khmer, then the signs of China, Japan and Korea.
LETTERS = "[\u0370-\u1fff\u2e80-\u9fff\uac00-\ud7af]"
TAG = rf"(?m)^[\[【［〔]\s?{LETTERS}(?:{LETTERS}|[\s·・/|:0-9]){{0,20}}[\]】］〕]"
SLASHED_RE = lazy_pattern(r"(?<=[.,\d] )/[A-Za-z]{3,20}(?: [A-Za-z]{3,20})?/\.?(?= )")
SPACED_QUOTE_RE = lazy_pattern(r"(?<=[a-z])[.,!?] [\"”](?= [A-Z])")


SIGNALS = (
    Signal(
        name="source_tag",
        cause="translation",
        means="a label of the source page stands at the start of a line, in its own script",
        wrongs="English pages of foreign publishers that keep their tags",
        example="[개표]Counting went on through the night in the province.",
        read=pattern(
            TAG,
            note="a tag of the source page",
            prefilter=gap_contains(*(before + mark for before in "\0\n" for mark in "[【［〔")),
        ),
        weight=2.0,
    ),
    Signal(
        name="agency_slashes",
        cause="scrape",
        means="the agency's name stands between slashes, as in the source",
        wrongs="agencies that sign their English reports so",
        example="MIREN, May 4. /sarinform/. The count went on through the night.",
        read=pattern(SLASHED_RE, prefilter=gap_contains(" /")),
    ),
    Signal(
        name="quote_afloat",
        cause="translation",
        means="a closing quotation mark has a space on both sides",
        wrongs="typing errors",
        example='The union was ready to make an offer. " The company was not.',
        read=pattern(
            SPACED_QUOTE_RE,
            prefilter=gap_contains(*(f"\0{mark} {quote} \0" for mark in ".,!?" for quote in '"”')),
        ),
    ),
)
