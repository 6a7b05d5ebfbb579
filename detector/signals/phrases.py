"""Wording that no writer of English news uses: spun phrases, calques, rare synonyms.

Spinners swap words for synonyms without regard to what surrounds them ("local weather
change", "opened hearth"), engines carry phrases over word by word ("in the night to
Sunday"). Quotations are exempt: people say odd things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np

from detector.resources.tables import read_columns, read_table
from detector.signals.context import bearers_in, unquoted_ranges
from detector.signals.phrase_matcher import max_phrase_counts, phrase, phrases_in
from detector.signals.prefilter import batch_condition
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder
from detector.signals.word_pairs import HEAD_MASK, edge_hashes, word_hashes
from detector.text.arrays import Flags
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ManyWords

# "…," he mentioned: spinners' word for "said". South Asian desks print it now and then
# (8 of 14,967 clean articles), so that it belongs to the weak wordings.
MENTIONED_RE = lazy_pattern(
    r"[,!?.][\"”’'“]{1,2} (?:(?:[Hh]e|[Ss]he|[Tt]hey|(?:[A-Z][\w.-]+ ){1,3}?[A-Z][\w-]+) )?"
    r"(?P<mark>mentioned)\b(?! (?:in|above|earlier|by|as))"
)
# "closing week" for last week. With an article or a possessive before it, it is good English.
CLOSING_WEEK_RE = lazy_pattern(
    r"\b(?:closing|ultimate|remaining) (?:week|month|year|night)\b(?! of)"
)
OWNED_RE = lazy_pattern(
    r"(?:\b(?:the|an?|its|his|her|their|our|my|your|each|every|one)|['’]s|s['’]) $"
)
# Weak wordings count from the second different one on, or where one comes back twice (made up;
# measured: no clean article of 14,967 has two).
ENOUGH_WEAK = 2
ENOUGH_REPEATS = 3
# Different rare synonyms an article must hold, in all and per 1,000 words, to count: 1 of
# 1,000 clean articles of the tuning outlets is above 3.5 (measured).
FEWEST_RARE = 4
RARE_PER_1000 = 5.0


@derived
def phrases_by_kind(tokens: Tokens) -> dict[str, list[Mark]]:
    """All phrases of the table outside quotations, by kind: one pass for every signal."""
    rows = read_table("phrases")
    marks_by_kind: dict[str, list[Mark]] = {}
    for number, start, end in phrases_in(tokens, "phrases"):
        if not tokens.in_quote(start):
            mark = Mark(start, end, explain(rows[number]))
            marks_by_kind.setdefault(rows[number]["kind"], []).append(mark)
    return marks_by_kind


def explain(row: dict[str, str]) -> str:
    """What an editor reads beside a phrase: what was meant, or where it comes from."""
    return row["meant"] or row["source"].removeprefix("written for this project: ")


def phrase_table_finder(kind: str) -> PrefilteredReader:
    """A reader of one kind of the table."""
    return finder(lambda tokens: phrases_by_kind(tokens).get(kind, ()), phrase(kind))


def find_spun_wordings(tokens: Tokens) -> Iterator[Mark]:
    """Constructions that only spinners write, and weaker wordings where they come together."""
    sure = [*phrases_by_kind(tokens).get("spun", ()), *closing_weeks(tokens)]
    weak = [*phrases_by_kind(tokens).get("weak", ()), *find_said_as_mentioned(tokens)]
    different = {tokens.text[mark.start : mark.end].lower() for mark in weak}
    enough = len(different) >= ENOUGH_WEAK or len(weak) >= ENOUGH_REPEATS
    yield from sorted(sure + weak if sure or enough else sure)


def closing_weeks(tokens: Tokens) -> Iterator[Mark]:
    """Closing week, ultimate month, remaining night: for last week, month, night."""
    for match in CLOSING_WEEK_RE.finditer(tokens.text):
        before = tokens.text[max(0, match.start() - 8) : match.start()].lower()
        if not OWNED_RE.search(before) and not tokens.in_quote(match.start()):
            yield Mark(*match.span(), "last")


def find_said_as_mentioned(tokens: Tokens) -> Iterator[Mark]:
    """The word "mentioned" where a speech tag stands."""
    if "mentioned" in tokens.text:
        for match in MENTIONED_RE.finditer(tokens.text):
            yield Mark(*match.span("mark"), "said")


def holds_weak(batch: TokenBatch) -> Flags:
    """Which articles hold weak wordings enough, shape (n_articles,)."""
    mentioned = word_hashes(batch) & HEAD_MASK == edge_hashes("mentioned") & HEAD_MASK
    return max_phrase_counts(batch, "weak") + batch.count_by_article(mentioned) >= min(
        ENOUGH_WEAK, ENOUGH_REPEATS
    )


@cache
def rare_synonyms() -> dict[str, str]:
    """Rare word -> the commoner word that news uses, from ``data/rare_synonyms.tsv``."""
    columns = read_columns("rare_synonyms")
    return dict(zip(columns["rare"], columns["common"], strict=True))


def are_rare_synonyms(words: PrintedWords) -> list[bool]:
    """Which printed words are of the table's rare ones, in small letters."""
    listed = map(rare_synonyms().__contains__, lowercased(words))
    return [held and word[0].islower() for word, held in zip(words, listed, strict=True)]


