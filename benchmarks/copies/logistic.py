"""The multinomial logistic regression that both models of copies are fitted with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

from detector.text.arrays import Floats


def balanced_weights(labels: NDArray[np.int64], votes: Floats) -> Floats:
    """Weights, one on average, that share each class's vote among its examples.

    Parameters
    ----------
    labels : array of shape (n_pairs,)
    votes : array of shape (n_classes,)

    >>> balanced_weights(np.array([0, 0, 1]), np.ones(2)).tolist()
    [0.75, 0.75, 1.5]
    """
    counts = np.maximum(np.bincount(labels, minlength=len(votes)), 1)
    weights = (votes / counts)[labels]
    scaled: Floats = weights * len(labels) / weights.sum()
    return scaled


def fit_multinomial(
    values: Floats, labels: NDArray[np.int64], votes: Floats, ridge: float, iterations: int
) -> tuple[Floats, Floats]:
    """Weights (n_classes, n_columns) and bias (n_classes,): L-BFGS, squared penalty on weights."""
    sample_weights, truth = balanced_weights(labels, votes)[:, None], np.eye(len(votes))[labels]
    classes, shape = len(votes), (len(votes), values.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[:-classes].reshape(shape), flat[-classes:]
        logs = log_softmax(values @ weights.T + bias, axis=1)
        missed = (np.exp(logs) - truth) * sample_weights
        cost = -(logs * truth * sample_weights).sum() + ridge / 2 * (weights**2).sum()
        slope = missed.T @ values + ridge * weights
        return float(cost), np.concatenate([slope.ravel(), missed.sum(axis=0)])

    start = np.zeros(shape[0] * shape[1] + classes)
    options = {"maxiter": iterations}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return best[:-classes].reshape(shape), best[-classes:]
