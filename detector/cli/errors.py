"""Messages on stderr. A failure is one line that says what to do, and exit code 4."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from detector.text.visible import visible

FAILURE = 4
# What shells give a program that Ctrl-C ended: 128 and the number of the signal.
INTERRUPTED = 130


def echo_line(line: str) -> None:
    """Print a line to stderr; control characters, which a terminal would obey, are spaces."""
    print(visible(line), file=sys.stderr)


def echo_status(words: object) -> None:
    """Print a line to stderr that begins with the name of the program."""
    echo_line(f"detector: {words}")


def with_explained_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what can go wrong in a command into one line on stderr; it loads nothing for that."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            return command(*args, **options)
        # What reads our output has had enough, as `head` does.
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - kept to the end
            sys.exit(0)
        except KeyboardInterrupt:
            stop()
        # Settings, corpora and models all speak through a ValueError of their own.
        except (OSError, ValueError) as error:
            echo_status(error)
            sys.exit(FAILURE)
        except RuntimeError as error:
            # Python before 3.12 wraps a Ctrl-C that comes while a class is made.
            if not isinstance(error.__cause__, KeyboardInterrupt):
                raise
            stop()

    return run


def stop() -> NoReturn:
    """End the program as Ctrl-C asks."""
    echo_status("stopped")
    sys.exit(INTERRUPTED)
