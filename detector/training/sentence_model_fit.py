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

from detector.ngrams.masked_ngrams import Shape
from detector.ngrams.sentence_model import TextModel, hash_runs, quantised
from detector.ngrams.sentence_pooling import pool
from detector.training.samples import Bools, Crowd, Floats

# Found by transfer from 2018-2020 to 2021 and to unseen spinners, of 3e-7 to 3e-5.
STRENGTH = 3e-6
PASSES = 5
# The same for means of articles, whose values are smaller by about the factor.
WHOLE_STRENGTH = 1e-6
WHOLE_PASSES = 20
WHOLE_FACTOR = 3.0
# The years of the engines that a task is about: neural ones entered the news task in 2017-18.
MODERN = 2018
RECENT = 2014


class Task(NamedTuple):
    """One contrast: ``weigh`` gives weights to the chosen, 0 to what has no part in it.

    A task is learned from single sentences or, where ``whole``, from the means of articles: the
    first finds what marks one sentence, the second what an engine does a little in all.
    """

    name: str
    damaged: tuple[str, ...]
    weigh: Callable[[Crowd, Bools], Floats]
    whole: bool = False


def weigh_machine(crowd: Crowd, chosen: Bools) -> Floats:
    """Modern engines against human translations of the same stories, languages evened out.

    A newsroom that trains on its own articles alone has none: its clean news stands in for them.
    """
    engines = chosen & crowd.of("machine") & (crowd.years >= MODERN)
    people = chosen & crowd.of("human_translation")
    writers = chosen & crowd.of("human_original")
    damaged = crowd.stories(engines, unpaired=0.3, power=0.3)
    if not (people | writers).any():
        return damaged + crowd.news(chosen)
    clean = crowd.stories(people, unpaired=0.3, power=0.3)
    return damaged + 0.9 * clean + 0.1 * crowd.shared(writers, crowd.groups)


def weigh_engine(crowd: Crowd, chosen: Bools) -> Floats:
    """Engines since 2014 against human translations, every language as often as it comes."""
    engines = chosen & crowd.of("machine") & (crowd.years >= RECENT)
    people = chosen & crowd.of("human_translation")
    writers = chosen & crowd.of("human_original")
    damaged = crowd.stories(engines, unpaired=0.5)
    if not (people | writers).any():
        return damaged + crowd.news(chosen)
    clean = crowd.stories(people, unpaired=0.5)
    return damaged + 0.9 * clean + 0.1 * crowd.shared(writers, crowd.groups)


def weigh_spun(crowd: Crowd, chosen: Bools) -> Floats:
    """Spun copies, spinners evened out, against the articles they were made from and others."""
    spun = chosen & crowd.of("spun")
    stories = set(crowd.groups[crowd.of("spun")])
    sources = chosen & crowd.of("news") & np.array([g in stories for g in crowd.groups])
    people = chosen & crowd.of("human_translation")
    clean = 0.5 * crowd.shared(sources, crowd.groups) + 0.3 * crowd.news(chosen)
    return crowd.shared(spun, crowd.systems) + clean + 0.2 * crowd.stories(people)


def weigh_generated(crowd: Crowd, chosen: Bools) -> Floats:
    """Language models, evened out, against human articles of the same sets and edited news."""
    models = chosen & crowd.of("generated")
    people = chosen & crowd.of("human_pair")
    clean = 0.4 * crowd.shared(people, crowd.groups) + 0.6 * crowd.news(chosen)
    return crowd.shared(models, crowd.systems, 0.7) + clean


TASKS = (
    Task("machine", ("machine",), weigh_machine),
    Task("engine", ("machine",), weigh_engine, whole=True),
    Task("spun", ("spun",), weigh_spun),
    Task("generated", ("generated",), weigh_generated),
)


class Sentences(NamedTuple):
    """Hashed sentences: ``rows`` of shape (n_sentences, 2 ** bits), ``owner`` their article."""

    rows: csr_matrix
    owner: NDArray[np.int64]


