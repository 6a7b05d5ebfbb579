"""How hard an article is to read: the measures of textstat, from one pass over its words.

textstat 0.7.8 is the reference, and the figures are equal to its own (see
``tests/features/test_readability.py``). It cuts the text again for every measure and loads a
dictionary of 126,000 pronunciations (CMUdict) to count syllables, which takes a second. Here every
distinct word is looked at once, and only the words whose syllables hyphenation gets wrong are
listed, in ``data/syllables.txt``.

Readability says nothing of damage on its own: simple news for learners and legal notices are
at its ends. It is one column among many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pyphen import Pyphen

from detector.text.tokens import Tokens

SYLLABLES_PATH = Path(__file__).parent.parent / "data" / "syllables.txt"
HEADER = "# syllables, words; CMUdict 1.1.3 where it differs from hyphenation with pyphen 0.18"
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


class Readability(NamedTuple):
    """Seven measures. All but the first are school grades of the United States.

    ``flesch_reading_ease`` (Flesch 1948) falls as text gets harder: 100 is easy, 0 hard.
    ``flesch_kincaid_grade`` (Kincaid et al. 1975), ``gunning_fog`` (Gunning 1952), ``smog_index``
    (McLaughlin 1969), ``automated_readability_index`` (Senter and Smith 1967),
    ``coleman_liau_index`` (Coleman and Liau 1975), ``dale_chall`` (Dale and Chall 1948, whose
    scale runs from 4 to 10).
    """

    flesch_reading_ease: float
    flesch_kincaid_grade: float
    gunning_fog: float
    smog_index: float
    automated_readability_index: float
    coleman_liau_index: float
    dale_chall: float


class ChunkCounts(NamedTuple):
    """What one chunk between two spaces adds: counts, all 0 for the words of a mere mark."""

    words: int
    syllables: int
    letters: int
    characters: int
    polysyllables: int
    unfamiliar: int
    complex: int


class Chunks(dict[str, ChunkCounts]):
    """The facts of each chunk, found once."""

    def __missing__(self, chunk: str) -> ChunkCounts:
        """Look at a chunk that was not seen before."""
        if len(self) >= MOST_CACHED:
            self.clear()
        found = count_chunk(chunk)
        if len(chunk) <= LONGEST_WORD:
            self[chunk] = found
        return found


_chunks = Chunks()
ZERO = Readability(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@cache
def exceptions() -> dict[str, int]:
    """Syllables of the words that hyphenation gets wrong."""
    found: dict[str, int] = {}
    for line in SYLLABLES_PATH.read_text("utf-8").splitlines()[1:]:
        number, *words = line.split()
        found.update(dict.fromkeys(words, int(number)))
    return found


@cache
def hyphenation() -> Pyphen:
    """The patterns by which American English is hyphenated."""
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

    >>> (count_chunk("well-known,").letters, count_chunk("well-known,").characters,
    ...     count_chunk("—").words)
    (9, 11, 0)
    """
    word = PUNCTUATION_RE.sub("", LONE_APOSTROPHE_RE.sub("", chunk))
    letters = len(word.replace("'", ""))
    if not word:
        return ChunkCounts(0, 0, letters, len(chunk), 0, 0, 0)
    lowered = word.lower()
    count = syllables(lowered)
    unfamiliar = lowered not in familiar_words()
    return ChunkCounts(
        1,
        count,
        letters,
        len(chunk),
        int(count >= 3),
        int(unfamiliar),
        int(unfamiliar and count >= 3),
    )


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


def readability_scores(tokens: Tokens) -> Readability:
    """The seven measures, equal to textstat's; zeros for a text without words.

    textstat's words are what white space parts, hyphens and all, not the words of the
    tokens: this is the one place that cuts a text by its spaces.

    >>> scores = readability_scores(Tokens("The cat sat on the mat. It was warm."))
    >>> round(scores.flesch_reading_ease, 2)
    117.67
    """
    chunks = tokens.text.split()
    if not chunks:
        return ZERO
    total = ChunkCounts(*map(sum, zip(*map(_chunks.__getitem__, chunks), strict=True)))
    return formulas(total, len(chunks), count_sentences(tokens.text)) if total.words else ZERO


def formulas(total: ChunkCounts, chunks: int, sentences: int) -> Readability:
    """The measures from counts; ``total.words``, ``chunks`` and ``sentences`` are not 0."""
    words = total.words
    length, weight = words / sentences, total.syllables / words
    unfamiliar = 100 * total.unfamiliar / words
    return Readability(
        206.835 - 1.015 * length - 84.6 * weight if weight else 0.0,
        0.39 * length + 11.8 * weight - 15.59 if weight else 0.0,
        0.4 * (length + 100 * total.complex / words),
        1.043 * (30 * (total.polysyllables / sentences)) ** 0.5 + 3.1291,
        4.71 * (total.characters / chunks) + 0.5 * length - 21.43,
        0.058 * (total.letters / words * 100) - 0.296 * (sentences / words * 100) - 15.8
        if total.letters
        else 0.0,
        0.1579 * unfamiliar + 0.0496 * length + (3.6365 if unfamiliar > 5 else 0.0),
    )


def readability(tokens: Tokens) -> Readability:
    """The measures as columns: zeros below 30 words, and no farther out than -50 and 150.

    A text without full stops is one sentence of a thousand words to every formula.
    """
    if tokens.word_count < MIN_READABILITY_WORDS:
        return ZERO
    return Readability(*(min(max(value, -50.0), 150.0) for value in readability_scores(tokens)))


def write_exceptions(counts: Iterable[tuple[str, int]], path: Path) -> None:
    """Write the table of words whose syllables hyphenation gets wrong.

    Parameters
    ----------
    counts : iterable of (word, syllables)
        Every lower-case word of a pronouncing dictionary.
    path : Path
    """
    wrong: dict[int, list[str]] = {}
    for word, number in sorted(counts):
        plain = not PUNCTUATION_RE.search(word)
        if plain and len(hyphenation().positions(word)) + 1 != number:
            wrong.setdefault(number, []).append(word)
    lines = [HEADER]
    for number, words in sorted(wrong.items()):
        lines += [f"{number} {' '.join(words[at : at + 10])}" for at in range(0, len(words), 10)]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
