"""Do two articles tell the same things in the same order? Passage beside passage, in batches.

Passages are alike by the words that they share, weighed by rarity. The greatest sum over passages
that do not cross is found as in sequence alignment (Needleman and Wunsch 1970), without gap costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.code_sets import CODE_BITS
from detector.copies.fingerprints import Fingerprint
from detector.copies.pair_features import chunks, used_articles
from detector.copies.sentence_codes import CONTENT, FIGURE, MOST_PASSAGES, NAME
from detector.text.arrays import Floats, Ids

# Passages with a Dice coefficient of so much tell the same (made up: machine translations of one
# sentence by two engines lie at .5, sentences of two reports on one event at .1).
MATCHED = 0.3
# What a shared name, figure or word must be worth to count as rare (made up: a name printed
# once in 30,000 words, a figure of two digits, a word printed once in 10,000).
RARE = {NAME: 3.5, FIGURE: 1.5, CONTENT: 4.0}
ORDER_COLUMNS = (
    "aligned_of_less", "aligned_of_more", "local_of_less", "local_of_more", "matched_of_less",
    "matched_of_more", "in_order", "agreeing", "disagreeing", "rare_names", "rare_figures",
    "rare_words",
)  # fmt: skip
# Words of pairs whose passages are laid out at a time, some megabytes: a thousand usual pairs.
WORDS_AT_A_TIME = 500_000
CELLS = MOST_PASSAGES * MOST_PASSAGES


class Side(NamedTuple):
    """The codes of one side of some pairs: ``pairs`` says whose; all of shape (n_codes,)."""

    pairs: Ids
    codes: Ids
    weights: Floats
    kinds: NDArray[np.int8]
    passages: Ids

    @property
    def keys(self) -> Ids:
        """The pair and the code in one number."""
        return (self.pairs << CODE_BITS) | self.codes

    def totals(self, count: int, fact: bool = False) -> Floats:
        """The weight of each passage, or of its names and figures, (n_pairs, 32)."""
        weights = self.weights * (self.kinds >= NAME) if fact else self.weights
        places = self.pairs * MOST_PASSAGES + self.passages
        summed = np.bincount(places, weights, count * MOST_PASSAGES)
        return summed.reshape(count, MOST_PASSAGES).astype(np.float64, copy=False)


def order_features(prints: Sequence[Fingerprint], pairs: Ids) -> Floats:
    """What pairs of articles tell in the same order, shape (n_pairs, n_columns).

    Shares are of the article with the lesser or the greater total weight (0 to 1), the last four
    columns log(1 + weight) and log(1 + count). See :data:`ORDER_COLUMNS`.

    Parameters
    ----------
    prints : sequence of Fingerprint
    pairs : array of shape (n_pairs, 2)
        Numbers of articles.
    """
    blocks = [np.empty((0, len(ORDER_COLUMNS)))]
    used, places = used_articles(prints, pairs)
    words = np.array([one.words for one in used], np.int64)
    for some in chunks(words, places, WORDS_AT_A_TIME):
        first, second = (side(used, numbers) for numbers in some.T)
        blocks.append(compare_passages(first, second, len(some)))
    return np.concatenate(blocks)


def side(prints: Sequence[Fingerprint], numbers: Ids) -> Side:
    """Lay the passages' codes of some articles one behind the other."""
    chosen = [prints[number].sentences for number in numbers.tolist()]
    columns = [np.concatenate(parts) for parts in zip(*chosen, strict=True)]
    owners = np.repeat(np.arange(len(chosen)), [len(one.codes) for one in chosen])
    codes, weights, kinds, passages = columns
    return Side(
        owners, codes.astype(np.int64), weights.astype(np.float64), kinds, passages.astype(np.int64)
    )


def shared_codes(first: Side, second: Side) -> tuple[Ids, Ids]:
    """Places in both sides of each code that they share, every passage with every passage."""
    order = np.argsort(second.keys, kind="stable")
    ordered = second.keys[order]
    low = np.searchsorted(ordered, first.keys)
    repeats = np.searchsorted(ordered, first.keys, side="right") - low
    left = np.repeat(np.arange(len(first.codes)), repeats)
    begins = np.repeat(low - np.cumsum(repeats) + repeats, repeats)
    return left, order[begins + np.arange(len(left))]


