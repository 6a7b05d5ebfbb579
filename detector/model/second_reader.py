"""The second reading: of the articles that the fast model is in doubt about.

The small reader ships with the model. The full one, a language model, joins it where it is
installed.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detector.lm.encoder import Encoder
from detector.lm.gguf_file import WeightsError
from detector.lm.reader import LanguageReader, Reading
from detector.lm.reading import SecondReading
from detector.lm.store import MissingReaderError, is_installed
from detector.model.reader_heads import ReaderHeads
from detector.resources.model_files import ModelError, check_digest
from detector.text.arrays import Floats

ReadingMode = Literal["auto", "always", "never"]
MODES: tuple[str, ...] = get_args(ReadingMode)
# The model's own choices that are kept for each token: what it expected instead.
CHOICES = 5
# The products of 128 tokens are too small for more threads (made up; two are measured).
MOST_THREADS = 4
LOGGER = logging.getLogger("detector")


class SecondReader:
    """Reads articles in doubt, with the readers whose weights are there.

    Parameters
    ----------
    heads : ReaderHeads or None
        What a reading adds; None where the model has no such heads: nothing is read.
    mode : {"auto", "always", "never"}
        ``auto`` goes on without the full reader where it is not installed, or damaged, and without
        both where the small one is; ``always`` fails there.

    Raises
    ------
    ValueError
        When there is no such mode; with ``always``, when a reader cannot be used.
    """

    def __init__(self, heads: ReaderHeads | None, mode: str = "auto") -> None:
        if mode not in MODES:
            raise ValueError(f"unknown second reading {mode!r}: take one of {', '.join(MODES)}")
        self.heads = None if mode == "never" else heads
        self._reader: LanguageReader | None = None
        self._encoder: Encoder | None = None
        self._begin()
        if mode == "always":
            if heads is None:
                raise ValueError("this model has no heads for the second reader (reader.json)")
            self._reader = opened()
            if heads.encoder is not None:
                self._encoder = opened_encoder(heads.encoder)

    def __getstate__(self) -> dict[str, Any]:
        """All but the sessions, which are opened anew."""
        return {"heads": self.heads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back, in this process or another."""
        self.heads = state["heads"]
        self._begin()

    def _begin(self) -> None:
        """Nothing is open; each reader is wanted until it turns out that it cannot be used."""
        self._lock = threading.Lock()
        self._reader, self._encoder = None, None
        self._wants_full = self.heads is not None
        self._wants_small = self.heads is not None and self.heads.encoder is not None

    def read(
        self,
        texts: Sequence[str],
        words: NDArray[np.int64],
        probabilities: Floats,
        columns: Sequence[str],
        causes: Sequence[str],
    ) -> list[SecondReading | None]:
        """Readings of the articles in doubt, None for the others, in order.

        Parameters
        ----------
        texts : sequence of str, length n_articles
        words : array of shape (n_articles,)
            Words of each article; 0 for one that must not be read.
        probabilities : array of shape (n_articles, n_columns)
            By the fast model; ``columns`` says of what.
        causes : sequence of str
            The heads that a reading adds to.
        """
        readings: list[SecondReading | None] = [None] * len(texts)
        if self.heads is None:
            return readings
        own = [place for place, name in enumerate(columns) if name in self.heads.heads]
        doubtful = (probabilities[:, own] >= self.heads.doubtful).any(axis=1)
        for number in np.flatnonzero(doubtful & (words >= self.heads.fewest_words)).tolist():
            readings[number] = self._read(texts[number], self.heads, causes)
        return readings

    def _read(self, text: str, heads: ReaderHeads, causes: Sequence[str]) -> SecondReading | None:
        """The reading of one article by the readers that can be used; None where none can."""
        encoder = self._small()
        if encoder is None and heads.encoder is not None:
            return None
        reader = self._full()
        small = None if encoder is None else encoder.read(text)
        full = None if reader is None else next(reader.read([text], choices=CHOICES))
        if small is None and full is None:
            return None
        added = heads.added(small and small.figures, full and full.figures, causes)
        return SecondReading(small, full, added)

    def expected(self, reading: Reading, place: int) -> list[str]:
        """What the model ranked highest at a token of a reading of its own."""
        return [] if self._reader is None else self._reader.expected(reading, place)

    def _small(self) -> Encoder | None:
        """The small reader, opened when it is first wanted; None where it cannot be used."""
        with self._lock:
            if self._encoder is None and self._wants_small:
                assert self.heads is not None and self.heads.encoder is not None
                try:
                    self._encoder = opened_encoder(self.heads.encoder)
                except ModelError as error:
                    self._wants_small = False
                    LOGGER.warning("detector: %s; the fast model goes on alone", error)
            return self._encoder

    def _full(self) -> LanguageReader | None:
        """The full reader, opened when it is first wanted; None where it cannot be used."""
        with self._lock:
            if self._reader is None and self._wants_full:
                try:
                    self._reader = opened()
                except MissingReaderError:
                    self._wants_full = False
                except ValueError as error:
                    self._wants_full = False
                    LOGGER.warning("detector: %s; judging goes on without it", error)
            return self._reader


def reading_threads() -> int:
    """Threads of one reading: ``OMP_NUM_THREADS``, or as many as there are cores for this process.

    Processes that share the cores are given the variable by whoever starts them.
    """
    # It may list a number for each level of nested regions: ours is the first.
    stated = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]
    if stated.isdecimal() and int(stated):
        return int(stated)
    # macOS and Windows do not report which cores are ours.
    own = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    return min(len(own(0)), MOST_THREADS)


def opened_encoder(path: Path) -> Encoder:
    """The small reader of a model.

    Raises
    ------
    ModelError
        When the file is missing, is not the one that the card describes, or makes no sense.
    """
    check_digest(path)
    try:
        return Encoder(path)
    except (BadZipFile, EOFError, LookupError, OSError, ValueError) as error:
        raise ModelError(f"{path} is damaged: {error}; reinstall the detector") from error


def opened() -> LanguageReader:
    """The installed reader.

    Raises
    ------
    MissingReaderError
        When it, or the packages it needs, are not installed.
    WeightsError
        When its files are not those that were installed.
    """
    if not is_installed():
        raise MissingReaderError
    try:
        return LanguageReader(threads=reading_threads())
    except (OSError, RuntimeError) as error:
        raise WeightsError(f"the second reader cannot be opened: {error}") from error
