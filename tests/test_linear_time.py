"""Time is linear: a text twice as long costs at most 2.5 times, however it was made to hurt.

What is measured is the time of this thread on the processor, so that a busy machine does not
count; what takes less than a floor is fast enough, whatever it is a multiple of.
"""

from __future__ import annotations

import gc
import json
import math
import time
from collections import deque
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hostile import grown, repeats
from hostility import PIECES
from patterns import patterns

from detector import Detector
from detector.signals.catalogue import SIGNAL_MODULES, SIGNALS_BY_NAME
from detector.text.tokens import Tokens

MOST = {2: 2.5, 4: 8}
ROUNDS = 7
# Seconds: a quadratic pattern takes fifty times as long on the first of the sizes, and an honest
# one up to a quarter.
PATTERN_FLOOR, PATTERN_SIZE = 0.01, 10_000
SIGNAL_FLOOR, SIGNAL_SIZE = 0.025, 10_000
UNITS_A_SIGNAL = 10
# A window about each word is 35 characters at most; the rest of the text is 5,000.
MOST_COPIED = 60
CASES = Path(__file__).parent / "cases"


def seconds(work):
    """Time of this thread on the processor; the collector would walk all other tests' objects."""
    gc.collect(0)
    gc.disable()
    try:
        begun = time.thread_time()
        work()
        return time.thread_time() - begun
    finally:
        gc.enable()


def looks_linear(work, floor, times):
    """Whether ``times`` the text costs at most ``MOST[times]`` as much; best of some rounds."""
    once, more = math.inf, math.inf
    for _ in range(ROUNDS):
        more = min(more, seconds(lambda: work(times)))
        if more <= floor:
            return True
        once = min(once, seconds(lambda: work(1)))
        if more <= MOST[times] * once:
            return True
    return False


def assert_linear(work, floor, name):
    """Hold a text of twice the size to 2.5 times the cost, or one of four times to 8 times.

    A virtual machine that shares its caches can make either look worse than it is; a quadratic
    rule costs 4 and 16 times.
    """
    if not looks_linear(work, floor, 2):
        assert looks_linear(work, 2 * floor, 4), f"{name}: more than linear"


@pytest.mark.parametrize("used", patterns(), ids=lambda used: used.place)
def test_a_pattern(used):
    for pair in repeats(used.pattern):
        texts = {times: grown(pair, times * PATTERN_SIZE) for times in (1, 2, 4)}

        def work(times, texts=texts):
            if used.anchored:
                used.pattern.match(texts[times])
            else:
                deque(used.pattern.finditer(texts[times]), maxlen=0)

        assert_linear(work, PATTERN_FLOOR, repr(pair)[:80])


COUNT = count()


def fresh(text):
    """The text with a new beginning: what is remembered of its first word is no help."""
    number, letters = next(COUNT), ""
    while number:
        number, letter = divmod(number, 26)
        letters += chr(ord("a") + letter)
    return letters + text


@cache
def family_of(name):
    return next(
        family for family in SIGNAL_MODULES for signal in family.SIGNALS if signal.name == name
    )


def hostile_units(signal):
    """What a signal looks for, over and over: its example, its cases, its family's patterns."""
    family = family_of(signal.name).__name__
    cases = json.loads((CASES / f"{family.rpartition('.')[2]}.json").read_text("utf-8"))
    own = [case for case in cases if case["signal"] == signal.name]
    texts = [signal.example, signal.example + "\n\n", *(case["text"] + " " for case in own[:4])]
    marks = [mark + end for case in own for mark in case["evidence"] for end in ("", " ", ". ")]
    made = [
        unit
        for used in patterns()
        if used.place.startswith(family.removeprefix("detector.") + ".")
        for _, unit in repeats(used.pattern)
    ]
    units = [*texts, *marks[:6], *made[:: max(1, len(made) // 6)]]
    units = [unit for unit in dict.fromkeys(units) if unit]
    return units[:: max(1, -(-len(units) // UNITS_A_SIGNAL))]


def read_all_of(signal, text):
    tokens = Tokens(text)
    return signal.read(tokens)


@pytest.mark.parametrize("name", SIGNALS_BY_NAME)
def test_a_signal(name):
    signal = SIGNALS_BY_NAME[name]
    # What is loaded on first use is no cost of the text.
    read_all_of(signal, signal.example)
    for unit in hostile_units(signal):
        texts = {times: grown(("", unit), times * SIGNAL_SIZE) for times in (1, 2, 4)}

        def work(times, texts=texts):
            read_all_of(signal, fresh(texts[times]))

        assert_linear(work, SIGNAL_FLOOR, repr(unit)[:80])


class Copied(str):
    """A text that counts the characters of what is cut out of it."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.copied = 0
        return made

    def __getitem__(self, place):
        cut = super().__getitem__(place)
        self.copied += len(cut)
        return cut


@pytest.mark.parametrize("name", SIGNALS_BY_NAME)
def test_a_signal_copies_no_rest_of_the_text(name):
    """At each word, that is quadratic; but so quick that the clock sees it in long texts only."""
    signal = SIGNALS_BY_NAME[name]
    for unit in [*hostile_units(signal), "word "]:
        tokens = Tokens(grown(("", unit), SIGNAL_SIZE))
        tokens.text = Copied(tokens.text)
        signal.read(tokens)
        assert tokens.text.copied <= MOST_COPIED * len(tokens.text), repr(unit)[:80]


@pytest.fixture(scope="module")
def detector():
    found = Detector()
    found.judge("Warm up.")
    return found


@pytest.mark.parametrize(
    "unit", [p for piece in PIECES[::4] for p in (piece, piece + " ")], ids=repr
)
def test_a_verdict(detector, unit):
    texts = {times: grown(("", unit), times * SIGNAL_SIZE) for times in (1, 2, 4)}
    assert_linear(lambda times: detector.judge(fresh(texts[times])), 4 * SIGNAL_FLOOR, repr(unit))
