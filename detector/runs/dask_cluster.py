"""A Dask cluster as an executor: jobs go to its workers, and again when a worker dies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from detector.runs.executor import AHEAD, SINGLE_THREADED, Given, Result, results_in_order

LOCAL = "local"
MISSING = 'a cluster needs more packages: pip install ".[dask]" in the checkout'
# A job that failed is done again so many times: storages far away have bad moments. A worker that
# dies does not count; Dask gives its jobs to others.
RETRIES = 2
# Of a cluster that is started here. Unless told otherwise, distributed has the C library hand freed
# memory back at once, so that every large array of numpy is mapped anew: 350 page faults an article
# instead of 5, which made judging twice as dear (measured). The profiler samples every 10 ms, every
# process looks after its event loop every 20, and after its memory every 100; a task takes seconds.
SETTINGS = {
    "distributed.nanny.pre-spawn-environ": SINGLE_THREADED,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.monitor-interval": "1s",
}
LOCAL_CLUSTER: dict[str, Any] = {
    "threads_per_worker": 1,
    "host": "127.0.0.1",
    # Without a dashboard too the scheduler would answer at port 8787, which one cluster of a
    # machine can have.
    "dashboard_address": "127.0.0.1:0",
    "scheduler_kwargs": {"dashboard": False},
    "silence_logs": "ERROR",
}
# How long to wait for the cluster to answer, in seconds.
PATIENCE = 30


class DaskExecutor:
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def imap(self, job: Callable[[Given], Result], inputs: Iterable[Given]) -> Iterator[Result]:
        """Yield ``job(item)`` for each input, in order.

        Jobs that write do so whole or not at all, so one that is done twice does no harm.
        """
        threads = sum(self.client.nthreads().values()) or 1

        def submit(item: Given) -> Any:
            return self.client.submit(job, item, pure=False, retries=RETRIES)

        return results_in_order(submit, inputs, AHEAD * threads)


@contextmanager
def open_dask_executor(address: str, jobs: int) -> Iterator[DaskExecutor]:
    """A cluster at an address such as ``tcp://10.0.0.7:8786``, or one started here by ``local``.

    Parameters
    ----------
    jobs : int
        Workers of a cluster that is started here; all cores where it is 1 or less.

    Raises
    ------
    ValueError
        When dask is not installed, or nobody answers at the address.
    """
    try:
        from dask import config
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError as error:
        raise ValueError(MISSING) from error
    with ExitStack() as stack:
        where = address
        if address == LOCAL:
            workers = jobs if jobs > 1 else os.cpu_count() or 1
            stack.enter_context(config.set(SETTINGS))
            where = stack.enter_context(LocalCluster(n_workers=workers, **LOCAL_CLUSTER))
        try:
            client = stack.enter_context(Client(where, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            raise ValueError(f"no Dask cluster answers at {address}: {error}") from error
        try:
            yield DaskExecutor(client)
        except KilledWorker as error:
            raise ValueError(f"a task killed every worker that it was given to: {error}") from error