def hashed_article(found: Shape, bits: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Places of one article's runs in order of sentences, and how many each sentence has."""
    runs = hash_runs(found.codes, found.bounds, bits)
    order = np.argsort(runs.sentences, kind="stable")
    counts = np.bincount(runs.sentences, minlength=len(found.bounds) - 1)
    return runs.places[order].astype(np.int32), counts


def stack(articles: list[tuple[NDArray[np.int32], NDArray[np.int64]]], bits: int) -> Sentences:
    """Join the articles' runs in one sparse matrix."""
    counts = np.concatenate([counts for _, counts in articles])
    places = np.concatenate([places for places, _ in articles])
    owner = np.repeat(np.arange(len(articles)), [len(counts) for _, counts in articles])
    bounds = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(len(places), dtype=np.float32)
    rows = csr_matrix((ones, places, bounds), shape=(len(counts), 1 << bits))
    scale = (1 / np.sqrt(np.maximum(counts, 1))).astype(np.float32)
    return Sentences((diags(scale) @ rows).tocsr(), owner)


def learn_task(
    sentences: Sentences, damaged: Bools, weights: Floats, seed: int
) -> tuple[Floats, float]:
    """Weights and intercept of one task, learned from sentences.

    Parameters
    ----------
    damaged, weights : arrays of shape (n_articles,)
        An article's weight is shared by its sentences.
    """
    numbers = np.bincount(sentences.owner, minlength=len(weights))
    own = weights[sentences.owner] / numbers[sentences.owner]
    used = np.flatnonzero(own > 0)
    model = logistic(STRENGTH, PASSES, seed)
    scale = own[used] / own[used].mean()
    model.fit(sentences.rows[used], damaged[sentences.owner[used]], sample_weight=scale)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def learn_whole(
    sentences: Sentences, damaged: Bools, weights: Floats, seed: int
) -> tuple[Floats, float]:
    """The same, learned from the means of the articles' sentences."""
    numbers = np.bincount(sentences.owner, minlength=len(weights))
    used = np.flatnonzero((weights > 0) & (numbers > 0))
    place = np.full(len(weights), -1)
    place[used] = np.arange(len(used))
    mine = np.flatnonzero(place[sentences.owner] >= 0)
    owner = sentences.owner[mine]
    shares = (WHOLE_FACTOR / numbers[owner]).astype(np.float32)
    mean = csr_matrix((shares, (place[owner], mine)), shape=(len(used), len(sentences.owner)))
    model = logistic(WHOLE_STRENGTH, WHOLE_PASSES, seed)
    scale = weights[used] / weights[used].mean()
    model.fit((mean @ sentences.rows).tocsr(), damaged[used], sample_weight=scale)
    return np.asarray(model.coef_[0] * WHOLE_FACTOR, dtype=np.float64), float(model.intercept_[0])


def logistic(strength: float, passes: int, seed: int) -> SGDClassifier:
    """An averaged logistic regression by stochastic gradient descent."""
    return SGDClassifier(
        loss="log_loss", alpha=strength, average=True, max_iter=passes, tol=None, random_state=seed
    )


def learn(
    sentences: Sentences, crowd: Crowd, chosen: Bools, seed: int, tasks: tuple[Task, ...] = TASKS
) -> TextModel:
    """Learn every task for which both sides are there, from the chosen articles."""
    names, weights, intercepts = [], [], []
    for task in tasks:
        share = task.weigh(crowd, chosen)
        damaged = crowd.of(*task.damaged)
        if not (share[damaged] > 0).any() or not (share[~damaged] > 0).any():
            continue
        method = learn_whole if task.whole else learn_task
        own, _ = method(sentences, damaged, share, seed)
        scores = sentences.rows[chosen[sentences.owner]] @ own
        names.append(task.name)
        weights.append(own / scores.std())
        intercepts.append(-float(scores.mean() / scores.std()))
    return quantised(tuple(names), weights, intercepts)


def pooled(sentences: Sentences, model: TextModel, chosen: Bools) -> NDArray[np.float32]:
    """Pooled scores of the chosen articles, shape (n_chosen, n_tasks * 7)."""
    table = model.weights.astype(np.float32) * model.scales
    mine = chosen[sentences.owner]
    scores = np.asarray(sentences.rows[mine] @ table) + model.intercepts
    owner = sentences.owner[mine]
    articles = np.flatnonzero(chosen)
    begins = np.searchsorted(owner, articles)
    ends = np.searchsorted(owner, articles, side="right")
    return np.stack([pool(scores[a:b]) for a, b in zip(begins, ends, strict=True)])


def cross_fitted(
    sentences: Sentences, crowd: Crowd, folds: NDArray[np.int64], seed: int
) -> tuple[TextModel, NDArray[np.float32]]:
    """A model of all, and scores of each article by models that saw nothing of its home.

    A task that one fold lacks is an error of the data, and raised as ValueError.
    """
    whole = learn(sentences, crowd, np.ones(len(folds), dtype=bool), seed)
    scores: NDArray[np.float32] | None = None
    for fold in range(int(folds.max()) + 1):
        model = learn(sentences, crowd, folds != fold, seed)
        if model.tasks != whole.tasks:
            raise ValueError("too few stories or outlets: a fold lacks one side of a contrast")
        held = folds == fold
        found = pooled(sentences, model, held)
        if scores is None:
            scores = np.zeros((len(folds), found.shape[1]), dtype=np.float32)
        scores[held] = found
    assert scores is not None
    return whole, scores
