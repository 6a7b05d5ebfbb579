"""Learn the text scores: which runs of codes tell damaged sentences from whole ones.

Each task sets one contrast, because one number for all of them cancels out. The contrast
of engines against news written in English is left out on purpose: it learns *translated*, not
*machine*, and flagged six in ten of the translations by people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import SGDClassifier

from detector.ngrams.masked_ngrams import MaskedSentences
from detector.ngrams.sentence_model import POOLED, TextModel, hash_runs, pool
from detector.text.arrays import Floats
from detector.training.dataset import FIRST_RECENT_YEAR, Dataset
from detector.training.metrics import Bools

# Found by transfer from 2018-2020 to 2021 and to unseen spinners, of 3e-7 to 3e-5.
SENTENCE_ALPHA = 3e-6
SENTENCE_EPOCHS = 5
# The same for means of articles, whose values are smaller by about the factor.
ARTICLE_ALPHA = 1e-6
ARTICLE_EPOCHS = 20
ARTICLE_SCALE = 3.0
# The years of the engines that a task is about: neural ones entered the news task in 2017-18.
FIRST_NEURAL_YEAR = 2018


class SentenceTask(NamedTuple):
    """One contrast: ``weigh`` gives weights to the chosen, 0 to what has no part in it.

    A task is learned from single sentences or, where ``whole``, from the means of articles: the
    first finds what marks one sentence, the second what an engine does a little in all.
    """

    name: str
    damaged: tuple[str, ...]
    weigh: Callable[[Dataset, Bools], Floats]
    whole: bool = False


def weigh_machine(dataset: Dataset, chosen: Bools) -> Floats:
    """Modern engines against human translations of the same stories, languages evened out."""
    return weigh_translations(dataset, chosen, FIRST_NEURAL_YEAR, unpaired=0.3, power=0.3)


def weigh_engine(dataset: Dataset, chosen: Bools) -> Floats:
    """Engines since 2014 against human translations, every language as often as it comes."""
    return weigh_translations(dataset, chosen, FIRST_RECENT_YEAR, unpaired=0.5)


def weigh_translations(dataset: Dataset, chosen: Bools, since: int, **evened: float) -> Floats:
    """Engines since a year against people; ``evened`` is how :meth:`Dataset.stories` weighs both.

    A newsroom that trains on its own articles alone has no translations by people: its clean news
    stands in for them.
    """
    engines = chosen & dataset.of_kind("machine") & (dataset.years >= since)
    people = chosen & dataset.of_kind("human_translation")
    writers = chosen & dataset.of_kind("human_original")
    damaged = dataset.stories(engines, **evened)
    if not (people | writers).any():
        return damaged + dataset.news(chosen)
    clean = dataset.stories(people, **evened)
    return damaged + 0.9 * clean + 0.1 * dataset.shared(writers, dataset.groups)


def weigh_spun(dataset: Dataset, chosen: Bools) -> Floats:
    """Spun copies, spinners evened out, against the articles they were made from and others."""
    spun = chosen & dataset.of_kind("spun")
    stories = set(dataset.groups[dataset.of_kind("spun")])
    sources = chosen & dataset.of_kind("news") & np.array([g in stories for g in dataset.groups])
    people = chosen & dataset.of_kind("human_translation")
    clean = 0.5 * dataset.shared(sources, dataset.groups) + 0.3 * dataset.news(chosen)
    return dataset.shared(spun, dataset.systems) + clean + 0.2 * dataset.stories(people)


def weigh_generated(dataset: Dataset, chosen: Bools) -> Floats:
    """Language models, evened out, against human articles of the same sets and edited news."""
    models = chosen & dataset.of_kind("generated")
    people = chosen & dataset.of_kind("human_pair")
    clean = 0.4 * dataset.shared(people, dataset.groups) + 0.6 * dataset.news(chosen)
    return dataset.shared(models, dataset.systems, 0.7) + clean


TASKS = (
    SentenceTask("machine", ("machine",), weigh_machine),
    SentenceTask("engine", ("machine",), weigh_engine, whole=True),
    SentenceTask("spun", ("spun",), weigh_spun),
    SentenceTask("generated", ("generated",), weigh_generated),
)


class HashedSentences(NamedTuple):
    """Hashed sentences: ``rows`` of shape (n_sentences, 2 ** bits), ``owner`` their article."""

    rows: csr_matrix
    owner: NDArray[np.int64]


def hash_article(masked: MaskedSentences, bits: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Places of one article's runs in order of sentences, and how many each sentence has."""
    runs = hash_runs(masked.codes, masked.bounds, bits)
    order = np.argsort(runs.sentences, kind="stable")
    counts = np.bincount(runs.sentences, minlength=len(masked.bounds) - 1)
    return runs.places[order].astype(np.int32), counts


def stack(
    articles: list[tuple[NDArray[np.int32], NDArray[np.int64]]], bits: int
) -> HashedSentences:
    """Join the articles' runs in one sparse matrix."""
    counts = np.concatenate([counts for _, counts in articles])
    places = np.concatenate([places for places, _ in articles])
    owner = np.repeat(np.arange(len(articles)), [len(counts) for _, counts in articles])
    bounds = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(len(places), dtype=np.float32)
    rows = csr_matrix((ones, places, bounds), shape=(len(counts), 1 << bits))
    scale = (1 / np.sqrt(np.maximum(counts, 1))).astype(np.float32)
    return HashedSentences((diags(scale) @ rows).tocsr(), owner)


