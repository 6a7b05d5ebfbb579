"""The heads of the classifier: what each learns from, its calibration, its thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from detector.causes import CAUSE_OF, HEAD_OF, HEADS, PROBABILITIES, CauseKey
from detector.english.news_register import REGISTER_FEATURE
from detector.model.classifier import CauseClassifier
from detector.model.logistic import fit_logistic
from detector.ngrams.association_figures import ASSOCIATION_FEATURES, SURPRISAL_FEATURES
from detector.ngrams.lexical_statistics import LEXICAL_FEATURES
from detector.ngrams.sentence_model import POOLED
from detector.ngrams.substitution import SUBSTITUTION_FEATURES
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.text.arrays import Floats
from detector.training.dataset import FIRST_RECENT_YEAR, Dataset
from detector.training.metrics import FALSE_ALARM_RATES, Bools, quantile, upper_bound

# The families of word statistics by the names that :class:`detector.causes.Head` gives them.
NGRAM_FEATURES = {
    "association": ASSOCIATION_FEATURES,
    "surprisal": SURPRISAL_FEATURES,
    "lexical": LEXICAL_FEATURES,
    "substitution": SUBSTITUTION_FEATURES,
}
# Share of the damaged side that engines before :data:`FIRST_RECENT_YEAR` have.
OLD_SHARE = 0.1
# Probabilities hold where one article in five is damaged by the head's cause (made up). Spinning is
# taken to be a little rarer: the two heads share one budget of false alarms, and at equal priors a
# fifteenth fewer translations are caught, a fiftieth more of what was spun (measured).
PRIOR = 0.2
PRIORS: Mapping[CauseKey, float] = {"spin": 0.17}
CLEAN_KINDS = ("news", "human_translation", "human_original", "human_pair", "genre")
# Share of the clean side that honest texts of other genres hold, where there are any (of .05 to .25
# the one at which genres held out whole cost least of what is caught).
GENRE_SHARE = 0.2
# A signal is learned from when at least so many articles of either side carry it, and its
# rates on the two sides differ by so many standard errors.
FEWEST_MARKED_ARTICLES = 60
LEAST_Z_SCORE = 4.0
# Human translations may be flagged this many times as often as news: they read as translated
# because they are, and few of them reach a newsroom's desk.
TRANSLATED_FACTOR = 4
# Regional news may be flagged this many times as often as native news: no country may have more
# than 2 %, and at an equal rate a sixth fewer translations are caught (measured).
REGIONAL_FACTOR = 1.5
# Of the articles that may be flagged wrongly, the share left to the synthetic head.
SYNTHETIC_SHARE = 0.2
# Under so many words no decision is made: of clean articles of 75 to 99 words 9 % stood above the
# threshold that 1 % of all stand above, by heads that had not seen their outlets (18 of 201).
TOO_SHORT_WORDS = 100
# Under so many words there is a threshold of its own: 3.5 % of clean articles of 100 to 149 words
# stood above the common one (16 of 462), of 150 to 199 words .8 % (5 of 630).
SHORT_WORDS = 150
# The weight, set by hand, of a mark that needs no company.
CERTAIN_WEIGHT = 4.0


def head_weights(dataset: Dataset, head: CauseKey, chosen: Bools) -> Floats:
    """What each article counts for a head; damaged and clean sum to one half each."""
    damaged = chosen & dataset.of_kind(*HEAD_OF[head].kinds)
    people = dataset.stories(chosen & dataset.of_kind("human_translation"))
    writers = dataset.shared(
        chosen & dataset.of_kind("human_original", "human_pair"), dataset.groups
    )
    share = HEAD_OF[head].translated_share
    clean = (1 - share) * dataset.news(chosen) + share * (0.9 * people + 0.1 * writers)
    clean = (1 - GENRE_SHARE) * clean + GENRE_SHARE * dataset.genres(chosen)
    if head == "translation":
        recent = dataset.stories(damaged & (dataset.years >= FIRST_RECENT_YEAR))
        old = dataset.stories(damaged & (dataset.years < FIRST_RECENT_YEAR))
        ours = (1 - OLD_SHARE) * recent + OLD_SHARE * old
    else:
        ours = dataset.shared(damaged, dataset.systems, 0.7)
    both = [side / side.sum() if side.sum() else side for side in (ours, clean)]
    return np.asarray((both[0] + both[1]) / 2)


def target_matrix(dataset: Dataset) -> Floats:
    """1 where a head's damage is, shape (n_articles, n_heads)."""
    return np.column_stack([dataset.of_kind(*HEAD_OF[head].kinds) for head in HEADS]).astype(
        np.float64
    )


