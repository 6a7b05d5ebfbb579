"""Which language the letters of a single word look like, for words that no English table holds.

Trigrams of letters tell languages apart (Cavnar and Trenkle, 1994); a single word has few of them,
so the lead of the likeliest language over English is a figure, not a decision. The counts are
those that the package langdetect ships.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY
from numpy.typing import NDArray

# English first, then languages in Latin letters that news is translated from.
LANGUAGES = tuple("en de es fr it nl pt pl sv da no cs ro tr id fi hr hu".split())
# The share of trigrams that a language never showed (made up: a third of the rarest it showed).
LEAST_SHARE = 3e-6


class TrigramTable(NamedTuple):
    """Trigram of letters, with a space at an edge, to its row of log shares by language.

    The last row, of shape (n_languages,) like the others, is that of trigrams nobody showed.
    """

    rows: dict[str, int]
    log_shares: NDArray[np.float64]


@cache
def trigram_table() -> TrigramTable:
    """Read the profiles, once (about 60 ms, measured)."""
    rows: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    for number, language in enumerate(LANGUAGES):
        profile = json.loads((Path(PROFILES_DIRECTORY) / language).read_text("utf-8"))
        for letters, count in profile["freq"].items():
            if len(letters) == 3:
                row = rows.setdefault(letters.lower(), len(rows))
                cells.append((row, number, count / profile["n_words"][2]))
    shares = np.zeros((len(rows) + 1, len(LANGUAGES)))
    for row, number, share in cells:
        shares[row, number] += share
    return TrigramTable(rows, np.log(np.maximum(shares, LEAST_SHARE)))


class ForeignLead(NamedTuple):
    """How much likelier a language is than English, in nats for each trigram, and its code."""

    nats: float
    language: str


def foreign_lead(word: str) -> ForeignLead:
    """The likeliest of 17 languages for the letters of a word, and its lead over English.

    Words of neither stand near 0 nats.

    >>> foreign_lead("lebensgefahr").language, foreign_lead("gathering").nats < 0.5
    ('de', True)
    """
    return foreign_leads([word])[0]


def foreign_leads(words: Sequence[str]) -> list[ForeignLead]:
    """The :func:`foreign_lead` of each of some words."""
    rows, log_shares = trigram_table()
    edged = [f" {word.lower()} " for word in words]
    indices = [rows.get(word[n : n + 3], -1) for word in edged for n in range(len(word) - 2)]
    counts = np.array([len(word) - 2 for word in edged])
    if not indices:
        return []
    sums = np.add.reduceat(log_shares[indices], np.cumsum(counts) - counts, axis=0)
    means = sums / counts[:, None]
    best = 1 + means[:, 1:].argmax(axis=1)
    leads = means[np.arange(len(best)), best] - means[:, 0]
    return [
        ForeignLead(nats, LANGUAGES[language])
        for nats, language in zip(leads.tolist(), best.tolist(), strict=True)
    ]
