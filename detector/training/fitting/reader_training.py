"""Which articles the second reader reads in training, and the file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from detector.causes import PROBABILITIES, CauseKey
from detector.lm.figures import FIGURE_NAMES
from detector.model.additive import expit
from detector.model.reader_heads import READER_FILE, ReaderHead, head_of
from detector.text.arrays import Floats
from detector.training.corpora.labelled import CorpusError, Sample
from detector.training.dataset import Dataset, hash_fraction
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.reader_fit import (
    POOLED,
    ReadArticles,
    Side,
    fit_reader_head,
    flagged,
    moved,
    share_budget,
    shares_flagged,
    sums,
)
from detector.training.metrics import Bools

# The rate of false alarms whose thresholds the heads are moved to: the default.
RATE = "0.01"
# A probability of the fast model from which an article is read, and the fewest words of one.
DOUBTFUL, FEWEST_WORDS = 0.19, 150
# Articles of each kind that the heads are fitted on, and those in doubt that show the moves.
FITTED, IN_DOUBT = 250, 500
KINDS = ("machine", "spun", "news", "human_translation")


class Judged(NamedTuple):
    """Articles with the odds by a fast model that had not seen them, arrays of length n_articles.

    ``odds`` has a column a pooled head; ``decided`` are long enough for a decision; ``threshold``
    is the one of ``score``.
    """

    dataset: Dataset
    odds: Floats
    decided: Bools
    doubtful: Bools
    flagged_unread: Bools
    threshold: float


def judged(dataset: Dataset, probabilities: Floats, card: Mapping[str, Any]) -> Judged:
    """Lay out articles; ``probabilities`` of shape (n_articles, 4) are by held-out models."""
    thresholds = card["thresholds"][RATE]
    words = np.array([len(sample.text.split()) for sample in dataset.samples])
    own = [PROBABILITIES.index(name) for name in POOLED]
    heads = np.clip(probabilities[:, own], 1e-12, 1 - 1e-12)
    doubtful = (heads >= DOUBTFUL).any(axis=1) & (words >= FEWEST_WORDS)
    short = words < thresholds["short_words"]
    least = np.where(short, thresholds["short_score"], thresholds["score"])
    synthetic = probabilities[:, PROBABILITIES.index("synthetic")] >= thresholds["synthetic"]
    fast = probabilities[:, 0] >= least
    decided = words >= card["too_short_words"]
    unread = (fast | synthetic) & decided & ~doubtful
    return Judged(dataset, logit(heads), decided, doubtful, unread, float(thresholds["score"]))


def draw(dataset: Dataset, chosen: Bools, most: int, seed: int) -> NDArray[np.int64]:
    """At most so many of the chosen of each kind, by chance."""
    order = np.argsort([hash_fraction(sample.id, seed) for sample in dataset.samples])
    ranked = order[chosen[order]]
    kinds = dataset.kinds[ranked]
    return np.concatenate([ranked[kinds == kind][:most] for kind in KINDS])


def read(articles: Judged, chosen: NDArray[np.int64], figures: CachedFigures) -> ReadArticles:
    """Read some articles; each stands for its share of those in doubt."""
    dataset = articles.dataset
    kinds = dataset.kinds[chosen]
    total = {kind: (articles.doubtful & (dataset.kinds == kind)).sum() for kind in KINDS}
    return ReadArticles(
        figures.of([opening_of(dataset.samples[index]) for index in chosen]),
        articles.odds[chosen],
        kinds,
        dataset.regional[chosen],
        np.array([total[kind] / (kinds == kind).sum() for kind in kinds]),
    )


def opening_of(sample: Sample) -> str:
    """What the second reader reads: the opening of the whole article, not of the stretch."""
    return sample.opening or sample.text


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


def flagged_fast(articles: Judged) -> dict[str, float]:
    """Share of each side that the fast model flags."""
    read = articles.doubtful & flagged(articles.odds, articles.threshold)
    chosen = articles.flagged_unread | read
    return {name: float(chosen[own].mean()) for name, own in members_of(articles).items()}


def refuse_lacking(kinds: Iterable[str]) -> None:
    """Raise CorpusError where a kind of article that the heads are fitted on is missing."""
    there = {*kinds}
    lacking = [kind for kind in KINDS if kind not in there]
    if lacking:
        raise CorpusError(
            f"the second reader is fitted on {', '.join(KINDS)}: there is no {', '.join(lacking)}. "
            "Name a folder of corpora beside your own articles"
        )


def reader_of(
    probabilities: Floats,
    dataset: Dataset,
    card: Mapping[str, Any],
    figures: CachedFigures,
    seed: int = 0,
) -> dict[str, Any]:
    """Fit the heads on one half of the homes and choose the moves on the other.

    Returns
    -------
    dict
        What :data:`READER_FILE` states. ``measured`` has the shares flagged with moves that were
        chosen on other articles: each half of the homes in doubt by those of the other half.

    Raises
    ------
    CorpusError
        When one of :data:`KINDS` is missing.
    """
    articles = judged(dataset, probabilities, card)
    refuse_lacking(dataset.kinds.tolist())
    homes = np.array([hash_fraction(str(home), seed) for home in dataset.split_groups])
    fitted = read(articles, draw(dataset, homes < 0.5, FITTED, seed), figures)
    spread = articles.odds[dataset.of_kind("news") & articles.decided].std(axis=0)
    heads = {
        name: fit_reader_head(fitted.figures, fitted.kinds, name, float(own))
        for name, own in zip(POOLED, spread, strict=True)
    }
    chosen = draw(dataset, (homes >= 0.5) & articles.doubtful, IN_DOUBT, seed)
    doubt, sides = read(articles, chosen, figures), sides_of(articles)
    odds = sums(heads, doubt)
    moves = share_budget(odds, doubt, sides, articles.threshold)
    second = homes[chosen] >= 0.75
    crossed = np.zeros(len(chosen), dtype=bool)
    for half in (second, ~second):
        other = doubt.part(~half)._replace(stands_for=2 * doubt.stands_for[~half])
        own = share_budget(odds[~half], other, sides, articles.threshold)
        crossed[half] = flagged(odds[half] + own, articles.threshold)
    both, fast = shares_flagged(crossed, doubt, sides), flagged_fast(articles)
    measured = {name: {"fast": round(fast[name], 4), "both": round(both[name], 4)} for name in both}
    return stated(moved(heads, moves), measured, fitted, doubt)


def stated(
    heads: Mapping[CauseKey, ReaderHead],
    measured: Mapping[str, Mapping[str, float]],
    fitted: ReadArticles,
    doubt: ReadArticles,
) -> dict[str, Any]:
    """The heads as plain data, with what they were made from."""
    counts = {
        name: {kind: int((part.kinds == kind).sum()) for kind in KINDS}
        for name, part in (("fitted_on", fitted), ("moved_on", doubt))
    }
    return {
        "figures": list(FIGURE_NAMES),
        "doubtful": DOUBTFUL,
        "fewest_words": FEWEST_WORDS,
        "heads": {
            name: {key: np.round(value, 4).tolist() for key, value in head._asdict().items()}
            for name, head in heads.items()
        },
        "measured": counts | {"flagged": {RATE: measured}},
    }


def write_reader(folder: Path, fitted: Mapping[str, Any]) -> None:
    """Write the heads beside a model; its card must be saved afterwards, for the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / READER_FILE).write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def second_scores(articles: Judged, fitted: Mapping[str, Any], figures: CachedFigures) -> Floats:
    """``score`` of each article, after a reading of those in doubt, shape (n_articles,)."""
    heads = {name: head_of(own) for name, own in fitted["heads"].items()}
    odds = articles.odds.copy()
    own = np.flatnonzero(articles.doubtful)
    texts = [opening_of(articles.dataset.samples[index]) for index in own]
    for index, row in zip(own, figures.of(texts), strict=True):
        odds[index] += [heads[name].contributions(row).sum() for name in POOLED]
    return np.asarray(1 - np.prod(1 - expit(odds), axis=1))
