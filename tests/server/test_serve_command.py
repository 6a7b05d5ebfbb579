"""``detector serve`` as a process: whom it lets in, several at work, and how it ends."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

pytest.importorskip("starlette", reason="the extra `desk` is not installed")
pytest.importorskip("uvicorn", reason="the extra `desk` is not installed")

from click.testing import CliRunner
from serving_desk import MARKED, Client

from detector import Detector
from detector.cli.commands import main


@pytest.fixture
def start():
    """Starts the command on a free port with further options; gives the process and the port."""
    processes = []

    def serve(*options):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "detector", "serve", "--port", str(port), *options]
        processes.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        wait_until_up(processes[-1], port)
        return processes[-1], port

    yield serve
    for process in processes:
        process.terminate()
        process.wait(60)
        process.stderr.close()


def test_others_are_not_let_in_by_accident():
    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0"])
    assert done.exit_code == 4
    assert "--allow-host" in done.output
    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--allow-host", "desk"])
    assert done.exit_code == 2
    assert "--token" in done.output


@pytest.fixture
def no_model(monkeypatch):
    def load(**_):
        raise AssertionError("the model was loaded")

    monkeypatch.setattr("detector.cli.serve.make_detector", load)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_taken_port_is_said_before_the_model_is_loaded(no_model, workers):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(main, ["serve", "--port", port, "--workers", workers])
    assert (done.exit_code, done.output.count("\n")) == (4, 1)
    assert f"port {port} (Address already in use): name another with --port" in done.output


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a..b"])
def test_a_host_that_is_not_here_is_said_before_the_model_is_loaded(no_model, host):
    elsewhere = ["--host", host, "--allow-host", "desk", "--token", "secret"]
    done = CliRunner().invoke(main, ["serve", *elsewhere])
    assert (done.exit_code, done.output.count("\n")) == (4, 1)
    assert f"cannot listen on {host} port" in done.output and "with --host" in done.output


@pytest.mark.parametrize("token", ["", " ", "two words", "caf\xe9", "line\n"])
def test_a_token_that_no_request_can_show_is_refused(no_model, monkeypatch, token):
    assert_refused(CliRunner().invoke(main, ["serve", "--token", token]))
    monkeypatch.setenv("DETECTOR_TOKEN", token)
    assert_refused(CliRunner().invoke(main, ["serve"]))


def assert_refused(done):
    assert done.exit_code == 2, done.output
    assert "Invalid value for '--token'" in done.output


def test_a_stop_finishes_what_is_begun(start):
    """Hundreds of articles are under way when the signal comes; the next caller finds nobody."""
    process, port = start("--second-reading", "never")
    answers = []

    def ask():
        with Client(port) as client:
            answers.append(client.score({"articles": [{"text": MARKED * 3}] * 400}))

    asking = threading.Thread(target=ask)
    asking.start()
    wait_until_busy(port)
    process.terminate()
    asking.join(120)
    _, told = process.communicate(timeout=60)
    assert "loading the model" in told and "Application shutdown complete" in told
    [(status, answer)] = answers
    assert (status, len(answer["rows"])) == (200, 400)
    assert all(row["decision"] == "review" for row in answer["rows"])
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=60)


def wait_until_up(process, port):
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as found:
                assert json.load(found)["status"] == "ok"
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def wait_until_busy(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as found:
            if json.load(found)["waiting_characters"]:
                return
        time.sleep(0.01)
    raise AssertionError("the request never came to be judged")


def test_several_processes_answer_under_one_token_and_end_together(tmp_path, start):
    (tmp_path / "detector.toml").write_text('disable = ["doubled_small_word"]\n')
    settings = ("--settings", str(tmp_path / "detector.toml"))
    process, port = start("--workers", "2", "--token", "secret", *settings)
    with Client(port) as client:
        assert client.score({"text": MARKED})[0] == 401
        status, row = client.score({"text": MARKED}, Authorization="Bearer secret")
    expected = Detector().judge(MARKED)
    assert (status, row["decision"]) == (200, expected.decision)
    assert row["score"] == pytest.approx(expected.score, abs=1e-4)
    process.terminate()
    _, told = process.communicate(timeout=60)
    assert told.count("Application startup complete") >= 1
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=60)


def test_a_wrong_choice_is_said_before_any_process_starts(tmp_path):
    settings = tmp_path / "detector.toml"
    settings.write_text('disable = ["no_such_signal"]\n')
    done = CliRunner().invoke(main, ["serve", "--workers", "2", "--settings", str(settings)])
    assert done.exit_code == 4 and "no_such_signal" in done.output
