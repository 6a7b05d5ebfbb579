"""Every step of judging on its own, batch by batch beside ``str.split()`` on the same texts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, TypeVar

from benchmarks.corpus import write_jsonl
from detector.article import Article, Unreadable
from detector.language import language_of
from detector.ngrams import foretell
from detector.reading import read, survey
from detector.rows import row_of
from detector.sheaf import Sheaf
from detector.signals.catalogue import ROOMS
from detector.signals.signal import Signal
from detector.tokens import Tokens
from detector.verdict import BATCH, Detector
from detector.writing import open_writer

# Splitting is so quick that one pass over a batch would measure the clock (made up).
SPLITS = 5
T = TypeVar("T")
Times = dict[str, list[float]]


def batches(texts: list[str]) -> Iterator[list[str]]:
    """Whole batches, as the detector takes them."""
    for start in range(0, len(texts) - BATCH + 1, BATCH):
        yield texts[start : start + BATCH]


def split_time(texts: list[str]) -> float:
    """Seconds of processor time that ``str.split()`` takes, the words of a batch kept."""
    begun = process_time()
    for _ in range(SPLITS):
        [text.split() for text in texts]
    return (process_time() - begun) / SPLITS


class Clock:
    """Seconds of processor time by step; a batch's ratios are taken against its own split."""

    def __init__(self) -> None:
        self.seconds: Times = {}
        self.ratios: Times = {}
        self._batch: dict[str, float] = {}

    def time(self, step: str, deed: Callable[..., T], *given: Any) -> T:
        """Do a deed on the clock."""
        begun = process_time()
        done = deed(*given)
        self._batch[step] = self._batch.get(step, 0.0) + process_time() - begun
        return done

    def close(self, split: float, count: int) -> None:
        """End a batch of so many articles."""
        for step, seconds in [*self._batch.items(), ("str.split()", split)]:
            self.seconds.setdefault(step, []).append(seconds / count)
            self.ratios.setdefault(step, []).append(seconds / split)
        self._batch = {}

    def rows(self) -> list[tuple[str, float, float]]:
        """Step, seconds an article and ratio to the split: medians over batches."""
        return [(s, median(self.seconds[s]), median(self.ratios[s])) for s in self.seconds]


def time_rooms(detector: Detector, texts: list[str], folder: Path) -> Clock:
    """Time the steps of judging, in their order; each pays for what it is the first to ask."""
    clock = Clock()
    with open_writer(str(folder / "rooms.csv")) as writer:
        for batch in batches(texts):
            split = split_time(batch)
            cut: list[Tokens] = clock.time("tokens", list, map(cut_whole, batch))
            clock.time("word model", foretell, Sheaf(cut))
            readings: list[dict[str, Any]] = [{} for _ in cut]
            for room in ROOMS:
                name = f"signals: {room.__name__.rpartition('.')[2]}"
                clock.time(name, read_room, room.SIGNALS, cut, readings)
            clock.time("language", list, map(language_of, cut))
            matrix = clock.time("features", detector.features.rows, cut, readings)
            clock.time("model", detector.classifier.predict_proba, matrix)
            articles = [Article(text) for text in batch]
            rows = [
                row_of(*pair) for pair in zip(articles, detector.judge_many(articles), strict=True)
            ]
            clock.time("writing", list, map(writer.write, rows))
            clock.close(split, len(batch))
    return clock


def cut_whole(text: str) -> Tokens:
    """An article with its sentences and quotations."""
    tokens = Tokens(text)
    tokens.sentences, tokens.quotes, tokens.lowered  # noqa: B018 - cut on first use
    return tokens


def read_room(signals: Sequence[Signal], cut: list[Tokens], readings: list[dict[str, Any]]) -> None:
    """What the signals of one room read in a batch."""
    for tokens, found in zip(cut, readings, strict=True):
        for signal in signals:
            found[signal.name] = signal.read(tokens)


def time_reading(path: Path, texts: list[str]) -> Clock:
    """Time reading articles from a file of JSON Lines."""
    clock = Clock()
    for batch in batches(texts):
        write_jsonl(batch, path)
        split = split_time(batch)
        clock.time("reading", read_all, path)
        clock.close(split, len(batch))
    return clock


def read_all(path: Path) -> list[Article | Unreadable]:
    """The articles of a file."""
    return list(read(survey([str(path)]), sys.stdin.buffer))


def time_judging(detector: Detector, texts: list[str]) -> Clock:
    """Time judging as a whole, batch after batch."""
    clock = Clock()
    for batch in batches(texts):
        split = split_time(batch)
        clock.time("judging, all of it", list, detector.judge_many(batch))
        clock.close(split, len(batch))
    return clock


def latencies(detector: Detector, texts: list[str]) -> list[float]:
    """Seconds on the wall for each article judged alone, in order of length of time."""
    found = []
    for text in texts:
        begun = perf_counter()
        detector.judge(text)
        found.append(perf_counter() - begun)
    return sorted(found)