def compare_passages(first: Side, second: Side, count: int) -> Floats:
    """The columns for some pairs."""
    left, right = shared_codes(first, second)
    weights, kinds = np.minimum(first.weights[left], second.weights[right]), first.kinds[left]
    places = first.pairs[left] * CELLS + first.passages[left] * MOST_PASSAGES
    places += second.passages[right]
    shared = grid(places, weights, count)
    facts = grid(places, weights * (kinds >= NAME), count)
    ours = Passages(first.totals(count), first.totals(count, fact=True))
    theirs = Passages(second.totals(count), second.totals(count, fact=True))
    mine = best_matches(shared, facts, ours, theirs)
    other = best_matches(shared.transpose(0, 2, 1), facts.transpose(0, 2, 1), theirs, ours)
    aligned = greatest_alignment(shared)
    stated = mine.told + other.told
    agreed = mine.agreed + other.agreed
    totals = ours.total, theirs.total
    less, more = np.minimum(*totals), np.maximum(*totals)
    swapped = totals[0] > totals[1]
    return np.stack(
        [
            share(aligned, less),
            share(aligned, more),
            *sorted_by(swapped, share(mine.local, totals[0]), share(other.local, totals[1])),
            *sorted_by(swapped, share(mine.matched, totals[0]), share(other.matched, totals[1])),
            share(aligned, np.minimum(mine.local, other.local)),
            share(agreed, stated),
            np.log1p(np.maximum(stated - agreed, 0)),
            *rare_counts(first.keys[left], weights, kinds, count),
        ],
        axis=1,
    )


class Passages(NamedTuple):
    """The weights of the passages, and of their names and figures, both (n_pairs, 32)."""

    weights: Floats
    facts: Floats

    @property
    def total(self) -> Floats:
        """The weight of each article, (n_pairs,)."""
        return np.asarray(self.weights.sum(axis=1))


class Matches(NamedTuple):
    """What the passages of one article find in the other's, all of shape (n_pairs,).

    ``local`` adds up the greatest shared weight of each passage, ``matched`` the weight of the
    passages that have a match, ``told`` the names and figures in these, ``agreed`` those of them
    that the match has too.
    """

    local: Floats
    matched: Floats
    told: Floats
    agreed: Floats


def grid(places: Ids, weights: Floats, count: int) -> Floats:
    """Weights added up by pair, passage and passage, shape (n_pairs, 32, 32)."""
    summed = np.bincount(places, weights, count * CELLS).astype(np.float64, copy=False)
    return summed.reshape(count, MOST_PASSAGES, MOST_PASSAGES)


def best_matches(shared: Floats, facts: Floats, ours: Passages, theirs: Passages) -> Matches:
    """For each passage of the first side the likest of the second."""
    sizes = ours.weights[:, :, None] + theirs.weights[:, None, :]
    dice = 2 * shared / np.maximum(sizes, 1e-9)
    likest = dice.argmax(axis=2)[:, :, None]
    good = np.take_along_axis(dice, likest, 2)[:, :, 0] >= MATCHED
    agreed = np.take_along_axis(facts, likest, 2)[:, :, 0]
    return Matches(
        shared.max(axis=2).sum(axis=1),
        (ours.weights * good).sum(axis=1),
        (ours.facts * good).sum(axis=1),
        (agreed * good).sum(axis=1),
    )


def greatest_alignment(shared: Floats) -> Floats:
    """The greatest sum over passages that do not cross, shape (n_pairs,).

    >>> greatest_alignment(np.array([[[0.0, 2.0], [3.0, 0.0]]])).tolist()
    [3.0]
    """
    best = np.zeros((len(shared), shared.shape[2] + 1))
    for row in range(shared.shape[1]):
        taken = np.maximum(best[:, 1:], best[:, :-1] + shared[:, row])
        best[:, 1:] = np.maximum.accumulate(taken, axis=1)
    return best[:, -1]


def share(part: Floats, whole: Floats) -> Floats:
    """A part of a whole; 0 where there is nothing."""
    return part / np.maximum(whole, 1e-9)


def sorted_by(swapped: NDArray[np.bool_], first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """The figure of the lesser article, then that of the greater."""
    return np.where(swapped, second, first), np.where(swapped, first, second)


def rare_counts(keys: Ids, weights: Floats, kinds: NDArray[np.int8], count: int) -> list[Floats]:
    """log(1 + count) of the different rare names, figures and words that are shared."""
    counts = []
    for kind, least in RARE.items():
        rare = np.unique(keys[(kinds == kind) & (weights >= least)])
        counts.append(np.log1p(np.bincount(rare >> CODE_BITS, minlength=count)))
    return counts
