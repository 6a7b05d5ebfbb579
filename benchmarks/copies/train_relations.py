"""Learn to tell copies apart (run with ``python -m``: ``train_relations DATA SPUN -o models``).

Each copy is set beside its original. The n-gram model that says how odd a word is must not have
read the articles: those of one half of the outlets are asked of a model of the other half's news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.copies.labelled_clusters import (
    LabelledCopy,
    corpora_parser,
    load_labelled_copies,
)
from benchmarks.copies.logistic import balanced_weights, fit_multinomial
from benchmarks.copies.model_file import write_model
from detector.copies.fingerprints import fingerprint
from detector.copies.pair_features import COPY_RELATIONS, similarity_features
from detector.copies.relation import (
    ASKED,
    RELATION_MODEL_FILE,
    RelationModel,
    gates,
    relation_inputs,
    sized_figures,
)
from detector.copies.relation_features import compare_texts
from detector.copies.scored_text import read
from detector.ngrams.ngram_model import NgramModel
from detector.text.arrays import Floats
from detector.training.fitting.ngram_estimation import FormIndex, estimate, held_out_models, stream

# Pairs learned from of each spinner, engine, desk or model (made up).
MOST_OF_SYSTEM = 150
# Penalties on the weights: a third to ten times as much moved no share of held-out copies
# classified correctly by more than .04.
RELATION_RIDGE, DIRECTION_RIDGE = 1.0, 3.0
HALVES = 2
ITERATIONS = 500
# Each relation has the same vote.
VOTES = np.ones(len(COPY_RELATIONS))


class RelationDataset(NamedTuple):
    """Originals beside their copies: ``shared``, ``relation``, ``direction``, and the labels."""

    shared: Floats
    relation: Floats
    direction: Floats
    labels: NDArray[np.int64]


def fold_of(story: str) -> int:
    """Which half of the stories one belongs to; an outlet's stories are not kept together."""
    return crc32(story.encode()) % HALVES


def cross_fitted_models(copies: Sequence[LabelledCopy]) -> list[NgramModel]:
    """For each half a model of the other half's news."""
    news = [one for one in copies if one.is_original and one.system == "human"]
    return held_out_models([one.text for one in news], [fold_of(one.story) for one in news], HALVES)


def model_of(copies: Sequence[LabelledCopy]) -> NgramModel:
    """A model of all the originals given."""
    forms = FormIndex()
    streams = [stream(one.text, forms) for one in copies if one.is_original]
    return estimate(streams, list(forms))


def sampled(copies: Sequence[LabelledCopy]) -> list[LabelledCopy]:
    """Some copies of each spinner, engine, desk or model."""
    systems: dict[str, list[LabelledCopy]] = defaultdict(list)
    for one in copies:
        if not one.is_original:
            systems[one.system].append(one)
    return [
        one
        for name, members in sorted(systems.items())
        for one in Random(name).sample(members, min(MOST_OF_SYSTEM, len(members)))
    ]


def build_dataset(copies: Sequence[LabelledCopy], models: Sequence[NgramModel]) -> RelationDataset:
    """Set copies beside their originals."""
    originals = {one.story: one for one in copies if one.is_original}
    chosen = [one for one in sampled(copies) if one.story in originals]
    shared, relation, direction = [], [], []
    for one in chosen:
        model = models[fold_of(one.story) % len(models)]
        first, second = read(originals[one.story].text, model), read(one.text, model)
        difference = compare_texts(first, second)
        prints = [fingerprint(first.tokens), fingerprint(second.tokens)]
        shared.append(similarity_features(prints, np.array([[0, 1]]))[0])
        relation.append(difference.relation)
        direction.append(difference.direction)
    labels = np.array([one.relation_label for one in chosen], np.int64)
    return RelationDataset(np.array(shared), np.array(relation), np.array(direction), labels)


def fit(dataset: RelationDataset) -> RelationModel:
    """Fit both models (L-BFGS, squared penalties)."""
    values = relation_inputs(dataset.shared, dataset.relation)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    weights, bias = fit_multinomial(
        (values - mean) / scale, dataset.labels, VOTES, RELATION_RIDGE, ITERATIONS
    )
    # Verbatim copies have no direction.
    changed = dataset.labels > 0
    voice = balanced_weights(dataset.labels[changed], VOTES)[:, None]
    spread = np.sqrt((voice * dataset.direction[changed] ** 2).mean(axis=0)) + 1e-6
    blank = RelationModel(mean, scale, weights, bias, spread, np.empty((0, 0)))
    odds = blank.relation(dataset.shared, dataset.relation)
    sized = sized_figures(dataset.direction, spread)
    gated = gates(odds, dataset.relation)[:, :, None] * sized[:, None, :]
    steps = fit_direction(gated.reshape(len(gated), -1)[changed], dataset.labels[changed])
    return blank._replace(steps=steps.reshape(gated.shape[1:]))


def fit_direction(values: Floats, labels: NDArray[np.int64]) -> Floats:
    """Logistic regression without a constant; the original always stands first."""
    voice = balanced_weights(labels, VOTES)

    def loss(steps: Floats) -> tuple[float, Floats]:
        log_odds = values @ steps
        cost = voice @ np.logaddexp(0, -log_odds) + DIRECTION_RIDGE / 2 * steps @ steps
        slope = -values.T @ (voice / (1 + np.exp(log_odds))) + DIRECTION_RIDGE * steps
        return float(cost), slope

    start = np.zeros(values.shape[1])
    best: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return best


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn from the labelled sources and write the models."""
    parser = corpora_parser(__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("models"))
    options = parser.parse_args(arguments)
    copies = [one for one in load_labelled_copies(options.data, options.spun) if not one.held_out]
    dataset = build_dataset(copies, cross_fitted_models(copies))
    counts = np.bincount(dataset.labels, minlength=len(COPY_RELATIONS)).tolist()
    card = {"pairs": dict(zip(COPY_RELATIONS, counts, strict=True))}
    numbers = fit(dataset)._asdict()
    write_model(numbers, ASKED, card, options.output / RELATION_MODEL_FILE)


if __name__ == "__main__":
    main()
