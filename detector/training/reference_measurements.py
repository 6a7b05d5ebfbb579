"""Readings of training articles that travel with a model: figures only, never a word of a text.

A desk that adapts the model has no corpora. These readings, by parts of the model that had not
seen the article, keep its changes in bounds and tell which thresholds hold a rate of false alarms
afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.model.classifier import CauseClassifier
from detector.resources.model_files import check_digest
from detector.training.corpora.labelled import Sample
from detector.training.heads import thresholds
from detector.training.samples import REGIONAL, Bools, Crowd

NAME = "reference.npz"
# Articles kept of each kind, regional news apart. One false alarm in a hundred is thirty of three
# thousand; with all articles the file would be ten times as large (made up).
NATIVE_NEWS, REGIONAL_NEWS = 3000, 1000
KEPT = {"human_translation": 1500, "machine": 1000, "spun": 800, "generated": 300}
# The least and the greatest number that half precision holds.
LIMIT = 65_504.0


class Reference(NamedTuple):
    """``matrix`` of shape (n_articles, n_columns); ``crowd`` says of which kind each is."""

    matrix: NDArray[np.float32]
    crowd: Crowd


def choose(crowd: Crowd, seed: int) -> NDArray[np.int64]:
    """Articles by chance, so many of each kind."""
    rng = np.random.default_rng(seed)
    news = crowd.of("news")
    sides: list[tuple[Bools, int]] = [
        (news & ~crowd.regional, NATIVE_NEWS),
        (news & crowd.regional, REGIONAL_NEWS),
    ]
    sides += [(crowd.of(kind), count) for kind, count in KEPT.items()]
    drawn = [rng.permutation(np.flatnonzero(side))[:count] for side, count in sides]
    return np.sort(np.concatenate(drawn))


def write_reference(
    folder: Path, crowd: Crowd, matrix: NDArray[np.float32], names: tuple[str, ...], seed: int = 0
) -> None:
    """Keep readings of some training articles beside the model.

    Parameters
    ----------
    matrix : array of shape (n_articles, n_columns)
        Text scores in it are by models that had not seen the article's home.
    """
    chosen = choose(crowd, seed)
    small = np.clip(matrix[chosen], -LIMIT, LIMIT).astype(np.float16)
    np.savez_compressed(
        folder / NAME,
        matrix=small,
        kinds=crowd.kinds[chosen],
        regional=crowd.regional[chosen],
        words=np.array([len(crowd.samples[n].text.split()) for n in chosen], dtype=np.int32),
        names=np.array(names),
    )


def read_reference(folder: Path, names: tuple[str, ...]) -> Reference | None:
    """The readings beside a model; None where there are none, or of other columns.

    Raises
    ------
    ModelError
        When they are not those that the card describes.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    check_digest(path)
    with np.load(path, allow_pickle=False) as kept:
        if tuple(kept["names"].tolist()) != tuple(names):
            return None
        told = (kept[name].tolist() for name in ("kinds", "regional", "words"))
        country = min(REGIONAL)
        samples = [
            # Thresholds ask for the length of an article, and for no word of it.
            Sample(str(n), "w " * words, kind, str(n), country=country if regional else "")
            for n, (kind, regional, words) in enumerate(zip(*told, strict=True))
        ]
        return Reference(kept["matrix"].astype(np.float32), Crowd(samples))


def rates_kept(causes: CauseClassifier, reference: Reference) -> dict[str, Any]:
    """The thresholds at which the reference articles keep each rate of false alarms."""
    return thresholds(causes.predict_proba(reference.matrix), reference.crowd)
