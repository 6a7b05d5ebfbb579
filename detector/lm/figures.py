"""Figures of an article, from what a language model predicted for its tokens.

Every figure is rounded: the last digits of floats, in which processors differ, must decide
nothing. A step is at most a twentieth of a figure's spread over clean news.

Sources: Fast-DetectGPT (Bao et al. 2024, arXiv:2310.05130) for ``curvature``; DetectLLM (Su et
al. 2023, arXiv:2306.05540) for ``lrr``; Venkatraman et al. 2024 (arXiv:2310.03202) and Meister et
al. 2021 for uniform information density. The others were found by what they caught.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detector.lm.engine import TokenStatistics
from detector.text.arrays import Floats

# The first tokens of a text are surprising whoever wrote it: there is no context yet.
SKIPPED = 5
# Tokens in a stretch whose mean is taken, and the number of least likely tokens that are averaged.
STRETCH, WORST = 20, 8
# With fewer tokens the figures are those of a typical clean article (made up).
FEWEST_TOKENS = 10
DECIMALS = 2
FINER = {"mean_z": 3, "lrr": 3, "lag_l": 3, "sd_h": 3}

# l: log-probability; h: entropy; z = l + h; sure, certain: where h < 2, h < 1. Shares in percent.
TOKEN_FIGURES = (
    "mean_l", "sd_l", "mean_z", "sd_z", "mean_h", "mean_log_rank",
    "share_rank_0", "share_rank_10", "share_rank_100", "share_rank_1000",
    "share_l_8", "share_l_10", "share_z_5", "worst_l",
    "worst_stretch", "sd_stretch", "median_l", "mean_l_sure", "mean_l_certain",
    "curvature", "lrr", "lag_l", "jump_l", "halves_l", "sd_h", "skew_l",
)  # fmt: skip

# The same for tokens that are not part of a name or a number: those surprise for honest reasons,
# and spinners leave them alone (AUC of one spinner held out: .83 with them, .89 without).
FIGURE_NAMES = (*TOKEN_FIGURES, *(f"{name}_names_apart" for name in TOKEN_FIGURES))

# Medians over 813 articles of edited news, in the order of the names.
TYPICAL = (
    -3.38, 3.06, -0.26, 2.53, 3.12, 1.83,
    36.41, 31.28, 12.82, 3.08,
    9.23, 4.1, 6.15, -11.58,
    -5.02, 0.68, -2.57, -1.13, -0.48,
    -1.55, 1.86, -0.01, 3.3, 0.26, 1.64, -1.06,
)  # fmt: skip


def article_figures(tokens: TokenStatistics, names: NDArray[np.bool_]) -> Floats:
    """The figures of one article, in the order of :data:`FIGURE_NAMES`, rounded.

    Parameters
    ----------
    tokens : TokenStatistics
    names : array of shape (n_tokens,)
        Which tokens are part of a name or a number.

    Returns
    -------
    array of shape (n_figures,)
        Finite whatever the text; :data:`TYPICAL` where it is too short.
    """
    kept = ~names
    kept[:SKIPPED] = True
    parts = np.array(tokens[:4], dtype=np.float64)
    return np.concatenate([token_figures(parts), token_figures(parts[:, kept])])


def token_figures(parts: Floats) -> Floats:
    """The figures of some tokens of an article, in the order of :data:`TOKEN_FIGURES`.

    ``parts`` are the first four of :class:`TokenStatistics`, shape (4, n_tokens).
    """
    logprob, entropy, variance, rank = parts[:, SKIPPED:]
    if len(logprob) < FEWEST_TOKENS:
        return np.array(TYPICAL)
    figures = (
        *levels(logprob, entropy, rank),
        *shares(logprob, logprob + entropy, rank),
        *stretches(logprob, entropy),
        *shapes(logprob, entropy, variance, rank),
    )
    return rounded(dict(zip(TOKEN_FIGURES, map(float, figures), strict=True)))


def rounded(figures: dict[str, float]) -> Floats:
    """Round each figure to the decimals kept of it; no zero is negative."""
    return np.array([round(own, FINER.get(name, DECIMALS)) + 0.0 for name, own in figures.items()])


def levels(logprob: Floats, entropy: Floats, rank: Floats) -> list[float]:
    """Means and spreads over the tokens."""
    z = logprob + entropy
    ranks = np.log1p(rank).mean()
    return [logprob.mean(), logprob.std(), z.mean(), z.std(), entropy.mean(), ranks]


def shares(logprob: Floats, z: Floats, rank: Floats) -> list[float]:
    """Percentages of tokens beyond fixed bounds, and the mean of the least likely tokens."""
    masks = [rank == 0, rank >= 10, rank >= 100, rank >= 1000]
    masks += [logprob < -8, logprob < -10, z < -5]
    return [*(100 * share.mean() for share in masks), np.sort(logprob)[:WORST].mean()]


def stretches(logprob: Floats, entropy: Floats) -> list[float]:
    """The worst stretch, the spread of stretches, the median, and where the model was sure."""
    width = min(STRETCH, len(logprob))
    sums = np.concatenate([[0.0], np.cumsum(logprob)])
    means = (sums[width:] - sums[:-width]) / width
    sure = [logprob[entropy < bound].mean() if (entropy < bound).any() else 0.0 for bound in (2, 1)]
    return [means.min(), means.std(), float(np.median(logprob)), *sure]


def shapes(logprob: Floats, entropy: Floats, variance: Floats, rank: Floats) -> list[float]:
    """Curvature, log-likelihood over log-rank, and how evenly information is spread."""
    curvature = (logprob + entropy).sum() / np.sqrt(max(variance.sum(), 1e-6))
    lrr = -logprob.sum() / max(np.log1p(rank).sum(), 1e-6)
    off = logprob - logprob.mean()
    power = max(float((off**2).mean()), 1e-6)
    lag = float((off[1:] * off[:-1]).mean()) / power
    half = len(logprob) // 2
    halves = logprob[half:].mean() - logprob[:half].mean()
    skew = float((off**3).mean()) / power**1.5
    jump = float(np.abs(np.diff(logprob)).mean())
    return [curvature, min(lrr, 20.0), lag, jump, halves, entropy.std(), skew]
