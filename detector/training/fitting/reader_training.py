"""What a second reading adds, fitted on articles that were read, and the file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detector.causes import CauseKey
from detector.lm.encoder import ENCODER_FILE
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.model.additive import expit
from detector.model.reader_heads import READER_FILE, ReaderHead, head_of, plain
from detector.resources.model_files import shipped_file
from detector.text.arrays import Floats
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.reader_apart import apart_of
from detector.training.fitting.reader_articles import (
    DOUBTFUL,
    FEWEST_WORDS,
    RATE,
    READ_FROM,
    READ_KINDS,
    READ_TO,
    Judged,
    draw,
    homes_of,
    openings,
    read,
    refuse_lacking,
    shares_fast,
    sides_of,
)
from detector.training.fitting.reader_fit import (
    POOLED,
    ReadArticles,
    Side,
    added,
    cross_fitted_sums,
    fit_heads,
    fit_small_heads,
    flagged,
    moved,
    second_half,
    share_budget,
    shares_flagged,
)
from detector.training.metrics import Bools

# Articles of each kind that are read: those in doubt, which show the moves, and others. The heads
# are fitted on both.
IN_DOUBT, OTHERS = 450, 150
# Log-odds of what is never flagged.
NEVER = -20.0


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
    homes = homes_of(dataset, chosen, seed)
    fitted = fitted_on(articles, read(articles, chosen, figures), homes)
    apart = apart_of(articles, figures, seed)
    return fitted | ({"apart": apart} if apart else {})


def fitted_on(articles: Judged, fitted: ReadArticles, homes: Floats) -> dict[str, Any]:
    """What :func:`reader_of` returns, for articles that were read."""
    news = articles.dataset.of_kind("news") & articles.decided
    spread = articles.odds[news].std(axis=0)
    small, both = cross_fitted_sums(fitted, homes, spread)
    fast, sides, threshold = shares_fast(articles), sides_of(articles), articles.threshold
    moves = {"small": share_budget(small, fitted, sides, threshold)}
    # The full reader does not see what the small one is in no doubt about: none of it is flagged.
    both = np.where(in_doubt(small + moves["small"])[:, None], both, NEVER)
    moves["both"] = share_budget(both, fitted, sides, threshold)
    measured = {
        name: shares_flagged(crossed(odds, fitted, sides, homes, threshold), fitted, sides)
        for name, odds in (("small", small), ("both", both))
    }
    shares = {
        kind: {"fast": round(fast[kind], 4)} | {n: round(m[kind], 4) for n, m in measured.items()}
        for kind in sides
    }
    # The full reader joins the small one: it moves the sums by what is left.
    heads = moved(fit_heads(fitted, spread), moves["both"] - moves["small"])
    return stated(heads, moved(fit_small_heads(fitted, spread), moves["small"]), shares, fitted)


def in_doubt(odds: Floats) -> Bools:
    """Which articles the full reader reads, by the log-odds after the small one, shape (n, 2)."""
    return np.asarray((expit(odds) >= DOUBTFUL).any(axis=1))


def crossed(
    odds: Floats, fitted: ReadArticles, sides: Mapping[str, Side], homes: Floats, threshold: float
) -> Bools:
    """What is flagged with moves that were chosen on the other half of the homes."""
    second = second_half(homes)
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
    doubtful = fitted.part(fitted.stands_for > 0)
    counts = {
        name: {kind: int((part.kinds == kind).sum()) for kind in READ_KINDS}
        for name, part in (("fitted_on", fitted), ("moved_on", doubtful))
    }
    return {
        "figures": list(FIGURE_NAMES),
        "doubtful": DOUBTFUL,
        "fewest_words": FEWEST_WORDS,
        "read_to": READ_TO,
        "heads": plain(heads),
        "small": {
            "figures": list(SMALL_FIGURES),
            "read_from": READ_FROM,
            "heads": plain(small),
        },
        "measured": counts | {"flagged": {RATE: measured}},
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
    odds, dataset = articles.odds.copy(), articles.dataset
    own = np.flatnonzero(articles.doubtful)
    odds[own] += added(heads_in(fitted["small"]), figures.small(openings(dataset, own)))
    if full:
        own = own[in_doubt(odds[own] - articles.caution[own, None])]
        odds[own] += added(heads_in(fitted), figures.of(openings(dataset, own)))
    return np.asarray(1 - np.prod(1 - expit(odds), axis=1))


def heads_in(stated: Mapping[str, Any]) -> dict[CauseKey, ReaderHead]:
    """The heads of one reader, of what :func:`stated` gives."""
    return {name: head_of(stated["heads"][name], len(stated["figures"])) for name in POOLED}
