"""How alike two articles are, family by family.

Every figure is of the two articles alone: what else lies in the folder does not change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.copies.candidates import CODES, Pairs
from detector.copies.fingerprints import FAMILIES, Fingerprint
from detector.copies.sentence_codes import SentenceCodes

Matrix = NDArray[np.float64]

# From the least changed to the most; the last is no copy at all.
RELATIONS = ("verbatim", "edited", "spun", "back_translated", "rewritten", "same_event")
COPY_RELATIONS = RELATIONS[:-1]
INDEPENDENT = RELATIONS[-1]
PAIRS_PER_CHUNK = 4000
# Codes are sorted out by their remainder, in 16 megabytes of memory (made up).
SLOTS = 2**24
# So many families, the first, have codes that are worth 1 each: a byte will do.
UNWEIGHTED = 3
# Pairs this alike in names, facts and words tell of one event; found by reading a hundred pairs.
EVENT = {"names_of_less": 0.45, "facts_of_less": 0.15, "contents_of_less": 0.2}
PAIR_COLUMNS = (
    *(f"{name}_{part}" for name in FAMILIES for part in ("of_less", "of_more", "shared")),
    "length",
)


class FingerprintMatrices(NamedTuple):
    """Fingerprints stacked: one sparse matrix a family, shape (n_articles, 2**30)."""

    tables: tuple[sparse.csr_array, ...]
    totals: Matrix
    words: Matrix
    sentences: list[SentenceCodes]


def stack(prints: Sequence[Fingerprint]) -> FingerprintMatrices:
    """Stack fingerprints; ``totals`` holds each family's sum of weights, (n_articles, 7)."""
    tables, totals = [], np.empty((len(prints), len(FAMILIES)))
    for number in range(len(FAMILIES)):
        whole = table(prints, number)
        totals[:, number] = whole.sum(axis=1)
        tables.append(drop_unshared_codes(whole))
    words = np.array([fingerprint.words for fingerprint in prints], np.float64)
    return FingerprintMatrices(
        tuple(tables), totals, words, [fingerprint.sentences for fingerprint in prints]
    )


def table(prints: Sequence[Fingerprint], number: int) -> sparse.csr_array:
    """One family of all articles."""
    held = [fingerprint.families[number] for fingerprint in prints]
    bounds = np.cumsum([0, *(len(one.codes) for one in held)])
    codes = np.concatenate([np.empty(0, np.int32), *(one.codes for one in held)])
    if number < UNWEIGHTED:
        weights = np.ones(len(codes), np.uint8)
    else:
        weights = np.concatenate([np.empty(0, np.float32), *(one.weights for one in held)])
    return sparse.csr_array((weights, codes, bounds), shape=(len(prints), CODES))


def drop_unshared_codes(rows: sparse.csr_array) -> sparse.csr_array:
    """A family without most codes that one article alone holds: nothing is shared there.

    Of the word runs of 3,000 articles a third is left. A code that falls into one slot with a
    code of several articles stays, which costs time and changes nothing.
    """
    ordered = np.sort(rows.indices)
    slots = np.zeros(SLOTS, np.bool_)
    slots[ordered[1:][ordered[1:] == ordered[:-1]] % SLOTS] = True
    kept = slots[rows.indices % SLOTS]
    bounds = np.concatenate([[0], np.cumsum(kept)])[rows.indptr]
    return sparse.csr_array((rows.data[kept], rows.indices[kept], bounds), shape=rows.shape)


def similarity_features(matrices: FingerprintMatrices, pairs: Pairs) -> Matrix:
    """What pairs of different articles share, shape (n_pairs, n_columns), see :data:`PAIR_COLUMNS`.

    For each family: the shared weight as a part of the lesser and of the greater total (0 to
    1; 0 where there is nothing), and how much is shared at all (log of 1 + weight). Last,
    the shorter length as a part of the longer.
    """
    blocks = [np.empty((0, len(PAIR_COLUMNS)))]
    for begin in range(0, len(pairs), PAIRS_PER_CHUNK):
        blocks.append(compare_chunk(matrices, pairs[begin : begin + PAIRS_PER_CHUNK]))
    return np.concatenate(blocks)


def compare_chunk(matrices: FingerprintMatrices, pairs: Pairs) -> Matrix:
    """The same for a few thousand pairs."""
    left, right = pairs[:, 0], pairs[:, 1]
    shared = np.stack([shared_weight(rows, pairs) for rows in matrices.tables], axis=1)
    sides = matrices.totals[left], matrices.totals[right]
    return shares(shared, *sides, matrices.words[left], matrices.words[right])


def shared_weight(rows: sparse.csr_array, pairs: Pairs) -> Matrix:
    """The weight of the codes of one family that both articles of each pair have, (n_pairs,)."""
    least = rows[pairs[:, 0]].minimum(rows[pairs[:, 1]])
    return np.asarray(least.sum(axis=1), np.float64)


def share_of_less(matrices: FingerprintMatrices, pairs: Pairs, family: str) -> Matrix:
    """The column ``{family}_of_less`` alone, shape (n_pairs,)."""
    number = FAMILIES.index(family)
    totals = matrices.totals[pairs, number].min(axis=1)
    shared: Matrix = shared_weight(matrices.tables[number], pairs) / np.maximum(totals, 1e-9)
    return shared


def shares(shared: Matrix, mine: Matrix, other: Matrix, ours: Matrix, theirs: Matrix) -> Matrix:
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
    matrices: FingerprintMatrices, stories: Sequence[Sequence[int] | NDArray[np.int64]]
) -> Iterator[Matrix]:
    """What each member of a story shares with each, (n_members, n_members, n_columns), by story."""
    pairs = [np.empty((0, 2), np.int64), *map(pairs_within, stories)]
    shared = similarity_features(matrices, np.concatenate(pairs))
    cuts = np.cumsum([len(some) for some in pairs])[:-1]
    for members, rows in zip(stories, np.split(shared, cuts)[1:], strict=True):
        features = np.ones((len(members), len(members), len(PAIR_COLUMNS)))
        first, second = np.triu_indices(len(members), k=1)
        features[first, second] = features[second, first] = rows
        yield features


def same_event_mask(features: Matrix) -> NDArray[np.bool_]:
    """Whether two articles are alike enough to tell of one event, shape (n_pairs,)."""
    alike = [features[:, PAIR_COLUMNS.index(name)] >= least for name, least in EVENT.items()]
    both: NDArray[np.bool_] = np.logical_and.reduce(alike)
    return both
