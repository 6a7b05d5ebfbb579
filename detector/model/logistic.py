"""Ridge logistic regression that starts from what is known already."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from detector.text.arrays import Floats


def fit_logistic(
    matrix: Floats, y: Floats, weight: Floats, offset: Floats, penalty: float
) -> Floats:
    """Ridge logistic regression with a known offset, by L-BFGS.

    ``weight`` sums to one. Returns the coefficients, then the intercept.

    >>> x = np.array([[-1.0], [1.0], [-1.0], [1.0]])
    >>> fitted = fit_logistic(x, np.array([0.0, 1, 0, 1]), np.full(4, 0.25), np.zeros(4), 0.1)
    >>> bool(fitted[0] > 0.5), bool(abs(fitted[1]) < 1e-4)
    (True, True)
    """

    def loss(point: Floats) -> tuple[float, Floats]:
        logits = matrix @ point[:-1] + point[-1] + offset
        error = weight * (expit(logits) - y)
        value = float(weight @ (np.logaddexp(0, logits) - y * logits))
        slope = np.append(matrix.T @ error + penalty * point[:-1], error.sum())
        return value + penalty / 2 * float(point[:-1] @ point[:-1]), slope

    start: Any = np.zeros(matrix.shape[1] + 1)
    return np.asarray(
        minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    )
