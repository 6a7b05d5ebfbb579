"""Fit the weights of ``detector/data/news_register.tsv``: how far from news a text is.

``python -m benchmarks.tables.register_fit DATA [SPUN]...``; DATA is a folder of the layout
with ``honest_genres.jsonl`` (``detector corpora genres``), SPUN are files of ``detector corpora
spin``. Prints how much of each genre counts as far from news by weights that never saw the genre.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray

from detector.english.news_register import TABLE, shipped_register
from detector.resources.tables import DATA, read_table
from detector.text.arrays import Floats
from detector.text.token_batch import TokenBatch
from detector.training.corpora.honest_genres import pieces, read_genres
from detector.training.corpora.labelled import Sample, open_lines, read_folder, sample_of

# Excerpts of a kind of news: enough that each kind weighs as much as a few genres (made up).
MOST_PER_KIND = 2000
# Those of the genres that are news.
NEWS_GENRES = frozenset({"news, 2000-2001"})
# Log-odds taken off, so that 5 % of damaged news are far from news, not 8 % (measured).
BORDER = 0.5
# Inverse strength of the penalty (made up).
C = 0.3


def excerpts(samples: Sequence[Sample]) -> list[tuple[str, str]]:
    """Kind and excerpt of news, as long as the texts of genres, in an order of their own."""
    ordered = sorted(samples, key=lambda sample: crc32(sample.id.encode()))
    texts_by_kind: dict[str, list[str]] = {}
    for sample in ordered:
        texts = texts_by_kind.setdefault(sample.kind, [])
        if len(texts) < MOST_PER_KIND and (text := next(pieces(sample.text.split("\n")), None)):
            texts.append(text)
    return [(kind, text) for kind, texts in texts_by_kind.items() for text in texts]


def fitted(x: Floats, far: NDArray[np.bool_]) -> Floats:
    """Weights with the intercept first, shape (n_classes + 1,)."""
    from sklearn.linear_model import LogisticRegression

    scale = x[:, 1:].std(axis=0) + 1e-9
    model = LogisticRegression(C=C, max_iter=1000, class_weight="balanced")
    model.fit(x[:, 1:] / scale, far)
    return np.concatenate([model.intercept_ - BORDER, model.coef_[0] / scale])


def main(arguments: Sequence[str]) -> None:
    """Fit, report and write the table."""
    folder, *spun = map(Path, arguments)
    news = [s for s in read_folder(folder) if s.kind in ("news", "human_translation", "machine")]
    for path in spun:
        with open_lines(path) as lines:
            samples = (sample_of("spun", orjson.loads(line)) for line in lines)
            news += [sample for sample in samples if sample is not None]
    genres = [(s.source, s.text) for s in read_genres(folder)]
    texts = excerpts(news) + genres
    labels = np.array([label for label, _ in texts])
    far = np.isin(labels, [s for s, _ in genres if s not in NEWS_GENRES])
    register = shipped_register()
    x = np.array([register.densities(TokenBatch([text]))[0] for _, text in texts])
    shares = np.array([f"news {crc32(text.encode()) % 5}" for _, text in texts])
    folds = np.where(far, labels, shares)
    odds = np.zeros(len(texts))
    for fold in dict.fromkeys(folds):
        own = folds == fold
        odds[own] = x[own] @ fitted(x[~own], far[~own])
    for label in dict.fromkeys(labels):
        label_odds = odds[labels == label]
        print(f"{label:28} {len(label_odds):5}  far {np.mean(label_odds > 0):.3f}")
    write(fitted(x, far))


def write(weights: Floats) -> None:
    """Write the table with other weights."""
    lines = ["weight\tkind\tmembers"]
    for weight, row in zip(weights, read_table(TABLE), strict=True):
        lines.append(f"{weight:.4f}\t{row['kind']}\t{row['members']}")
    (DATA / f"{TABLE}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
