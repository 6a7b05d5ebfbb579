"""Jobs that kill the process they run in; processes that import this import nothing else."""

from __future__ import annotations

import os
import signal


def die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(path):
    """Kill the process that gets the path of a file which is not there yet."""
    if path and not path.exists():
        path.touch()
        die(path)
    return path and path.name
