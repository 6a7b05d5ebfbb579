"""What the tests of the desk share: a collection, its page, and a real browser to open it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import SAMPLES

from detector.detector import Detector
from detector.review.collection import collect
from detector.review.page import file_page
from detector.review.store import DecisionStore

# The shell, which has no windows to draw, needs half the time of the whole browser.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Every way we know by which an article could try to become code or to turn the page around it.
HOSTILE = (
    "Port </script><script>window.hacked = 'script'</script> reopens\n\n"
    "</script><script>window.hacked = 'text'</script> "
    "<img src=x onerror=\"window.hacked = 'image'\"> <svg onload=\"window.hacked = 'svg'\"></svg> "
    "<a href=\"javascript:window.hacked = 'link'\">link</a> {{constructor.constructor('x')()}} "
    "<!-- <script> ]]> &lt;b&gt; ${window.hacked = 'template'} \u2028 \u202eright to left\u2066\n\n"
    "😀 The harbour office at Aldmouth said 212,000 XNUMX tons were waiting, and 4 000 XNUMX more "
    "would follow on Tuesday, when the first barges are to be unloaded before noon.\n\n"
)
FILLER = (
    "Eleven barges were waiting at dawn, and the first of them was unloaded before noon, "
    "according to the harbour master, Ines Falk. The repairs cost 4.5 million crowns "
    "and took nine weeks, during which grain went by rail through the neighbouring valley. "
) * 3


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector()


@pytest.fixture
def store(tmp_path):
    kept = DecisionStore(tmp_path / "desk.sqlite")
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The samples and a hostile article, whose name and outlet are hostile too."""
    place = tmp_path_factory.mktemp("incoming")
    for path in SAMPLES.iterdir():
        shutil.copy(path, place)
    (place / "hostile.txt").write_text(HOSTILE + FILLER, "utf-8")
    return place


@pytest.fixture(scope="session")
def collection(folder, detector):
    found = collect([str(folder)], detector)
    hostile = next(entry for entry in found.entries if entry.row.id == "hostile.txt")
    hostile.row.outlet = "<b onmouseover=\"window.hacked = 'outlet'\">Hub</b>\u202eexe.wen"
    hostile.row.url = "javascript:window.hacked = 'url'"
    sound = next(entry for entry in found.entries if entry.row.id == "02_grain-corridor.txt")
    sound.row.url = "https://news.example/grain?page=1&print=yes"
    return found


@pytest.fixture(scope="session")
def report(collection, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("report") / "report.html"
    place.write_text(file_page(collection), "utf-8")
    return place


# A module's, for while it is there no other test of this thread can run an event loop.
@pytest.fixture(scope="module")
def browser():
    """Chromium as the system has it; nothing is downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next((place for name in CHROMIUM if (place := shutil.which(name))), None)
    if found is None:
        pytest.skip(
            "there is no Chromium on this machine (package chromium-headless-shell or chromium)"
        )
    playwright.expect.set_options(timeout=30_000)  # a busy machine draws a page slowly
    with playwright.sync_playwright() as started:
        # A container has no user namespaces for Chromium's own sandbox.
        opened = started.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, report):
    """The report open in a fresh profile; what it says wrong or asks of the network fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: trouble.append(asked.url) if is_outside(asked.url) else None)
    page.goto(report.as_uri())
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()
    assert not trouble


def is_outside(url: str) -> bool:
    return not url.startswith(("file:", "blob:"))
