"""Words that come back at once, or with the word before them: what repeated phrases are made of."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from detector.signals.word_pairs import bigram_hashes, same_as_before
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens

# The longest loop looked for, in words; made up: engines loop over phrases, not over passages.
LONGEST_LOOP = 12
# No pair of words has this number.
NO_PAIR = np.iinfo(np.int64).min


@derived
def returning_pairs(batch: TokenBatch) -> Ids:
    """Where a pair of words comes back within reach, shape (n_returns,).

    The number of its last word; the batch's words are counted anew for each distance from 2 on.
    """
    each = bigram_hashes(batch)
    padded = np.concatenate([np.full(LONGEST_LOOP, NO_PAIR), each])
    # A row a distance: the pair that stands so many words before each.
    before = sliding_window_view(padded, LONGEST_LOOP - 1)[: len(each), ::-1].T
    return np.flatnonzero(before == each)


@derived
def find_echoes(tokens: Tokens) -> list[tuple[int, int]]:
    """List ``(index, distance)`` of words that come back at once, or with the word before them.

    Every signal of repeated words and phrases reads them.
    """
    batch, words = tokens.batch, tokens.lowered
    first, stop = batch.words_from[tokens.number : tokens.number + 2].tolist()
    doubled = positions(same_as_before(batch)[first : stop - 1]) + 1
    pairs = returning_pairs(batch) % max(len(batch.begins), 1) - first
    returning = pairs[(pairs > 0) & (pairs < len(words))]
    candidates = sorted({*doubled.tolist(), *returning.tolist()})
    return [(index, back) for index in candidates if (back := echo_distance(words, index))]


def echo_distance(words: list[str], index: int) -> int:
    """How far back a word was printed last, if at once or after the same word; else 0."""
    reach = range(1, min(index, LONGEST_LOOP) + 1)
    back = next((back for back in reach if words[index - back] == words[index]), 0)
    again = back == 1 or (0 < back < index and words[index - back - 1] == words[index - 1])
    return back if again else 0
