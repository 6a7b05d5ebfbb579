"""``detector serve``: articles over HTTP, for editing systems on the desk's own machines."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detector.cli.options import detector_options, make_detector, server_options
from detector.readers.limits import MIB

if TYPE_CHECKING:
    from starlette.applications import Starlette

SERVER_EXTRA_MISSING = 'the server needs two more packages: pip install ".[desk]" in the checkout'
TOKEN_VARIABLE = "DETECTOR_TOKEN"
# What a header can carry unchanged.
TOKEN_RE = re.compile(r"[!-~]+")
TOKEN_MISSING = "other machines can reach {}: give a --token that their requests must carry"
EMPTY_TOKEN = f"it is empty: leave it out, and {TOKEN_VARIABLE} unset, to ask for none"
UNFIT_TOKEN = "take ASCII letters, digits and signs, without spaces: a header carries no others"
# Connections that are held at once; the next is answered 503 (made up: a desk has tens of
# clients).
MOST_CONNECTIONS = 256
# Seconds that a connection may be idle between two requests (uvicorn's default is 5).
IDLE_SECONDS = 15
# Seconds that requests in progress get when the server is stopped: what may wait takes a minute.
FAREWELL_SECONDS = 75
# Seconds after which a process that does not answer the first one is replaced (uvicorn's default
# is 5, in which a busy machine does not even start one).
PATIENCE_SECONDS = 60
# The variable that takes the command line to further processes.
CHOICES = "DETECTOR_SERVE_CHOICES"


def check_token(context: click.Context, _: click.Parameter, token: str | None) -> str:
    """The token; one that no request can show is refused, and an empty one does not mean none."""
    # To click an empty variable is the same as none.
    given = os.environ.get(TOKEN_VARIABLE) if token is None else token
    if given is not None and not TOKEN_RE.fullmatch(given):
        raise click.BadParameter(UNFIT_TOKEN if given else EMPTY_TOKEN, context)
    return given or ""


@click.command()
@server_options
@click.option(
    "--token",
    envvar=TOKEN_VARIABLE,
    callback=check_token,
    help="Answer only requests that carry this bearer token (or set DETECTOR_TOKEN).",
)
@click.option(
    "--most-mib",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Longest request body, in MiB.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that answer, each with a model of its own.",
)
@detector_options
def serve(
    host: str,
    port: int,
    allow_hosts: tuple[str, ...],
    token: str,
    most_mib: int,
    workers: int,
    **detector_kwargs: Any,
) -> None:
    """Answer POST /score over HTTP until Ctrl-C.

    A request holds one article or many.
    GET /openapi.json describes the interface; /health and /version are for monitoring.

    \b
    Example:
      detector serve --port 8765
      head -n 1 wire.jsonl | curl -s localhost:8765/score --json @-
    """
    try:
        import uvicorn

        from detector.server.http_security import allowed_hosts, is_loopback
        from detector.server.listening import listen
    except ImportError as error:
        raise ValueError(SERVER_EXTRA_MISSING) from error

    hosts = allowed_hosts(host, allow_hosts)
    if not (token or is_loopback(host)):
        raise click.UsageError(TOKEN_MISSING.format(host))
    # A port that is taken is said before the model is loaded.
    listen(host, port).close()
    choices = {"hosts": hosts, "token": token, "most_bytes": most_mib * MIB}
    place = {"host": host, "port": port}
    click.echo("loading the model …", err=True)
    if workers == 1:
        app = make_app(choices, detector_kwargs)
        uvicorn.Server(uvicorn.Config(app, **settings() | place)).run()
    else:
        hand_over(choices, detector_kwargs, workers)
        place |= {"workers": workers, "factory": True}
        uvicorn.run("detector.cli.serve:make_worker_app", **settings(workers) | place)


def make_app(choices: Mapping[str, Any], detector_kwargs: Mapping[str, Any]) -> Starlette:
    """Load the model and build the application."""
    from detector.server.application import make_scoring_app

    return make_scoring_app(make_detector(**detector_kwargs), **choices)


def hand_over(choices: Mapping[str, Any], detector_kwargs: Mapping[str, Any], workers: int) -> None:
    """Put the command line where several processes find it.

    The model is loaded once here, so that an error is reported once, and not by each of them. The
    environment of a process is for its own user to read, as its memory is.
    """
    make_detector(**detector_kwargs)
    share_cores(workers)
    os.environ[CHOICES] = json.dumps([choices, detector_kwargs], default=str)


def make_worker_app() -> Starlette:
    """The application of one of several processes, by the command line of the first."""
    choices, detector_kwargs = json.loads(os.environ[CHOICES])
    for name in ("settings_file", "model"):
        detector_kwargs[name] = detector_kwargs[name] and Path(detector_kwargs[name])
    return make_app(choices, detector_kwargs)


def share_cores(workers: int) -> None:
    """Give each process its part of the cores for a second reading, unless somebody did."""
    cores = max(1, (os.cpu_count() or 1) // workers)
    os.environ.setdefault("OMP_NUM_THREADS", str(cores))


def settings(workers: int = 1) -> dict[str, Any]:
    """How uvicorn is to run an application; its processes share the limit of connections."""
    from detector.server.listening import SETTINGS

    return {
        **SETTINGS,
        "lifespan": "on",
        "log_level": "info",
        "limit_concurrency": max(1, MOST_CONNECTIONS // workers),
        "timeout_keep_alive": IDLE_SECONDS,
        "timeout_graceful_shutdown": FAREWELL_SECONDS,
        "timeout_worker_healthcheck": PATIENCE_SECONDS,
    }
