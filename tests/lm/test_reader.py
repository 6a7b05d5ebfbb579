"""The reader on the real weights; skipped where they are not installed."""

from __future__ import annotations

import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from detector.lm import store
from detector.lm.figures import FIGURE_NAMES
from detector.lm.reader import BUDGET, LanguageReader, prose_start

PLAIN = (
    "The council voted on Tuesday to close the bridge for repairs. Engineers found cracks in two "
    "of the supports last month, and traffic will be sent over the old road until spring. "
    "Residents said they had not been told, but the mayor promised a public meeting next week."
)
SPUN = PLAIN.replace("supports", "upholds").replace("bridge", "span").replace("road", "route")


@cache
def opened() -> LanguageReader:
    """Once for all tests: opening it takes seconds."""
    return LanguageReader()


@pytest.fixture
def reader(reader_cache: Path) -> LanguageReader:
    return opened()


def test_arrays_are_of_one_length_and_make_sense(reader: LanguageReader) -> None:
    found = reader.read(PLAIN, choices=5)
    own = found.statistics
    assert len({len(found.spans), *map(len, own)}) == 1
    assert (own.logprob <= 1e-4).all() and (own.entropy >= -1e-4).all() and (own.rank >= 0).all()
    assert PLAIN[slice(*found.spans[0])] == "The"
    firsts = own.rank == 0
    assert own.choices.shape == (len(own.rank), 5) and firsts.any()
    assert reader.expected(found, 3)[0]


HEADED = "Bridge shut for repairs\n\n"


def test_the_headline_is_not_read(reader: LanguageReader) -> None:
    whole, body = reader.read(HEADED + PLAIN * 2), reader.read(PLAIN * 2)
    assert [(a - len(HEADED), b - len(HEADED)) for a, b in whole.spans] == body.spans
    assert (whole.figures == body.figures).all()


@pytest.mark.parametrize(
    ("head", "start"),
    [
        (HEADED, len(HEADED)),
        ("Bridge shut\r\n\r\nBy Mary Osgood\r\n", 31),
        ("Is the bridge safe?\n", 0),
        ("", 0),
        ("\n\n", 2),
        ("one two " * 40 + "\n", 0),
    ],
)
def test_prose_begins_below_lines_that_end_no_sentence(head: str, start: int) -> None:
    assert prose_start(head + PLAIN * 2) == start


def test_a_text_of_headings_alone_is_read_from_its_start() -> None:
    assert prose_start("Weather\nSport\nLetters\n") == 0


def test_swapped_words_surprise(reader: LanguageReader) -> None:
    plain, spun = reader.read(PLAIN).figures, reader.read(SPUN).figures
    surprise = FIGURE_NAMES.index("mean_l")
    assert spun[surprise] < plain[surprise]


def test_the_same_again_and_with_more_threads(reader: LanguageReader) -> None:
    first = reader.read(PLAIN * 5).figures
    reader.read(SPUN)
    assert (reader.read(PLAIN * 5).figures == first).all()
    threaded = LanguageReader(threads=2).read(PLAIN * 5).figures
    assert np.allclose(threaded, first, atol=0.02, rtol=0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells what is mapped into memory")
def test_processes_share_the_weights_by_mapping_the_files(reader: LanguageReader) -> None:
    reader.read(PLAIN)
    mapped = Path("/proc/self/maps").read_text()
    assert all(name in mapped for name in (store.BODY_WEIGHTS, store.HEAD_WEIGHTS))


# What a text is cut into, whatever stands in it, is the matter of the tokenizer's own tests.
@pytest.mark.parametrize(
    "text", ["", "x", "\ud800\udfff" * 50, "the " * 500_000, "\U0001f600" * 300]
)
def test_bad_input_is_read_within_the_budget(reader: LanguageReader, text: str) -> None:
    start = time.thread_time()
    found = reader.read(text)
    assert len(found.spans) <= BUDGET and np.isfinite(found.figures).all()
    assert time.thread_time() - start < 10
