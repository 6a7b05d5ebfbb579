"""The readers' figures of training articles. The full one's, half a second each, are kept on disk.

The file lies in the user's cache. Its name holds the digest of the weights, the tokens read and
the names of the figures, so that no other reader's figures are taken for these. A line an article,
written at once: a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from detector.lm.encoder import ENCODER_FILE, Encoder
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.lm.reader import BUDGET, LanguageReader
from detector.lm.store import EDITION, GGUF_SHA256, cache_root
from detector.resources.model_files import shipped_file
from detector.resources.progress import ProgressCallback, silent
from detector.text.arrays import Floats

EVERY = 100


class CachedFigures:
    """Reads texts that it has not read before.

    Parameters
    ----------
    path : Path, optional
        The file; by default the one in the user's cache.
    on_progress : callable
        Called with a line of text every hundred articles.
    """

    def __init__(self, path: Path | None = None, on_progress: ProgressCallback = silent) -> None:
        self.path = path or default_path()
        self.on_progress = on_progress
        self._known = dict(lines_of(self.path))
        self._reader: LanguageReader | None = None
        self._encoder: Encoder | None = None

    def small(self, texts: Sequence[str]) -> Floats:
        """The small reader's figures of the openings of texts, shape (n_texts, n_figures).

        They are not kept: a text takes 50 ms.

        Raises
        ------
        ModelError
            When the shipped model has no small reader, or another than its card describes.
        """
        self._encoder = self._encoder or Encoder(shipped_file(ENCODER_FILE))
        rows = [self._encoder.read(text).figures for text in texts]
        return np.array(rows).reshape(-1, len(SMALL_FIGURES))

    def of(self, texts: Sequence[str]) -> Floats:
        """Figures of the openings of texts, shape (n_texts, n_figures).

        Raises
        ------
        MissingReaderError
            When one must be read and the reader is not installed.
        WeightsError
            When its weights are not the ones that were installed.
        """
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        if missing:
            self._read(missing)
        return np.array([self._known[key] for key in keys]).reshape(-1, len(FIGURE_NAMES))

    def _read(self, missing: dict[str, str]) -> None:
        """Read texts, by digest, and note the figures of each."""
        self._reader = self._reader or LanguageReader()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" if file.tell() else "")  # a line that broke off stays alone
            for number, (key, text) in enumerate(missing.items()):
                if number % EVERY == 0:
                    self.on_progress(f"read {number} of {len(missing)} articles")
                self._known[key] = self._reader.read(text).figures.tolist()
                file.write(json.dumps([key, self._known[key]]) + "\n")
                file.flush()


def default_path() -> Path:
    """The file of this reader's figures."""
    made = f"{GGUF_SHA256} {EDITION} {BUDGET} prose {' '.join(FIGURE_NAMES)}"
    return cache_root() / f"figures-{hashlib.sha256(made.encode()).hexdigest()[:16]}.jsonl"


def lines_of(path: Path) -> Iterator[tuple[str, list[float]]]:
    """What a file holds, by digest of the text; a last line that broke off is left out."""
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            try:
                key, figures = json.loads(line)
            except ValueError:
                continue
            if len(figures) == len(FIGURE_NAMES):
                yield key, figures
