"""How alike two articles are, family by family.

Every figure is of the two articles alone: what else lies in the folder does not change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.candidates import Pairs
from detector.copies.code_sets import CODE_BITS, Codes, Weights
from detector.copies.fingerprints import FAMILIES, Fingerprint
from detector.text.arrays import Floats, Ids

# From the least changed to the most; the last is no copy at all.
RELATIONS = ("verbatim", "edited", "spun", "back_translated", "rewritten", "same_event")
COPY_RELATIONS = RELATIONS[:-1]
INDEPENDENT = RELATIONS[-1]
# So many families, the first, have codes that are worth 1 each.
UNWEIGHTED = 3
# Pairs are compared in portions of so many words, whose codes take some tens of megabytes; a pair
# counts for at least so many (made up).
WORDS_AT_A_TIME, LEAST_WORDS = 2_000_000, 500
# Pairs this alike in names, facts and words tell of one event; found by reading a hundred pairs.
EVENT = {"names_of_less": 0.45, "facts_of_less": 0.15, "contents_of_less": 0.2}
PAIR_COLUMNS = (
    *(f"{name}_{part}" for name in FAMILIES for part in ("of_less", "of_more", "shared")),
    "length",
)


class Side(NamedTuple):
    """One family of one side of some pairs.

    ``keys`` hold the pair and the code in one number, rising; ``weights`` what each code is worth,
    both (n_codes,); no weights where each is worth 1. ``totals`` has shape (n_pairs,).
    """

    keys: Ids
    weights: Weights | None
    totals: Floats


class Family(NamedTuple):
    """One family of some articles, laid one behind the other.

    ``codes`` and ``weights`` have shape (n_codes,), no weights where each code is worth 1;
    ``starts``, ``counts`` and ``totals`` say of each article where its codes begin, how many they
    are and what they are worth, (n_articles,).
    """

    codes: Codes
    weights: Weights | None
    starts: Ids
    counts: Ids
    totals: Floats


def lay_out(prints: Sequence[Fingerprint], number: int) -> Family:
    """Lay one family of some articles one behind the other."""
    held = [one.families[number] for one in prints]
    counts = np.array([len(one.codes) for one in held], np.int64)
    codes = np.concatenate([np.empty(0, np.int32), *(one.codes for one in held)])
    starts = np.cumsum(counts) - counts
    if number < UNWEIGHTED:
        return Family(codes, None, starts, counts, counts.astype(np.float64))
    weights = np.concatenate([np.empty(0, np.float32), *(one.weights for one in held)])
    owners = np.repeat(np.arange(len(held)), counts)
    totals = np.bincount(owners, weights, len(held)).astype(np.float64, copy=False)
    return Family(codes, weights, starts, counts, totals)


def side(family: Family, numbers: Ids) -> Side:
    """One side of some pairs, by the numbers of its articles."""
    counts = family.counts[numbers]
    owners = np.repeat(np.arange(len(numbers)), counts)
    begins = np.cumsum(counts) - counts
    places = np.repeat(family.starts[numbers] - begins, counts) + np.arange(len(owners))
    weights = None if family.weights is None else family.weights[places]
    keys = (owners << CODE_BITS) | family.codes[places]
    return Side(keys, weights, family.totals[numbers])


def shared_weight(first: Side, second: Side) -> Floats:
    """The weight of the codes that both articles of each pair have, shape (n_pairs,).

    Either side is in order already: a stable sort of both only merges them.
    """
    keys = np.concatenate([first.keys, second.keys])
    if first.weights is None or second.weights is None:
        keys.sort(kind="stable")
        pairs, least = keys[1:][keys[1:] == keys[:-1]] >> CODE_BITS, None
    else:
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        places = np.flatnonzero(keys[1:] == keys[:-1])
        weights = np.concatenate([first.weights, second.weights])
        least = np.minimum(weights[order[places]], weights[order[places + 1]])
        pairs = keys[places] >> CODE_BITS
    return np.bincount(pairs, least, len(first.totals)).astype(np.float64, copy=False)


def similarity_features(prints: Sequence[Fingerprint], pairs: Pairs) -> Floats:
    """What pairs of different articles share, shape (n_pairs, n_columns), see :data:`PAIR_COLUMNS`.

    For each family: the shared weight as a part of the lesser and of the greater total (0 to
    1; 0 where there is nothing), and how much is shared at all (log of 1 + weight). Last,
    the shorter length as a part of the longer.
    """
    used, places = used_articles(prints, pairs)
    families = [lay_out(used, number) for number in range(len(FAMILIES))]
    words = np.array([one.words for one in used], np.int64)
    blocks = [np.empty((0, len(PAIR_COLUMNS)))]
    blocks += [compare_chunk(families, words, some) for some in chunks(words, places)]
    return np.concatenate(blocks)


def used_articles(prints: Sequence[Fingerprint], pairs: Pairs) -> tuple[list[Fingerprint], Pairs]:
    """The articles of some pairs, and the pairs by their places among these."""
    numbers, places = np.unique(pairs, return_inverse=True)
    return [prints[number] for number in numbers.tolist()], places.reshape(-1, 2)


def chunks(words: Ids, pairs: Pairs, most: int = WORDS_AT_A_TIME) -> list[Pairs]:
    """Pairs in portions that fit into memory however many ``words`` their articles have."""
    sizes = np.maximum(words[pairs].sum(axis=1), LEAST_WORDS)
    filled = np.cumsum(sizes) // most
    return np.split(pairs, np.flatnonzero(np.diff(filled)) + 1) if len(pairs) else []


def compare_chunk(families: Sequence[Family], words: Ids, pairs: Pairs) -> Floats:
    """The same for a portion of pairs."""
    shared = [shared_weight(*(side(family, numbers) for numbers in pairs.T)) for family in families]
    totals = (
        np.stack([family.totals[numbers] for family in families], axis=1) for numbers in pairs.T
    )
    return shares(np.stack(shared, axis=1), *totals, *words[pairs.T])


def shares_of_less(prints: Sequence[Fingerprint], pairs: Pairs, names: Sequence[str]) -> Floats:
    """The columns ``{name}_of_less`` of some families, added up, shape (n_pairs,)."""
    used, places = used_articles(prints, pairs)
    words = np.array([one.words for one in used], np.int64)
    families = [lay_out(used, FAMILIES.index(name)) for name in names]
    blocks = [np.empty(0)]
    blocks += [
        np.sum([share_of_less(family, some) for family in families], axis=0)
        for some in chunks(words, places)
    ]
    return np.concatenate(blocks)


def share_of_less(family: Family, pairs: Pairs) -> Floats:
    """What pairs share of a family, as a part of the lesser total, (n_pairs,)."""
    less = family.totals[pairs].min(axis=1)
    shared = shared_weight(*(side(family, numbers) for numbers in pairs.T))
    return shared / np.maximum(less, 1e-9)


def shares(shared: Floats, mine: Floats, other: Floats, ours: Floats, theirs: Floats) -> Floats:
    """Shared weights and totals, (n_pairs, 7), and words, (n_pairs,), as the columns."""
    parts = np.stack(
        [
            shared / np.maximum(np.minimum(mine, other), 1e-9),
            shared / np.maximum(np.maximum(mine, other), 1e-9),
            np.log1p(shared),
        ],
        axis=2,
    ).reshape(len(shared), -1)
    length = np.minimum(ours, theirs) / np.maximum(np.maximum(ours, theirs), 1)
    return np.concatenate([parts, length[:, None]], axis=1)


def pairs_within(members: Sequence[int] | NDArray[np.int64]) -> Pairs:
    """All pairs of some articles, shape (n_pairs, 2)."""
    first, second = np.triu_indices(len(members), k=1)
    numbers = np.asarray(members, np.int64)
    return np.stack([numbers[first], numbers[second]], axis=1)


def similarity_within(
    prints: Sequence[Fingerprint], stories: Sequence[Sequence[int] | NDArray[np.int64]]
) -> Iterator[Floats]:
    """What each member of a story shares with each, (n_members, n_members, n_columns), by story."""
    pairs = [np.empty((0, 2), np.int64), *map(pairs_within, stories)]
    shared = similarity_features(prints, np.concatenate(pairs))
    cuts = np.cumsum([len(some) for some in pairs])[:-1]
    for members, rows in zip(stories, np.split(shared, cuts)[1:], strict=True):
        features = np.ones((len(members), len(members), len(PAIR_COLUMNS)))
        first, second = np.triu_indices(len(members), k=1)
        features[first, second] = features[second, first] = rows
        yield features


def same_event_mask(features: Floats) -> NDArray[np.bool_]:
    """Whether two articles are alike enough to tell of one event, shape (n_pairs,)."""
    alike = [features[:, PAIR_COLUMNS.index(name)] >= least for name, least in EVENT.items()]
    return np.logical_and.reduce(alike)
