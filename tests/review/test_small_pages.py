"""The pages beside the desk: two copies compared, and what a browser without the token sees."""

from __future__ import annotations

import pytest
from places import SAMPLES
from starlette.testclient import TestClient
from test_page_in_browser import violations

from detector.article import Article
from detector.copies.terminal_comparison import compare_articles
from detector.review.comparison_page import compare_page
from detector.review.page import locked_page
from detector.review.review_server import make_review_app
from detector.review.store import DecisionStore


def text_of(name):
    return (SAMPLES / name).read_text("utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Both as files."""
    place = tmp_path_factory.mktemp("pages")
    copies = [
        Article(text_of("20_village-grocery.txt")),
        Article(text_of("10_small-town-grocer.txt")),
    ]
    (place / "compared.html").write_text(compare_page(compare_articles(*copies)), "utf-8")
    (place / "locked.html").write_text(locked_page()[0], "utf-8")
    return place


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["compared", "locked"])
def test_axe_finds_nothing_and_nothing_overflows(browser, pages, name, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    found = violations(axe.run(page))
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == [] and over <= 0


def test_a_browser_without_the_token_reads_what_to_do(collection, tmp_path):
    store = DecisionStore(tmp_path / "decisions.sqlite")
    answer = TestClient(make_review_app(collection, store, "secret"), "http://127.0.0.1").get("/")
    store.close()
    assert answer.status_code == 401
    assert "open all of it" in answer.text and "secret" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy in locked_page()
