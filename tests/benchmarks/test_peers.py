"""What counts as seen, what counts as outside, and the figure of both."""

from __future__ import annotations

import json
import shutil
import sys

import pytest
from places import ROOT

from benchmarks import peers
from benchmarks.damage_cases import Case, Sight, cases, clean_articles, sight
from benchmarks.figure import Point, draw
from detector.signals.catalogue import CATALOGUE


def test_every_signal_has_damage_and_a_temptation_in_a_clean_article():
    hosts = clean_articles()
    found = cases(hosts)
    assert len(hosts) >= 8
    assert sum(case.damaged for case in found) >= len(CATALOGUE)
    assert sum(not case.damaged for case in found) >= len(CATALOGUE)
    for case in found:
        headline, lead = hosts[case.host].split("\n\n")[:2]
        assert case.text.startswith(f"{headline}\n\n{lead}\n\n") and case.text != hosts[case.host]


def test_what_was_objected_to_in_the_clean_article_is_not_seen():
    found = [Case(True, 0, ""), Case(True, 1, ""), Case(False, 0, ""), Case(False, 0, "")]
    alone = [["short line"], []]
    told = [["short line", "review"], [], ["short line"], []]
    assert sight(found, told, alone) == Sight(damage=0.5, tempting=0.0)


PEER = """
from timing import report
report(lambda texts: [{"length": len(text), "ends": text[-1] == "."} for text in texts])
"""


def test_measures_without_a_threshold_object_outside_the_timed_range(tmp_path, monkeypatch):
    shutil.copy(ROOT / "benchmarks" / "peers" / "timing.py", tmp_path)
    (tmp_path / "toy.py").write_text(PEER)
    monkeypatch.setattr(peers, "HERE", tmp_path)
    timed, told = tmp_path / "timed.jsonl", tmp_path / "cases.jsonl"
    lines = [json.dumps({"text": f"{'word ' * n}end."}) for n in (1, 100, *range(5, 69))]
    timed.write_text("\n".join(lines))
    told.write_text(
        "\n".join(json.dumps({"text": text}) for text in ("word " * 20 + "end.", "a" * 999))
    )
    answer = peers.ask(peers.Peer("toy", "toy", warm=1), timed, told)
    assert answer.objections == [[], ["length", "ends"]]
    assert answer.seconds > 0 and answer.ratio > 0


def test_a_peer_that_fails_is_skipped_with_its_last_line(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no index within reach')"]
    with pytest.raises(peers.Skipped, match="no index within reach"):
        peers.run(command, 60)


def test_the_figure_is_drawn_twice_alike(tmp_path):
    pytest.importorskip("matplotlib")
    points = [Point("this detector", 50.0, Sight(0.5, 0.01)), Point("other", 900, Sight(0.5, 0.2))]
    for name in ("first", "second"):
        draw(points, "2026, two cores", tmp_path / name)
    first, second = ((tmp_path / f"{name}.svg").read_bytes() for name in ("first", "second"))
    assert first == second and b"<svg" in first
    assert (tmp_path / "first.png").stat().st_size > 10_000
