"""``python -m benchmarks``: the table of speeds, as docs/speed.md prints it.

Seconds are of one core's processor; a ratio is to ``str.split()`` on the same texts at the same
moment, so that tables from different machines can be set side by side.
"""

from __future__ import annotations

import argparse
import platform
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import peers, processes, rooms
from benchmarks.corpus import Corpus, load, write_jsonl
from detector.detector import Detector

PERCENTILES = (0.5, 0.99)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="gzipped JSON Lines with a text in each line")
    parser.add_argument("--warm", type=int, default=2000, help="articles to warm up on")
    parser.add_argument("--timed", type=int, default=1024, help="articles that are timed")
    parser.add_argument("--peers", type=int, default=256, help="articles for peers; 0 for none")
    return parser.parse_args()


def main() -> None:
    """Run every benchmark and print the tables in Markdown."""
    chosen = options()
    corpus = load(chosen.warm, chosen.timed, chosen.corpus)
    words = sum(len(text.split()) for text in corpus.timed) / len(corpus.timed)
    size = sum(len(text.encode()) for text in corpus.timed) / len(corpus.timed)
    print(f"{date.today()}, {platform.machine()}, {machine()}, Python {platform.python_version()}")
    print(f"{len(corpus.timed)} articles ({corpus.origin}), {words:.0f} words on the mean\n")
    with TemporaryDirectory() as name:
        folder = Path(name)
        print_speeds(corpus, size, folder)
        print_commands(corpus, size, folder)
        if chosen.peers:
            print_peers(corpus.timed[: chosen.peers], size, folder)


def machine() -> str:
    """The kind of processor, where the system tells."""
    cpu_info = Path("/proc/cpuinfo")
    lines = cpu_info.read_text("utf-8").splitlines() if cpu_info.is_file() else []
    kinds = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return kinds[0] if kinds else platform.processor()


def print_speeds(corpus: Corpus, size: float, folder: Path) -> None:
    """Print what each step costs, and how long one article alone takes."""
    detector = Detector()
    list(detector.judge_many(corpus.warm))
    print_table_head("step")
    show(rooms.time_reading(folder / "batch.jsonl", corpus.timed[:256]), size)
    show(rooms.time_judging(detector, corpus.timed), size)
    # Words of the timed texts are known from here on: a twentieth of the words of a stranger.
    show(rooms.time_steps(detector, corpus.timed, folder), size)
    found = rooms.latencies(detector, corpus.timed)
    middle, late = (found[int(share * (len(found) - 1))] * 1e3 for share in PERCENTILES)
    print(f"\none article alone: p50 {middle:.1f} ms, p99 {late:.1f} ms (wall)")


def print_table_head(first: str) -> None:
    """Print the head of a table."""
    print(f"| {first} | µs an article | docs/s | MB/s | `str.split()`s |")
    print("| --- | --- | --- | --- | --- |")


def line(name: str, seconds: float, ratio: float, size: float) -> None:
    """Print a line of a table."""
    speed = 1 / max(seconds, 1e-9)
    print(
        f"| {name} | {seconds * 1e6:.0f} | {speed:,.0f} | {speed * size / 1e6:.1f} | {ratio:.1f} |"
    )
    sys.stdout.flush()


def show(clock: rooms.Clock, size: float) -> None:
    """Print the steps of a clock."""
    for step, seconds, ratio in clock.rows():
        if step != "str.split()" or "language" in clock.seconds:
            line(step, seconds, ratio, size)


def print_commands(corpus: Corpus, size: float, folder: Path) -> None:
    """Print what whole commands take."""
    print("\n| command | wall s | processor s | peak MB |\n| --- | --- | --- | --- |")
    for name, cost in processes.startup_costs(folder):
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.megabytes:.0f} |")
    path = folder / "corpus.jsonl"
    write_jsonl(corpus.timed, path)
    cost = processes.score_file(path, folder)
    count = len(corpus.timed)
    name = f"detector score, {count} articles, JSON Lines to CSV ({count / cost.cpu:.0f} docs/s)"
    print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.megabytes:.0f} |")


def print_peers(texts: list[str], size: float, folder: Path) -> None:
    """Print what other tools take on the same texts."""
    path = folder / "peers.jsonl"
    write_jsonl(texts, path)
    print()
    print_table_head("peer")
    for peer in peers.PEERS:
        try:
            line(peer.name, *peers.time_peer(peer, path), size)
        except peers.Skipped as why:
            print(f"| {peer.name} | skipped: {why} | | | |", flush=True)


if __name__ == "__main__":
    main()
