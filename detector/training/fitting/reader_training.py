"""Which articles are read a second time in training, and the file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from detector.causes import PROBABILITIES, CauseKey
from detector.lm.encoder import ENCODER_FILE
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.model.additive import expit
from detector.model.reader_heads import READER_FILE, ReaderHead, head_of
from detector.resources.model_files import shipped_file
from detector.text.arrays import Floats
from detector.training.corpora.labelled import CorpusError, Sample
from detector.training.dataset import Dataset, hash_fraction
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.reader_fit import (
    FOLDS,
    POOLED,
    ReadArticles,
    Side,
    added,
    cross_fitted_sums,
    fit_heads,
    fit_small_heads,
    flagged,
    moved,
    share_budget,
    shares_flagged,
)
from detector.training.metrics import Bools

# The rate of false alarms whose thresholds the heads are moved to: the default.
RATE = "0.01"
# A probability of the fast model from which an article is read, and the fewest words of one.
DOUBTFUL, FEWEST_WORDS = 0.19, 150
# Articles of each kind that are read: those in doubt, which show the moves, and others. The heads
# are fitted on both.
IN_DOUBT, OTHERS = 450, 150
KINDS = ("machine", "spun", "news", "human_translation")
# Where there are honest texts of other genres, they are read too.
READ_KINDS = (*KINDS, "genre")


class Judged(NamedTuple):
    """Articles with the odds by a fast model that had not seen them, arrays of length n_articles.

    ``odds`` has a column a pooled head; ``decided`` are long enough for a decision; ``threshold``
    is the one of ``score``. What is far from news is neither in doubt nor flagged.
    """

    dataset: Dataset
    odds: Floats
    decided: Bools
    doubtful: Bools
    flagged_unread: Bools
    threshold: float


def judged(dataset: Dataset, near: Bools, probabilities: Floats, card: Mapping[str, Any]) -> Judged:
    """Lay out articles; ``probabilities`` of shape (n_articles, 4) are by held-out models.

    ``near``, shape (n_articles,), says which are near enough to news for their wording to tell.
    """
    thresholds = card["thresholds"][RATE]
    words = np.array([len(sample.text.split()) for sample in dataset.samples])
    own = [PROBABILITIES.index(name) for name in POOLED]
    heads = np.clip(probabilities[:, own], 1e-12, 1 - 1e-12)
    doubtful = (heads >= DOUBTFUL).any(axis=1) & (words >= FEWEST_WORDS) & near
    short = words < thresholds["short_words"]
    least = np.where(short, thresholds["short_score"], thresholds["score"])
    synthetic = probabilities[:, PROBABILITIES.index("synthetic")] >= thresholds["synthetic"]
    fast = probabilities[:, 0] >= least
    decided = words >= card["too_short_words"]
    unread = (fast | synthetic) & decided & near & ~doubtful
    return Judged(dataset, logit(heads), decided, doubtful, unread, float(thresholds["score"]))


def draw(dataset: Dataset, chosen: Bools, most: int, seed: int) -> NDArray[np.int64]:
    """At most so many of the chosen of each kind, by chance."""
    order = np.argsort([hash_fraction(sample.id, seed) for sample in dataset.samples])
    ranked = order[chosen[order]]
    kinds = dataset.kinds[ranked]
    return np.concatenate([ranked[kinds == kind][:most] for kind in READ_KINDS])


def read(articles: Judged, chosen: NDArray[np.int64], figures: CachedFigures) -> ReadArticles:
    """Read some articles.

    Each in doubt stands for its share of those that the fast model takes for damaged, or for
    sound, as it does this one; the others stand for none.
    """
    dataset = articles.dataset
    strata = np.char.add(dataset.kinds, flagged(articles.odds, articles.threshold).astype(str))
    own, doubtful = strata[chosen], articles.doubtful[chosen]
    stands_for = np.zeros(len(chosen))
    for stratum in np.unique(own[doubtful]):
        there = doubtful & (own == stratum)
        stands_for[there] = (articles.doubtful & (strata == stratum)).sum() / there.sum()
    texts = [opening_of(dataset.samples[index]) for index in chosen]
    return ReadArticles(
        figures.of(texts),
        articles.odds[chosen],
        dataset.kinds[chosen],
        dataset.regional[chosen],
        stands_for,
        figures.small(texts),
    )


def opening_of(sample: Sample) -> str:
    """What the readers read: the opening of the whole article, not of the stretch."""
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
            f"a second reading is fitted on {', '.join(KINDS)}: there is no {', '.join(lacking)}. "
            "Name a folder of corpora beside your own articles"
        )


def reader_of(articles: Judged, figures: CachedFigures, seed: int = 0) -> dict[str, Any]:
    """Fit the heads, and choose the moves by heads that saw no article of the same home.

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
    dataset, doubtful = articles.dataset, articles.doubtful
    refuse_lacking(dataset.kinds.tolist())
    long = articles.decided & ~doubtful
    chosen = np.append(draw(dataset, doubtful, IN_DOUBT, seed), draw(dataset, long, OTHERS, seed))
    homes = np.array([hash_fraction(str(home), seed) for home in dataset.split_groups[chosen]])
    return fitted_on(articles, read(articles, chosen, figures), homes)


