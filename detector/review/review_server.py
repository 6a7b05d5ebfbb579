"""The review page as a server: several analysts at once, each decision kept as it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detector.review import argilla, labelstudio
from detector.review.decisions import ReviewDecisionError
from detector.review.entries import ReviewCollection
from detector.review.export import decisions_jsonl, filled_csv, history_jsonl
from detector.review.page import SERVED_POLICY, script, served_page, stylesheet
from detector.review.payload import detail_of, index_of
from detector.review.search import search
from detector.review.store import DecisionEvent, DecisionStore, ScoreSnapshot
from detector.server.http_security import (
    LOOPBACK,
    cookie_name,
    protections,
    same_token,
    tokens_shown,
)

# A decision with its note is a few kilobytes at most.
MAX_DECISION_BYTES = 64 * 1024
LONGEST_QUERY = 500
NO_KEY = "This page opens with the address that `detector review` printed: it ends in a token."


ONWARD = '<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Review</title>'


class ReviewEndpoints:
    """The answers: one collection of articles, one store of decisions."""

    def __init__(self, collection: ReviewCollection, store: DecisionStore, token: str) -> None:
        self.collection, self.store, self.token = collection, store, token
        self.index = index_of(collection)
        self.places: dict[tuple[str, str], int] = {}
        for place, entry in enumerate(collection.entries):
            self.places.setdefault((entry.row["path"], entry.row["id"]), place)

    def page(self, request: Request) -> Response:
        """The page; with the token in the address, a cookie in its stead."""
        shown = request.query_params.get("token")
        if shown is not None and same_token(shown, self.token):
            # A browser keeps a strict cookie from a redirect that began on another site, such as
            # a chat in which the address was sent; a step of the page's own it lets pass.
            foreign = request.headers.get("sec-fetch-site") == "cross-site"
            answer = Response(ONWARD, media_type="text/html") if foreign else onward()
            name = cookie_name(request.headers)
            answer.set_cookie(name, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not any(same_token(one, self.token) for one in tokens_shown(request.headers)):
            return Response(NO_KEY, 401, media_type="text/plain")
        policy = {"Content-Security-Policy": SERVED_POLICY}
        return Response(served_page(), media_type="text/html", headers=policy)

    def entries(self, request: Request) -> Response:
        """All articles in the order of the queue, and what was decided."""
        return answer_json(self.index | self.changes_since(0))

    def entry(self, request: Request) -> Response:
        """One article."""
        place = int(request.path_params["n"])
        if place >= len(self.collection.entries):
            raise HTTPException(404, "there is no such article")
        return answer_json(detail_of(self.collection, place))

    def find(self, request: Request) -> Response:
        """The articles that hold the words of a query."""
        query = request.query_params.get("q", "")[:LONGEST_QUERY]
        return answer_json({"found": search(self.collection, query)})

    def decisions(self, request: Request) -> Response:
        """What was decided after an event that the page knows."""
        since = request.query_params.get("since", "0")
        if not since.isdecimal() or len(since) > 18:
            raise HTTPException(400, "since takes the number of an event")
        return answer_json(self.changes_since(int(since)))

    async def decide(self, request: Request) -> Response:
        """Keep one decision."""
        said = await body_of(request)
        place = self.places.get((str(said.get("path", "")), str(said.get("id", ""))))
        if place is None:
            raise HTTPException(404, "this article is not on the desk: reload the page")
        row = self.collection.entries[place].row
        seen = ScoreSnapshot(float(row["score"]), row["model"], row["outlet"])
        try:
            event = self.store.add(said, seen)
        except ReviewDecisionError as error:
            raise HTTPException(400, str(error)) from error
        return answer_json({"decision": self.event_data(event), "seq": event.seq})

    def changes_since(self, since: int) -> dict[str, Any]:
        """The latest decisions after an event, of the articles on this desk."""
        events = self.store.latest(since)
        event_data = [self.event_data(event) for event in events if event.article in self.places]
        return {"decisions": event_data, "seq": max((event.seq for event in events), default=since)}

    def event_data(self, event: DecisionEvent) -> dict[str, Any]:
        """A decision as the page takes it."""
        names = ("id", "path", "decision", "cause", "note", "reviewer", "at", "seq")
        return {name: getattr(event, name) for name in names} | {"n": self.places[event.article]}

    def export(self, request: Request) -> Response:
        """Decisions, or the articles for another tool, as a file."""
        name = request.path_params["name"]
        if name not in EXPORTS:
            raise HTTPException(404, f"exports are {', '.join(EXPORTS)}")
        kind, make = EXPORTS[name]
        headers = {"Content-Disposition": f'attachment; filename="decisions.{name}"'}
        return Response(make(self), media_type=kind, headers=headers)


JSON = "application/json"
LINES = "application/x-ndjson"
EXPORTS: dict[str, tuple[str, Callable[[ReviewEndpoints], bytes | str]]] = {
    "csv": ("text/csv", lambda d: filled_csv(d.collection.entries, d.store.decisions())),
    "jsonl": (LINES, lambda d: decisions_jsonl(d.store.decisions())),
    "history.jsonl": (LINES, lambda d: history_jsonl(d.store.history())),
    "labelstudio.json": (JSON, lambda d: orjson.dumps(labelstudio.tasks(d.collection.entries))),
    "labelstudio.xml": ("application/xml", lambda d: labelstudio.CONFIG),
    "argilla.json": (JSON, lambda d: orjson.dumps(argilla.records(d.collection.entries))),
}


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that was sent.

    A form of another site can send text, but not JSON without asking first; so nothing else is
    taken.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise HTTPException(415, "send application/json")
    try:
        value = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, f"this is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise HTTPException(400, "send one decision as an object")
    return value


def onward() -> Response:
    """To the page, without the token in the address."""
    return RedirectResponse("/", 303)


def answer_json(value: Any) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(value), media_type=JSON)


def error_response(request: Request, error: Exception) -> Response:
    """What went wrong, in words, for the page to show."""
    assert isinstance(error, HTTPException)
    answer = answer_json({"error": error.detail})
    answer.status_code = error.status_code
    return answer


def fixed(text: str, kind: str) -> Callable[[Request], Response]:
    """An answer that is always the same."""
    return lambda request: Response(text, media_type=kind)


def make_review_app(
    collection: ReviewCollection, store: DecisionStore, token: str, hosts: Sequence[str] = LOOPBACK
) -> Starlette:
    """The server of one collection.

    Parameters
    ----------
    token : str
        What opens it: ``GET /?token=…`` exchanges it for a cookie that no script can read.
    hosts : sequence of str
        See :func:`detector.server.http_security.allowed_hosts`.
    """
    endpoints = ReviewEndpoints(collection, store, token)
    return Starlette(
        routes=[
            Route("/", endpoints.page),
            Route("/favicon.ico", lambda request: Response(status_code=204)),
            Route("/desk.css", fixed(stylesheet(), "text/css")),
            Route("/desk.js", fixed(script(), "text/javascript")),
            Route("/api/entries", endpoints.entries),
            Route("/api/entries/{n:int}", endpoints.entry),
            Route("/api/search", endpoints.find),
            Route("/api/decisions", endpoints.decisions, methods=["GET"]),
            Route("/api/decisions", endpoints.decide, methods=["POST"]),
            Route("/api/export.{name}", endpoints.export),
        ],
        middleware=protections(hosts, token, MAX_DECISION_BYTES, open_paths=("/", "/favicon.ico")),
        exception_handlers={HTTPException: error_response},
    )
