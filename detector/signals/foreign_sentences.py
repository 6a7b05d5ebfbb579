"""Whole sentences left in another language.

Engines pass over what they take for a name or a quotation, and page templates mix two editions.
Single words and phrases are the matter of :mod:`detector.signals.residue`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detector.english.language_identification import (
    FIRST_CJK,
    FOREIGN_SHARE,
    IN_ENGLISH,
    LEAST_WORDS,
    foreign_stretches,
    looks_unknown,
)
from detector.signals.prefilter import gap, sight, word
from detector.signals.signal import Evidence, Signal, finder
from detector.text.token_batch import FIRST, LAST, Sheaf
from detector.text.tokens import Tokens
from detector.text.vocabulary import Matching

# Signs that need no spaces: a run of them may be long and yet hold few words.
CJK = Matching(f"[{FIRST_CJK}-\U0010ffff]")


def find_stretches(tokens: Tokens) -> Iterator[Evidence]:
    """Mark the sentences that are not English, outside quotations."""
    for start, end, language in foreign_stretches(tokens):
        if not tokens.in_quote(start):
            yield Evidence(start, end, language)


def holds_long_run(sheaf: Sheaf) -> NDArray[np.bool_]:
    """Which articles hold a long run of sentences that is not English, shape (n_articles,)."""
    english = np.concatenate([[0], np.cumsum(sheaf.traits(IN_ENGLISH))])
    first, last = sheaf.sentences[:, FIRST], sheaf.sentences[:, LAST]
    rows = np.flatnonzero(english[last] - english[first] <= FOREIGN_SHARE * (last - first))
    # A run ends where the next row is missing or belongs to another article.
    articles = np.searchsorted(sheaf.sentences_from[1:], rows, side="right")
    opens = (np.diff(rows, prepend=-2) != 1) | (np.diff(articles, prepend=-1) != 0)
    begins = np.flatnonzero(opens)
    ends = np.append(begins, len(rows))[1:] - 1
    firsts, lasts = first[rows[begins]], last[rows[ends]]
    found = np.zeros(len(sheaf.articles), np.bool_)
    for run in np.flatnonzero(lasts - firsts >= LEAST_WORDS).tolist():
        article = articles[begins[run]]
        words = np.array([firsts[run], lasts[run]]) - sheaf.words_from[article]
        found[article] |= looks_unknown(sheaf.articles[article], *words.tolist())
    return found


SIGNALS = (
    Signal(
        "foreign_stretch",
        "translation",
        "a sentence or more was left in another language",
        "bilingual pages, and newsrooms that print a statement in its own language",
        "The mayor spoke on Monday. El alcalde dijo que las obras del puente empezarán en "
        "primavera y durarán dos años. The works will cost $3 million.",
        finder(find_stretches, sight(holds_long_run) | word(CJK) | gap(CJK)),
        # Twenty of 14,967 edited articles had one, nearly all of them bilingual pages.
        weight=1.0,
    ),
)
