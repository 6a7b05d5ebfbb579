"""A shift of sixty articles by keyboard, over a network that fails, with a reload and a kill."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from newsroom import article

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("uvicorn", reason="the extra `desk` is not installed")

expect = sync_api.expect
ARTICLES = 60
KEYS = {"r": "review", "p": "pass", "u": "unsure"}
CAUSES = {"1": "translation", "2": "spin", "3": "synthetic", "6": "encoding"}

# Headline, whether a decision is on its way, and whether this one is made: all at one moment.
STATE = """value => {
  const button = document.querySelector(`.decide [data-value="${value}"]`);
  const open = document.body.dataset.view === 'reader';
  return [open && document.querySelector('#reader .head h2')?.textContent || '',
    button?.getAttribute('aria-disabled') === 'true',
    button?.getAttribute('aria-pressed') === 'true'];
}"""


class Desk:
    """The command itself, in a process that can be killed and started again on the same port."""

    def __init__(self, folder):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    def start(self):
        command = [sys.executable, "-m", "detector", "review", "wire.jsonl", "--no-stories"]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def exported(self):
        base, _, token = self.url.partition("/?token=")
        request = urllib.request.Request(f"{base}/api/export.csv")
        request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"), newline="")))


@pytest.fixture
def desk(tmp_path):
    wire = [
        {"id": f"a{n}", "title": f"Story {n}", "text": article("machine" if n % 2 else "news", n)}
        for n in range(ARTICLES)
    ]
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(one) + "\n" for one in wire), "utf-8")
    started = Desk(tmp_path)
    yield started
    if started.process.poll() is None:
        started.kill()


class Weather:
    """What happens to requests: some never arrive, some answers are lost, some come late."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pass_on(self, route):
        fate = self.random.random()
        if fate < 0.12:
            return route.abort("connectionfailed")
        if fate < 0.2:
            return route.fulfill(status=503, json={"error": "too much is waiting"})
        try:
            answer = route.fetch()
            if fate < 0.32:
                return route.abort("connectionreset")
            return route.fulfill(response=answer)
        except sync_api.Error:
            return route.abort("connectionfailed")


class Analyst:
    """Reads the headline, decides by a key, and notes what was decided about which headline."""

    def __init__(self, browser, desk, name, seed):
        self.random = random.Random(seed)
        self.context = browser.new_context(viewport={"width": 1280, "height": 860})
        self.context.route("**/api/**", Weather(seed).pass_on)
        self.page = self.context.new_page()
        self.name, self.said = name, {}
        self.sit(desk)

    def sit(self, desk):
        self.open(lambda: self.page.goto(desk.url))
        self.page.fill("#reviewer", self.name)
        self.page.keyboard.press("Enter")
        self.page.locator("#by-decision").select_option("")
        self.page.keyboard.press("Escape")

    def open(self, go):
        for _ in range(20):
            go()
            try:
                self.page.wait_for_selector("body[data-ready]", timeout=20_000)
                return
            except sync_api.TimeoutError:
                continue
        raise AssertionError("the page never opened")

    def headline(self):
        """What is on the screen, or nothing while an article is on its way."""
        return self.page.evaluate(STATE, "review")[0]

    def find_article(self):
        for _ in range(300):
            if self.headline():
                return self.headline()
            again = self.page.locator(".absent button").first
            if again.is_visible():
                again.click()
            elif self.page.evaluate("document.body.dataset.view") != "reader":
                self.page.keyboard.press("J")
            self.page.wait_for_timeout(100)
        raise AssertionError("no article ever came")

    def decide(self):
        seen = self.find_article()
        key, cause = self.random.choice("rrpu"), self.random.choice(list(CAUSES))
        self.page.keyboard.press(cause)
        while not self.settled(seen, key):
            # What was pressed before the article was there decided nothing.
            self.find_article()
        assert seen not in self.said
        self.said[seen] = (KEYS[key], CAUSES[cause] if key == "r" else "")

    def settled(self, seen, key):
        assert self.headline() == seen
        self.page.keyboard.press(key)
        for _ in range(100):
            self.page.wait_for_timeout(50)
            headline, busy, pressed = self.page.evaluate(STATE, KEYS[key])
            if headline != seen:
                return True
            if not busy:
                break
        if pressed:
            self.page.keyboard.press("J")
        return pressed


def test_every_decision_is_on_the_article_that_was_on_the_screen(browser, desk):
    ann, bo = Analyst(browser, desk, "Ann", 1), Analyst(browser, desk, "Bo", 2)
    for step in range(ARTICLES):
        if step == 20:
            ann.open(ann.page.reload)
            assert ann.page.input_value("#reviewer") == "Ann"
            ann.page.locator("#by-decision").select_option("")
            ann.page.keyboard.press("Escape")
        if step == 40:
            seen = ann.find_article()
            desk.kill()
            ann.page.keyboard.press("p")
            expect(ann.page.locator("#notice")).to_contain_text("not answer", timeout=30_000)
            assert ann.headline() == seen
            desk.start()
            ann.sit(desk)
            bo.sit(desk)
        ann.decide()
        if step % 5 == 0:
            bo.decide()
    rows = desk.exported()
    for analyst in (ann, bo):
        kept = {
            row["title"]: (row["reviewer_decision"], row["reviewer_cause"])
            for row in rows
            if row["reviewer"] == analyst.name
        }
        assert kept == analyst.said
        analyst.context.unroute_all(behavior="ignoreErrors")
        analyst.context.close()
    assert len(ann.said) == ARTICLES and len(bo.said) == ARTICLES // 5
