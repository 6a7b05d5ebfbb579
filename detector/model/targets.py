"""What a classifier of causes is to learn: three causes at once, or one desk's yes and no.

The shipped model learns a head a cause, and an article may say nothing about one of them. A desk
has a column of decisions. Both come as ``y``; its shape says which.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, column_or_1d

from detector.causes import HEADS, PROBABILITIES
from detector.text.arrays import Floats


class Targets(NamedTuple):
    """What each head learns.

    ``values`` and ``weights`` have shape (n_articles, n_heads); ``copies``, shape (n_articles,),
    is how many articles each stands for when columns are standardised. ``columns`` are what
    ``predict_proba`` gives, ``classes`` what scikit-learn calls them.
    """

    values: Floats
    weights: Floats
    copies: Floats
    columns: tuple[str, ...]
    classes: NDArray[np.generic]


def targets_of(y: NDArray[np.generic], weight: ArrayLike | None, matrix: Floats) -> Targets:
    """Read ``y`` and the weights of the articles.

    Parameters
    ----------
    y : array of shape (n_articles, 3), or (n_articles,)
        One column a cause, 1 damaged and 0 clean; or two classes of any kind.
    weight : array of shape (n_articles,), or (n_articles, 3) where ``y`` has three columns

    Raises
    ------
    ValueError
        For other shapes, more than two classes, or weights that leave nothing to learn from.
    """
    if y.ndim == 2 and y.shape[1] == len(HEADS):
        return by_cause(y.astype(np.float64), weight, matrix)
    return yes_or_no(y, weight, matrix)


def by_cause(y: Floats, weight: ArrayLike | None, matrix: Floats) -> Targets:
    """One head a cause."""
    if weight is not None and np.ndim(weight) == 2:
        weights, copies = np.asarray(weight, dtype=np.float64), np.ones(len(y))
    else:
        copies = _check_sample_weight(weight, matrix, dtype=np.float64)
        weights = np.repeat(copies[:, None], len(HEADS), axis=1)
    if weights.shape != y.shape:
        raise ValueError(f"sample_weight has shape {weights.shape}, y {y.shape}")
    return Targets(y, weights, copies, PROBABILITIES, np.array(PROBABILITIES))


def yes_or_no(y: NDArray[np.generic], weight: ArrayLike | None, matrix: Floats) -> Targets:
    """One head: the second of two classes, in sorted order, against the first."""
    flat = column_or_1d(y, warn=True)
    check_classification_targets(flat)
    kind = type_of_target(flat, input_name="y", raise_unknown=True)
    if kind != "binary":
        raise ValueError(
            f"Only binary classification is supported. The type of the target is {kind}. For "
            f"several causes give one column each, shape (n_articles, 3): {', '.join(HEADS)}."
        )
    copies = _check_sample_weight(weight, matrix, dtype=np.float64)
    classes = np.unique(flat)
    if len(np.unique(flat[copies > 0])) < 2:
        raise ValueError(
            "the classifier needs articles of two classes, with a weight above zero; "
            f"it got one class: {', '.join(map(str, np.unique(flat[copies > 0])))}"
        )
    values = (flat == classes[1]).astype(np.float64)[:, None]
    return Targets(values, copies[:, None], copies, tuple(map(str, classes)), classes)
