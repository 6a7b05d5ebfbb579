"""Readings of training articles that travel with a model: figures only, never a word of a text.

A desk that adapts the model has no corpora. These readings, by parts of the model that had not
seen the article, keep its changes in bounds and show which thresholds hold a rate of false alarms
afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.model.classifier import CauseClassifier
from detector.resources.model_files import check_digest
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.training.corpora.labelled import Sample
from detector.training.dataset import REGIONAL_COUNTRIES, Dataset
from detector.training.fitting.heads import thresholds
from detector.training.metrics import Bools

REFERENCE_FILE = "reference.npz"
# Articles kept of each kind, regional news apart. One false alarm in a hundred is thirty of three
# thousand; with all articles the file would be ten times as large (made up).
NATIVE_NEWS, REGIONAL_NEWS = 3000, 1000
REFERENCE_COUNTS = {"human_translation": 1500, "machine": 1000, "spun": 800, "generated": 300}
# The least and the greatest number that half precision holds.
HALF_PRECISION_MAX = 65_504.0


class Reference(NamedTuple):
    """``matrix`` of shape (n_articles, n_columns); ``dataset`` gives the kind of each article."""

    matrix: NDArray[np.float32]
    dataset: Dataset


def choose_reference(dataset: Dataset, seed: int) -> NDArray[np.int64]:
    """Articles by chance, so many of each kind."""
    rng = np.random.default_rng(seed)
    news = dataset.of_kind("news")
    sides: list[tuple[Bools, int]] = [
        (news & ~dataset.regional, NATIVE_NEWS),
        (news & dataset.regional, REGIONAL_NEWS),
    ]
    sides += [(dataset.of_kind(kind), count) for kind, count in REFERENCE_COUNTS.items()]
    drawn = [rng.permutation(np.flatnonzero(side))[:count] for side, count in sides]
    return np.sort(np.concatenate(drawn))


def write_reference(
    folder: Path,
    dataset: Dataset,
    matrix: NDArray[np.float32],
    names: tuple[str, ...],
    seed: int = 0,
) -> None:
    """Keep readings of some training articles beside the model.

    Parameters
    ----------
    matrix : array of shape (n_articles, n_columns)
        Text scores in it are by models that had not seen the article's home.
    """
    chosen = choose_reference(dataset, seed)
    small = np.clip(matrix[chosen], -HALF_PRECISION_MAX, HALF_PRECISION_MAX).astype(np.float16)
    np.savez_compressed(
        folder / REFERENCE_FILE,
        matrix=small,
        kinds=dataset.kinds[chosen],
        regional=dataset.regional[chosen],
        words=np.array([len(dataset.samples[n].text.split()) for n in chosen], dtype=np.int32),
        names=np.array(names),
    )


def read_reference(folder: Path, names: tuple[str, ...]) -> Reference | None:
    """The readings beside a model; None where there are none, or of other columns.

    Raises
    ------
    ModelError
        When they are not those that the card describes.
    """
    path = folder / REFERENCE_FILE
    if not path.is_file():
        return None
    check_digest(path)
    with np.load(path, allow_pickle=False) as kept:
        matrix = columns_of(kept["matrix"].astype(np.float32), kept["names"].tolist(), names)
        if matrix is None:
            return None
        labels = (kept[name].tolist() for name in ("kinds", "regional", "words"))
        country = min(REGIONAL_COUNTRIES)
        samples = [
            # Thresholds depend on the length of an article, and on no word of it.
            Sample(str(n), "w " * words, kind, str(n), country=country if regional else "")
            for n, (kind, regional, words) in enumerate(zip(*labels, strict=True))
        ]
        return Reference(matrix, Dataset(samples))


def columns_of(
    matrix: NDArray[np.float32], held: list[str], names: tuple[str, ...]
) -> NDArray[np.float32] | None:
    """The readings in a model's columns; None where some of its columns were never read.

    Signals younger than the readings are the exception: they are marks that hardly any clean
    article holds, and their column is 0.
    """
    places = {name: place for place, name in enumerate(held)}
    missing = [name for name in names if name not in places]
    if not places.keys() <= set(names) or not SIGNALS_BY_NAME.keys() >= set(missing):
        return None
    columns = np.zeros((len(matrix), len(names)), np.float32)
    for place, name in enumerate(names):
        if name in places:
            columns[:, place] = matrix[:, places[name]]
    return columns


def reference_thresholds(causes: CauseClassifier, reference: Reference) -> dict[str, Any]:
    """The thresholds at which the reference articles keep each rate of false alarms."""
    return thresholds(causes.predict_proba(reference.matrix), reference.dataset)
