"""Concurrent requests judged together, in turn, by one thread.

The more articles the model judges at once, the less each of them costs, and Python computes on
one core anyhow. So requests wait in a ring, and each round takes one article from each of them: an
editor's single article is not held up by a colleague's thousand.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

from detector.article import Article, Unreadable
from detector.detector import Detector
from detector.text.batches import MAX_BATCH_CHARACTERS, judge_each
from detector.verdict import Verdict

Judged = Verdict | Unreadable
# Articles of one round: whoever comes next waits for them, a tenth of a second (made up).
MAX_ROUND = 64
# So many seconds a round waits at most for those whom the last one answered: it costs 10 ms and 1.4
# for each article, so that four callers in one round get half as many answers again as in two.
PAUSE = 0.008
# Characters that wait to be judged: at the four microseconds that a character takes (measured on
# one core), whoever comes next would wait a minute and is better sent away (made up).
MOST_WAITING = 16_000_000


@dataclass(eq=False)
class PendingRequest:
    """The articles of one request, how many were taken to be judged, and the judgements so far."""

    articles: Sequence[Article]
    done: asyncio.Future[list[Judged]]
    taken: int = 0
    found: dict[int, Judged] = field(default_factory=dict)

    def add_result(self, place: int, judged: Judged) -> None:
        """Keep the judgement of one article; answer when it was the last."""
        self.found[place] = judged
        if len(self.found) == len(self.articles) and not self.done.done():
            self.done.set_result([self.found[at] for at in range(len(self.articles))])


class Batcher:
    """Judges the articles of many requests in batches, in a thread of its own.

    Use it as an asynchronous context manager: leaving stops the thread.
    """

    def __init__(self, detector: Detector) -> None:
        self.detector = detector
        self.round_robin: deque[PendingRequest] = deque()
        self.waiting = 0
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "judging")

    async def __aenter__(self) -> Batcher:
        """Start to work."""
        self._worker = asyncio.create_task(self._work())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop; requests that still wait fail with 503."""
        self._worker.cancel()
        await asyncio.gather(self._worker, return_exceptions=True)
        for request in self.round_robin:
            if not request.done.done():
                request.done.set_exception(HTTPException(503, "the server is shutting down"))
        self._thread.shutdown()

    async def judge(self, articles: Sequence[Article]) -> list[Judged]:
        """The judgement of each article, in order; an article that fails is Unreadable.

        Raises
        ------
        HTTPException
            503 when too much is waiting already, or the server goes down.
        """
        if not articles:
            return []
        size = sum(len(article.text) for article in articles)
        if self.waiting and self.waiting + size > MOST_WAITING:
            raise HTTPException(503, "too much is waiting to be judged; try again later")
        request = PendingRequest(articles, asyncio.get_running_loop().create_future())
        self.round_robin.append(request)
        self._wake.set()
        self.waiting += size
        try:
            return await request.done
        finally:
            self.waiting -= size

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = self.next_batch()
            if not batch:
                self._wake.clear()
                await self._wake.wait()
                continue
            articles = [request.articles[place] for request, place in batch]
            judged = await loop.run_in_executor(
                self._thread, judge_each, self.detector.judge_many, articles
            )
            for (request, place), result in zip(batch, judged, strict=True):
                request.add_result(place, result)
            answered = {request for request, _ in batch if request.done.done()}
            await self._wait_for_more(len(answered))

    async def _wait_for_more(self, answered: int) -> None:
        """Wait a moment for the callers just answered: most of them send their next article now.

        Those who wait already would be judged without them, and the others after these.
        """
        expected = min(len(self.round_robin) + answered, MAX_ROUND)
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                while len(self.round_robin) < expected:
                    self._wake.clear()
                    await self._wake.wait()

    def next_batch(self) -> list[tuple[PendingRequest, int]]:
        """One article from each waiting request in turn, up to a batch.

        Requests whose caller has gone are dropped.
        """
        batch: list[tuple[PendingRequest, int]] = []
        size = 0
        while self.round_robin and len(batch) < MAX_ROUND and size < MAX_BATCH_CHARACTERS:
            request = self.round_robin.popleft()
            if request.done.done():
                continue
            batch.append((request, request.taken))
            size += len(request.articles[request.taken].text)
            request.taken += 1
            if request.taken < len(request.articles):
                self.round_robin.append(request)
        return batch
