"""The review server in a process of its own: several analysts at once, and a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `desk` is not installed")

from detector.review.store import DecisionStore

TEXT = "The bridge shut on Monday. It stays shut. "


@pytest.fixture
def running(tmp_path):
    """A real server on two articles, in a process of its own."""
    articles = [{"id": f"a{n}", "text": TEXT * 30, "outlet": "Herald"} for n in range(2)]
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), "utf-8")
    command = [sys.executable, "-m", "detector", "review", "wire.jsonl", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        yield server, server.stdout.readline().strip(), tmp_path / "decisions.sqlite"
        server.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_several_analysts_at_once_and_kill_nine(running):
    server, url, path = running
    base, _, token = url.partition("/?token=")
    kept = []
    request = urllib.request.Request(f"{base}/api/entries")
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        digests = {one["id"]: one["digest"] for one in json.load(answer)["entries"]}

    def work(name):
        after = {}
        for number in range(20):
            said = {"id": f"a{number % 2}", "path": "wire.jsonl", "decision": "pass"}
            said |= {"reviewer": name, "note": str(number), "after": after.get(number % 2, 0)}
            said |= {"digest": digests[said["id"]]}
            request = urllib.request.Request(f"{base}/api/decisions", json.dumps(said).encode())
            request.add_header("Content-Type", "application/json")
            request.add_header("Authorization", f"Bearer {token}")
            with urllib.request.urlopen(request, timeout=30) as answer:
                after[number % 2] = json.load(answer)["decision"]["seq"]
                kept.append(after[number % 2])

    crowd = [threading.Thread(target=work, args=(name,)) for name in ("Ann", "Bo", "Cy")]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    store = DecisionStore(path)
    assert sorted(kept) == [event.seq for event in store.history()] == list(range(1, 61))
    assert {event.reviewer for event in store.latest()} == {"Ann", "Bo", "Cy"}
    store.close()
