"""The HTTP application: ``POST /score``, and what monitoring and clients ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detector.article import Article
from detector.detector import Detector
from detector.server.http_security import DEFAULT_MAX_BODY_BYTES, LOOPBACK, protections
from detector.server.openapi import openapi_document
from detector.server.request_batching import Batcher, Judged
from detector.server.request_bodies import (
    ScoreRequest,
    check_query,
    check_type,
    check_unpacked,
    parse_body,
)
from detector.verdict import Row
from detector.version import VERSION
from detector.writers.jsonl import encode
from detector.writers.records import to_record
from detector.writers.review_rows import rank, row_for

# A body that is not there after so many seconds never comes, or comes from someone who wants to
# keep us waiting (made up).
BODY_SECONDS = 30.0
# Seconds after which a client that was told to wait may ask again (made up).
RETRY_SECONDS = 5


def make_scoring_app(
    detector: Detector,
    *,
    hosts: Sequence[str] = LOOPBACK,
    token: str = "",
    most_bytes: int = DEFAULT_MAX_BODY_BYTES,
) -> Starlette:
    """Build the application round a detector that is loaded already.

    Parameters
    ----------
    hosts : sequence of str
        Names under which the server answers (see :mod:`detector.server.http_security`).
    token : str
        What ``POST /score`` must show, ``""`` for nothing.
    most_bytes : int
        Longest body; a longer one gets 413.
    """
    endpoints = ScoringEndpoints(detector, most_bytes)
    return Starlette(
        routes=[
            Route("/score", endpoints.score, methods=["POST"]),
            Route("/health", endpoints.health),
            Route("/version", endpoints.version),
            Route("/openapi.json", endpoints.openapi),
        ],
        middleware=protections(
            hosts, token, most_bytes, open_paths=("/health", "/version", "/openapi.json")
        ),
        exception_handlers={
            HTTPException: endpoints.refused,
            Exception: endpoints.failed,
        },
        lifespan=endpoints.lifespan,
    )


class ScoringEndpoints:
    """The answers of one server."""

    def __init__(self, detector: Detector, most_bytes: int) -> None:
        self.detector = detector
        self.most_bytes = most_bytes

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Keep the judging thread while the server is up."""
        async with Batcher(self.detector) as self.batcher:
            yield

    async def score(self, request: Request) -> Response:
        """Judge one article, or many, and answer with review rows."""
        check_query(request.query_params)
        check_type(request.headers.get("content-type", ""))
        body = await body_of(request)
        check_unpacked(body, request.headers.get("content-encoding", ""))
        score_request = parse_body(body)
        articles = [item for item in score_request.items if isinstance(item, Article)]
        judged = await self.batcher.judge(articles)
        records = list(map(to_record, self.rows(score_request, judged)))
        return as_json({"rows": records} if score_request.many else records[0])

    def rows(self, score_request: ScoreRequest, judged: Sequence[Judged]) -> list[Row]:
        """The rows of a request in its own order; ``rank`` says which to look at first."""
        results, model = iter(judged), str(self.detector.card["name"])
        rows = [
            row_for(item, next(results) if isinstance(item, Article) else item, model)
            for item in score_request.items
        ]
        rank(rows)
        return rows

    async def health(self, _: Request) -> Response:
        """Whether the judging thread is there, and how much waits for it."""
        return as_json({"status": "ok", "waiting_characters": self.batcher.waiting})

    async def version(self, _: Request) -> Response:
        """Which detector and which model answer, and from which scores on."""
        return as_json(
            {
                "version": VERSION,
                "model": str(self.detector.card["name"]),
                "thresholds": self.detector.thresholds._asdict(),
            }
        )

    async def openapi(self, _: Request) -> Response:
        """The description of this interface."""
        return as_json(openapi_document(self.most_bytes))

    async def refused(self, request: Request, error: Exception) -> Response:
        """Say in JSON what is wrong with a request."""
        assert isinstance(error, HTTPException)
        reasons = {
            404: f"there is no {request.url.path}; GET /openapi.json lists what there is",
            405: f"{request.url.path} does not answer {request.method}",
        }
        reason = reasons.get(error.status_code, error.detail)
        return error_response(error.status_code, reason, dict(error.headers or {}))

    async def failed(self, _: Request, error: Exception) -> Response:
        """Say that it is our fault; what went wrong is in the server's log, not in the answer."""
        del error
        return error_response(500, "the server failed; its log says why")


async def body_of(request: Request) -> bytes:
    """The whole body of a request.

    Raises
    ------
    HTTPException
        408 when it does not come, 400 when the client hangs up before its end.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError as error:
        raise HTTPException(
            408, f"the body did not arrive within {BODY_SECONDS:.0f} seconds"
        ) from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the body ended too early") from error


def error_response(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    """An error as clients read it."""
    headers = dict(headers or {})
    if status == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if status == 408:
        # What may still come of the body is not the next request.
        headers["Connection"] = "close"
    return JSONResponse({"error": reason}, status, headers)


def as_json(value: dict[str, Any]) -> Response:
    """An answer; lone halves of surrogate pairs are replaced, as in JSON Lines."""
    return Response(encode(value), media_type="application/json")
