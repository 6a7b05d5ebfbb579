"""Draw the review page and ``explain`` for the documentation: ``python docs/draw_screens.py``.

Writes ``docs/images/report.png`` and ``docs/images/explain.png`` from the sample articles. Needs
the full reader, as ``make demo`` installs it, and the browser that the tests use.
"""

from __future__ import annotations

import shutil
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console

from detector import Article, Detector, explain
from detector.cli.commands import main

IMAGES = Path(__file__).parent / "images"
SAMPLES = IMAGES.parent.parent / "datasets" / "samples"
SPUN = SAMPLES / "10_small-town-grocer.txt"
# Colours kept in a picture: text and a few marks need no more.
COLOURS = 64


def draw_report(browser: Browser, folder: Path) -> None:
    """The page with the spun sample, third in the queue, beside its clean copy."""
    CliRunner().invoke(main, ["report", str(SAMPLES), "-o", str(folder / "report.html")])
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto((folder / "report.html").as_uri())
    page.click("button.start")
    for _ in range(2):
        page.keyboard.press("j")
    page.get_by_text("Other copies of this story").wait_for()
    save(page.screenshot(), "report.png")


def draw_explain(browser: Browser, folder: Path) -> None:
    """The spun sample as the terminal shows it."""
    article = Article(SPUN.read_text("utf-8"), path=str(SPUN.relative_to(SAMPLES.parent.parent)))
    console = Console(record=True, width=118, file=StringIO(), force_terminal=True)
    console.print(explain(article, Detector(second_reading="always")))
    (folder / "explain.html").write_text(console.export_html(inline_styles=True), "utf-8")
    page = browser.new_page(viewport={"width": 1180, "height": 800})
    page.goto((folder / "explain.html").as_uri())
    save(page.screenshot(full_page=True), "explain.png")


def save(screenshot: bytes, name: str) -> None:
    """Write a picture with few colours."""
    picture = Image.open(BytesIO(screenshot)).convert("RGB").quantize(COLOURS)
    picture.save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    with TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        draw_report(browser, Path(place))
        draw_explain(browser, Path(place))
