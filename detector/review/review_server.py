"""The review page as a server: several analysts at once, each decision kept as it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detector.review import argilla, labelstudio
from detector.review.decisions import ReviewDecision, ReviewDecisionError
from detector.review.entries import ReviewCollection
from detector.review.events import DecisionEvent, ScoreSnapshot, same_text
from detector.review.export import decisions_jsonl, filled_csv, history_jsonl
from detector.review.page import SERVED_POLICY, locked_page, script, served_page, stylesheet
from detector.review.payload import detail_of, index_of
from detector.review.store import DecisionConflict, DecisionStore
from detector.review.store_file import DecisionStoreError
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
SHARED_ID = "several articles of {0} have the id {1}: give each an id of its own"


ONWARD = '<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>Review</title>'


class ReviewEndpoints:
    """The answers: one collection of articles, one store of decisions."""

    def __init__(self, collection: ReviewCollection, store: DecisionStore, token: str) -> None:
        self.collection, self.store, self.token = collection, store, token
        self.index = index_of(collection)
        self.places: dict[tuple[str, str], int] = {}
        self.digests: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for place, brief in enumerate(self.index["entries"]):
            name = (brief["path"], brief["id"])
            self.places.setdefault(name, place)
            self.digests[name].add(brief["digest"])

    def page(self, request: Request) -> Response:
        """The page; with the token in the address, a cookie in its stead."""
        shown = request.query_params.get("token")
        if shown is not None and same_token(shown, self.token):
            # A browser keeps a strict cookie from a redirect that began on another site, such as
            # a chat in which the address was sent; a step of the page's own it lets pass.
            foreign = request.headers.get("sec-fetch-site") == "cross-site"
            step = Response(ONWARD, media_type="text/html")
            answer = step if foreign else RedirectResponse("/", 303)
            name = cookie_name(request.headers)
            answer.set_cookie(name, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not any(same_token(one, self.token) for one in tokens_shown(request.headers)):
            return html_answer(*locked_page(), status=401)
        return html_answer(served_page(), SERVED_POLICY)

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
        return answer_json({"found": self.collection.search(query)})

    def decisions(self, request: Request) -> Response:
        """What was decided after an event that the page knows."""
        since = request.query_params.get("since", "0")
        if not since.isdecimal() or len(since) > 18:
            raise HTTPException(400, "since takes the number of an event")
        return answer_json(self.changes_since(int(since)))

    async def decide(self, request: Request) -> Response:
        """Keep one decision, if it is about an article of this desk and nothing came between.

        ``digest`` is that of the article on the screen; ``after`` is the ``seq`` of the decision
        that the page showed as the analyst's own, 0 for none. A page that sends the same decision
        again, because the answer was lost, gets the event that is there.
        """
        said = await body_of(request)
        entry = self.collection.entries[self.place_of(said)]
        row, digest = entry.row, self.collection.digests[entry.article]
        after = said.get("after")
        if not isinstance(after, int) or isinstance(after, bool):
            raise HTTPException(400, "after takes the number of an event")
        seen = ScoreSnapshot(row.score, row.model, row.outlet, digest)
        try:
            event = await run_in_threadpool(self.store.add, said, seen, after=after)
        except ReviewDecisionError as error:
            raise HTTPException(400, str(error)) from error
        except DecisionConflict as conflict:
            body = {"error": str(conflict), "decision": self.event_data(conflict.latest)}
            return answer_json(body, 409)
        return answer_json({"decision": self.event_data(event), "seq": event.seq})

    def place_of(self, said: Mapping[str, Any]) -> int:
        """The article that a decision is about, which must be the one that was shown."""
        name = (str(said.get("path", "")), str(said.get("id", "")))
        if name not in self.places:
            raise HTTPException(404, "this article is no longer under review here: reload the page")
        if len(self.digests[name]) > 1:
            raise HTTPException(409, SHARED_ID.format(*name))
        if said.get("digest") not in self.digests[name]:
            raise HTTPException(409, "the article has changed since this page showed it: reload")
        return self.places[name]

    def changes_since(self, since: int) -> dict[str, Any]:
        """The latest decisions after an event, of the articles on this desk."""
        events = self.store.latest(since)
        event_data = [self.event_data(event) for event in events if self.is_here(event)]
        last = max((event.seq for event in events), default=since)
        return {"decisions": event_data, "seq": last, "desk": self.index["meta"]["key"]}

    def is_here(self, decided: DecisionEvent | ReviewDecision) -> bool:
        """Whether a decision is on a text of this desk, and not on one that has had its name."""
        text = self.collection.digests.get(decided.article)
        return text is not None and same_text(text, decided.digest)

    def event_data(self, event: DecisionEvent) -> dict[str, Any]:
        """A decision as the page takes it."""
        names = ("id", "path", "decision", "cause", "note", "reviewer", "at", "seq")
        return {name: getattr(event, name) for name in names} | {"n": self.places[event.article]}

    def decided(self) -> list[ReviewDecision]:
        """What was decided on the texts of this desk."""
        return [one for one in self.store.decisions() if self.is_here(one)]

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
    "csv": ("text/csv", lambda d: filled_csv(d.collection.entries, d.decided())),
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
        raise HTTPException(400, f"this is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise HTTPException(400, "send one decision as an object")
    return value


def html_answer(page: str, policy: str, status: int = 200) -> Response:
    """A page with the policy that goes with it."""
    headers = {"Content-Security-Policy": policy}
    return Response(page, status, media_type="text/html", headers=headers)


def answer_json(value: Any, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(value), status, media_type=JSON)


def refusal(request: Request, error: Exception) -> Response:
    """What went wrong, in words, for the page to show."""
    assert isinstance(error, HTTPException)
    return answer_json({"error": error.detail}, error.status_code)


def store_failure(request: Request, error: Exception) -> Response:
    """Say why a decision is not kept; it is not on the disk, and the page must not show it."""
    return answer_json({"error": str(error)}, 507)


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
        middleware=protections(
            hosts,
            token,
            MAX_DECISION_BYTES,
            open_paths=("/", "/favicon.ico"),
            token_missing="open the URL that the command printed",
        ),
        exception_handlers={HTTPException: refusal, DecisionStoreError: store_failure},
    )
