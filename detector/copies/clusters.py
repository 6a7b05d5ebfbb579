"""Which articles belong to one story: copies of copies joined, chains of look-alikes cut.

The outcome does not depend on the order of the articles: they are first put into an order of
their own, by content. Two reports that only share a third one's quotations must not be joined
through it, so a group is kept only as far as its members are alike on average.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

from detector.copies.candidates import Pairs
from detector.copies.pair_features import pairs_within

Chances = NDArray[np.float64]
ClusterLabels = NDArray[np.int64]

# Two clusters join when their members are copies of each other with at least this mean
# probability. Halves of one story, shortened at either end, share little: hence below one half.
LEAST_MEAN = 0.4
# Groups beyond this are too many pairs to compare all: sure pairs hold their parts, and some
# members of each are compared with those of the others (made up).
LARGEST = 200
SURE = 0.98
# Pairs predicted at a time: enough that setting up costs little, few enough to hold (made up).
PAIRS_AT_A_TIME = 20_000


def join(
    count: int,
    pairs: Pairs,
    probabilities: Chances,
    threshold: float,
    predict_pairs: Callable[[Pairs], Chances],
) -> ClusterLabels:
    """The first member of each article's group, shape (count,).

    Parameters
    ----------
    count : int
        Number of articles.
    pairs, probabilities : arrays of shape (n_pairs, 2) and (n_pairs,)
        Pairs compared, and the probability that they are copies.
    threshold : float
        Probability from which two articles are linked.
    predict_pairs : callable
        Gives the probabilities of further pairs.

    >>> pairs = np.array([[0, 1], [1, 2]])
    >>> probabilities = np.array([0.9, 0.6])
    >>> join(3, pairs, probabilities, 0.5, lambda further: np.zeros(len(further))).tolist()
    [0, 0, 2]
    """
    member_arrays = linked_members(count, pairs[probabilities >= threshold])
    labels = np.arange(count, dtype=np.int64)
    for members in member_arrays:
        if len(members) > LARGEST:
            sure = sure_link_labels(members, pairs, probabilities)
            assign_labels(labels, members, merge_parts(members, sure, predict_pairs))
        elif len(members) == 2:
            assign_labels(labels, members, np.zeros(2, np.int64))
    known = KnownChances(count, pairs, probabilities)
    for few in batched([whole for whole in member_arrays if 2 < len(whole) <= LARGEST]):
        for members, chances in zip(few, known.within(few, predict_pairs), strict=True):
            assign_labels(labels, members, average_linkage_labels(chances))
    return labels


def linked_members(count: int, linked: Pairs) -> list[ClusterLabels]:
    """The articles of each connected component, in ascending order."""
    groups = components(count, linked)
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order], prepend=-1, append=count))
    return [np.sort(order[begin:end]) for begin, end in pairwise(bounds.tolist())]


class KnownChances:
    """What was predicted of some pairs of ``count`` articles: no pair is predicted twice."""

    def __init__(self, count: int, pairs: Pairs, probabilities: Chances) -> None:
        self._count = count
        keys = self._keys(pairs)
        order = np.argsort(keys, kind="stable")
        self._known, self._chances = keys[order], probabilities[order]

    def _keys(self, pairs: Pairs) -> Pairs:
        """Both articles of each pair in one number, (n_pairs,)."""
        return pairs.min(axis=1) * self._count + pairs.max(axis=1)

    def of(self, pairs: Pairs, predict_pairs: Callable[[Pairs], Chances]) -> Chances:
        """The probabilities of some pairs, (n_pairs,); those that are new are predicted."""
        keys = self._keys(pairs)
        places = np.searchsorted(self._known, keys)
        chances = np.append(self._chances, 0.0)[places]
        new = np.append(self._known, -1)[places] != keys
        chances[new] = predict_pairs(pairs[new])
        return chances

    def within(
        self, few: list[ClusterLabels], predict_pairs: Callable[[Pairs], Chances]
    ) -> list[Chances]:
        """The probabilities of all pairs within each component, predicted in one go."""
        inner = [pairs_within(members) for members in few]
        answers = self.of(np.concatenate(inner), predict_pairs)
        return np.split(answers, np.cumsum([len(block) for block in inner])[:-1])


def assign_labels(labels: ClusterLabels, members: ClusterLabels, parts: ClusterLabels) -> None:
    """Name the first member of its part for each member."""
    for part in np.unique(parts):
        labels[members[parts == part]] = members[parts == part][0]


def batched(member_arrays: Iterable[ClusterLabels]) -> Iterator[list[ClusterLabels]]:
    """Components whose pairs are predicted in one go."""
    held: list[ClusterLabels] = []
    pairs = 0
    for members in member_arrays:
        held.append(members)
        pairs += len(members) * (len(members) - 1) // 2
        if pairs >= PAIRS_AT_A_TIME:
            yield held
            held, pairs = [], 0
    if held:
        yield held


def components(count: int, linked: Pairs) -> ClusterLabels:
    """Connected components, shape (count,)."""
    ones = np.ones(len(linked))
    graph = sparse.coo_array((ones, (linked[:, 0], linked[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def average_linkage_labels(probabilities: Chances) -> ClusterLabels:
    """Cut a component where its parts are unlike on average (average linkage).

    ``probabilities`` are those of :func:`pairs_within`. Equal distances are told apart by the order
    of the members, which is that of their content.
    """
    tree = linkage(np.clip(1 - probabilities, 0, 1), method="average")
    return np.asarray(fcluster(tree, 1 - LEAST_MEAN, criterion="distance"), np.int64)


def sure_link_labels(members: ClusterLabels, pairs: Pairs, probabilities: Chances) -> ClusterLabels:
    """The parts of a very large component that sure pairs hold together."""
    place = {int(member): number for number, member in enumerate(members)}
    inside = np.isin(pairs, members).all(axis=1) & (probabilities >= SURE)
    linked = np.array([[place[a], place[b]] for a, b in pairs[inside].tolist()], np.int64)
    return components(len(members), linked.reshape(-1, 2))


def merge_parts(
    members: ClusterLabels, parts: ClusterLabels, predict_pairs: Callable[[Pairs], Chances]
) -> ClusterLabels:
    """Join parts of a very large component that are alike on average, by some members of each.

    A text in hundreds of versions has fewer sure pairs among its candidates than hold it together.
    """
    count = int(parts.max()) + 1
    if not 1 < count <= LARGEST:
        return parts
    most = max(1, int((2 * PAIRS_AT_A_TIME) ** 0.5) // count)
    chosen = [members[np.flatnonzero(parts == part)[:most]] for part in range(count)]
    both = [(chosen[a], chosen[b]) for a, b in pairs_within(range(count)).tolist()]
    between = [np.stack(np.meshgrid(*pair), axis=-1).reshape(-1, 2) for pair in both]
    answers = predict_pairs(np.concatenate(between))
    cuts = np.cumsum([len(block) for block in between])[:-1]
    means = np.array([block.mean() for block in np.split(answers, cuts)])
    return average_linkage_labels(means)[parts]
