"""How hard an article is to read: the measures of textstat, from one pass over its words.

textstat 0.7.8 is the reference, and the figures are equal to its own (see
``tests/features/test_readability.py``). It cuts the text again for every measure and loads a
dictionary of 126,000 pronunciations (CMUdict) to count syllables, which takes a second. Here every
distinct word is looked at once, and only the words whose syllables hyphenation gets wrong are
listed, in ``data/syllables.txt``.

Readability says nothing of damage on its own: simple news for learners and legal notices are at
its ends. Editors see it beside a verdict, and a model of one's own may take it as columns; the
shipped model does not.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detector.text.tokens import Tokens
from detector.verdict import Readability

if TYPE_CHECKING:
    from pyphen import Pyphen

SYLLABLES_PATH = Path(__file__).parent.parent / "data" / "syllables.txt"
# textstat's own patterns. Curly apostrophes are punctuation to it: "don’t" is read as "dont".
LONE_APOSTROPHE_RE = re.compile(r"'(?![tsd]|ve|ll|re)")
PUNCTUATION_RE = re.compile(r"[^\w']")
SENTENCE_RE = re.compile(r"\b[^.!?]+[.!?]*")
CHUNK_RE = re.compile(r"\S+")
# Formulas were fitted on passages of 100 words; below 30 they are noise (made up).
MIN_READABILITY_WORDS = 30
# An article has about 300 distinct words; the bound keeps a long run flat in memory.
MOST_CACHED = 200_000
# Hyphenation takes a second for 200,000 letters without a space. The longest words in use have
# 45; addresses of pages run to 200. Beyond, the figures are no longer textstat's.
LONGEST_WORD = 250
LETTERS_A_SYLLABLE = 3
# What textstat calls difficult has so many syllables at least.
DIFFICULT_SYLLABLES = 2


class ChunkCounts(NamedTuple):
    """What one chunk between two spaces adds: counts, all 0 for a mere punctuation mark."""

    words: int
    syllables: int
    difficult: int


class Chunks(dict[str, ChunkCounts]):
    """The facts of each chunk, computed once."""

    def __missing__(self, chunk: str) -> ChunkCounts:
        """Look at a chunk that was not seen before."""
        if len(self) >= MOST_CACHED:
            self.clear()
        counts = count_chunk(chunk)
        if len(chunk) <= LONGEST_WORD:
            self[chunk] = counts
        return counts


_chunks = Chunks()
ZERO = Readability(0.0, 0.0, 0.0)


@cache
def exceptions() -> dict[str, int]:
    """Syllables of the words that hyphenation gets wrong."""
    syllable_counts: dict[str, int] = {}
    for line in SYLLABLES_PATH.read_text("utf-8").splitlines()[1:]:
        number, *words = line.split()
        syllable_counts.update(dict.fromkeys(words, int(number)))
    return syllable_counts


@cache
def hyphenation() -> Pyphen:
    """The patterns by which American English is hyphenated."""
    from pyphen import Pyphen

    return Pyphen(lang="en_US")


@cache
def familiar_words() -> frozenset[str]:
    """The 3,000 words that Dale and Chall found familiar, as textstat ships them."""
    spec = find_spec("textstat")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("textstat is not installed")
    path = Path(spec.origin).parent / "resources" / "en" / "easy_words.txt"
    return frozenset(line.strip() for line in path.read_text("utf-8").splitlines())


def syllables(word: str) -> int:
    """Syllables of a lower-case word; a guess for a run of signs too long to be one.

    >>> syllables("area"), syllables("government")
    (3, 3)
    """
    if len(word) > LONGEST_WORD:
        return len(word) // LETTERS_A_SYLLABLE
    listed = exceptions().get(word)
    return len(hyphenation().positions(word)) + 1 if listed is None else listed


def count_chunk(chunk: str) -> ChunkCounts:
    """What a chunk adds to the counts.

    >>> count_chunk("well-known,"), count_chunk("—")
    (ChunkCounts(words=1, syllables=2, difficult=1), ChunkCounts(words=0, syllables=0, difficult=0))
    """
    word = PUNCTUATION_RE.sub("", LONE_APOSTROPHE_RE.sub("", chunk)).lower()
    if not word:
        return ChunkCounts(0, 0, 0)
    count = syllables(word)
    return ChunkCounts(1, count, int(count >= DIFFICULT_SYLLABLES and word not in familiar_words()))


def count_sentences(text: str) -> int:
    """Stretches between stops that have at least three words; 1 at least."""
    return max(1, sum(has_three_words(match[0]) for match in SENTENCE_RE.finditer(text)))


def has_three_words(stretch: str) -> bool:
    """Whether a stretch has three words or more."""
    words = 0
    for match in CHUNK_RE.finditer(stretch):
        words += _chunks[match[0]].words
        if words == 3:
            return True
    return False


def readability_scores(text: str) -> Readability:
    """The measures, equal to textstat's; zeros for a text without words.

    textstat's words are what white space parts, hyphens and all, not the words of the
    tokens: this is the one place that cuts a text by its spaces.

    >>> round(readability_scores("The cat sat on the mat. It was warm.").reading_ease, 2)
    117.67
    """
    chunks = [_chunks[chunk] for chunk in text.split()]
    total = ChunkCounts(*map(sum, zip(*chunks, strict=True))) if chunks else ChunkCounts(0, 0, 0)
    return formulas(total, count_sentences(text)) if total.syllables else ZERO


def formulas(total: ChunkCounts, sentences: int) -> Readability:
    """The measures from counts that are not 0."""
    length, weight = total.words / sentences, total.syllables / total.words
    return Readability(
        206.835 - 1.015 * length - 84.6 * weight,
        0.39 * length + 11.8 * weight - 15.59,
        total.difficult / total.words,
    )


def readability(tokens: Tokens) -> Readability:
    """The measures as columns: zeros below 30 words, and no farther out than -50 and 150.

    A text without full stops is one sentence of a thousand words to every formula.
    """
    if tokens.word_count < MIN_READABILITY_WORDS:
        return ZERO
    measured = readability_scores(tokens.text)
    return Readability(*(min(max(value, -50.0), 150.0) for value in measured))
