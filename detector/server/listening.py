"""A server on the analyst's machine: where it listens, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import closing
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

# Requests answered at once; a page asks for a few (made up).
MOST_AT_ONCE = 64
# Seconds that open connections get when the server is told to stop.
SHUTDOWN_SECONDS = 3


class PromptProtocol(H11Protocol):
    """HTTP whose answers leave at once, also where they come in two parts.

    asyncio sees to that for sockets that name their protocol. The one that uvicorn's processes
    share does not, and a client that keeps its connection waited 40 ms for each answer.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)


# What uvicorn is told by every server of ours.
SETTINGS: dict[str, Any] = {
    "http": PromptProtocol,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
}


class BusyPort(OSError):  # noqa: N818 - named for what it is to the user
    """An address that cannot be listened on; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; port 0 takes one that is free.

    Raises
    ------
    BusyPort
        When the port is taken or not for this user, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    # A name that no host can have fails while it is encoded.
    except (OSError, UnicodeError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise BusyPort(
            f"cannot listen on {host} port {port} ({reason}): {advice(error)}"
        ) from error
    return listener


def advice(error: Exception) -> str:
    """What to do where an address cannot be had: the port may be at fault, or the host.

    >>> advice(OSError(errno.EADDRNOTAVAIL, "no such address"))
    'name an address of this machine with --host'
    """
    if getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
        return "name another with --port, or take any that is free with --port 0"
    return "name an address of this machine with --host"


def address(listener: socket.socket, host: str, path: str = "/") -> str:
    """The URL under which a socket can be reached.

    An address that stands for all of the machine's own is shown as loopback.
    """
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
    return f"http://{shown}:{listener.getsockname()[1]}{path}"


def serve(
    app: ASGIApp, listener: socket.socket, ready: Callable[[], object] = lambda: None
) -> None:
    """Answer until interrupted; ``ready`` is called once connections are taken."""
    config = uvicorn.Config(
        app,
        **SETTINGS,
        log_level="warning",
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    with closing(listener):
        listener.listen()
        ready()
        uvicorn.Server(config).run(sockets=[listener])
