"""What keeps strangers out of a server on the analyst's own machine.

Binding to loopback is not enough: any page that the analyst has open in a browser can send
requests to 127.0.0.1, and by pointing a name of its own there (DNS rebinding) can read the
answers. So the ``Host`` must be one of ours, a request that a browser sends for another site is
refused, and a token that is printed once stands in for a password.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detector.server.body_limit import BodyLimit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# A request body may hold so many bytes: the longest article known to us has 0.4 MB (made up).
DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024
# Random bytes of a token: 128 bits, as OWASP requires of session identifiers.
TOKEN_BYTES = 16
SEND_TOKEN = "send the header `Authorization: Bearer TOKEN` with the token of this server"
# Nothing is loaded from anywhere; a page adds the digests of its own scripts and styles.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class UnsafeAddress(ValueError):  # noqa: N818 - named for what it is to the user
    """An address that others than this machine can reach, which was not asked for."""


def new_token() -> str:
    """A token nobody can guess, fit for a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def allowed_hosts(host: str, further: Sequence[str] = ()) -> tuple[str, ...]:
    """The names under which a server bound to ``host`` answers.

    Parameters
    ----------
    further : sequence of str
        Names that people of the newsroom use for this machine.

    Raises
    ------
    UnsafeAddress
        When ``host`` can be reached from elsewhere and ``further`` names nothing: then any name
        would have to do, and DNS rebinding with it.

    >>> allowed_hosts("127.0.0.1")
    ('127.0.0.1', 'localhost', '[::1]')
    """
    if not is_loopback(host) and not further:
        raise UnsafeAddress(
            f"{host} can be reached from other machines: say with --allow-host by what name or "
            "address they call this one, as in --allow-host desk.example.org"
        )
    named = () if is_loopback(host) or host in ("0.0.0.0", "::") else (host,)
    return tuple(dict.fromkeys((*LOOPBACK, *named, *further)))


def protections(
    hosts: Sequence[str] = LOOPBACK,
    token: str = "",
    most_bytes: int = DEFAULT_MAX_BODY_BYTES,
    open_paths: Sequence[str] = (),
    token_missing: str = SEND_TOKEN,
) -> list[Middleware]:
    """The middleware of a server on the analyst's machine, outermost first.

    Parameters
    ----------
    hosts : sequence of str
        Values of ``Host``, without port, that are answered.
    token : str
        What every request must show: in the header ``Authorization: Bearer``, or in the
        cookie of :func:`cookie_name`. ``""`` asks for none.
    most_bytes : int
        Longest request body; a longer one gets 413.
    open_paths : sequence of str
        Paths that look after the token themselves.
    token_missing : str
        What a client that shows no token, or another, is told to do.
    """
    chain = [
        Middleware(SafeHeaders),
        Middleware(KnownHost, hosts=list(hosts)),
        Middleware(SameOrigin),
    ]
    if token:
        paths = tuple(open_paths)
        chain.append(
            Middleware(TokenRequired, token=token, open_paths=paths, missing=token_missing)
        )
    return [*chain, Middleware(BodyLimit, most_bytes=most_bytes)]


def cookie_name(headers: Headers) -> str:
    """The cookie that carries the token; browsers share cookies between ports, so it names its own.

    >>> cookie_name(Headers({"host": "127.0.0.1:8765"}))
    'detector_8765'
    """
    return f"detector_{urlsplit('//' + headers.get('host', '')).port or 80}"


def same_token(shown: str, token: str) -> bool:
    """Compare in a time that does not reveal how much of it was right."""
    return hmac.compare_digest(shown.encode("utf-8", "replace"), token.encode())


class SafeHeaders:
    """Adds the headers that keep an answer from being framed, sniffed, kept or run."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers added."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", NOTHING)
            await send(message)

        await self.app(scope, receive, send_safely)


class KnownHost:
    """Refuses what is sent to another name; the check is Starlette's, the answer JSON."""

    def __init__(self, app: ASGIApp, hosts: list[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 400."""
        passed = []

        async def passes(*_: object) -> None:
            passed.append(True)

        async def unsaid(_: Message) -> None:
            pass

        check = TrustedHostMiddleware(passes, self.hosts, www_redirect=False)
        await check(scope, receive, unsaid)
        if passed:
            return await self.app(scope, receive, send)
        reason = f"this server has no name {Headers(scope=scope).get('host', '')!r}"
        refusal = JSONResponse({"error": f"{reason}: it is started with --allow-host NAME"}, 400)
        return await refusal(scope, receive, send)


class SameOrigin:
    """Refuses what a browser sends for a page of another origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 403."""
        if scope["type"] == "http" and is_cross_origin(Headers(scope=scope), scope["method"]):
            refusal = JSONResponse({"error": "sent for a page of another origin"}, 403)
            return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)


def is_cross_origin(headers: Headers, method: str) -> bool:
    """Whether a request comes from a page that is not ours.

    Following a link to the page is allowed, wherever the link stands.

    >>> is_cross_origin(Headers({"host": "127.0.0.1:80", "origin": "http://evil.test"}), "POST")
    True
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return True
    site = headers.get("sec-fetch-site", "none")
    opened = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    return site not in ("none", "same-origin") and not opened


class TokenRequired:
    """Answers only those who show the token."""

    def __init__(
        self, app: ASGIApp, token: str, open_paths: tuple[str, ...] = (), missing: str = SEND_TOKEN
    ) -> None:
        self.app = app
        self.token = token
        self.open_paths = open_paths
        self.missing = missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 401."""
        if scope["type"] == "http" and scope["path"] not in self.open_paths:
            headers = Headers(scope=scope)
            if not any(same_token(shown, self.token) for shown in tokens_shown(headers)):
                asked = {"WWW-Authenticate": "Bearer"}
                refusal = JSONResponse({"error": self.missing}, 401, asked)
                return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)


def tokens_shown(headers: Headers) -> list[str]:
    """The tokens that a request shows.

    >>> tokens_shown(Headers({"host": "localhost:1", "authorization": "Bearer abc"}))
    ['abc']
    """
    kind, _, bearer = headers.get("authorization", "").partition(" ")
    shown = [bearer.strip()] if kind.lower() == "bearer" else []
    cookie = cookie_parser(headers.get("cookie", "")).get(cookie_name(headers))
    return [*shown, cookie] if cookie else shown
