"""A Dask cluster of two workers, and a store of objects on loopback: the rows of one process."""

from __future__ import annotations

import json
import os
import signal
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner
from needs import need
from newsroom import printed_stories
from places import SAMPLES

from detector.article import Article
from detector.cli.commands import main
from detector.copies.cluster_revision import named
from detector.copies.stories import group_stories
from detector.readers import MissingInput, find_inputs, read
from detector.runs import folder_run as folders
from detector.runs.choose_executor import open_executor
from detector.runs.copy_shuffle import find_copies
from detector.runs.executor import InProcess
from detector.runs.folder_run import score_to_folder
from detector.runs.parts import read_table, write_part
from detector.runs.single_file_run import Progress, RunOptions, write_ranked
from detector.runs.tasks import tasks

need("distributed", "s3fs", reason='needs the extra "dask"')

# distributed and its event loop leave sockets to the collector when a worker is killed.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def store():
    """A bucket behind a server on loopback, where s3fs finds it by the environment."""
    server = pytest.importorskip("moto.server", reason="needs moto's server")
    import s3fs

    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    facts = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    before = dict(os.environ)
    os.environ.update(facts)
    system = s3fs.S3FileSystem()
    system.mkdir("news")
    yield system
    os.environ.clear()
    os.environ.update(before)
    running.stop()


@pytest.fixture(scope="module")
def partitions(store):
    """The samples as three Parquet files in the bucket, and what they hold."""
    import pyarrow as pa
    from pyarrow import parquet

    items = [item for item in read([str(SAMPLES)]) if hasattr(item, "text")]
    for number in range(3):
        some = items[number::3]
        columns = {name: [getattr(item, name) for item in some] for name in ("id", "title", "text")}
        with store.open(f"news/in/{number}.parquet", "wb") as file:
            parquet.write_table(pa.table(columns), file)
    return items


@pytest.fixture(scope="module")
def cluster(store):
    from detector.runs.dask_cluster import open_dask_executor

    with open_dask_executor("local", 2) as workers:
        yield workers


def test_workers_started_here_keep_freed_memory(cluster):
    name = "MALLOC_TRIM_THRESHOLD_"
    assert list(cluster.imap(os.environ.get, [name])) == [os.environ.get(name)]


def test_a_cluster_started_here_looks_after_itself_seldom_and_leaves_the_usual_port(cluster):
    from dask import config as settings

    assert list(cluster.imap(settings.get, ["distributed.admin.tick.interval"])) == ["1s"]
    assert cluster.client.cluster.scheduler.http_server.port != 8787


class RowList(list):
    write = list.append


def rows_in(folder, count):
    rows = [row for number in range(count) for row in read_table(folder, number).to_pylist()]
    return sorted(rows, key=lambda row: row["rank"])


def test_the_rows_of_one_process_though_a_worker_dies(
    partitions, cluster, config, monkeypatch, tmp_path
):
    monkeypatch.setattr(folders, "PART_TASK", 3_000)
    marker = tmp_path / "died"

    def die_once(config, folder, task):
        if task.number == 1 and not marker.exists():
            marker.write_text("once")
            os.kill(os.getpid(), signal.SIGKILL)
        return write_part(config, folder, task)

    monkeypatch.setattr(folders, "write_part", die_once)
    found = find_inputs(["s3://news/in/*.parquet"])
    orders = RunOptions(stories=True)
    outcome = score_to_folder(found, config, cluster, "s3://news/out/", orders, Progress())
    assert marker.exists()
    assert outcome.tally.decisions.total() == len(partitions)
    kept = RowList()
    write_ranked(found, config, InProcess(), kept, orders, Progress())
    assert any(row.copy_of for row in kept)
    got = {row["path"]: (row["story"], row["copy_of"]) for row in rows_in("s3://news/out/", 3)}
    assert got == {row.path: (row.story, row.copy_of) for row in kept}


def test_the_stories_of_one_memory_whoever_searches_and_in_any_order(cluster, tmp_path):
    articles = [Article(text, id=f"a{n}") for n, text in enumerate(printed_stories(8))]
    damage = {one.id: n / len(articles) for n, one in enumerate(articles)}
    members = group_stories(articles, list(damage.values()))
    expected = {one.id: named(one, member) for one, member in zip(articles, members, strict=True)}
    assert sum(bool(one.copy_of) for one in expected.values()) > 5
    shuffled = Random(1).sample(articles, len(articles))
    wire = tmp_path / "wire.jsonl"
    lines = [json.dumps({"id": one.id, "text": one.text}) + "\n" for one in shuffled]
    wire.write_text("".join(lines), "utf-8")
    found = find_inputs([str(wire)])
    cut = [[item.id for item in task.read()] for task in tasks(found, 4_000)]
    assert len(cut) > 2
    scores = [np.array([damage[name] for name in some]) for some in cut]
    with open_executor(2, None) as processes:
        for executor in (cluster, processes):
            told = find_copies(str(tmp_path), executor, lambda: tasks(found, 4_000), scores)
            got = {
                cut[task][place]: one for task, some in told.items() for place, one in some.items()
            }
            assert got == {name: one for name, one in expected.items() if one.story}
            some = [damage[one.id] for one in shuffled]
            again = group_stories(shuffled, some, imap=executor.imap)
            told_apart = {one.id: one for one in again}
            assert [told_apart[article.id] for article in articles] == members


def test_partition_in_partition_out(partitions, store, config, monkeypatch):
    monkeypatch.setattr(folders, "PART_TASK", 3_000)
    found = find_inputs(["s3://news/in/"])
    score_to_folder(found, config, InProcess(), "s3://news/alone/", RunOptions(), Progress())
    names = [name.rsplit("/", 1)[-1] for name in store.ls("news/alone", refresh=True)]
    assert names == ["_manifest.json", *(f"part-00000{number}.parquet" for number in range(3))]
    for number in range(3):
        ids = read_table("s3://news/alone/", number).column("id").to_pylist()
        assert ids == [item.id for item in partitions[number::3]]


def test_memory_of_fsspec(config):
    import fsspec

    lines = [json.dumps({"text": f"Report {number} is out."}) for number in range(4)]
    fsspec.filesystem("memory").pipe("/wire/a.jsonl", "\n".join(lines).encode())
    found = find_inputs(["memory://wire/"])
    score_to_folder(found, config, InProcess(), "memory://scored/", RunOptions(), Progress())
    assert len(rows_in("memory://scored/", 1)) == 4
    again = score_to_folder(
        found, config, InProcess(), "memory://scored/", RunOptions(), Progress()
    )
    assert again.tally.decisions.total() == 4


def test_addresses_that_lead_nowhere(store):
    with pytest.raises(MissingInput, match="nothing at"):
        find_inputs(["s3://news/none/*.parquet"])
    with pytest.raises(OSError, match="cannot list"):
        find_inputs(["s3://no-such-bucket/"])
    done = CliRunner().invoke(main, ["score", "nope://x/a.jsonl", "-o", "out/"])
    assert done.exit_code == 4 and "cannot reach" in done.stderr
    done = CliRunner().invoke(main, ["score", str(SAMPLES), "-o", "s3://news/a.csv"])
    assert done.exit_code == 4 and "s3://news/a.csv/" in done.stderr


def test_a_cluster_that_does_not_answer(monkeypatch):
    from detector.runs import dask_cluster as clusters

    monkeypatch.setattr(clusters, "PATIENCE", 1)
    with (
        pytest.raises(ValueError, match="no Dask cluster answers"),
        clusters.open_dask_executor("tcp://127.0.0.1:1", 1),
    ):
        pass
