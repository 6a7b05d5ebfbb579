"""The review server as two analysts use it, in real headless Chromium."""

from __future__ import annotations

import threading

import pytest
from desk_page import clear_filters

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("uvicorn", reason="the extra `desk` is not installed")

import uvicorn
from playwright.sync_api import expect
from test_keys import press

from detector.review.decision_readers import read_decisions
from detector.review.review_server import make_review_app
from detector.server.listening import address, listen

TOKEN = "token-of-the-browser-test"


@pytest.fixture
def served(collection, store):
    """The URL of a server on the samples and the hostile article, and its store."""
    held = listen("127.0.0.1", 0)
    held.listen()
    app = make_review_app(collection, store, TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]})
    thread.start()
    yield address(held, "127.0.0.1", f"/?token={TOKEN}"), store
    server.should_exit = True
    thread.join()
    held.close()


@pytest.fixture
def seat(browser, served):
    """Opens the page for an analyst in a browser of their own; any trouble there fails."""
    contexts, trouble = [], []

    def sit(name):
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(served[0])
        page.wait_for_selector("body[data-ready]")
        page.fill("#reviewer", name)
        page.keyboard.press("Tab")
        page.locator("#list").focus()
        return page

    yield sit
    for context in contexts:
        context.close()
    assert not trouble


def wait_for(page, condition):
    """Wait until the store has it: the browser needs a moment to send it.

    The wait is the page's own, for what it sends is passed on by this very process.
    """
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("this never came to the store")


def test_the_token_does_not_stay_in_the_address(seat, served):
    page = seat("Ann")
    assert TOKEN not in page.url
    assert page.evaluate("document.cookie") == ""


def test_decisions_are_kept_as_they_are_made_and_found_after_a_reload(seat, served):
    page, store = seat("Ann"), served[1]
    press(page, "j")
    page.wait_for_selector(".decide")
    press(page, "2", "r")
    wait_for(page, lambda: store.decisions() and store.decisions()[0].cause == "spin")
    expect(page.locator("#reader .place")).to_have_text("No. 2 in the queue")
    press(page, "p")
    wait_for(page, lambda: len(store.decisions()) == 2)
    kept = [(d.reviewer, d.decision) for d in store.decisions()]
    assert kept == [("Ann", "review"), ("Ann", "pass")]
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.input_value("#reviewer") == "Ann"
    clear_filters(page)
    page.select_option("#by-desk", "review")
    expect(page.locator("#list .row")).to_have_count(1)


def test_another_analysts_word_arrives_and_disagreement_is_shown(seat, served):
    ann, bo, store = seat("Ann"), seat("Bo"), served[1]
    for page, key, count in ((ann, "r", 1), (bo, "p", 2)):
        press(page, "j")
        page.wait_for_selector(".decide")
        press(page, key)
        wait_for(page, lambda count=count: len(store.decisions()) == count)
    press(ann, "k")
    expect(ann.locator(".others.disputed")).to_contain_text("Bo")
    clear_filters(ann)
    ann.select_option("#by-desk", "disputed")
    expect(ann.locator("#list .row")).to_have_count(1)


def test_without_a_name_nothing_is_decided(seat, served):
    page = seat("")
    press(page, "j")
    page.wait_for_selector(".decide")
    press(page, "r")
    expect(page.locator("#notice")).to_contain_text("name")
    assert served[1].history() == []


def test_a_list_drawn_anew_under_a_pressed_button_keeps_the_click(seat):
    page = seat("Ann")
    row = page.locator("#list .row").first
    title = row.locator(".title").inner_text()
    row.hover()
    page.mouse.down()
    page.select_option("#by-desk", "done")
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(page.locator("#reader h2").first).to_contain_text(title.splitlines()[0])
    expect(page.locator("#list .row")).to_have_count(0)


def test_scrolling_does_not_say_the_count_anew(seat):
    page = seat("Ann")
    clear_filters(page)
    expect(page.locator("#shown")).to_have_text("34 articles")
    page.evaluate("""() => {
        window.said = 0;
        new MutationObserver(() => { window.said += 1; })
            .observe(document.querySelector("#shown"), { childList: true, characterData: true });
    }""")
    page.locator("#list").evaluate("list => { list.scrollTop = 600; }")
    page.wait_for_timeout(200)
    assert page.evaluate("window.said") == 0


def test_a_hostile_article_stays_text(seat, collection):
    page = seat("Ann")
    n = next(n for n, e in enumerate(collection.entries) if e.row.id == "hostile.txt")
    clear_filters(page)
    page.fill("#query", "hostile.txt")
    page.click(f"#row-{n}")
    expect(page.locator("#reader")).to_contain_text("window.hacked = 'text'")
    page.fill("#query", "<script>window.hacked = 'search'</script>")
    expect(page.locator("#list .row")).to_have_count(0)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#reader script, #reader img, #reader svg[onload]").count() == 0


def test_a_hostile_note_and_name_stay_text(seat, served):
    evil = "<img src=x onerror=\"window.hacked = 'name'\">"
    ann, bo = seat(evil), seat("Bo")
    for page in (ann, bo):
        press(page, "j")
        page.wait_for_selector(".decide")
    press(ann, "n")
    ann.keyboard.type(evil)
    press(ann, "Enter", "r")
    wait_for(page, lambda: any(d.note for d in served[1].decisions()))
    expect(bo.locator(".others")).to_contain_text("onerror")
    assert bo.evaluate("window.hacked === undefined")
    assert ann.evaluate("window.hacked === undefined")


def test_the_csv_is_downloaded_and_read_back(seat, served, tmp_path):
    page = seat("Ann")
    press(page, "j")
    page.wait_for_selector(".decide")
    press(page, "u")
    wait_for(page, lambda: served[1].decisions())
    with page.expect_download() as started:
        page.click("a[href='api/export.csv']")
    path = tmp_path / "decisions.csv"
    started.value.save_as(path)
    assert [(d.reviewer, d.decision) for d in read_decisions(path)] == [("Ann", "unsure")]
