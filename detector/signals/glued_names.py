"""Names that a label runs into, and names printed twice: ``CreditSolveig``, ``JakartaJakarta``.

Pages set credits, desks and datelines in elements of their own; where a scraper or an engine loses
the space between two of them they stand as one word. Firms and handles do without the space on
purpose (CreditSuisse, LinkedIn), so what follows must look like a person or a dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, ManyWords, MatchesPattern

LABELS = (
    "Credit|Photo|Photograph|Image|Picture|Source|Caption|Video|Byline|Author|Courtesy|Copyright"
)
CREDIT_RE = lazy_pattern(rf"(?<![\w@#/.-])(?:{LABELS})[A-Z][a-z]{{2,20}}(?= [A-Z][a-z])")
DAYS = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July"
    "|August|September|October|November|December|Today|Yesterday"
)
DATES = "Updated|Published|Posted|Modified|Edited|Created"
DATED = rf"(?:{DATES})(?:{DAYS})"
DATED_RE = lazy_pattern(rf"(?<![\w@#/.-]){DATED}(?!\w)")
DATELINE_RE = lazy_pattern(r"^(?P<mark>(?:[A-Z][a-z]{2,14}){1,3}[A-Z]{4,20})(?=,| [(—–-]|:)", re.M)
TWICE_RE = lazy_pattern(r"(?<![\w-])([A-Z][a-z]{3,20})\1(?![\w-])")
CREDIT_WORD_RE = lazy_pattern(rf"(?:{LABELS})[A-Z][a-z]{{2,20}}|{DATED}")
CREDIT = ContainsSubstring(*LABELS.split("|"), *DATES.split("|"), fits=CREDIT_WORD_RE.fullmatch)
DATELINE_WORD_RE = lazy_pattern(r"(?:[A-Z][a-z]{2,14}){1,3}[A-Z]{4,20}")
DATELINE = MatchesPattern("[A-Z]{4}(?<=[a-z]....)", fits=DATELINE_WORD_RE.fullmatch)


def is_twice(printed: str) -> bool:
    """Whether a word is a name printed twice.

    >>> is_twice("JakartaJakarta"), is_twice("Mama"), is_twice("BoraBora")
    (True, False, True)
    """
    half, odd = divmod(len(printed), 2)
    return not odd and half >= 4 and printed[0].isupper() and printed[:half] == printed[half:]


TWICE = ManyWords(
    lambda words: [len(w) > 7 and w[0] == w[len(w) // 2] and is_twice(w) for w in words]
)


def find_labels(tokens: Tokens) -> Iterator[Mark]:
    """Yield credits and datelines that a label or the name of a desk runs into."""
    spans = [
        match.span() for regex in (CREDIT_RE, DATED_RE) for match in regex.finditer(tokens.text)
    ]
    spans += [match.span("mark") for match in DATELINE_RE.finditer(tokens.text)]
    for start, end in sorted(spans):
        yield Mark(start, end, "a label and a name")


def find_twice(tokens: Tokens) -> Iterator[Mark]:
    """Yield names printed twice without a space."""
    for match in TWICE_RE.finditer(tokens.text):
        before = tokens.text[max(0, match.start() - 1) : match.start()]
        if before not in ("@", "#", "/", "."):
            yield Mark(*match.span(), "printed twice")


SIGNALS = (
    Signal(
        name="label_glued",
        cause="scrape",
        means="a label of the page runs into a name",
        wrongs="firms with such a name",
        example="CreditSolveig Marsh took the picture on the quay.",
        read=finder(find_labels, word(CREDIT) | word(DATELINE)),
        weight=0.5,
    ),
    Signal(
        name="name_twice",
        cause="translation",
        means="a name is printed twice without a space",
        wrongs="handles and nicknames",
        example="JakartaJakarta - Trains will stop for three days from Friday.",
        read=finder(find_twice, word(TWICE)),
        weight=1.5,
    ),
)
