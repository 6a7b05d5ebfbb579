"""Words that news joins to a neighbour, printed as a synonym: ``weather change``.

Some pairs of words stand together far more often than their parts would by chance (pointwise
mutual information; Church and Hanks 1990): climate change, interior ministry. A spinner that looks
words up one by one breaks them, for it swaps a part without a look at the other. So each pair that
edited news never printed is set beside the pairs that it would be with another word of the same
sense in the place of one of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.english.house_english import house_english
from detector.ngrams.ngram_model import BREAK_ID, COST_SCALE, FIRST_CONTENT_ID, NgramModel
from detector.ngrams.substitutes import known_ids, rivals
from detector.ngrams.surprisal import batch_surprisal, shipped_ngram_model
from detector.resources.tables import read_columns
from detector.text.arrays import Flags, Floats, Ids
from detector.text.concatenated import SPACE
from detector.text.derived import derived
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch

# Ids have 16 bits.
ID_LIMIT = 1 << 16


class Senses(NamedTuple):
    """What each word may stand for: row ``id`` is ``ids[starts[id] : starts[id + 1]]``."""

    ids: Ids
    starts: Ids


class BrokenPairs(NamedTuple):
    """Pairs of words with a part swapped, arrays of shape (n_pairs,).

    ``words`` are the indices of the second words, ``whole`` the ids of the pairs that were meant,
    shape (n_pairs, 2); ``joint`` is the log10 probability of those, ``gain`` their pointwise mutual
    information, log10.
    """

    words: Ids
    whole: Ids
    joint: Floats
    gain: Floats


@cache
def shipped_senses() -> Senses:
    """The senses of every word of the shipped model: WordNet's, and those that spinners take."""
    model = shipped_ngram_model()
    table = rivals(model)
    swaps = [read_columns(name) for name in ("spinner_swaps", "part_swaps")]
    swapped, taken = (
        known_ids(chain.from_iterable(table[column] for table in swaps), model)
        for column in ("word", "replacement")
    )
    printed = np.concatenate([np.repeat(table.own, table.counts), taken])
    words = np.concatenate([table.ids, swapped])
    kept = (printed >= 0) & (words >= FIRST_CONTENT_ID)
    pairs = np.sort(printed[kept] * ID_LIMIT + words[kept])
    owners, meant = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], ID_LIMIT)
    return Senses(meant, owners.searchsorted(np.arange(len(model.word_cost) + 1)))


def unseen_pairs(batch: TokenBatch) -> Ids:
    """The second words of pairs of content words, a space between, that news never printed."""
    surprisal = batch_surprisal(batch)
    content = surprisal.ids >= FIRST_CONTENT_ID
    second = positions(surprisal.unseen & content)
    second = second[second > 0]
    house = house_english(batch)
    second = second[~house[second] & ~house[second - 1]]
    spaced = (batch.after.take(second - 1) == SPACE) & content[second - 1]
    return np.asarray(second[spaced], dtype=np.int64)


@derived
def broken_pairs(batch: TokenBatch) -> BrokenPairs:
    """The pairs of a batch that a synonym of one part would make the commonest of pairs."""
    words, ids = unseen_pairs(batch), batch_surprisal(batch).ids
    pairs = np.stack([ids[words - 1], ids[words]], axis=1)
    owner, meant = meant_pairs(pairs, shipped_senses())
    joint, gain = strengths(meant, shipped_ngram_model())
    best = np.full(len(words), -np.inf)
    np.maximum.at(best, owner, joint)
    chosen = positions((joint == best[owner]) & np.isfinite(joint))
    # The first of each pair's: what is written last stays.
    first = np.full(len(words), -1)
    first[owner[chosen[::-1]]] = chosen[::-1]
    chosen = first[first >= 0]
    return BrokenPairs(words[owner[chosen]], meant[chosen], joint[chosen], gain[chosen])


def meant_pairs(pairs: Ids, senses: Senses) -> tuple[Ids, Ids]:
    """Every pair with another word in the place of one part: whose it is, and its two ids."""
    owners, meant = [], []
    for part in (0, 1):
        word = pairs[:, part]
        counts = senses.starts[word + 1] - senses.starts[word]
        owner = np.arange(len(pairs)).repeat(counts)
        shift = np.arange(len(owner)) - (counts.cumsum() - counts)[owner]
        changed = pairs[owner]
        changed[:, part] = senses.ids[senses.starts[word][owner] + shift]
        owners.append(owner)
        meant.append(changed)
    return np.concatenate(owners), np.concatenate(meant)


def strengths(pairs: Ids, model: NgramModel) -> tuple[Floats, Floats]:
    """log10 of the probability of pairs, and of their mutual information; -inf where never seen."""
    costs = model.pair_costs(pairs[:, 0], pairs[:, 1])
    known: Flags = costs.seen & (pairs[:, 0] != pairs[:, 1])
    after: NDArray[np.float64] = costs.pair / -COST_SCALE
    joint = np.where(known, after + model.alone[pairs[:, 0]], -np.inf)
    return joint, np.where(known, after - model.alone[pairs[:, 1]], -np.inf)


# Words after which a mark stands more seldom than this in news lean on the next one: the outer,
# the early (found on 60 words; of the market it is .15, of the morning .37).
MOST_CLOSING = 0.065


@cache
def leaning_ids() -> list[bool]:
    """Which ids of the shipped model hardly ever end a sentence or a clause; the last is no id."""
    model = shipped_ngram_model()
    numbers = np.arange(len(model.word_cost))
    closing = model.pair_costs(numbers, np.full(len(numbers), BREAK_ID)).pair
    return [*(closing > -COST_SCALE * np.log10(MOST_CLOSING)).tolist(), False]


def are_leaning(words: Iterable[str]) -> list[bool]:
    """Which words the shipped model knows as such that hardly ever end a sentence or a clause."""
    ids = map(shipped_ngram_model().ids.get, words, repeat(-1))
    return list(map(leaning_ids().__getitem__, ids))


def pair_gain(first: str, second: str) -> float:
    """Mutual information of two words in lower case, log10; -inf where news never joined them."""
    model = shipped_ngram_model()
    if first not in model.ids or second not in model.ids:
        return -np.inf
    _, gain = strengths(np.array([[model.ids[first], model.ids[second]]]), model)
    return float(gain[0])
