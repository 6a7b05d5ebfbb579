"""Requests judged together: in turn, within bounds, and each on its own when one fails."""

from __future__ import annotations

import asyncio
import threading

import pytest

pytest.importorskip("starlette", reason="the extra `desk` is not installed")

from starlette.exceptions import HTTPException

from detector import Article, Detector
from detector.server import request_batching as batching
from detector.server.request_batching import Batcher


@pytest.fixture(scope="module")
def detector():
    return Detector()


class Slow:
    """A detector that counts its calls and takes its time."""

    def __init__(self, detector):
        self.detector = detector
        self.calls = []
        self.go = threading.Event()

    def judge_many(self, articles):
        texts = [article.text for article in articles]
        self.calls.append(texts)
        self.go.wait(10)
        return self.detector.judge_many(texts)


async def begin(batcher, slow, text):
    """A request that the detector is at work on: what comes now must wait."""
    first = asyncio.create_task(batcher.judge([Article(text)]))
    while not slow.calls:
        await asyncio.sleep(0.01)
    return first


def test_concurrent_calls_are_judged_together_and_in_turn(detector):
    slow = Slow(detector)

    async def work():
        async with Batcher(slow) as batcher:
            first = await begin(batcher, slow, "First.")
            crowd = [Article(f"Crowd {number}.") for number in range(100)]
            others = [batcher.judge(crowd), *(batcher.judge([Article("One.")]) for _ in range(5))]
            waiting = [asyncio.create_task(one) for one in others]
            await asyncio.sleep(0.05)
            slow.go.set()
            await first
            return [len(found) for found in await asyncio.gather(*waiting)]

    assert asyncio.run(work()) == [100, 1, 1, 1, 1, 1]
    assert slow.calls[0] == ["First."]
    # The single articles are in the first batch after it, though a hundred came before them.
    assert slow.calls[1].count("One.") == 5
    assert len(slow.calls) == 3


def test_callers_who_come_back_at_once_are_judged_in_one_round(detector, monkeypatch):
    monkeypatch.setattr(batching, "PAUSE", 2.0)
    slow = Slow(detector)

    async def call(batcher, times):
        for _ in range(times):
            await batcher.judge([Article("Again.")])
            await asyncio.sleep(0.01)

    async def work():
        async with Batcher(slow) as batcher:
            first = await begin(batcher, slow, "First.")
            others = [asyncio.create_task(call(batcher, 4)) for _ in range(3)]
            await asyncio.sleep(0.05)
            slow.go.set()
            await first
            await asyncio.gather(call(batcher, 4), *others)

    asyncio.run(work())
    assert list(map(len, slow.calls)) == [1, 4, 4, 4, 4]


def test_a_lone_caller_waits_for_nobody(detector, monkeypatch):
    monkeypatch.setattr(batching, "PAUSE", 60.0)
    slow = Slow(detector)
    slow.go.set()

    async def work():
        async with Batcher(slow) as batcher:
            for _ in range(3):
                await asyncio.wait_for(batcher.judge([Article("Alone.")]), 10)

    asyncio.run(work())
    assert list(map(len, slow.calls)) == [1, 1, 1]


def test_too_much_work_is_sent_away(detector, monkeypatch):
    monkeypatch.setattr(batching, "MOST_WAITING", 10)
    slow = Slow(detector)

    async def work():
        async with Batcher(slow) as batcher:
            first = await begin(batcher, slow, "Longer than ten.")
            with pytest.raises(HTTPException, match="too much is waiting"):
                await batcher.judge([Article("Another.")])
            slow.go.set()
            return await first, batcher.waiting

    [judged], waiting = asyncio.run(work())
    assert (judged.decision, waiting) == ("too_short", 0)


def test_an_article_that_fails_does_not_take_the_others_with_it(detector):
    class Brittle(Slow):
        def judge_many(self, articles):
            for one in articles:
                if "bad" in one.text:
                    raise RuntimeError("broken")
                yield self.detector.judge(one)

        def judge(self, article):
            return next(self.judge_many([article]))

    async def work():
        async with Batcher(Brittle(detector)) as batcher:
            return await asyncio.gather(
                batcher.judge([Article("Good.")]), batcher.judge([Article("bad"), Article("Good.")])
            )

    [good], [bad, other] = asyncio.run(work())
    assert good.decision == other.decision == "too_short"
    assert "could not be judged (RuntimeError: broken)" in bad.reason
