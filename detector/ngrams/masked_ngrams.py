"""How a sentence is built: its words as classes, its punctuation folded.

Which words an engine likes changes from engine to engine; how it strings them together
changes less. So a sentence is seen in three views: as a *skeleton*, where only the few hundred
commonest words stand for themselves and all others for their ending; as *plain
vocabulary*, where the few thousand commonest words do; and as a *register*, where words stand
for their ending and how common they are. In all of them names, figures, weekdays and
months are masked, contractions are written out, and marks that differ between
newsrooms (curly quotes, dashes, ellipses, white space) are one and the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detector.english.lexicon import rows_of, zipf, zipfs_of
from detector.english.word_classes import WHOLE, classes_of, ending, fold_gap, mask_letters
from detector.text.arrays import Ids
from detector.text.concatenated import EDGE
from detector.text.derived import derived
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.segments import cumulative, positions
from detector.text.token_batch import FIRST_WORD, LAST_WORD, SPAN_END, TokenBatch
from detector.text.word_properties import ManyWords, WordProperty

# Zipf values that part about 400 and 5,000 words of edited news from the rest.
SKELETON_ZIPF = 5.45
VOCABULARY_ZIPF = 4.25
# Sentences below this many words are headings and ticks, not prose (made up).
MIN_SENTENCE_WORDS = 4
START_CODE = 12345
VIEWS = 3
# Codes of a word lie in the first three of four columns: 16 bytes are copied at once, 12 are not.
COLUMNS = 4
NO_PART = (0, 0, 0)
# What may stand at a word, in this order.
OPENING, _, SECOND_PART, GAP = range(4)


class MaskedSentences(NamedTuple):
    """The prose sentences of some articles as codes.

    ``codes`` has shape (n_codes, 3): skeleton, vocabulary and register; each sentence begins
    with a start code. ``bounds`` has shape (n_sentences + 1,): where each sentence begins in
    ``codes``. ``words`` has shape (n_codes,): the index of the word among those of all the
    articles, or -1. ``articles`` has shape (n_articles + 1,): the first sentence of each.
    """

    codes: NDArray[np.uint64]
    bounds: Ids
    words: Ids
    articles: Ids


def code_of(name: str) -> int:
    """A stable number for a class of words; 0 is kept for "nothing here"."""
    return crc32(name.encode("utf-8", "surrogatepass")) | 1


# New words are names and figures for the most part, and so of a few classes.
@lru_cache(maxsize=4096)
def views(name: str) -> tuple[int, int, int]:
    """Codes of one class or word in the three views."""
    if name[0] == "<" or name == "'s":
        code = code_of(name)
        return code, code, code
    return views_of_word(name, zipf(name))


def views_of_word(word: str, frequency: float) -> tuple[int, int, int]:
    """Codes of a word that stands for itself, given its Zipf value."""
    if frequency >= SKELETON_ZIPF:
        own = code_of(word)
        return own, own, own
    last, register = ending_codes(ending(word), round(2 * frequency))
    return last, code_of(word) if frequency >= VOCABULARY_ZIPF else last, register


@lru_cache(maxsize=4096)
def ending_codes(tail: str, level: int) -> tuple[int, int]:
    """Codes of an ending, and of an ending and how common its word is."""
    return code_of(tail), code_of(f"{tail}@{level}")


def word_codes(words: PrintedWords) -> NDArray[np.uint32]:
    """Codes of the first and the second part of each word, shape (n_words, 2, 4).

    A part that is not there is 0, as is the last column.
    """
    looked_up = lowercased(words), rows_of(words), zipfs_of(words).tolist()
    # One row of numbers a word becomes an array in half of the time that nested ones take.
    codes = [
        codes_of_letters(word, lowered, row, frequency) + NO_PART
        if word.isalpha() and lowered not in WHOLE
        else codes_of_parts(word)
        for word, lowered, row, frequency in zip(words, *looked_up, strict=True)
    ]
    table = np.zeros((len(words), 2, COLUMNS), np.uint32)
    table[:, :, :VIEWS] = np.array(codes, np.uint32).reshape(-1, 2, VIEWS)
    return table


def codes_of_letters(word: str, lowered: str, row: int, frequency: float) -> tuple[int, int, int]:
    """Codes of a word of letters alone, with what the lexicon says of it."""
    masked = mask_letters(word, lowered, None if row < 0 else row)
    return views_of_word(masked, frequency) if masked[0] != "<" else views(masked)


def codes_of_parts(word: str) -> tuple[int, ...]:
    """Codes of the parts of a figure, a contraction or a possessive."""
    first, *others = [views(name) for name in classes_of(word)[:2]]
    return first + (others[0] if others else NO_PART)


def gap_code(gap: str) -> int:
    """The code of a gap between two edges, the same in every view; 0 for a mere space."""
    folded = fold_gap(gap.removeprefix(EDGE).removesuffix(EDGE))
    return code_of("gap" + folded) if folded else 0


WORD_CODES = ManyWords(word_codes, np.uint32, (2, COLUMNS))
GAP_CODE = WordProperty(gap_code, np.uint32)


@derived
def shape(batch: TokenBatch) -> MaskedSentences:
    """Turn the prose of articles into codes.

    >>> text = "The mayor didn't wait. She left the hall by a side door."
    >>> sentences = shape(TokenBatch([text]))
    >>> sentences.codes.shape, sentences.bounds.tolist(), sentences.articles.tolist()
    ((15, 3), [0, 6, 15], [0, 2])
    """
    sentences, own = batch.prose_sentences(MIN_SENTENCE_WORDS)
    counts = own.bounds
    if not len(sentences):
        none = np.empty(0, np.int64)
        return MaskedSentences(np.empty((0, VIEWS), np.uint64), np.zeros(1, np.int64), none, counts)
    lengths = sentences[:, LAST_WORD] - sentences[:, FIRST_WORD]
    bounds = cumulative(lengths)
    words = np.arange(bounds[-1]) + (sentences[:, FIRST_WORD] - bounds[:-1]).repeat(lengths)
    vocab, numbers = batch.encoded_words
    parts = vocab.lookup(WORD_CODES, numbers.take(words))
    gaps = gap_codes(batch, sentences).take(words)
    return MaskedSentences(*woven(parts, gaps, words, bounds), counts)


def woven(
    parts: NDArray[np.uint32], gaps: NDArray[np.uint32], words: Ids, bounds: Ids
) -> tuple[NDArray[np.uint64], Ids, Ids]:
    """The codes of sentences, where each sentence begins in them, and the word of each code.

    ``parts`` and ``gaps`` are those of ``words``, ``bounds`` says where a sentence begins there.
    """
    filled = places_held(parts, gaps, bounds[:-1])
    at, what = filled >> 2, filled & 3
    opening, gap = positions(what == OPENING), positions(what == GAP)
    codes = parts.reshape(-1, COLUMNS).take(2 * at + (what == SECOND_PART), axis=0)
    codes[opening] = START_CODE
    codes[gap] = gaps.take(at.take(gap))[:, None]
    owners = words.take(at)
    owners[opening] = owners[gap] = -1
    # Each view lies in one piece: that is how runs are hashed.
    by_view = codes.T[:VIEWS].astype(np.uint64, order="C")
    return by_view.T, filled.searchsorted(4 * bounds), owners


def places_held(parts: NDArray[np.uint32], gaps: NDArray[np.uint32], opens: Ids) -> Ids:
    """Which of four places at each word are held: word ``i`` has the places from ``4 * i`` on."""
    held = np.ones((len(parts), 4), np.bool_)
    held[:, OPENING] = False
    held[opens, OPENING] = True
    held[:, SECOND_PART], held[:, GAP] = parts[:, 1, 0], gaps
    return positions(held.ravel())


def gap_codes(batch: TokenBatch, sentences: Ids) -> NDArray[np.uint32]:
    """Codes of what follows each word, at most to the end of its sentence; 0 for a plain space.

    Shape (n_words + 1,): the last place is that of no word.
    """
    gaps, codes = batch.gaps, np.zeros(len(batch.begins) + 1, dtype=np.uint32)
    codes[gaps.follows] = batch.gap_properties(GAP_CODE)
    last = sentences[:, LAST_WORD] - 1
    codes[last] = 0
    starts, stops = batch.ends.take(last), sentences[:, SPAN_END]
    marked = positions(stops > starts)
    spans = starts.take(marked), stops.take(marked)
    numbers = batch.encode(gaps.vocab, *spans, EDGE)
    codes[last.take(marked)] = gaps.vocab.lookup(GAP_CODE, numbers)
    return codes
