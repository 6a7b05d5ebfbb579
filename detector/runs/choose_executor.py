"""Who does the work of a run: this process, some processes, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from detector.resources.progress import ProgressCallback, silent
from detector.runs.executor import Executor, InProcess


@contextmanager
def open_executor(
    jobs: int, address: str | None, tell: ProgressCallback = silent
) -> Iterator[Executor]:
    """The executor for ``--jobs`` and ``--dask``; ``tell`` gets a message when a process dies.

    Raises
    ------
    ValueError
        When the cluster cannot be reached, or a process dies again and again.
    """
    if address is not None:
        from detector.runs.dask_cluster import open_dask_executor

        with open_dask_executor(address, jobs) as cluster:
            yield cluster
    elif jobs > 1:
        from detector.runs.process_pool import open_process_pool

        with open_process_pool(jobs, tell) as processes:
            yield processes
    else:
        yield InProcess()
