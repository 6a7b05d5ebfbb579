"""Every step of judging on its own, batch by batch beside ``str.split()`` on the same texts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, TypeVar

from benchmarks.corpus import write_jsonl
from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.english.language_identification import languages_of
from detector.ngrams.substitution import batch_substitution_scores
from detector.ngrams.surprisal import batch_surprisal
from detector.readers import find_inputs, read
from detector.signals.catalogue import SIGNAL_MODULES
from detector.signals.engine import signal_engine
from detector.text.batches import MAX_BATCH_ARTICLES
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens, batch_of, tokenize
from detector.writers import open_writer
from detector.writers.review_rows import row_of

# Splitting is so quick that one pass over a batch would measure the clock (made up).
SPLITS = 5
T = TypeVar("T")
Times = dict[str, list[float]]


def batches(texts: list[str]) -> Iterator[list[str]]:
    """Whole batches, as the detector takes them; one that is not whole where there are fewer."""
    for start in range(0, max(len(texts) - MAX_BATCH_ARTICLES, 0) + 1, MAX_BATCH_ARTICLES):
        yield texts[start : start + MAX_BATCH_ARTICLES]


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

    def time(self, step: str, job: Callable[..., T], *given: Any) -> T:
        """Run a job and add its time to a step."""
        begun = process_time()
        done = job(*given)
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


def time_steps(detector: Detector, texts: list[str], folder: Path) -> Clock:
    """Time the steps of judging, in their order; each pays for what it is the first to ask.

    The families of signals are run one by one here, and all at once when articles are judged: what
    they share of looking at words and gaps is then paid once.
    """
    clock = Clock()
    families = {
        family.__name__.rpartition(".")[2]: signal_engine(family.SIGNALS)
        for family in SIGNAL_MODULES
    }
    with open_writer(str(folder / "steps.csv")) as writer:
        for articles in batches(texts):
            split = split_time(articles)
            tokenized = clock.time("cutting into words", cut, articles)
            batch = batch_of(tokenized)
            clock.time("sentences and quotations", tables, batch)
            clock.time("n-gram model", batch_surprisal, batch)
            clock.time("synonyms", batch_substitution_scores, batch)
            measurements = clock.time(
                "signals, all at once", detector.signal_engine.read, tokenized
            )
            for name, family in families.items():
                clock.time(f"signals: {name}", family.read, tokenized)
            clock.time("language", languages_of, tokenized)
            matrix = clock.time("columns of the model", detector.features.rows, batch, measurements)
            clock.time("model", detector.classifier.predict_proba, matrix)
            taken = [Article(text) for text in articles]
            rows = [row_of(*pair) for pair in zip(taken, detector.judge_many(taken), strict=True)]
            clock.time("writing", list, map(writer.write, rows))
            clock.close(split, len(articles))
    return clock


def cut(texts: list[str]) -> list[Tokens]:
    """Articles with the numbers of their words and gaps."""
    articles = tokenize(texts)
    batch = batch_of(articles)
    batch.encoded_words, batch.gaps  # noqa: B018 - computed on first use
    return articles


def tables(batch: TokenBatch) -> None:
    """Cut sentences and quotations."""
    batch.sentences, batch.quotes  # noqa: B018


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
    return list(read(find_inputs([str(path)]), sys.stdin.buffer))


def time_judging(detector: Detector, texts: list[str], name: str) -> Clock:
    """Time judging as a whole, batch after batch."""
    clock = Clock()
    for batch in batches(texts):
        split = split_time(batch)
        clock.time(name, list, detector.judge_many(batch))
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
