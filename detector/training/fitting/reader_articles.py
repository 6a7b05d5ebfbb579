"""The articles that a second reading is fitted on: which are in doubt, which of them are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from detector.causes import PROBABILITIES
from detector.english.news_register import FAR_FROM_NEWS
from detector.model.thresholds import FAR_CAUTION
from detector.text.arrays import Floats
from detector.training.corpora.labelled import CorpusError
from detector.training.dataset import Dataset, hash_fraction
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.reader_fit import POOLED, ReadArticles, Side, flagged
from detector.training.metrics import Bools

# The rate of false alarms whose thresholds the heads are moved to: the default.
RATE = "0.01"
# A probability of the fast model from which the small reader reads an article, and one after it
# from which the full one joins; the fewest words of an article.
READ_FROM, DOUBTFUL, FEWEST_WORDS = 0.11, 0.19, 150
# How far from news articles are read. Past it are hardly any spun ones.
READ_TO = 0.9
KINDS = ("machine", "spun", "news", "human_translation")
# Where there are honest texts of other genres, they are read too.
READ_KINDS = (*KINDS, "genre")


class Judged(NamedTuple):
    """Articles with the odds by a fast model that had not seen them, arrays of length n_articles.

    ``odds`` has a column a pooled head; ``caution`` is what they are lowered by for a decision,
    far from news. ``decided`` are long enough for one; ``threshold`` is the one of ``score``.
    ``doubtful`` are read by the small reader. What is farther from news than :data:`READ_TO` is
    neither read nor flagged. ``flagged_fast`` are flagged where nobody reads. ``apart`` are the
    log-odds of ``synthetic``, for articles that may be read for it; -inf for others.
    """

    dataset: Dataset
    odds: Floats
    caution: Floats
    decided: Bools
    doubtful: Bools
    flagged_fast: Bools
    apart: Floats
    threshold: float
    apart_threshold: float

    @property
    def cautious(self) -> Floats:
        """The log-odds that decide, shape (n_articles, n_heads)."""
        return self.odds - self.caution[:, None]

    @property
    def flagged_unread(self) -> Bools:
        """Which articles are flagged and not read."""
        return self.flagged_fast & ~self.doubtful


def judged(
    dataset: Dataset, distances: Floats, probabilities: Floats, card: Mapping[str, Any]
) -> Judged:
    """Lay out articles; ``probabilities`` of shape (n_articles, 4) are by held-out models.

    ``distances``, shape (n_articles,), say how far from news they are.
    """
    thresholds = card["thresholds"][RATE]
    words = np.array([len(sample.text.split()) for sample in dataset.samples])
    own = [PROBABILITIES.index(name) for name in POOLED]
    near = distances < FAR_FROM_NEWS
    odds = logit(np.clip(probabilities[:, own], 1e-12, 1 - 1e-12))
    caution: Floats = np.where(near, 0.0, FAR_CAUTION)
    long = words >= FEWEST_WORDS
    likely = (expit(odds - caution[:, None]) >= READ_FROM).any(axis=1)
    doubtful = likely & long & (distances < READ_TO)
    short = words < thresholds["short_words"]
    least = np.where(short, thresholds["short_score"], thresholds["score"])
    synthetic = probabilities[:, PROBABILITIES.index("synthetic")]
    fast = probabilities[:, 0] >= least
    decided = words >= card["too_short_words"]
    alone = (fast | (synthetic >= thresholds["synthetic"])) & decided & near
    apart = np.where(long & near, logit(np.clip(synthetic, 1e-12, 1 - 1e-12)), -np.inf)
    score, of_apart = float(thresholds["score"]), float(logit(thresholds["synthetic"]))
    return Judged(dataset, odds, caution, decided, doubtful, alone, apart, score, of_apart)


def draw(
    dataset: Dataset, chosen: Bools, most: int, seed: int, of_kinds: Sequence[str] = READ_KINDS
) -> NDArray[np.int64]:
    """At most so many of the chosen of each kind, by chance."""
    order = np.argsort([hash_fraction(sample.id, seed) for sample in dataset.samples])
    ranked = order[chosen[order]]
    kinds = dataset.kinds[ranked]
    return np.concatenate([ranked[kinds == kind][:most] for kind in of_kinds])


def homes_of(dataset: Dataset, chosen: NDArray[np.int64], seed: int) -> Floats:
    """A number from 0 to 1 for the home of each article, shape (n_chosen,)."""
    return np.array([hash_fraction(str(home), seed) for home in dataset.split_groups[chosen]])


def read(articles: Judged, chosen: NDArray[np.int64], figures: CachedFigures) -> ReadArticles:
    """Read some articles.

    Each in doubt stands for its share of those that the fast model takes for damaged, or for
    sound, as it does this one; the others stand for none.
    """
    dataset = articles.dataset
    strata = np.char.add(dataset.kinds, flagged(articles.cautious, articles.threshold).astype(str))
    own, doubtful = strata[chosen], articles.doubtful[chosen]
    stands_for = np.zeros(len(chosen))
    for stratum in np.unique(own[doubtful]):
        there = doubtful & (own == stratum)
        stands_for[there] = (articles.doubtful & (strata == stratum)).sum() / there.sum()
    texts = openings(dataset, chosen)
    return ReadArticles(
        figures.of(texts),
        articles.cautious[chosen],
        dataset.kinds[chosen],
        dataset.regional[chosen],
        stands_for,
        figures.small(texts),
    )


def openings(dataset: Dataset, chosen: NDArray[np.int64]) -> list[str]:
    """What the readers read: the openings of whole articles, not of the stretches."""
    samples = (dataset.samples[place] for place in chosen)
    return [sample.opening or sample.text for sample in samples]


def members_of(articles: Judged) -> dict[str, Bools]:
    """The articles of each side that are decided on."""
    dataset = articles.dataset
    members = {kind: articles.decided & (dataset.kinds == kind) for kind in KINDS}
    members["regional"] = members["news"] & dataset.regional
    return {name: own for name, own in members.items() if own.any()}


def sides_of(articles: Judged) -> dict[str, Side]:
    """How many articles of each side are decided on, and flagged without being read."""
    return {
        name: Side(float(own.sum()), float(articles.flagged_unread[own].sum()))
        for name, own in members_of(articles).items()
    }


def shares_fast(articles: Judged) -> dict[str, float]:
    """Share of each side that the fast model flags."""
    fast = articles.flagged_fast
    return {name: float(fast[own].mean()) for name, own in members_of(articles).items()}


def refuse_lacking(kinds: Iterable[str]) -> None:
    """Raise CorpusError where a kind of article that the heads are fitted on is missing."""
    there = {*kinds}
    lacking = [kind for kind in KINDS if kind not in there]
    if lacking:
        raise CorpusError(
            f"a second reading is fitted on {', '.join(KINDS)}: there is no {', '.join(lacking)}. "
            "Name a folder of corpora beside your own articles"
        )
