"""The page as a server hands it out: a strict policy, decisions saved as they are made."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_page import clear_filters
from test_keys import open_first

from detector.review.page import SERVED_POLICY, script, served_page, stylesheet
from detector.review.payload import detail_of, index_of

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
HOME = "http://desk.test/"


class Server:
    """Answers as the page expects, from memory; ``down`` makes it refuse."""

    def __init__(self, collection):
        self.collection = collection
        self.decisions = []
        self.down = False

    def answer(self, route):
        address = urlsplit(route.request.url)
        if self.down:
            route.fulfill(status=500, json={"error": "The disk is full."})
        elif address.path in ("/", "/desk.css", "/desk.js"):
            kind, body = {
                "/": ("text/html", served_page()),
                "/desk.css": ("text/css", stylesheet()),
                "/desk.js": ("text/javascript", script()),
            }[address.path]
            headers = {"Content-Security-Policy": SERVED_POLICY}
            route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=headers)
        else:
            route.fulfill(json=self.found(route.request, address))

    def found(self, request, address):
        seq = len(self.decisions)
        if address.path == "/api/entries":
            return index_of(self.collection) | {"decisions": self.decisions, "seq": seq}
        if address.path == "/api/search":
            return {"found": self.collection.search(parse_qs(address.query)["q"][0])}
        if address.path == "/api/decisions" and request.method == "POST":
            return {"decision": self.decide(**json.loads(request.post_data)), "seq": seq + 1}
        if address.path == "/api/decisions":
            since = int(parse_qs(address.query)["since"][0])
            return {"decisions": self.decisions[since:], "seq": seq}
        return detail_of(self.collection, int(address.path.rsplit("/", 1)[1]))

    def decide(self, **told):
        made = told | {"at": "2026-11-22T10:00:00+00:00", "seq": len(self.decisions) + 1}
        self.decisions.append(made)
        return made


@pytest.fixture
def server(collection):
    return Server(collection)


@pytest.fixture
def tab(browser, server):
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.route("**/*", server.answer)
    page = context.new_page()
    page.trouble = []
    page.on("pageerror", lambda error: page.trouble.append(str(error)))
    page.on("console", lambda said: page.trouble.append(said.text))
    page.goto(HOME)
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()


def test_decisions_are_sent_with_a_name(tab, server, collection):
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.keyboard.press("r")
    expect(tab.locator("#notice")).to_contain_text("Enter your name")
    assert not server.decisions
    tab.fill("#reviewer", "Ada")
    tab.keyboard.press("Tab")
    tab.locator("#reader").focus()
    tab.keyboard.press("r")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    (made,) = server.decisions
    first = collection.entries[0].row
    assert (made["reviewer"], made["decision"]) == ("Ada", "review")
    assert (made["path"], made["id"]) == (first.path, first.id)
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    assert tab.input_value("#reviewer") == "Ada"
    clear_filters(tab)
    tab.keyboard.press("j")
    expect(tab.locator('.decide [data-value="review"]')).to_have_attribute("aria-pressed", "true")
    assert tab.trouble == []


def test_two_quick_keys_are_one_decision(tab, server):
    tab.fill("#reviewer", "Ada")
    tab.locator("#list").focus()
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    # Both keys come before the server can answer the first.
    tab.evaluate(
        """() => ["r", "2"].forEach(key =>
             document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})))"""
    )
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("k")
    expect(tab.locator('.causes [data-value="spin"]')).to_have_attribute("aria-pressed", "true")
    last = server.decisions[-1]
    assert (last["decision"], last["cause"]) == ("review", "spin")


def hold_answers(tab, path):
    """The requests that ask for a path from now on, unanswered."""
    held = []
    tab.route(f"**/{path}", lambda route: held.append(route))
    return held


def wait_for_one(tab, held):
    while not held:
        tab.wait_for_timeout(20)


def decide_unanswered(tab):
    """Sit down, decide the first article, and hold the request that keeps the decision."""
    sit(tab)
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    held = hold_answers(tab, "api/decisions")
    tab.keyboard.press("r")
    wait_for_one(tab, held)
    return held


def test_a_note_begun_before_the_answer_stays_with_its_article(tab, server):
    held = decide_unanswered(tab)
    tab.keyboard.press("n")
    tab.keyboard.type("po")
    held[0].fallback()
    expect(tab.locator('.decide [data-value="review"]')).to_have_attribute("aria-pressed", "true")
    tab.keyboard.type("or")
    assert tab.input_value("#note") == "poor"
    assert len(server.decisions) == 1


def test_a_decision_that_comes_too_early_is_told(tab, server):
    held = decide_unanswered(tab)
    for key in "pz":
        tab.evaluate("document.querySelector('#toast').replaceChildren()")
        tab.keyboard.press(key)
        expect(tab.locator("#toast")).to_contain_text("Nothing was decided")
    held[0].fallback()
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    assert [one["decision"] for one in server.decisions] == ["review"]


def test_a_cause_chosen_while_another_article_is_saved_is_no_decision(tab, server):
    sit(tab)
    open_first(tab)
    held = hold_answers(tab, "api/decisions")
    tab.keyboard.press("p")
    wait_for_one(tab, held)
    tab.keyboard.press("j")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("4")
    expect(tab.locator('.causes [aria-pressed="true"]')).to_contain_text("names")
    held.pop().fallback()
    expect(tab.locator("#progress")).to_have_text(re.compile("^1 of "))
    tab.keyboard.press("p")
    wait_for_one(tab, held)
    held.pop().fallback()
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    assert [one["decision"] for one in server.decisions] == ["pass", "pass"]


def test_a_bar_that_is_pressed_while_another_article_comes_is_not_drawn_late(tab, server):
    sit(tab)
    open_first(tab)
    details = hold_answers(tab, "api/entries/5")
    saves = hold_answers(tab, "api/decisions")
    tab.keyboard.press("p")
    wait_for_one(tab, saves)
    tab.locator(".causes button").first.hover()
    tab.mouse.down()
    saves[0].fallback()
    expect(tab.locator("#progress")).to_have_text(re.compile("^1 of "))
    tab.evaluate("document.querySelector('#row-5').click()")
    wait_for_one(tab, details)
    tab.mouse.up()
    tab.wait_for_timeout(50)
    details[0].fallback()
    expect(tab.locator("#reader .place")).to_have_text("No. 6 in the queue")
    assert tab.trouble == []


def test_a_double_click_decides_one_article(tab, server):
    sit(tab)
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.hover('.decide [data-value="pass"]')
    # The second click comes when the server has answered the first.
    for count in (1, 2):
        tab.mouse.down(click_count=count)
        tab.mouse.up(click_count=count)
        expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("j")
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
    assert len(server.decisions) == 1


def write_note(tab, words):
    tab.keyboard.press("n")
    tab.keyboard.type(words)
    tab.keyboard.press("Enter")


def save_again(tab, server):
    """Leave the field once more, and return what came to the server."""
    tab.keyboard.press("n")
    tab.keyboard.press("Enter")
    expect(tab.locator("#note.unsaved")).to_have_count(0)
    return server.decisions[-1]


def test_a_note_that_was_not_saved_stays_until_it_is(tab, server):
    sit(tab)
    open_first(tab)
    server.down = True
    write_note(tab, "figures swapped")
    expect(tab.locator("#notice")).to_contain_text("Not saved. The disk is full.")
    tab.keyboard.press("2")
    expect(tab.locator('.causes [data-value="spin"]')).to_have_attribute("aria-pressed", "true")
    assert tab.input_value("#note.unsaved") == "figures swapped"
    server.down = False
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    tab.keyboard.press("j")
    assert tab.input_value("#note.unsaved") == "figures swapped"
    assert save_again(tab, server)["note"] == "figures swapped"


def test_a_note_goes_to_the_name_that_is_entered_for_it(tab, server):
    open_first(tab)
    write_note(tab, "figures swapped")
    expect(tab.locator("#notice")).to_contain_text("Enter your name")
    assert tab.input_value("#note.unsaved") == "figures swapped"
    sit(tab)
    expect(tab.locator("#note.unsaved")).to_have_count(0)
    assert tab.input_value("#note") == "figures swapped"
    (made,) = server.decisions
    assert (made["reviewer"], made["note"]) == ("Ada", "figures swapped")


def test_a_note_outlives_a_decision_in_another_tab(tab, server, collection):
    sit(tab)
    open_first(tab)
    held = hold_answers(tab, "api/decisions")
    write_note(tab, "figures swapped")
    wait_for_one(tab, held)
    told = {name: held[0].request.post_data_json[name] for name in ("id", "path", "reviewer")}
    made = server.decide(**told, decision="pass", cause="", note="")
    held[0].fulfill(status=409, json={"error": "look again", "decision": made})
    tab.unroute("**/api/decisions")
    expect(tab.locator("#notice")).to_contain_text("Not saved. Look again.")
    expect(tab.locator('.decide [data-value="pass"]')).to_have_attribute("aria-pressed", "true")
    assert tab.input_value("#note.unsaved") == "figures swapped"
    last = save_again(tab, server)
    assert (last["decision"], last["note"]) == ("pass", "figures swapped")


def test_what_one_analyst_did_another_cannot_undo(tab, server):
    sit(tab)
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.keyboard.press("r")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    sit(tab, "Ben")
    tab.keyboard.press("z")
    expect(tab.locator("#toast")).to_have_text("There is nothing to undo.")
    sit(tab)
    tab.keyboard.press("z")
    expect(tab.locator("#reader .place")).to_have_text("No. 1 in the queue")
    assert [one["decision"] for one in server.decisions] == ["review", ""]


def test_a_search_that_fails_late_says_nothing(tab):
    held = hold_answers(tab, "api/search?q=early")
    tab.fill("#query", "early")
    wait_for_one(tab, held)
    tab.fill("#query", "ines falk")
    expect(tab.locator("#list .row")).to_have_count(1)
    held[0].fulfill(status=500, json={"error": "The disk is full."})
    tab.wait_for_timeout(300)
    expect(tab.locator("#notice")).to_be_hidden()


def test_what_others_decide_comes_in_and_disagreement_shows(tab, server, collection):
    row = collection.entries[0].row
    told = {"id": row.id, "path": row.path, "cause": "", "note": "<i>no</i>"}
    tab.fill("#reviewer", "Ada")
    tab.locator("#list").focus()
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.keyboard.press("r")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("k")
    expect(tab.locator('.decide [data-value="review"]')).to_have_attribute("aria-pressed", "true")
    server.decide(**told, decision="pass", reviewer="Ben")
    expect(tab.locator(".others")).to_contain_text("Ben: sound, “<i>no</i>”")
    expect(tab.locator(".others")).to_have_class("others disputed")
    clear_filters(tab)
    tab.select_option("#by-desk", "disputed")
    expect(tab.locator("#list .row")).to_have_count(1)
    expect(tab.locator("#list .row .said")).to_contain_text("disagreement")


def test_a_decision_that_was_not_saved_is_told(tab, server):
    tab.fill("#reviewer", "Ada")
    tab.locator("#list").focus()
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    server.down = True
    tab.keyboard.press("p")
    expect(tab.locator("#notice")).to_contain_text("Not saved. The disk is full.")
    expect(tab.locator('.decide [data-value="pass"]')).to_have_attribute("aria-pressed", "false")


def test_the_server_searches(tab):
    clear_filters(tab)
    tab.fill("#query", "ines falk")
    expect(tab.locator("#list .row")).to_have_count(1)


def sit(tab, name="Ada"):
    tab.fill("#reviewer", name)
    tab.keyboard.press("Enter")


def test_the_name_is_left_with_enter(tab):
    sit(tab)
    tab.keyboard.press("j")
    expect(tab.locator("#reader .place")).to_have_text("No. 1 in the queue")
    assert tab.input_value("#reviewer") == "Ada"


def test_an_article_that_is_not_there_cannot_be_decided(tab, server):
    sit(tab)
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.evaluate("document.querySelector('#row-5').click()")
    expect(tab.locator("#reader .place")).to_have_text("No. 6 in the queue")
    server.down = True
    tab.evaluate("document.querySelector('#row-9').click()")
    expect(tab.locator(".absent")).to_contain_text("The disk is full.")
    assert tab.locator("#reader h2").all_inner_texts() == ["This article is not here"]
    server.down = False
    for key in "rpu12":
        tab.keyboard.press(key)
    tab.wait_for_timeout(300)
    assert server.decisions == []
    tab.click("text=Try again")
    expect(tab.locator("#reader .place")).to_have_text("No. 10 in the queue")
    tab.keyboard.press("p")
    expect(tab.locator("#progress")).to_contain_text("1 of ")
    assert server.decisions[0]["id"] == server.collection.entries[9].row.id


def test_a_late_article_is_blank_until_it_comes(tab, server, collection):
    sit(tab)
    held = []
    tab.route("**/api/entries/3", lambda route: held.append(route))
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.evaluate("document.querySelector('#row-3').click()")
    expect(tab.locator("#reader")).to_be_empty()
    for key in "rpu":
        tab.keyboard.press(key)
    tab.keyboard.press("k")
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
    held[0].fallback()
    tab.wait_for_timeout(300)
    assert tab.inner_text("#reader .place") == "No. 3 in the queue"
    assert server.decisions == []


def test_a_tab_of_an_earlier_desk_decides_nothing(tab, server):
    sit(tab)
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    entries = server.collection.entries
    entries[4], entries[7] = entries[7], entries[4]
    try:
        tab.evaluate("document.querySelector('#row-4').click()")
        expect(tab.locator(".absent")).to_contain_text("earlier desk: reload the page")
        tab.keyboard.press("r")
        assert server.decisions == []
    finally:
        entries[4], entries[7] = entries[7], entries[4]
