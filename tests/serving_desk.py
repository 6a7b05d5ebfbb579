"""A server of ours on loopback, in a thread of the test, and a plain client."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from newsroom import article

from detector.cli.serve import settings

PATIENCE = 120.0
MARKED = article("news", 90) + "\n\nSome 100,000 XNUMX troops were sent to the border on Monday."


@contextmanager
def serving(app) -> Iterator[int]:
    """Run an application on a free port of loopback; gives the port."""
    config = uvicorn.Config(app, port=0, **settings() | {"log_level": "critical"})
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < until and thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


class Client:
    """One connection that is kept alive, as an editing system keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method, path, body=None, **headers):
        """Send a request; gives the status, the parsed body and the headers."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.HTTPException):
            self.connection.close()
            raise
        data = answer.read()
        return answer.status, json.loads(data), answer.headers

    def score(self, value, **headers):
        """POST /score with a value as JSON, or with bytes as they are."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.ask("POST", "/score", body, Content_Type="application/json", **headers)[:2]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
