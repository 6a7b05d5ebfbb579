"""``detector serve``: articles over HTTP, for editing systems on the desk's own machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from detector.cli.errors import with_explained_errors
from detector.cli.options import detector_options, make_detector

if TYPE_CHECKING:
    from uvicorn import Config

SERVER_EXTRA_MISSING = 'the server needs two more packages: pip install "garble-detector[desk]"'
# Connections that are held at once; the next is told 503 (made up: a desk has tens of clients).
MOST_CONNECTIONS = 256
# Seconds that a connection may be idle between two requests (uvicorn's default is 5).
IDLE_SECONDS = 15
# Seconds that requests in progress get when the server is stopped: what may wait takes a minute.
FAREWELL_SECONDS = 75
MIB = 1024 * 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--allow-host",
    "further",
    multiple=True,
    metavar="NAME",
    help="Name or address by which other machines reach this one; repeatable.",
)
@click.option(
    "--token",
    envvar="DETECTOR_TOKEN",
    default="",
    help="Answer only requests that carry this bearer token (or set DETECTOR_TOKEN).",
)
@click.option(
    "--most-mib",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Longest request body, in MiB.",
)
@detector_options
@with_explained_errors
def serve(
    host: str,
    port: int,
    further: tuple[str, ...],
    token: str,
    most_mib: int,
    **detector_kwargs: Any,
) -> None:
    """Answer POST /score over HTTP until Ctrl-C.

    A request holds one article or many.
    GET /openapi.json describes the interface; /health and /version are for monitoring.

    \b
    Example:
      detector serve --port 8765
      curl -s localhost:8765/score --json '{"text": "Some 9,000 XNUMX troops were moved."}'
    """
    try:
        import uvicorn

        from detector.server.application import make_scoring_app
        from detector.server.http_security import allowed_hosts, is_loopback
    except ImportError as error:
        raise ValueError(SERVER_EXTRA_MISSING) from error

    hosts = allowed_hosts(host, further)
    if not (token or is_loopback(host)):
        raise click.UsageError(
            f"other machines can reach {host}: give a --token that their requests must carry"
        )
    click.echo("loading the model …", err=True)
    app = make_scoring_app(
        make_detector(**detector_kwargs), hosts=hosts, token=token, most_bytes=most_mib * MIB
    )
    uvicorn.Server(settings(app, host, port)).run()


def settings(app: Any, host: str, port: int) -> Config:
    """How uvicorn is to run an application."""
    from uvicorn import Config

    return Config(
        app,
        host=host,
        port=port,
        lifespan="on",
        log_level="info",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=FAREWELL_SECONDS,
    )
