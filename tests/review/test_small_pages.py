"""The pages beside the desk: two copies, all stories, and what a browser without the token sees."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from desk_page import violations
from places import SAMPLES
from starlette.testclient import TestClient

from detector.article import Article
from detector.cli.commands import main
from detector.copies.stories import group_stories
from detector.copies.terminal_comparison import compare_articles
from detector.review.comparison_page import compare_page
from detector.review.page import locked_page
from detector.review.review_server import make_review_app
from detector.review.store import DecisionStore
from detector.review.stories_page import stories_page


def text_of(name):
    return (SAMPLES / name).read_text("utf-8")


def some_stories():
    """A spun copy beside its original, and a text that thousands print word for word."""
    clean, spun = text_of("20_village-grocery.txt"), text_of("10_small-town-grocer.txt")
    agency = text_of("21_island-ferry.txt")
    articles = [
        Article(clean, id="<b>clean</b>", url="https://a.example/?x=1&y=2", outlet="Gazette"),
        Article(spun, id="spun", url="javascript:alert(1)"),
        Article(text_of("22_oyster-losses.txt"), id="alone"),
        *(Article(agency, id=f"paper {n}") for n in range(700)),
    ]
    return articles, group_stories(articles)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Both as files."""
    place = tmp_path_factory.mktemp("pages")
    copies = [
        Article(text_of("20_village-grocery.txt")),
        Article(text_of("10_small-town-grocer.txt")),
    ]
    (place / "compared.html").write_text(compare_page(compare_articles(*copies)), "utf-8")
    (place / "stories.html").write_text(stories_page(*some_stories()), "utf-8")
    (place / "locked.html").write_text(locked_page()[0], "utf-8")
    return place


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["compared", "locked", "stories"])
def test_axe_finds_nothing_and_nothing_overflows(browser, pages, name, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto((pages / f"{name}.html").as_uri())
    found = violations(page)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == [] and over <= 0


def test_stories_are_sorted_by_harm_and_one_text_takes_one_line(pages):
    page = (pages / "stories.html").read_text("utf-8")
    assert "2 stories of 702 copies, 1 of them damaged; 1 article has no copy here." in page
    first, second = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert first.startswith("<details open>") and "1 damaged" in first
    assert "<del>village</del> → <ins>hamlet</ins>" in first
    assert '<a href="https://a.example/?x=1&amp;y=2" rel="noreferrer">' in first
    assert "&lt;b&gt;clean&lt;/b&gt;" in first and "javascript:" not in page
    assert "700 copies" in second and "696 more print it word for word." in second
    assert second.count("<li") == 5


def test_the_command_writes_the_page_and_the_verdicts(tmp_path):
    out = tmp_path / "stories.html"
    names = [str(SAMPLES / name) for name in ("20_village-grocery.txt", "10_small-town-grocer.txt")]
    for _ in range(2):
        done = CliRunner().invoke(main, ["stories", *names, "--html", str(out)])
        assert done.exit_code == 0, done.output
    page = out.read_text("utf-8")
    assert '<span class="decision review">review</span>' in page and "<script" not in page


def test_a_browser_without_the_token_reads_what_to_do(collection, tmp_path):
    store = DecisionStore(tmp_path / "decisions.sqlite")
    answer = TestClient(make_review_app(collection, store, "secret"), "http://127.0.0.1").get("/")
    store.close()
    assert answer.status_code == 401
    assert "open all of it" in answer.text and "secret" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy in locked_page()
