"""Who does the work of a run: this process, some processes, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from detector.runs.executor import Here, Workforce


@contextmanager
def employed(jobs: int, address: str | None) -> Iterator[Workforce]:
    """The workforce for ``--jobs`` and ``--dask``.

    Raises
    ------
    ValueError
        When the cluster cannot be reached, or a process dies again and again.
    """
    if address is not None:
        from detector.runs.dask_cluster import connected

        with connected(address, jobs) as cluster:
            yield cluster
    elif jobs > 1:
        from detector.runs.process_pool import hired

        with hired(jobs) as processes:
            yield processes
    else:
        yield Here()
