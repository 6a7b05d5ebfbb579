"""How two articles relate: copies of one of five kinds, or independent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detector.copies.candidates import Pairs
from detector.copies.fingerprints import Fingerprint
from detector.copies.number_file import read_numbers
from detector.copies.order_features import ORDER_COLUMNS, order_features
from detector.copies.pair_features import (
    PAIR_COLUMNS,
    RELATIONS,
    shares_of_less,
    similarity_features,
)
from detector.resources.model_files import shipped_file
from detector.text.arrays import Flags, Floats

# The wheel carries the models inside the package, the repository beside it.
PAIR_MODEL_FILE = "copies.json"
COLUMNS = (*PAIR_COLUMNS, *ORDER_COLUMNS)
ASKED = {"columns": [*COLUMNS], "relations": [*RELATIONS]}
# Crossed figures of so many pairs stay near the processor: five megabytes.
FEW = 1000
# Pairs that share less of their names and words are no copies, and not scored: 1 in 200 of
# the machine translations of one article and none of the other copies lies below, and half of the
# reports that share rare names (measured on 7,533 pairs of copies and 19,770 others).
LEAST_ALIKE = 0.5
ALIKE_FAMILIES = ("names", "contents")
# Kinds of rare anchors: a copy shares two. Word runs count from where independent reports end.
ANCHORS = ("rare_names", "rare_figures", "rare_words", "quotations_shared", "facts_shared")
VERBATIM_RUNS = 0.35
# From here on one is a reprint of the other, whatever it says.
REPRINTED = 0.85
# Articles of one outlet that share a disclaimer match in an eighth of the shorter one; so do 3 in
# 100 rewrites and hardly any other copy (measured on 8,000 pairs of copies).
LEAST_MATCHED = 0.15
# From a quarter of the word runs on, with less than these parts of the figures and facts: of 6,294
# held-out pairs on one event it took the false merges from 3.4 to 2.0 %, of the spun copies .1 %.
TEMPLATE_THRESHOLDS = {"shingles_of_less": 0.25, "figures_of_less": 0.7, "facts_of_less": 0.7}
# The names and figures that part in passages alike, log(1 + weight): of 335 held-out pairs from one
# template, 2 that look like copies lie below it, of 149 translations that the thresholds above took
# for templates, since engines print figures otherwise, half.
LEAST_DISAGREEMENT = 3.7
# Articles that share so much of the longer one's word runs are one wording: nothing is compared.
VERBATIM_SHARE = 0.985
VERBATIM_COLUMN = PAIR_COLUMNS.index("shingles_of_more")
INDEPENDENT_ROW = np.eye(len(RELATIONS))[-1]


def polynomial_features(features: Floats) -> Floats:
    """The figures with their squares and products, shape (n_pairs, n + n * (n + 1) / 2)."""
    first, second = np.triu_indices(features.shape[1])
    return np.concatenate([features, features[:, first] * features[:, second]], axis=1)


def template_mask(features: Floats) -> Flags:
    """Whether two reports share a form and part in what they report, shape (n_pairs,).

    Air quality, share prices, dengue: a desk fills the same sentences with other figures
    every day. They share words as copies do, but their figures and facts contradict each other.
    """
    shared = {
        name: features[:, PAIR_COLUMNS.index(name)]
        for name in (*TEMPLATE_THRESHOLDS, "figures_shared")
    }
    return (
        (shared["shingles_of_less"] >= TEMPLATE_THRESHOLDS["shingles_of_less"])
        & (shared["figures_of_less"] < TEMPLATE_THRESHOLDS["figures_of_less"])
        & (shared["facts_of_less"] < TEMPLATE_THRESHOLDS["facts_of_less"])
        & (shared["figures_shared"] > 0)
    )


def anchored_mask(features: Floats) -> Flags:
    """Whether two articles share what only copies share, shape (n_pairs,).

    Rare anchors of two kinds at least, and in more than the standing paragraph of an outlet.
    """
    column = dict(zip(COLUMNS, features.T, strict=True))
    kinds = [column[name] > 0 for name in ANCHORS] + [column["shingles_of_less"] >= VERBATIM_RUNS]
    matched = column["matched_of_less"] >= LEAST_MATCHED
    anchored: Flags = (np.sum(kinds, axis=0) >= 2) & matched
    anchored |= column["shingles_of_less"] >= REPRINTED
    return anchored


def alike_mask(features: Floats) -> Flags:
    """Whether two articles share enough to be scored, shape (n_pairs,)."""
    columns = [PAIR_COLUMNS.index(f"{name}_of_less") for name in ALIKE_FAMILIES]
    return features[:, columns].sum(axis=1) >= LEAST_ALIKE


def alike_pairs(prints: Sequence[Fingerprint], pairs: Pairs) -> Pairs:
    """The pairs of articles that are worth scoring.

    Nine in ten candidates share little more than what made them candidates; of these the other
    families are not compared.
    """
    return pairs[shares_of_less(prints, pairs, ALIKE_FAMILIES) >= LEAST_ALIKE]


class PairModel(NamedTuple):
    """A multinomial logistic regression over :data:`RELATIONS` on the crossed figures.

    ``mean`` and ``scale`` have shape (n_crossed,), ``weights`` (6, n_crossed), ``bias`` (6,).
    ``threshold`` is the probability of being copies from which two articles are joined.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats
    threshold: float

    def predict(self, features: Floats) -> Floats:
        """Probabilities of the relations, shape (n_pairs, 6)."""
        blocks = [
            (polynomial_features(features[begin : begin + FEW]) - self.mean)
            / self.scale
            @ self.weights.T
            for begin in range(0, len(features), FEW)
        ]
        values = np.concatenate([np.empty((0, len(self.bias))), *blocks]) + self.bias
        values -= values.max(axis=1, keepdims=True)
        odds = np.exp(values)
        probabilities: Floats = odds / odds.sum(axis=1, keepdims=True)
        disagree = features[:, COLUMNS.index("disagreeing")] >= LEAST_DISAGREEMENT
        template = template_mask(features) & disagree
        probabilities[template | ~anchored_mask(features)] = INDEPENDENT_ROW
        return probabilities

    def compare(self, prints: Sequence[Fingerprint], pairs: Pairs, shared: Floats) -> Floats:
        """The same for pairs of articles whose :data:`PAIR_COLUMNS` are known."""
        probabilities = np.tile(INDEPENDENT_ROW, (len(pairs), 1))
        verbatim = shared[:, VERBATIM_COLUMN] >= VERBATIM_SHARE
        probabilities[verbatim] = np.eye(len(RELATIONS))[0]
        remaining = np.flatnonzero(alike_mask(shared) & ~verbatim)
        order = order_features(prints, pairs[remaining])
        probabilities[remaining] = self.predict(np.concatenate([shared[remaining], order], axis=1))
        return probabilities

    def copy_chances(self, prints: Sequence[Fingerprint], pairs: Pairs) -> Floats:
        """How likely pairs of articles are copies, shape (n_pairs,)."""
        return 1 - self.compare(prints, pairs, similarity_features(prints, pairs))[:, -1]


def load(path: Path) -> PairModel:
    """Read a model.

    Raises
    ------
    ValueError
        When the file was made for other columns or relations than this detector measures.
    """
    held = read_numbers(path, ASKED)
    mean, scale, weights, bias = (
        np.array(held[name]) for name in ("mean", "scale", "weights", "bias")
    )
    return PairModel(mean, scale, weights, bias, float(held["threshold"]))


@cache
def shipped() -> PairModel:
    """Read the model that comes with the detector, once.

    Raises
    ------
    ModelError
        When there is none, or it is not the one that the card describes.
    """
    return load(shipped_file(PAIR_MODEL_FILE))
