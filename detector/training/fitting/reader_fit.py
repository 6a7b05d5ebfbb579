"""What the readers' figures add to the heads, fitted on articles that they read.

Each head is fitted on articles of all kinds, then added to the fast head at a set strength. How far
each sum is moved decides how the false alarms are shared among the causes: ``score`` is what an
article is decided by, so the moves are chosen together, on clean articles in doubt. What is added
to those comes from heads that saw no article of their home.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from detector.causes import HEAD_OF, HEADS, CauseKey
from detector.model.additive import MAX_STANDARDISED, expit
from detector.model.logistic import fit_logistic
from detector.model.reader_heads import ReaderHead
from detector.text.arrays import Floats
from detector.training.metrics import Bools

POOLED: tuple[CauseKey, ...] = tuple(head for head in HEADS if HEAD_OF[head].pooled)
CLEAN: tuple[str, ...] = ("news", "human_translation", "genre")
PENALTY = 0.02
FOLDS = 6
# A figure that spreads less is constant.
LEAST_SPREAD = 1e-3


class Reach(NamedTuple):
    """How far a reader moves the log-odds of a cause.

    What it adds spreads over clean news by ``strength``, a share of the spread of the fast head's
    log-odds, and rises at most by ``most`` (nats) above what it adds to the mean article of news.
    """

    strength: float
    most: float


# More strength costs translations of the last years, and honest texts in the slang of a region or
# of sport.
FULL: Mapping[str, Reach] = {"translation": Reach(0.4, 2.0), "spin": Reach(0.2, 2.0)}
SMALL = Reach(0.3, 3.0)
# Share of clean news, of regional news and of translations by people that may be flagged at the
# default threshold. Below what is promised (.01, .02, .04): clean articles that the moves were not
# chosen on had up to a fifth more.
BUDGET: Mapping[str, float] = {"news": 0.0055, "regional": 0.0095, "human_translation": 0.035}
MOVES = np.arange(-4.0, 2.01, 0.1)


class ReadArticles(NamedTuple):
    """Articles with their readings, arrays of the length n.

    Attributes
    ----------
    figures : array of shape (n, n_figures)
    odds : array of shape (n, 2)
        Of the pooled heads, by a fast model that had not seen the article.
    kinds, regional : array of shape (n,)
    stands_for : array of shape (n,)
        Of how many articles in doubt each is the sample.
    small : array of shape (n, n_small_figures)
        By the small reader.
    """

    figures: Floats
    odds: Floats
    kinds: np.ndarray
    regional: Bools
    stands_for: Floats
    small: Floats

    def part(self, chosen: Bools) -> ReadArticles:
        """Some of them."""
        return ReadArticles._make(held[chosen] for held in self)


class Side(NamedTuple):
    """One kind of article: how many there are, how many are flagged without being read."""

    total: float
    flagged_unread: float


def fit_reader_head(
    figures: Floats, kinds: np.ndarray, cause: CauseKey, spread: float, reach: Reach
) -> ReaderHead:
    """A head that adds nothing to the mean clean article of news.

    Parameters
    ----------
    figures : array of shape (n_articles, n_figures)
    kinds : array of shape (n_articles,)
    spread : float
        Standard deviation of the fast head's log-odds over clean news.
    """
    damaged = np.isin(kinds, HEAD_OF[cause].kinds)
    used = damaged | np.isin(kinds, CLEAN)
    own = figures[used]
    centre, width = own.mean(axis=0), own.std(axis=0)
    width = np.where(width > LEAST_SPREAD, width, 1.0)
    cut = np.clip((figures - centre) / width, -MAX_STANDARDISED, MAX_STANDARDISED)
    weight = np.full(len(own), 1 / len(own))
    coefficients = fit_logistic(
        cut[used], damaged[used].astype(np.float64), weight, np.zeros(len(own)), PENALTY
    )
    plain = cut[kinds == "news"] @ coefficients[:-1]
    scale = reach.strength * spread / max(float(plain.std()), 1e-9)
    mean = scale * float(plain.mean())
    return ReaderHead(-mean, reach.most + mean, scale * coefficients[:-1], centre, width)


def fit_heads(read: ReadArticles, spread: Floats) -> dict[CauseKey, ReaderHead]:
    """A head for each pooled cause; ``spread`` has the shape (2,)."""
    return {
        name: fit_reader_head(read.figures, read.kinds, name, float(own), FULL[name])
        for name, own in zip(POOLED, spread, strict=True)
    }


def fit_small_heads(read: ReadArticles, spread: Floats) -> dict[CauseKey, ReaderHead]:
    """The small reader's heads: its figures say nothing of translation, whose sum is moved only.

    An encoder that was taught translations by engines against those by people, and against news,
    learned what the articles were about (area .58 against people, in the zone of doubt).
    """
    width = read.small.shape[1]
    still = ReaderHead(0.0, 0.0, np.zeros(width), np.zeros(width), np.ones(width))
    own = float(spread[POOLED.index("spin")])
    spin = fit_reader_head(read.small, read.kinds, "spin", own, SMALL)
    return {"translation": still, "spin": spin}


class Sums(NamedTuple):
    """Log-odds of the pooled heads of n articles, after the small reader and after both."""

    small: Floats
    both: Floats


def cross_fitted_sums(read: ReadArticles, homes: Floats, spread: Floats) -> Sums:
    """The sums of each article, by heads that were fitted on articles of other homes.

    ``homes``, shape (n_articles,), are numbers from 0 to 1: one number a home.
    """
    small, both = read.odds.copy(), read.odds.copy()
    for own in folds_of(homes):
        others = read.part(~own)
        small[own] += added(fit_small_heads(others, spread), read.small[own])
        both[own] = small[own] + added(fit_heads(others, spread), read.figures[own])
    return Sums(small, both)


def folds_of(homes: Floats) -> list[Bools]:
    """Which articles lie in each fold that has any."""
    folds = (homes * FOLDS).astype(np.int64)
    return [folds == fold for fold in np.unique(folds)]


def second_half(homes: Floats) -> Bools:
    """Which articles lie in the second half of the homes, of two that share no fold."""
    return np.asarray(homes % (2 / FOLDS) >= 1 / FOLDS)


def added(heads: Mapping[CauseKey, ReaderHead], figures: Floats) -> Floats:
    """What the figures of articles add to the log-odds of the pooled heads, shape (n, 2)."""
    rows = [[heads[name].contributions(row).sum() for name in POOLED] for row in figures]
    return np.array(rows).reshape(-1, len(POOLED))


def flagged(odds: Floats, threshold: float) -> Bools:
    """Which articles reach a threshold of ``score``."""
    return np.asarray(1 - np.prod(1 - expit(odds), axis=1) >= threshold)


def share_budget(
    odds: Floats, read: ReadArticles, sides: Mapping[str, Side], threshold: float
) -> Floats:
    """How far each pooled head is moved, shape (2,): most is caught while every budget holds.

    Caught is the mean over the kinds of damage, so that none is bought with another. Where no more
    of the known spinners is to be had, the rest of the budget goes to spin, for those to come.
    """
    best, best_move = -1.0, np.full(len(POOLED), MOVES[0])
    for spin in MOVES[::-1]:
        for translation in MOVES[::-1]:
            move = np.array([translation, spin])
            shares = shares_flagged(flagged(odds + move, threshold), read, sides)
            if all(shares.get(side, 0.0) <= most for side, most in BUDGET.items()):
                caught = np.mean([shares[kind] for kind in ("machine", "spun") if kind in shares])
                if caught > best:
                    best, best_move = float(caught), move
                break
    return best_move


def shares_flagged(
    chosen: Bools, read: ReadArticles, sides: Mapping[str, Side]
) -> dict[str, float]:
    """Share of each side that is flagged, read or not."""
    shares = {}
    for name, side in sides.items():
        own = read.regional & (read.kinds == "news") if name == "regional" else read.kinds == name
        if side.total:
            hits = float((read.stands_for * chosen)[own].sum())
            shares[name] = (hits + side.flagged_unread) / side.total
    return shares


def moved(heads: Mapping[CauseKey, ReaderHead], moves: Floats) -> dict[CauseKey, ReaderHead]:
    """The heads with their intercepts moved."""
    pairs = zip(POOLED, moves.tolist(), strict=True)
    return {
        name: heads[name]._replace(intercept=heads[name].intercept + move) for name, move in pairs
    }
