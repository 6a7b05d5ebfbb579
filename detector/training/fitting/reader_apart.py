"""What the full reader adds to the head of a cause with a threshold of its own: ``synthetic``.

The fast head misses a quarter of the articles by language models of families that it knows, most of
them in doubt; there the full reader tells many of them from news.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detector.causes import CauseKey
from detector.lm.figures import FIGURE_NAMES
from detector.model.additive import expit
from detector.model.reader_heads import plain
from detector.text.arrays import Floats
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.reader_articles import Judged, draw, homes_of, openings
from detector.training.fitting.reader_fit import (
    MOVES,
    Reach,
    ReadArticles,
    Side,
    fit_reader_head,
    folds_of,
    second_half,
    shares_flagged,
)
from detector.training.metrics import Bools

CAUSE: CauseKey = "synthetic"
KINDS = ("generated", "news", "human_translation", "genre")
# Probabilities of the fast head from which and up to which the full reader reads.
READ_FROM, READ_TO = 0.5, 0.99
# Articles of each kind that are read, and the fewest of articles by models and of news.
MOST_READ, FEWEST = 300, 40
REACH = Reach(0.4, 3.0)
# Share of clean news and of translations by people, long enough to be read, that may be flagged.
BUDGET: Mapping[str, float] = {"news": 0.002, "human_translation": 0.01}


def apart_of(articles: Judged, figures: CachedFigures, seed: int = 0) -> dict[str, Any]:
    """The head as the reader's file states it; empty where too few articles are in doubt.

    ``measured`` has the shares that are flagged, with a move that was chosen on other articles.
    """
    dataset = articles.dataset
    chosen = draw(dataset, in_doubt(articles), MOST_READ, seed, KINDS)
    kinds = dataset.kinds[chosen]
    if min((kinds == kind).sum() for kind in ("generated", "news")) < FEWEST:
        return {}
    read = figures.of(openings(dataset, chosen))
    return fitted_apart(articles, chosen, read, homes_of(dataset, chosen, seed))


def in_doubt(articles: Judged) -> Bools:
    """Which articles the full reader reads for this cause."""
    probabilities = expit(articles.apart)
    return np.asarray((probabilities >= READ_FROM) & (probabilities < READ_TO))


def fitted_apart(
    articles: Judged, chosen: NDArray[np.int64], figures: Floats, homes: Floats
) -> dict[str, Any]:
    """What :func:`apart_of` returns, for articles that were read."""
    read, sides = laid_out(articles, chosen, figures), sides_apart(articles)
    news = articles.dataset.of_kind("news") & np.isfinite(articles.apart)
    spread = float(articles.apart[news].std())
    fast = read.odds[:, 0] - articles.apart_threshold
    past = fast + cross_fitted(read, homes, spread)
    second = second_half(homes)
    moves = [highest_move(past, read, sides, half) for half in (~second, second)]
    flagged = past + np.where(second, *moves) >= 0
    every = np.ones(len(past), dtype=bool)
    head = fit_reader_head(figures, read.kinds, CAUSE, spread, REACH)
    moved = head._replace(intercept=head.intercept + highest_move(past, read, sides, every))
    return {
        "figures": list(FIGURE_NAMES),
        "read_from": READ_FROM,
        "read_to": READ_TO,
        "heads": plain({CAUSE: moved}),
        "measured": {
            "read": {kind: int((read.kinds == kind).sum()) for kind in KINDS},
            "fast": rounded(shares_flagged(fast >= 0, read, sides)),
            "both": rounded(shares_flagged(flagged, read, sides)),
        },
    }


def laid_out(articles: Judged, chosen: NDArray[np.int64], figures: Floats) -> ReadArticles:
    """The articles that were read: each stands for as many as were not; the small one read none."""
    kinds, doubtful = articles.dataset.kinds, in_doubt(articles)
    own = kinds[chosen]
    each = [(doubtful & (kinds == kind)).sum() / (own == kind).sum() for kind in own]
    regional = articles.dataset.regional[chosen]
    odds = articles.apart[chosen, None]
    return ReadArticles(figures, odds, own, regional, np.array(each), figures[:, :0])


def sides_apart(articles: Judged) -> dict[str, Side]:
    """How many articles of each kind may be read, and are past the doubt."""
    sides, past = {}, expit(articles.apart) >= READ_TO
    for kind in KINDS:
        own = articles.dataset.of_kind(kind) & np.isfinite(articles.apart)
        sides[kind] = Side(float(own.sum()), float((own & past).sum()))
    return sides


def rounded(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares to four places."""
    return {name: round(share, 4) for name, share in shares.items()}


def cross_fitted(read: ReadArticles, homes: Floats, spread: float) -> Floats:
    """What is added to the log-odds of each article, by a head fitted on other homes."""
    sums = np.zeros(len(homes))
    for own in folds_of(homes):
        others = read.part(~own)
        head = fit_reader_head(others.figures, others.kinds, CAUSE, spread, REACH)
        sums[own] = [head.contributions(row).sum() for row in read.figures[own]]
    return sums


def highest_move(past: Floats, read: ReadArticles, sides: Mapping[str, Side], part: Bools) -> float:
    """How far the head may be moved, by the articles of a part, while every budget holds.

    ``past``, shape (n_articles,), is how far each lies past the threshold.
    """
    some = read.part(part)
    some = some._replace(stands_for=some.stands_for * len(part) / part.sum())
    for move in MOVES[::-1]:
        shares = shares_flagged(past[part] + move >= 0, some, sides)
        if all(shares.get(side, 0.0) <= most for side, most in BUDGET.items()):
            return float(move)
    return float(MOVES[0])
