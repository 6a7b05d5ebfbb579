"""The second reading: of the articles that the fast model is in doubt about.

The small reader ships with the model. The full one, a language model, joins it where it is
installed.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, Literal, TypeVar, get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detector.english.news_register import FAR_FROM_NEWS
from detector.lm.encoder import Encoder
from detector.lm.gguf_file import WeightsError
from detector.lm.reader import LanguageReader, Reading
from detector.lm.reading import SecondReading
from detector.lm.store import MissingReaderError, is_installed
from detector.model.additive import expit
from detector.model.reader_heads import ReaderHead, ReaderHeads
from detector.model.thresholds import FAR_CAUTION
from detector.resources.model_files import ModelError, check_digest
from detector.text.arrays import Floats

ReadingMode = Literal["auto", "always", "never"]
MODES: tuple[str, ...] = get_args(ReadingMode)
# The model's own choices that are kept for each token: what it expected instead.
CHOICES = 5
# The products of 128 tokens are too small for more threads (made up; two are measured).
MOST_THREADS = 4
LOGGER = logging.getLogger("detector")
R = TypeVar("R", Encoder, LanguageReader)


class OptionalReader(Generic[R]):
    """A reader that is opened when it is first wanted.

    Parameters
    ----------
    opening : callable or None
        Opens it; None where a model does not use it.
    without : str
        What becomes of the articles where it cannot be used, for the log.
    """

    def __init__(self, opening: Callable[[], R] | None, without: str) -> None:
        self._opening: Callable[[], R] | None = opening
        self._reader: R | None = None
        self._without = without
        self._lock = threading.Lock()

    def open(self) -> None:
        """Open it, if it is wanted and not open.

        Raises
        ------
        ValueError
            When it cannot be used.
        """
        if self._opening is not None:
            self._reader, self._opening = self._opening(), None

    def get(self) -> R | None:
        """The reader; None where it is not wanted, or cannot be used, which is logged once."""
        with self._lock:
            try:
                self.open()
            except ValueError as error:
                self._opening = None
                if not isinstance(error, MissingReaderError):
                    LOGGER.warning("detector: %s; %s", error, self._without)
            return self._reader


class SecondReaders:
    """Read articles in doubt a second time: the small reader, and the full one where it is there.

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
        if mode == "always" and heads is None:
            raise ValueError("this model has no heads for a second reading (reader.json)")
        self.mode, self.heads = mode, None if mode == "never" else heads
        weights = None if self.heads is None else self.heads.encoder
        self._small = OptionalReader(
            None if weights is None else partial(open_small, weights),
            "only the fast model is used",
        )
        self._full = OptionalReader(
            None if self.heads is None else open_full, "continuing without it"
        )
        if mode == "always":
            self._full.open()
            self._small.open()

    def __reduce__(self) -> tuple[type[SecondReaders], tuple[ReaderHeads | None, str]]:
        """Travel without the readers, which the other process opens anew."""
        return SecondReaders, (self.heads, self.mode)

    def read(
        self,
        texts: Sequence[str],
        words: NDArray[np.int64],
        distances: Floats,
        odds: Floats,
        causes: Sequence[str],
    ) -> list[SecondReading | None]:
        """Readings of the articles in doubt, None for the others, in order.

        Parameters
        ----------
        texts : sequence of str, length n_articles
        words : array of shape (n_articles,)
            Words of each article; 0 for one that must not be read.
        distances : array of shape (n_articles,)
            How far from news each is, from 0.0 to 1.0.
        odds : array of shape (n_articles, n_causes)
            Log-odds of the causes by the fast model.
        causes : sequence of str
            The heads of the model.
        """
        readings: list[SecondReading | None] = [None] * len(texts)
        if self.heads is None:
            return readings
        far = distances >= FAR_FROM_NEWS
        odds = odds - FAR_CAUTION * far[:, None]
        whole = (words >= self.heads.fewest_words) & (distances < self.heads.read_to)
        pooled = whole & (likeliest(odds, self.heads.heads, causes) >= self.heads.read_from)
        least, most = self.heads.apart_zone
        own = likeliest(odds, self.heads.apart, causes)
        apart = whole & ~far & (own >= least) & (own < most)
        for number in np.flatnonzero(pooled | apart).tolist():
            wanted = self.heads.apart if apart[number] else {}
            doubted = odds[number] if pooled[number] else None
            readings[number] = self._read(texts[number], self.heads, doubted, wanted, causes)
        return readings

    def _read(
        self,
        text: str,
        heads: ReaderHeads,
        odds: Floats | None,
        wanted: Mapping[str, ReaderHead],
        causes: Sequence[str],
    ) -> SecondReading | None:
        """The reading of one article by the readers that can be used; None where none can.

        ``odds`` are None where no pooled cause is in doubt; ``wanted`` are the heads of the others.
        """
        small, read = None, None
        if odds is not None and heads.encoder is not None:
            encoder = self._small.get()
            if encoder is None:
                return None
            small = encoder.read(text)
            read = SecondReading(small, None, heads.added(small.figures, None, {}, causes))
            odds = odds + read.added.values.sum(axis=0)
        if odds is not None and likeliest(odds, heads.heads, causes) >= heads.doubtful:
            wanted = {**heads.heads, **wanted}
        reader = self._full.get() if wanted else None
        if reader is None:
            return read
        full = reader.read(text, CHOICES)
        added = heads.added(small and small.figures, full.figures, wanted, causes)
        return SecondReading(small, full, added)

    def expected(self, reading: Reading, place: int) -> list[str]:
        """What the full reader ranked highest at a token of a reading of its own."""
        reader = self._full.get()
        return [] if reader is None else reader.expected(reading, place)


def likeliest(odds: Floats, heads: Collection[str], causes: Sequence[str]) -> Floats:
    """Probability of the likeliest cause of ``heads``; causes lie along the last axis."""
    own = [place for place, cause in enumerate(causes) if cause in heads]
    return np.asarray(expit(odds[..., own]).max(axis=-1, initial=0.0))


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


def open_small(path: Path) -> Encoder:
    """Open the small reader of a model.

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


def open_full() -> LanguageReader:
    """Open the installed full reader.

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
        raise WeightsError(f"the full reader cannot be opened: {error}") from error
