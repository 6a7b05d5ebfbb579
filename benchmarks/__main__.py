"""``python -m benchmarks``: the table of speeds, as docs/speed.md prints it.

Seconds are of one core's processor; a ratio is to ``str.split()`` on the same texts at the same
moment, so that tables from different machines can be set side by side.
"""

from __future__ import annotations

import argparse
import platform
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import damage_cases, peers, processes, steps
from benchmarks.corpus import Corpus, load, write_jsonl
from benchmarks.figure import Point, draw
from detector.detector import Detector
from detector.lm.store import is_installed

PERCENTILES = (0.5, 0.99)
# Articles that are judged with the full reader: some fifteen seconds.
READ_ARTICLES = 256


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="gzipped JSON Lines with a text in each line")
    parser.add_argument("--warm", type=int, default=2000, help="articles to warm up on")
    parser.add_argument("--timed", type=int, default=1024, help="articles that are timed")
    parser.add_argument("--peers", type=int, default=256, help="articles for peers; 0 for none")
    parser.add_argument("--figure", type=Path, help="draw the peers' figure as PATH.png, PATH.svg")
    return parser.parse_args()


def main() -> None:
    """Run every benchmark and print the tables in Markdown."""
    chosen = options()
    corpus = load(chosen.warm, chosen.timed, chosen.corpus)
    words = sum(len(text.split()) for text in corpus.timed) / len(corpus.timed)
    size = sum(len(text.encode()) for text in corpus.timed) / len(corpus.timed)
    where = (
        f"{date.today()}, {machine()} ({platform.machine()}), Python {platform.python_version()}"
    )
    print(
        f"{where}\n{len(corpus.timed)} articles ({corpus.origin}), {words:.0f} words on the mean\n"
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        print_speeds(corpus, size, folder)
        print_commands(corpus, folder)
        if chosen.peers:
            points = print_peers(corpus, chosen.peers, size, folder)
            if chosen.figure:
                draw(points, where, chosen.figure)


def machine() -> str:
    """The kind of processor, where the system tells."""
    cpu_info = Path("/proc/cpuinfo")
    lines = cpu_info.read_text("utf-8").splitlines() if cpu_info.is_file() else []
    kinds = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return kinds[0] if kinds else platform.processor()


def print_speeds(corpus: Corpus, size: float, folder: Path) -> None:
    """Print what each step costs, and how long one article alone takes."""
    detector = Detector(second_reading="never")
    list(detector.judge_many(corpus.warm))
    print_table_head("step")
    show(steps.time_reading(folder / "batch.jsonl", corpus.timed[:256]), size)
    show(steps.time_judging(detector, corpus.timed, "judging, all of it"), size)
    if is_installed():
        reading = Detector(second_reading="auto")
        few = corpus.timed[:READ_ARTICLES]
        show(steps.time_judging(reading, few, "judging, those in doubt read"), size)
    # Words of the timed texts are known from here on: a twentieth of the words of a stranger.
    show(steps.time_steps(detector, corpus.timed, folder), size)
    found = steps.latencies(detector, corpus.timed)
    middle, late = (found[int(share * (len(found) - 1))] * 1e3 for share in PERCENTILES)
    print(f"\none article alone: p50 {middle:.1f} ms, p99 {late:.1f} ms (wall)")


def print_table_head(first: str, *further: str) -> None:
    """Print the head of a table."""
    columns = [first, "µs an article", "docs/s", "MB/s", "`str.split()`s", *further]
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")


def line(name: str, seconds: float, ratio: float, size: float, *further: str) -> None:
    """Print a line of a table."""
    speed = 1 / max(seconds, 1e-9)
    cells = [name, f"{seconds * 1e6:.0f}", f"{speed:,.0f}", f"{speed * size / 1e6:.1f}"]
    print(f"| {' | '.join([*cells, f'{ratio:.1f}', *further])} |", flush=True)


def show(clock: steps.Clock, size: float) -> None:
    """Print the steps of a clock."""
    for step, seconds, ratio in clock.rows():
        if step != "str.split()" or "language" in clock.seconds:
            line(step, seconds, ratio, size)


def print_commands(corpus: Corpus, folder: Path) -> None:
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


def print_peers(corpus: Corpus, most: int, size: float, folder: Path) -> list[Point]:
    """Print what other tools take on the same texts, and what they see of the damage cases."""
    hosts = damage_cases.clean_articles()
    found = damage_cases.cases(hosts)
    cases = folder / "cases.jsonl"
    write_jsonl([*hosts, *(case.text for case in found)], cases)
    damaged = sum(case.damaged for case in found)
    print(f"\nSeen: of {damaged} cases of damage, and of {len(found) - damaged} tempting ones\n")
    print_table_head("peer", "damage seen", "tempting seen")
    points = []
    for peer in peers.PEERS:
        timed = folder / "peers.jsonl"
        texts = corpus.timed[: min(peer.most_timed, most)]
        write_jsonl([*corpus.warm[: peer.warm], *texts], timed)
        try:
            answer = peers.ask(peer, timed, cases)
        except peers.Skipped as why:
            print(f"| {peer.name} | skipped: {why} | | | | | |", flush=True)
            continue
        told = answer.objections
        sight = damage_cases.sight(found, told[len(hosts) :], told[: len(hosts)])
        shares = (f"{share:.0%}" for share in sight)
        line(peer.name, answer.seconds, answer.ratio, size, *shares)
        points.append(Point(peer.name, answer.ratio, sight))
    return points


if __name__ == "__main__":
    main()
