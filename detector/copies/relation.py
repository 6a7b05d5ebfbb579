"""How a copy was made from the best copy, and which of two came first: two small models.

Both are linear in figures of the two texts. The first says the relation; the second, whether the
first text is the better copy, weighs them by relation: a spinner's words are odder than
the original's, a desk's copy is the shorter one, an engine's version smoother than a person's.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detector.copies.number_file import read_numbers
from detector.copies.pair_features import COPY_RELATIONS, PAIR_COLUMNS
from detector.copies.relation_features import DIRECTION_COLUMNS, RELATION_COLUMNS
from detector.resources.model_files import shipped_file
from detector.text.arrays import Floats

RELATION_MODEL_FILE = "differences.json"
REBUILT = RELATION_COLUMNS.index("rebuilt")
# Words rebuilt per kept word from which a text counts as rebuilt throughout (made up: halfway
# between round trips, .02, and modern engines on the same source, .25, measured on learned pairs).
ALL_REBUILT = 0.2
# Times its usual size beyond which a figure says no more (made up).
FAR_OUT = 3.0


# The figures that the models weigh, by name.
ASKED = {
    "columns": {
        "relations": list(COPY_RELATIONS),
        "relation": [*PAIR_COLUMNS, *RELATION_COLUMNS],
        "direction": list(DIRECTION_COLUMNS),
    }
}


class RelationModel(NamedTuple):
    """The two models.

    ``mean``, ``scale`` have shape (n_figures,), ``weights`` (5, n_figures), ``bias`` (5,): a
    multinomial logistic regression over the copies among the relations. ``steps`` has shape
    (n_gates, n_direction_columns): a logistic regression without a constant, whose sign turns
    with the order of the texts; ``spread`` is the usual size of its figures.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats
    spread: Floats
    steps: Floats

    def relation(self, shared: Floats, relation: Floats) -> Floats:
        """Probabilities of the five relations of copies, shape (n_pairs, 5).

        ``shared`` are the rows of :func:`detector.copies.pair_features.similarity_features`,
        ``relation`` those of :func:`detector.copies.relation_features.relation_rows`.
        """
        values = (relation_inputs(shared, relation) - self.mean) / self.scale
        # Summed row by row: a product of matrices rounds otherwise as more pairs are asked for.
        values = (values[:, None] * self.weights).sum(axis=2) + self.bias
        odds = np.exp(values - values.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def direction(self, odds: Floats, relation: Floats, direction: Floats) -> Floats:
        """Log-odds that the first text is the better copy, shape (n_pairs,)."""
        sized = sized_figures(direction, self.spread)
        steps = (gates(odds, relation)[:, :, None] * self.steps).sum(axis=1)
        return (steps * sized).sum(axis=1)


def relation_inputs(shared: Floats, relation: Floats) -> Floats:
    """The features from which the relation is predicted, shape (n_pairs, n_figures).

    Roots of the shares: between none and a few in a hundred words lies all the difference.
    """
    shares = np.sqrt(np.maximum(relation[:, :-2], 0))
    return np.concatenate([shared, shares, np.clip(relation[:, -2:], -4, 4)], axis=1)


def sized_figures(direction: Floats, spread: Floats) -> Floats:
    """The figures in their usual size; one that is far out must not outvote all others."""
    return np.clip(direction / spread, -FAR_OUT, FAR_OUT)


def gates(odds: Floats, relation: Floats) -> Floats:
    """How far each row of ``steps`` applies to a pair, shape (n_pairs, 7)."""
    rebuilt = np.minimum(1.0, relation[:, REBUILT] / ALL_REBUILT)[:, None]
    return np.concatenate([odds[:, 1:], odds[:, 2:] * rebuilt], axis=1)


def load(path: Path) -> RelationModel:
    """Read the models.

    Raises
    ------
    ValueError
        When the file was made for other figures than this detector measures.
    """
    held = read_numbers(path, ASKED)
    return RelationModel(*(np.array(held[name]) for name in RelationModel._fields))


@cache
def shipped() -> RelationModel:
    """Read the models that come with the detector, once.

    Raises
    ------
    ModelError
        When there are none, or they are not those that the card describes.
    """
    return load(shipped_file(RELATION_MODEL_FILE))
