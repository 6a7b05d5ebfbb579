"""Figures of articles: finite whatever comes in, and what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from detector.lm.engine import TokenStatistics
from detector.lm.figures import FEWEST_TOKENS, FIGURE_NAMES, SKIPPED, article_figures

NOTHING = np.empty((0, 0), np.int64)


def figures(*parts: np.ndarray) -> dict[str, float]:
    found = article_figures(TokenStatistics(*parts, NOTHING), np.zeros(len(parts[0]), bool))
    return dict(zip(FIGURE_NAMES, found.tolist(), strict=True))


@pytest.mark.parametrize("count", [0, 1, SKIPPED, SKIPPED + FEWEST_TOKENS, 300])
@pytest.mark.parametrize("value", [0.0, -30.0])
def test_finite_for_any_length_and_for_constant_tokens(count: int, value: float) -> None:
    found = figures(np.full(count, value), *np.zeros((3, count)))
    assert np.isfinite([*found.values()]).all()


def test_values_of_a_known_article() -> None:
    rng = np.random.default_rng(3)
    logprob, entropy = -rng.exponential(3, 205), rng.exponential(3, 205)
    variance, rank = rng.exponential(4, 205), rng.integers(0, 3000, 205)
    found = figures(logprob, entropy, variance, rank)
    parts = (logprob, entropy, variance, rank)
    logprob, entropy, variance, rank = (part[SKIPPED:] for part in parts)
    assert found["mean_l"] == round(logprob.mean(), 2)
    assert found["sd_z"] == round((logprob + entropy).std(), 2)
    assert found["share_rank_1000"] == round(100 * (rank >= 1000).mean(), 2)
    assert found["worst_l"] == round(np.sort(logprob)[:8].mean(), 2)
    curvature = (logprob + entropy).sum() / np.sqrt(variance.sum())
    assert found["curvature"] == round(curvature, 2)
    stretches = [logprob[i : i + 20].mean() for i in range(181)]
    assert found["worst_stretch"] == round(min(stretches), 2)


def test_the_opening_is_left_out() -> None:
    logprob = np.r_[np.full(SKIPPED, -20.0), np.full(50, -1.0)]
    assert figures(logprob, *np.ones((3, len(logprob))))["mean_l"] == -1.0


def test_names_are_counted_in_one_half_of_the_figures() -> None:
    logprob, names = np.full(60, -1.0), np.zeros(60, bool)
    logprob[30:40], names[30:40] = -20.0, True
    tokens = TokenStatistics(logprob, *np.ones((3, 60)), NOTHING)
    found = dict(zip(FIGURE_NAMES, article_figures(tokens, names).tolist(), strict=True))
    assert found["mean_l"] < -4 and found["mean_l_names_apart"] == -1.0
