"""A bound on the body of a request, and an answer that every client gets to read.

A server that closes a connection on which bytes still lie unread resets it, and the reset takes
the answer with it. So what is too long is answered at once and then read for a while, unheeded,
before the connection is closed (the lingering close of RFC 9112, 9.6).
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds for which a client that was refused may go on sending (made up: enough for a body of the
# length that is allowed on a slow line, too few to keep a connection by it).
LINGER_SECONDS = 5.0


class BodyLimit:
    """Refuses a body that is too long, at once where its length is declared.

    A body that grows past the limit unannounced ends in an ``HTTPException`` where the application
    reads it.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 413."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        exchange = LimitedExchange(receive, send, self.most_bytes)
        if declared.isdecimal() and int(declared) > self.most_bytes:
            exchange.too_long = True
            refusal = JSONResponse({"error": exchange.reason}, 413)
            # A client that waits for leave to go on gets the refusal instead, and sends nothing.
            waits = Headers(scope=scope).get("expect", "").lower() == "100-continue"
            return await refusal(scope, receive, send if waits else exchange.send)
        return await self.app(scope, exchange.receive, exchange.send)


class LimitedExchange:
    """One request whose body is counted, and its answer."""

    def __init__(self, receive: Receive, send: Send, most_bytes: int) -> None:
        self.source, self.sink = receive, send
        self.most_bytes = most_bytes
        self.taken = 0
        self.too_long = False

    @property
    def reason(self) -> str:
        """The message to the sender."""
        return f"the body is longer than {self.most_bytes:,} bytes"

    async def receive(self) -> Message:
        """The next piece of the body.

        Raises
        ------
        HTTPException
            413 with the piece that goes past the limit.
        """
        message = await self.source()
        self.taken += len(message.get("body", b""))
        if self.taken > self.most_bytes:
            self.too_long = True
            raise HTTPException(413, self.reason)
        return message

    async def send(self, message: Message) -> None:
        """Send a piece of the answer; the last one of a refusal only after lingering."""
        if self.too_long and message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Connection"] = "close"
        last = message["type"] == "http.response.body" and not message.get("more_body")
        if not (self.too_long and last):
            return await self.sink(message)
        await self.sink({**message, "more_body": True})
        await self.linger()
        return await self.sink({"type": "http.response.body", "body": b"", "more_body": False})

    async def linger(self) -> None:
        """Read what the client still sends, and forget it."""
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while (message := await self.source())["type"] == "http.request":
                    if not message.get("more_body"):
                        return
        except TimeoutError:
            pass