def fit_on_sentences(
    sentences: HashedSentences, damaged: Bools, weights: Floats, seed: int
) -> Floats:
    """The weights of one task, learned from sentences.

    Parameters
    ----------
    damaged, weights : arrays of shape (n_articles,)
        An article's weight is shared by its sentences.
    """
    numbers = np.bincount(sentences.owner, minlength=len(weights))
    own = weights[sentences.owner] / numbers[sentences.owner]
    used = np.flatnonzero(own > 0)
    model = logistic(SENTENCE_ALPHA, SENTENCE_EPOCHS, seed)
    scale = own[used] / own[used].mean()
    model.fit(sentences.rows[used], damaged[sentences.owner[used]], sample_weight=scale)
    return np.asarray(model.coef_[0], dtype=np.float64)


def fit_on_article_means(
    sentences: HashedSentences, damaged: Bools, weights: Floats, seed: int
) -> Floats:
    """The same, learned from the means of the articles' sentences."""
    numbers = np.bincount(sentences.owner, minlength=len(weights))
    used = np.flatnonzero((weights > 0) & (numbers > 0))
    place = np.full(len(weights), -1)
    place[used] = np.arange(len(used))
    mine = np.flatnonzero(place[sentences.owner] >= 0)
    owner = sentences.owner[mine]
    shares = (ARTICLE_SCALE / numbers[owner]).astype(np.float32)
    mean = csr_matrix((shares, (place[owner], mine)), shape=(len(used), len(sentences.owner)))
    model = logistic(ARTICLE_ALPHA, ARTICLE_EPOCHS, seed)
    scale = weights[used] / weights[used].mean()
    model.fit((mean @ sentences.rows).tocsr(), damaged[used], sample_weight=scale)
    return np.asarray(model.coef_[0] * ARTICLE_SCALE, dtype=np.float64)


def logistic(strength: float, passes: int, seed: int) -> SGDClassifier:
    """An averaged logistic regression by stochastic gradient descent."""
    return SGDClassifier(
        loss="log_loss", alpha=strength, average=True, max_iter=passes, tol=None, random_state=seed
    )


def fit_sentence_model(
    sentences: HashedSentences,
    dataset: Dataset,
    chosen: Bools,
    seed: int,
    tasks: tuple[SentenceTask, ...] = TASKS,
) -> TextModel:
    """Learn every task for which both sides are there, from the chosen articles."""
    names, weights, intercepts = [], [], []
    for task in tasks:
        share = task.weigh(dataset, chosen)
        damaged = dataset.of_kind(*task.damaged)
        if not (share[damaged] > 0).any() or not (share[~damaged] > 0).any():
            continue
        method = fit_on_article_means if task.whole else fit_on_sentences
        own = method(sentences, damaged, share, seed)
        scores = sentences.rows[chosen[sentences.owner]] @ own
        names.append(task.name)
        weights.append(own / scores.std())
        intercepts.append(-float(scores.mean() / scores.std()))
    return quantised(tuple(names), weights, intercepts)


def pooled_scores(
    sentences: HashedSentences, model: TextModel, chosen: Bools
) -> NDArray[np.float32]:
    """Pooled scores of the chosen articles, shape (n_chosen, n_tasks * 7)."""
    table = model.weights.astype(np.float32) * model.scales
    mine = chosen[sentences.owner]
    scores = np.asarray(sentences.rows[mine] @ table) + model.intercepts
    owner = sentences.owner[mine]
    articles = np.flatnonzero(chosen)
    begins = np.searchsorted(owner, articles)
    ends = np.searchsorted(owner, articles, side="right")
    return np.stack([pool(scores[a:b]) for a, b in zip(begins, ends, strict=True)])


def cross_fit(
    sentences: HashedSentences, dataset: Dataset, folds: NDArray[np.int64], seed: int
) -> tuple[TextModel, NDArray[np.float32]]:
    """A model of all, and scores of each article by models that saw nothing of its home.

    A task that one fold lacks is an error of the data, and raised as ValueError.
    """
    every = np.ones(len(folds), dtype=bool)
    whole = fit_sentence_model(sentences, dataset, every, seed)
    tasks = tuple(task for task in TASKS if task.name in whole.tasks)
    return whole, held_out_scores(sentences, dataset, every, folds, seed, tasks)


def held_out_scores(
    sentences: HashedSentences,
    dataset: Dataset,
    kept: Bools,
    folds: NDArray[np.int64],
    seed: int,
    tasks: tuple[SentenceTask, ...],
) -> NDArray[np.float32]:
    """Pooled scores of every article, (n_articles, n_pooled), learned from other folds' kept ones.

    Raises
    ------
    ValueError
        When a fold lacks one side of a task.
    """
    scores = np.zeros((len(folds), len(POOLED) * len(tasks)), dtype=np.float32)
    for fold in np.unique(folds):
        held = folds == fold
        model = fit_sentence_model(sentences, dataset, kept & ~held, seed, tasks)
        if len(model.tasks) < len(tasks):
            raise ValueError("too few stories or outlets: a fold lacks one side of a contrast")
        scores[held] = pooled_scores(sentences, model, held)
    return scores


def quantised(
    tasks: tuple[str, ...], weights: list[NDArray[np.float64]], intercepts: list[float]
) -> TextModel:
    """Round the weights of each task to 65,535 steps (255 cost .01 of AUC, measured)."""
    table = np.zeros((len(weights[0]), len(weights)), dtype=np.int16)
    scales = np.ones(len(weights), dtype=np.float32)
    for task, own in enumerate(weights):
        scales[task] = max(float(np.abs(own).max()), 1e-9) / 32767
        table[:, task] = np.rint(own / scales[task])
    return TextModel(tasks, table, scales, np.array(intercepts, dtype=np.float32))
