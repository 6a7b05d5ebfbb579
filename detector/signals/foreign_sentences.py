"""Whole sentences left in another language.

Engines pass over what they take for a name or a quotation, and page templates mix two editions.
Single words and phrases are the matter of :mod:`detector.signals.untranslated`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.english.language_identification import (
    ENOUGH_GRAMMAR,
    FIRST_CJK,
    FOREIGN_SHARE,
    IS_FOREIGN_GRAMMAR,
    IS_TELLING_WORD,
    MIN_FOREIGN_WORDS,
    foreign_spans,
    look_unknown,
)
from detector.signals.prefilter import batch_condition, gap, word
from detector.signals.signal import Mark, Signal, finder
from detector.text.arrays import Flags
from detector.text.segments import counts_between, cumulative, positions, run_bounds
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import MatchesPattern

# Signs that need no spaces: a run of them may be long and yet hold few words.
CJK = MatchesPattern(f"[{FIRST_CJK}-\U0010ffff]")


def find_stretches(tokens: Tokens) -> Iterator[Mark]:
    """Mark the sentences that are not English, outside quotations."""
    for start, end, language in foreign_spans(tokens):
        if not tokens.in_quote(start):
            yield Mark(start, end, language, "scrape" if is_own_part(tokens, start, end) else None)


def is_own_part(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a stretch is whole paragraphs, as bilingual pages print them; engines skip sentences.

    >>> text = "The pool opens in May.\\n\\nLa piscina abre en mayo y cierra en octubre."
    >>> is_own_part(Tokens(text), text.index("La"), len(text))
    True
    """
    text = tokens.text
    while start and text[start - 1] == " ":
        start -= 1
    while text.startswith(" ", end):
        end += 1
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before in ("", "\n") and after in ("", "\n") and bool(before or after)


def holds_long_run(batch: TokenBatch) -> Flags:
    """Which articles hold a run of sentences that may not be English, shape (n_articles,)."""
    first, last = batch.sentences[:, FIRST_WORD], batch.sentences[:, LAST_WORD]
    english = cumulative(batch.word_properties(IS_TELLING_WORD))
    rows = positions(english[last] - english[first] <= FOREIGN_SHARE * (last - first))
    # A run ends where the next row is missing or belongs to another article.
    articles = batch.sentences_from[1:].searchsorted(rows, "right")
    breaks = (rows[1:] != rows[:-1] + 1) | (articles[1:] != articles[:-1])
    edges = run_bounds(len(rows), breaks)
    begins, ends = edges[:-1], edges[1:] - 1
    firsts, lasts = first[rows[begins]], last[rows[ends]]
    unknown = look_unknown(batch, firsts, lasts)
    unknown |= np.logical_or.reduceat(look_unknown(batch, first[rows], last[rows]), begins)
    suspected = unknown & (lasts - firsts >= MIN_FOREIGN_WORDS)
    grammar = counts_between(batch.word_properties(IS_FOREIGN_GRAMMAR), firsts, lasts)
    suspected |= grammar >= ENOUGH_GRAMMAR
    is_foreign = np.zeros(len(batch), np.bool_)
    is_foreign[articles[begins[suspected]]] = True
    return is_foreign


SIGNALS = (
    Signal(
        "foreign_stretch",
        "translation",
        "a sentence or more was left in another language",
        "bilingual pages, and newsrooms that print a statement in its own language",
        "The mayor spoke on Monday. El alcalde dijo que las obras del puente empezarán en "
        "primavera y durarán dos años. The works will cost $3 million.",
        finder(find_stretches, batch_condition(holds_long_run) | word(CJK) | gap(CJK)),
        # Twenty of 14,967 edited articles had one, nearly all of them bilingual pages.
        weight=1.0,
    ),
)