def sample_weights(dataset: Dataset, chosen: Bools) -> Floats:
    """The weights of all heads, shape (n_articles, n_heads)."""
    return np.column_stack([head_weights(dataset, head, chosen) for head in HEADS])


def select_columns(
    dataset: Dataset, names: tuple[str, ...], matrix: NDArray[np.float32]
) -> dict[str, tuple[str, ...]]:
    """The columns that each head learns from."""
    columns: dict[str, tuple[str, ...]] = {}
    for head in HEADS:
        families = HEAD_OF[head].ngram_features
        ngrams = [name for family in families for name in NGRAM_FEATURES[family]]
        texts = [f"{task}_{way}" for task in HEAD_OF[head].sentence_tasks for way in POOLED]
        signals = select_signals(dataset, names, matrix, head)
        measured = [name for name in (REGISTER_FEATURE, *texts) if name in names]
        columns[head] = (*signals, *ngrams, *measured)
    return columns


def select_signals(
    dataset: Dataset, names: tuple[str, ...], matrix: NDArray[np.float32], head: CauseKey
) -> list[str]:
    """The signals of a head's causes whose rate differs within matched pairs."""
    damaged, clean = matched_pairs(dataset, head)
    admitted = []
    for column, name in enumerate(names):
        signal = SIGNALS_BY_NAME.get(name)
        if signal is None or not signal.learned or CAUSE_OF[signal.cause].votes_on != head:
            continue
        marked = matrix[:, column] > 0
        hits = int((marked & (damaged | clean)).sum())
        if hits >= FEWEST_MARKED_ARTICLES and z_score(marked, damaged, clean) >= LEAST_Z_SCORE:
            admitted.append(name)
    return admitted


def matched_pairs(dataset: Dataset, head: CauseKey) -> tuple[Bools, Bools]:
    """The damaged and the clean articles of the stories that have both."""
    damaged, clean = dataset.of_kind(*HEAD_OF[head].kinds), dataset.of_kind(*CLEAN_KINDS)
    shared = np.intersect1d(dataset.groups[damaged], dataset.groups[clean])
    within = np.isin(dataset.groups, shared)
    return damaged & within, clean & within


def z_score(marked: Bools, damaged: Bools, clean: Bools) -> float:
    """Standard errors by which the marks are commoner on damaged articles."""
    first, second = marked[damaged], marked[clean]
    if not len(first) or not len(second):
        return 0.0
    error = np.sqrt(first.var() / len(first) + second.var() / len(second))
    return float((first.mean() - second.mean()) / error) if error else 0.0


def fit_heads(
    causes: CauseClassifier, matrix: NDArray[np.float32], dataset: Dataset
) -> CauseClassifier:
    """Fit every head on all articles of a crowd."""
    every = np.ones(len(matrix), dtype=bool)
    return causes.fit(matrix, target_matrix(dataset), sample_weights(dataset, every))


def calibrate(
    causes: CauseClassifier, matrix: NDArray[np.float32], dataset: Dataset, folds: NDArray[np.int64]
) -> Floats:
    """Calibrate the heads on folds held out in turn, and scale the weights set by hand.

    Returns
    -------
    array of shape (n_articles, 4)
        The calibrated probabilities of each article by heads that did not see its home.
    """
    held = held_out_odds(causes, matrix, dataset, folds)
    manual_contributions = causes.manual_contributions(np.asarray(matrix, dtype=np.float64)).sum(
        axis=1
    )
    y, weight = target_matrix(dataset), sample_weights(dataset, np.ones(len(matrix), dtype=bool))
    slopes, shifts = np.ones(len(HEADS)), np.zeros(len(HEADS))
    for head in range(len(HEADS)):
        used = weight[:, head] > 0
        if used.any() and 0 < y[used, head].mean() < 1:
            own = weight[used, head] / weight[used, head].sum()
            offset = manual_contributions[used, head]
            coefficients = fit_logistic(
                held[used, head : head + 1], y[used, head], own, offset, 0.0
            )
            slopes[head], shifts[head] = coefficients
    shifts += logit([PRIORS.get(head, PRIOR) for head in HEADS])
    causes.rescale(slopes, shifts)
    odds = held * slopes + shifts
    causes.hand_scale_ = hand_scale(odds, dataset)
    return causes.probabilities(odds + causes.hand_scale_ * manual_contributions)