def fitted_on(articles: Judged, fitted: ReadArticles, homes: Floats) -> dict[str, Any]:
    """What :func:`reader_of` returns, for articles that were read."""
    news = articles.dataset.of_kind("news") & articles.decided
    spread = articles.odds[news].std(axis=0)
    after, sides = cross_fitted_sums(fitted, homes, spread), sides_of(articles)
    fast, measured = flagged_fast(articles), {}
    moves = {}
    for name, odds in after._asdict().items():
        moves[name] = share_budget(odds, fitted, sides, articles.threshold)
        chosen = crossed(odds, fitted, sides, homes, articles.threshold)
        measured[name] = shares_flagged(chosen, fitted, sides)
    shares = {
        kind: {"fast": round(fast[kind], 4)} | {n: round(m[kind], 4) for n, m in measured.items()}
        for kind in sides
    }
    # The full reader joins the small one: it moves the sums by what is left.
    heads = moved(fit_heads(fitted, spread), moves["both"] - moves["small"])
    return stated(heads, moved(fit_small_heads(fitted, spread), moves["small"]), shares, fitted)


def crossed(
    odds: Floats, fitted: ReadArticles, sides: Mapping[str, Side], homes: Floats, threshold: float
) -> Bools:
    """What is flagged with moves that were chosen on the other half of the homes."""
    second = homes % (2 / FOLDS) >= 1 / FOLDS
    chosen = np.zeros(len(odds), dtype=bool)
    for half in (second, ~second):
        other = fitted.part(~half)._replace(stands_for=2 * fitted.stands_for[~half])
        move = share_budget(odds[~half], other, sides, threshold)
        chosen[half] = flagged(odds[half] + move, threshold)
    return chosen


def stated(
    heads: Mapping[CauseKey, ReaderHead],
    small: Mapping[CauseKey, ReaderHead],
    measured: Mapping[str, Mapping[str, float]],
    fitted: ReadArticles,
) -> dict[str, Any]:
    """The heads as plain data, with what they were made from."""
    in_doubt = fitted.part(fitted.stands_for > 0)
    counts = {
        name: {kind: int((part.kinds == kind).sum()) for kind in READ_KINDS}
        for name, part in (("fitted_on", fitted), ("moved_on", in_doubt))
    }
    return {
        "figures": list(FIGURE_NAMES),
        "doubtful": DOUBTFUL,
        "fewest_words": FEWEST_WORDS,
        "heads": plain(heads),
        "small": {"figures": list(SMALL_FIGURES), "heads": plain(small)},
        "measured": counts | {"flagged": {RATE: measured}},
    }


def plain(heads: Mapping[CauseKey, ReaderHead]) -> dict[str, dict[str, Any]]:
    """Heads as plain data, rounded."""
    return {
        name: {key: np.round(value, 4).tolist() for key, value in head._asdict().items()}
        for name, head in heads.items()
    }


def write_reader(folder: Path, fitted: Mapping[str, Any]) -> None:
    """Write the heads, and the small reader that they belong to, beside a model.

    Its card must be saved afterwards, for the digests.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = shipped_file(ENCODER_FILE)
    if folder.resolve() != own.parent.resolve():
        (folder / ENCODER_FILE).write_bytes(own.read_bytes())
    (folder / READER_FILE).write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def second_scores(
    articles: Judged, fitted: Mapping[str, Any], figures: CachedFigures, full: bool = True
) -> Floats:
    """``score`` of each article, after a reading of those in doubt, shape (n_articles,).

    ``full`` says whether the full reader joins the small one.
    """
    own = np.flatnonzero(articles.doubtful)
    texts = [opening_of(articles.dataset.samples[index]) for index in own]
    odds = articles.odds.copy()
    odds[own] += added(heads_in(fitted["small"]), figures.small(texts))
    if full:
        odds[own] += added(heads_in(fitted), figures.of(texts))
    return np.asarray(1 - np.prod(1 - expit(odds), axis=1))


def heads_in(stated: Mapping[str, Any]) -> dict[CauseKey, ReaderHead]:
    """The heads of one reader, of what :func:`stated` gives."""
    return {name: head_of(stated["heads"][name], len(stated["figures"])) for name in POOLED}
