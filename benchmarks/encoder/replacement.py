"""Words put in the place of others, by what an encoder takes for their neighbours, or by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log1p

import numpy as np
from numpy.typing import NDArray

from detector.lm.word_pieces import CONTINUES
from detector.text.arrays import Floats

Ids = NDArray[np.int64]
SHORTEST, FEWEST, COMMONEST = 4, 3, 250
NEIGHBOURS = 13
# Neighbours that begin alike are forms of one word.
ALIKE = 4
# Share of words replaced in a stretch, drawn anew for each; share of stretches whose words give
# way to neighbours, the others to words as frequent; and how far those may be apart in rank.
LEAST_RATE, MOST_RATE, BY_NEIGHBOUR, RANKS = 0.03, 0.3, 0.7, 300
# Share of stretches in which of several words the one is taken that best fits those beside it, as
# a model that rewrites would; how many words as frequent it is taken from.
FITTING, TRIED = 0.45, 12


class Replacement:
    """Replaces plain words in stretches of pieces.

    Parameters
    ----------
    names : sequence of str, length n_pieces
        The vocabulary.
    embedded : array of shape (n_pieces, width)
        The encoder's own vectors of its pieces.
    counts : array of shape (n_pieces,)
        How often each occurs in clean news.
    pairs : mapping of (int, int) to int
        How often one piece follows another there.
    """

    def __init__(
        self,
        names: Sequence[str],
        embedded: Floats,
        counts: NDArray[np.int64],
        pairs: Mapping[tuple[int, int], int],
    ) -> None:
        self._pairs = pairs
        self._continues = np.array([name.startswith(CONTINUES) for name in names])
        plain = [name.isascii() and name.isalpha() and len(name) >= SHORTEST for name in names]
        self._plain = np.array(plain) & (counts >= FEWEST)
        self._plain[np.argsort(-counts)[:COMMONEST]] = False
        own = np.flatnonzero(self._plain)
        self._ordered = own[np.argsort(-counts[own], kind="stable")]
        self._rank = {int(piece): rank for rank, piece in enumerate(self._ordered)}
        self._near = neighbours(names, own, embedded[own])

    def applied(self, ids: Ids, rng: np.random.Generator) -> tuple[Ids, Floats]:
        """A stretch with words replaced, and which of its pieces were, shape (n,)."""
        changed, replaced = ids.copy(), np.zeros(len(ids))
        rate, by_neighbour = rng.uniform(LEAST_RATE, MOST_RATE), rng.random() < BY_NEIGHBOUR
        fitting = rng.random() < FITTING
        whole = ~np.append(self._continues[ids[1:]], False)
        for place in np.flatnonzero(self._plain[ids] & whole & (rng.random(len(ids)) < rate)):
            piece = int(ids[place])
            near = self._near[piece] if by_neighbour else []
            others = near or [self._as_frequent(piece, rng) for _ in range(TRIED)]
            other = others[int(rng.integers(len(others)))]
            if fitting and 0 < place < len(ids) - 1:
                before, after = int(changed[place - 1]), int(ids[place + 1])
                other = max(others, key=lambda one: self._fit(before, one, after))
            changed[place], replaced[place] = other, other != piece
        return changed, replaced

    def _fit(self, before: int, piece: int, after: int) -> float:
        """How usual a piece is between two others."""
        pairs = self._pairs
        return log1p(pairs.get((before, piece), 0)) + log1p(pairs.get((piece, after), 0))

    def _as_frequent(self, piece: int, rng: np.random.Generator) -> int:
        rank = self._rank[piece] + int(rng.integers(-RANKS, RANKS))
        return int(self._ordered[min(max(rank, 0), len(self._ordered) - 1)])


def neighbours(names: Sequence[str], own: Ids, embedded: Floats) -> dict[int, list[int]]:
    """The nearest words of each word by cosine, less its own forms."""
    centred = embedded - embedded.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    near: dict[int, list[int]] = {}
    for place, piece in enumerate(own.tolist()):
        nearest = np.argsort(-(centred @ centred[place]))[1 : NEIGHBOURS + 1]
        others = own[nearest].tolist()
        near[piece] = [one for one in others if names[one][:ALIKE] != names[piece][:ALIKE]]
    return near