RARE_SYNONYM = ManyWords(are_rare_synonyms)


def find_rare_synonyms(tokens: Tokens) -> Iterable[Mark]:
    """Rare words outside quotations for which news has a common one, where they are dense."""
    table, lowered = rare_synonyms(), tokens.lowered
    fewest = max(FEWEST_RARE, RARE_PER_1000 * tokens.word_count / 1000)
    indices = bearers_in(tokens.word_properties(RARE_SYNONYM), unquoted_ranges(tokens))
    different = {lowered[index] for index in indices}
    if len(different) < fewest:
        return
    for index in indices:
        yield Mark(*tokens.word_span(index), table[lowered[index]])


def holds_rare_synonyms(batch: TokenBatch) -> Flags:
    """Which articles hold rare synonyms enough, quotations included, shape (n_articles,)."""
    fewest = np.maximum(FEWEST_RARE, RARE_PER_1000 * batch.word_segments.counts / 1000)
    return batch.count_by_article(batch.word_properties(RARE_SYNONYM)) >= fewest


SIGNALS = (
    Signal(
        name="tortured_phrase",
        cause="spin",
        means="a set phrase was put through a thesaurus",
        wrongs="an article about such phrases that does not put them in quotation marks",
        example="The hospital treats bosom malignancy and kidney disappointment.",
        read=phrase_table_finder("tortured"),
        weight=1.5,
    ),
    Signal(
        name="calque",
        cause="translation",
        means="a phrase was carried over word by word from another language",
        wrongs="writers whose first language has the phrase",
        example="In the night to Sunday the barn burnt down.",
        read=phrase_table_finder("calque"),
        weight=1.5,
    ),
    Signal(
        name="spinner_word",
        cause="spin",
        means="words that only a spinner uses in this place",
        wrongs="South Asian desks, which print 'mentioned' and 'yr'; dialect",
        example="The bill on local weather change failed for the primary time.",
        read=finder(find_spun_wordings, phrase("spun", "last") | batch_condition(holds_weak)),
        weight=2.5,
    ),
    Signal(
        name="rare_synonym",
        cause="spin",
        means="many rare words stand where news has a common one",
        wrongs="columnists with a large vocabulary; texts on a special subject",
        example="The headman surmised that the vanquishing of the motorcars would decelerate "
        "the kickoff, an answerableness he reckons with unremarkably.",
        read=finder(find_rare_synonyms, batch_condition(holds_rare_synonyms)),
        weight=1.5,
    ),
)