def hand_scale(odds: Floats, dataset: Dataset) -> float:
    """What one unit of a weight set by hand adds to the log-odds.

    A near-certain mark (a weight of four) takes a clean article from the lower quarter of
    the translation head to the threshold of one false alarm in a hundred.
    """
    news = dataset.of_kind("news")
    if not news.any():
        return 1.0
    own = odds[news, 0]
    cut = max(quantile(own, 0.01), quantile(odds[dataset.of_kind("human_translation"), 0], 0.05))
    return max(1.0, (cut - float(np.quantile(own, 0.25))) / CERTAIN_WEIGHT)


def held_out_odds(
    causes: CauseClassifier, matrix: NDArray[np.float32], dataset: Dataset, folds: NDArray[np.int64]
) -> Floats:
    """What heads fitted without an article's fold learned of it, shape (n_articles, n_heads).

    Log-odds without the weights set by hand.
    """
    odds = np.zeros((len(matrix), len(HEADS)))
    for fold in np.unique(folds):
        held = folds == fold
        own = CauseClassifier(causes.names, causes.learned, causes.weights, causes.penalty)
        own.fit(matrix, target_matrix(dataset), sample_weights(dataset, ~held))
        odds[held] = own.log_odds(matrix[held]) - own.manual_contributions(
            np.asarray(matrix[held], np.float64)
        ).sum(axis=1)
    return odds


def thresholds(probabilities: Floats, dataset: Dataset) -> dict[str, Any]:
    """Thresholds for each rate of false alarms, with what is known of that rate.

    The threshold of ``score`` is the strictest of three: for native news, for regional news at
    one and a half times the rate, and for human translations at four times the rate. That of
    ``synthetic`` is set so that both together flag no more than the rate.
    """
    return {str(rate): threshold_at(rate, probabilities, dataset) for rate in FALSE_ALARM_RATES}


def threshold_at(rate: float, probabilities: Floats, dataset: Dataset) -> dict[str, float]:
    """Thresholds at one rate, with ``n`` clean articles and the 95 % upper bound of the rate.

    ``short_score`` is the threshold of ``score`` for articles under :data:`SHORT_WORDS` words.
    Articles too short for a decision count nowhere.
    """
    words = np.array([len(sample.text.split()) for sample in dataset.samples])
    decided, short = words >= TOO_SHORT_WORDS, words < SHORT_WORDS
    news, people = dataset.of_kind("news") & decided, dataset.of_kind("human_translation") & decided
    if not (news & ~short).any():
        short = np.zeros_like(short)
    sides = [news & ~dataset.regional & ~short, news & dataset.regional & ~short]
    share = rate * (1 - SYNTHETIC_SHARE)
    limits = [
        (sides[0], share),
        (sides[1], share * REGIONAL_FACTOR),
        (people, rate * TRANSLATED_FACTOR),
    ]
    column = dict(zip(PROBABILITIES, probabilities.T, strict=True))
    score = strictest_threshold(column["score"], limits)
    short_score = max(score, strictest_threshold(column["score"], [(news & short, share)], 0.0))
    generated = [(news & ~dataset.regional, rate - share), (news & dataset.regional, rate - share)]
    synthetic = strictest_threshold(column["synthetic"], generated)
    flagged = column["score"] >= np.where(short, short_score, score)
    flagged |= column["synthetic"] >= synthetic
    wrong, total = int(flagged[news].sum()), int(news.sum())
    return {
        "score": score,
        "short_score": short_score,
        "short_words": SHORT_WORDS,
        "synthetic": synthetic,
        "n_clean": total,
        "flagged_clean": wrong,
        "upper_95": upper_bound(wrong, total),
        "flagged_translated": float(flagged[people].mean()) if people.any() else 0.0,
    }


def strictest_threshold(
    probability: Floats, limits: Iterable[tuple[Bools, float]], otherwise: float = 1.0
) -> float:
    """The threshold that keeps every side within its share; ``otherwise`` where none has any."""
    return max(
        (quantile(probability[s], share) for s, share in limits if s.any()), default=otherwise
    )
