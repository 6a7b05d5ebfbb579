"""Tables of fixed phrases, all looked up in one pass over a text however long the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product, repeat

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from detector.resources.tables import read_columns
from detector.signals.prefilter import Prefilter, batch_condition
from detector.signals.word_pairs import PhraseTable
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# The tables of ``detector/data`` that hold phrases. Capitals matter in names only.
TABLES = ("phrases", "stock_prose", "chatbot_talk", "engine_talk", "spun_names")
CAPITALISED = frozenset({"spun_names"})
CURLY_APOSTROPHE, STRAIGHT_APOSTROPHE = "’".encode(), b"'"

# Phrases that no table holds: what spinners make of "last week" (see
# :mod:`detector.signals.phrases`), pointers of pages (see :mod:`detector.signals.debris`).
LAST_WEEKS = product(("closing", "ultimate", "remaining"), ("week", "month", "year", "night"))
UNLISTED = {
    "last": list(map(" ".join, LAST_WEEKS)),
    "pointer": ["also read", "read also", "read more", "see also"],
    "appeared": ["source link", "first appeared", "appeared first"],
}
# Phrases of a single word, of which no pair can be looked for.
SINGLE_WORD_KINDS = frozenset({"label"})

PhraseMatch = tuple[int, int, int]


class PhraseMatcher:
    """Phrases with straight apostrophes by table, found with either apostrophe.

    The search runs on bytes: lowering and searching them costs a tenth of what it costs on
    text with curly quotes. Only letters of English are lowered. Of phrases of one table that
    overlap the longest of the leftmost is found.

    >>> book = PhraseMatcher({"a": ["here's a draft", "remains to be seen"], "b": ["Be Seen"]},
    ...     {"b"})
    >>> book.find("“Why?” It Remains to be seen.")
    {'a': [(1, 10, 28)]}
    """

    def __init__(self, tables: Mapping[str, Iterable[str]], capitalised: Iterable[str]) -> None:
        straight = [
            (name, number, phrase)
            for name, phrases in tables.items()
            for number, phrase in enumerate(phrases)
        ]
        curly = [(n, at, phrase.replace("'", "’")) for n, at, phrase in straight if "'" in phrase]
        self._entries = [*straight, *curly]
        self._exact = {name: [p.encode() for p in tables[name]] for name in capitalised}
        self._automaton = BytesAhoCorasick(
            [phrase.encode().lower() for _, _, phrase in self._entries],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> dict[str, list[PhraseMatch]]:
        """By table, number of each phrase and its half-open place in ``text``."""
        raw = text.encode("utf-8", "surrogatepass")
        matches: dict[str, list[PhraseMatch]] = {}
        marks = self._automaton.find_matches_as_indexes(raw.lower(), overlapping=True)
        for entry, first, last in marks:
            name, number, _ = self._entries[entry]
            exact = self._exact.get(name)
            if (
                exact is None
                or raw[first:last].replace(CURLY_APOSTROPHE, STRAIGHT_APOSTROPHE) == exact[number]
            ):
                matches.setdefault(name, []).append((first, -last, number))
        return {
            name: list(in_characters(raw, leftmost_longest(held))) for name, held in matches.items()
        }


def leftmost_longest(marks: list[PhraseMatch]) -> Iterator[PhraseMatch]:
    """Of overlapping ``(first, -last, number)`` yield the leftmost; of these the longest."""
    done = 0
    for mark in sorted(marks):
        if mark[0] >= done:
            done = -mark[1]
            yield mark


def in_characters(raw: bytes, marks: Iterable[PhraseMatch]) -> Iterator[PhraseMatch]:
    """Turn ``(first, -last, number)`` in bytes into number, start and end in characters."""
    done = characters = 0
    for first, last, number in marks:
        start = characters + character_count(raw[done:first])
        done, characters = -last, start + character_count(raw[first:-last])
        yield number, start, characters


def character_count(raw: bytes) -> int:
    """How many characters a stretch of UTF-8 holds."""
    return len(raw) if raw.isascii() else len(raw.decode("utf-8", "surrogatepass"))


@cache
def shared_phrase_matcher() -> PhraseMatcher:
    """The phrases of every table."""
    tables = {name: read_columns(name)["phrase"] for name in TABLES}
    return PhraseMatcher(tables, CAPITALISED)


@cache
def phrase_table() -> PhraseTable:
    """The runs of words by which an article that may hold a phrase is known, by kind of phrase."""
    kinds = {kind: list(held) for kind, held in UNLISTED.items()}
    for name in TABLES:
        table = read_columns(name)
        for kind, listed in zip(table.get("kind", repeat(name)), table["phrase"], strict=False):
            kinds.setdefault(kind, []).append(listed)
    table = read_columns("farm_swaps")
    for kind, runs in zip(table["kind"], table["runs"], strict=True):
        kinds.setdefault(f"{kind}_swap", []).extend(run for run in runs.split("|") if " " in run)
    return PhraseTable(
        {kind: held for kind, held in kinds.items() if kind not in SINGLE_WORD_KINDS}
    )


@derived
def phrase_counts(batch: TokenBatch) -> Ids:
    """How often each article holds what a phrase of each kind cannot do without."""
    return phrase_table().counts(batch)


@derived
def phrase_kinds(batch: TokenBatch) -> list[int]:
    """The kinds of phrases that each article holds, a bit each."""
    counts = phrase_counts(batch)
    kinds = [0] * len(batch)
    for article, kind in zip(*map(np.ndarray.tolist, counts.nonzero()), strict=True):
        kinds[article] |= 1 << kind
    return kinds


def max_phrase_counts(batch: TokenBatch, kind: str) -> Ids:
    """How many phrases of a kind each article holds at most, shape (n_articles,)."""
    return phrase_counts(batch)[:, phrase_table().kinds.index(kind)]


@cache
def bits_of(kinds: tuple[str, ...]) -> int:
    """The bits of some kinds in :func:`phrase_kinds`."""
    return sum(1 << phrase_table().kinds.index(kind) for kind in kinds)


def phrase(*kinds: str, fewest: int = 1) -> Prefilter:
    """So many phrases of any of some kinds; a table without kinds is a kind of its own."""

    def held(batch: TokenBatch) -> list[bool]:
        if fewest > 1:
            counts = sum(max_phrase_counts(batch, kind) for kind in kinds)
            return np.greater_equal(counts, fewest).tolist()
        looked_for = bits_of(kinds)
        return [own & looked_for != 0 for own in phrase_kinds(batch)]

    return batch_condition(held)


@derived
def all_phrases(tokens: Tokens) -> dict[str, list[PhraseMatch]]:
    """The phrases of an article by table."""
    return shared_phrase_matcher().find(tokens.text)


def phrases_in(tokens: Tokens, table: str, *, whole: bool = True) -> list[PhraseMatch]:
    """Row of each phrase of a table of ``detector/data``, and its half-open place in the text.

    With ``whole`` a phrase that begins or ends inside a word is passed over.

    >>> text = "The plan remains a work in progress, a beacon of hope."
    >>> phrases_in(Tokens(text), "stock_prose")[0][1:]
    (37, 48)
    """
    matches = all_phrases(tokens).get(table, [])
    if not whole:
        return matches
    return [mark for mark in matches if is_whole(tokens.text, *mark[1:])]


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins and ends at the edge of a word."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
