"""Labelled articles in, a pipeline and its card out; the same seed gives the same model."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn
from scipy.special import expit
from sklearn.pipeline import Pipeline

from detector.causes import HEAD_OF, HEADS
from detector.english.news_register import REGISTER_FEATURE
from detector.features.transformers import ArticleFeatures
from detector.model.classifier import CauseClassifier
from detector.model.pipeline import build_pipeline, save_pipeline
from detector.ngrams.masked_ngrams import shape
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.sentence_model import HASH_BITS, POOLED
from detector.resources.progress import ProgressCallback, silent
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.text.arrays import Floats
from detector.text.tokens import Tokens
from detector.training.corpora import labelled
from detector.training.corpora.honest_genres import FILE as GENRES_FILE
from detector.training.corpora.honest_genres import read_genres
from detector.training.corpora.labelled import CorpusError, Sample
from detector.training.corpora.own_articles import read_own
from detector.training.dataset import (
    FEWEST_TRAINING_WORDS,
    Dataset,
    assign_folds,
    excerpts,
    limit_versions,
)
from detector.training.fitting.cached_figures import CachedFigures
from detector.training.fitting.heads import (
    CLEAN_KINDS,
    TOO_SHORT_WORDS,
    calibrate,
    fit_heads,
    select_columns,
    thresholds,
)
from detector.training.fitting.ngram_estimation import held_out_models
from detector.training.fitting.reader_articles import judged, refuse_lacking
from detector.training.fitting.reader_training import reader_of, write_reader
from detector.training.fitting.reference_measurements import write_reference
from detector.training.fitting.sentence_model_fit import (
    HashedSentences,
    cross_fit,
    hash_article,
    stack,
)
from detector.version import VERSION

FOLDS = 4
# Articles of each label, and outlets or stories that they come from, below which a fold may lack a
# side (made up).
LEAST_ARTICLES = 20
LEAST_SPLIT_GROUPS = 8
CORPORA_HINT = (
    "Or name a folder of corpora beside it (`detector corpora list`): yours are added to those."
)


@dataclass
class Prepared:
    """Articles measured once, so that several trainings can share the work.

    ``matrix`` has the columns of ``features`` (no text columns yet), measured with n-gram models
    that saw nothing of the article's home; ``sentences`` are its hashed sentences; ``models``
    are those n-gram models, one a fold.
    """

    dataset: Dataset
    folds: np.ndarray
    features: ArticleFeatures
    matrix: np.ndarray
    sentences: HashedSentences
    models: Sequence[NgramModel] = ()

    @property
    def distances(self) -> Floats:
        """How far from news each article is, (n_articles,)."""
        names = self.features.get_feature_names_out().tolist()
        return expit(self.matrix[:, names.index(REGISTER_FEATURE)])

    def part(self, chosen: np.ndarray) -> Prepared:
        """The same for some of the articles, ``chosen`` of shape (n_articles,)."""
        indices = np.flatnonzero(chosen)
        mine = chosen[self.sentences.owner]
        owner = np.cumsum(chosen)[self.sentences.owner[mine]] - 1
        return Prepared(
            Dataset([self.dataset.samples[index] for index in indices]),
            self.folds[indices],
            self.features,
            self.matrix[indices],
            HashedSentences(self.sentences.rows[mine], owner),
            self.models,
        )


def collect(paths: Sequence[Path]) -> list[Sample]:
    """Read folders in the layout, and files of a newsroom's own, in the order given.

    Honest texts of other genres are read where a folder holds them.

    Raises
    ------
    CorpusError
        When a path is missing or holds nothing that can be learned from.
    """
    samples: list[Sample] = []
    for path in paths:
        if path.is_dir():
            samples += labelled.read_folder(path)
            samples += read_genres(path) if labelled.find_file(path, GENRES_FILE) else []
        elif path.is_file():
            samples += read_own(path)
        else:
            raise CorpusError(f"{path} is not there")
    if not samples:
        raise CorpusError(f"no labelled article in {', '.join(map(str, paths))}")
    return samples


def refuse_too_few(dataset: Dataset, given: int) -> None:
    """Raise CorpusError where no model can come of the articles; the message names the gap."""
    if not dataset.samples:
        raise CorpusError(
            f"none of the {given} articles has {FEWEST_TRAINING_WORDS} words, "
            "the minimum for training"
        )
    kinds: dict[str, tuple[str, ...]] = {label: head.kinds for label, head in HEAD_OF.items()}
    sides = {label: dataset.of_kind(*own) for label, own in kinds.items()}
    sides["clean"] = dataset.of_kind(*CLEAN_KINDS)
    numbers = {label: int(side.sum()) for label, side in sides.items() if side.any()}
    if "clean" not in numbers or len(numbers) == 1:
        lacking = f"damaged ({', '.join(HEADS)})" if "clean" in numbers else "clean"
        raise CorpusError(
            f"no {lacking} article of {FEWEST_TRAINING_WORDS} words or more: a model is learned "
            f"from both sides. {CORPORA_HINT}"
        )
    few = [
        f"{number} {label}"
        for label, number in numbers.items()
        if number < LEAST_ARTICLES
        or len({*dataset.split_groups[sides[label]]}) < LEAST_SPLIT_GROUPS
    ]
    if few:
        raise CorpusError(
            f"too few to learn from: {', '.join(few)}; each label that is used needs at least "
            f"{LEAST_ARTICLES} articles of {LEAST_SPLIT_GROUPS} outlets or stories. {CORPORA_HINT}"
        )


def prepare(
    samples: Sequence[Sample], seed: int = 0, on_progress: ProgressCallback = silent
) -> Prepared:
    """Thin, cut and measure articles."""
    dataset = Dataset(list(excerpts(limit_versions(samples, seed), seed)))
    refuse_too_few(dataset, len(samples))
    news = [sample for sample in samples if sample.kind == "news"]
    on_progress(f"{len(samples)} articles; n-gram models of {FOLDS} folds")
    homes = assign_folds(Dataset(news), FOLDS, seed)
    models = held_out_models([one.text for one in news], homes, FOLDS) if news else []
    folds = assign_folds(dataset, FOLDS, seed)
    on_progress(f"measuring {len(dataset.samples)} stretches")
    features = ArticleFeatures().fit([])
    rows, hashed = [], []
    for sample, fold in zip(dataset.samples, folds, strict=True):
        tokens = Tokens(sample.text)
        model = models[fold] if models else None
        rows.append(features.rows(tokens.batch, features.read([tokens]), model)[0])
        hashed.append(hash_article(shape(tokens.batch), HASH_BITS))
    return Prepared(dataset, folds, features, np.stack(rows), stack(hashed, HASH_BITS), models)


def fit(prepared: Prepared, seed: int = 0, on_progress: ProgressCallback = silent) -> Pipeline:
    """Learn the text scores and the heads, calibrated on folds that were held out."""
    text, scores = cross_fit(prepared.sentences, prepared.dataset, prepared.folds, seed)
    on_progress(f"text scores: {', '.join(text.tasks)}")
    features = ArticleFeatures(prepared.features.signals_, text).fit([])
    matrix = np.concatenate([prepared.matrix, scores], axis=1)
    causes = causes_for(prepared.features, text.tasks, matrix, prepared.dataset)
    pipeline = build_pipeline(features, fit_heads(causes, matrix, prepared.dataset))
    held = calibrate(pipeline[-1], matrix, prepared.dataset, prepared.folds)
    pipeline.held_out_probabilities_, pipeline.measurements_ = held, matrix
    return pipeline


def causes_for(
    measured: ArticleFeatures, tasks: Sequence[str], matrix: np.ndarray, dataset: Dataset
) -> CauseClassifier:
    """A classifier that is not fitted yet: its columns, what its heads learn, its set weights.

    ``measured`` has no text columns; those of ``tasks`` follow its own in the matrix.
    """
    names = (*measured.get_feature_names_out(), *(f"{t}_{way}" for t in tasks for way in POOLED))
    weights = {
        name: (SIGNALS_BY_NAME[name].cause, SIGNALS_BY_NAME[name].weight)
        for name in measured.signals_
    }
    return CauseClassifier(names, select_columns(dataset, names, matrix), weights)


def train(
    samples: Sequence[Sample],
    folder: Path,
    seed: int = 0,
    on_progress: ProgressCallback = silent,
    figures: CachedFigures | None = None,
) -> dict[str, Any]:
    """Train on articles and write model and card to a folder; returns the card.

    With ``figures`` what a second reading adds is fitted too, on articles that are read.
    """
    if figures is not None:
        refuse_lacking(sample.kind for sample in samples)
    prepared = prepare(samples, seed, on_progress)
    pipeline = fit(prepared, seed, on_progress)
    card = card_of(pipeline, prepared, labelled.digest(list(samples)), seed)
    if figures is not None:
        on_progress("fitting what a second reading adds")
        held = pipeline.held_out_probabilities_
        articles = judged(prepared.dataset, prepared.distances, held, card)
        write_reader(folder, reader_of(articles, figures, seed))
    measurements = pipeline.measurements_
    del pipeline.held_out_probabilities_, pipeline.measurements_
    folder.mkdir(parents=True, exist_ok=True)
    write_reference(folder, prepared.dataset, measurements, pipeline[-1].names, seed)
    save_pipeline(pipeline, card, folder)
    on_progress(card["signature"])
    return card


def card_of(pipeline: Pipeline, prepared: Prepared, digest: str, seed: int) -> dict[str, Any]:
    """What a user must know of a model, as plain data."""
    dataset, causes = prepared.dataset, pipeline[-1]
    kinds, counts = np.unique(dataset.kinds, return_counts=True)
    versions = {
        "detector": VERSION,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }
    name = f"additive-{VERSION}-{digest[:8]}"
    stated = " ".join(f"{package}-{version}" for package, version in versions.items())
    return {
        "name": name,
        "signature": f"{name} data:{digest[:16]} seed:{seed} {stated}",
        "data_digest": digest,
        "seed": seed,
        "versions": versions,
        "signals": list(pipeline[0].signals_),
        "learned": {head: list(causes.learned[head]) for head in HEADS},
        "hand_weights": {name: list(pair) for name, pair in causes.weights.items() if pair[1]},
        "articles": {str(kind): int(n) for kind, n in zip(kinds, counts, strict=True)},
        "too_short_words": TOO_SHORT_WORDS,
        "thresholds": thresholds(pipeline.held_out_probabilities_, dataset),
        "metrics": {},
    }
