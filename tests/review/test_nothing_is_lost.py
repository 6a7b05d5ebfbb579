"""What an analyst does on the file's page while it draws itself anew."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from test_keys import kept, open_first, press

from detector.review.page import file_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


@pytest.fixture
def other(tab, report):
    """The same page in another tab of the browser."""
    page = tab.context.new_page()
    page.goto(report.as_uri())
    page.wait_for_selector("body[data-ready]")
    return page


def hold(tab, selector):
    """Press the mouse button on it, and let the page draw a frame or two."""
    tab.locator(selector).hover()
    tab.mouse.down()
    tab.evaluate("() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")


def test_what_the_browser_lost_before_a_reload_the_tab_still_has(tab):
    open_first(tab)
    press(tab, "r", "p", "u", "z")
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    tab.evaluate("localStorage.clear()")
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    press(tab, "J", "p")
    expect(tab.locator("#progress")).to_have_text(re.compile("^3 of "))
    assert kept(tab).count('"decision":"review"') == 1


def test_a_button_pressed_after_a_note_decides(tab):
    open_first(tab)
    press(tab, "n")
    tab.keyboard.type("twice spun")
    hold(tab, '.decide [data-value="pass"]')
    assert '"note":"twice spun"' in kept(tab)
    tab.mouse.up()
    expect(tab.locator("#progress")).to_have_text(re.compile("^1 of "))


def test_the_overview_drawn_anew_under_a_pressed_button_keeps_the_click(tab, other):
    hold(tab, "button.start")
    open_first(other)
    press(other, "p")
    expect(tab.locator("#progress")).to_have_text(re.compile("^1 of "))
    tab.mouse.up()
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    press(tab, "o")
    expect(tab.locator("button.start")).to_contain_text("Continue")


def test_the_overview_keeps_what_is_open_and_the_focus_while_another_tab_decides(tab, other):
    tab.locator("#overview summary").first.click()
    tab.locator("#overview .tile").last.focus()
    open_first(other)
    press(other, "p")
    expect(tab.locator("#overview .start")).to_contain_text("Continue")
    assert tab.locator("#overview details").first.evaluate("details => details.open")
    assert tab.locator("#overview .tile").last.evaluate("tile => tile === document.activeElement")


def test_a_note_goes_on_while_another_tab_decides(tab, other):
    open_first(tab)
    press(tab, "n")
    tab.keyboard.type("spun")
    open_first(other)
    press(other, "p")
    expect(tab.locator('.decide [data-value="pass"]')).to_have_attribute("aria-pressed", "true")
    tab.keyboard.type(" up")
    assert tab.input_value("#note") == "spun up"


def test_undo_leaves_what_another_tab_decided_since(tab, other):
    open_first(tab)
    press(tab, "p")
    expect(other.locator("#progress")).to_have_text(re.compile("^1 of "))
    open_first(other)
    press(other, "k", "r")
    expect(tab.locator('#list .row [title="damaged"]')).to_have_count(1)
    press(tab, "z")
    expect(tab.locator("#toast")).to_contain_text("Nothing was undone")
    assert '"decision":"review"' in kept(tab)
    press(tab, "z")
    expect(tab.locator("#toast")).to_have_text("There is nothing to undo.")


def test_undo_takes_back_a_decision_with_its_other_cause(tab):
    tab.evaluate("document.querySelector('#advance').checked = false")
    open_first(tab)
    press(tab, "r", "4", "z")
    expect(tab.locator("#toast")).to_contain_text("is as it was before")
    assert '"decision":""' in kept(tab)


def test_a_note_outlives_a_reload_and_goes_with_the_decision(tab):
    open_first(tab)
    press(tab, "n")
    tab.keyboard.type("twice spun")
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    open_first(tab)
    assert tab.input_value("#note") == "twice spun"
    press(tab, "p")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    assert '"note":"twice spun"' in kept(tab)
    assert tab.input_value("#note") == ""
    press(tab, "k")
    expect(tab.locator("#note.unsaved")).to_have_count(0)
    assert tab.input_value("#note") == "twice spun"


def test_the_same_text_twice_is_decided_once(tab, collection, tmp_path):
    first, _, *others = collection.entries
    (tmp_path / "twice.html").write_text(
        file_page(replace(collection, entries=[first, first, *others])), "utf-8"
    )
    tab.goto((tmp_path / "twice.html").as_uri())
    tab.wait_for_selector("body[data-ready]")
    press(tab, "j", "j", "p", "k")
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    for place in ("2", "1"):
        expect(tab.locator("#reader .place")).to_have_text(f"No. {place} in the queue")
        pressed = tab.locator('.decide [data-value="pass"]')
        expect(pressed).to_have_attribute("aria-pressed", "true")
        press(tab, "k")


# Clicks on a decision, and again when the next article has come, all in one task of the browser.
CLICK_ON = """async () => {
  const sound = () => document.querySelector('.decide [data-value="pass"]');
  const place = () => document.querySelector("#reader .place")?.textContent;
  const first = place();
  sound().click();
  while (!sound() || place() === first) await null;
  for (let i = 0; i < 100; i += 1) await null;
  sound().click();
}"""


def test_a_double_click_decides_one_article(tab):
    open_first(tab)
    tab.dblclick('.decide [data-value="pass"]')
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    expect(tab.locator("#progress")).to_have_text(re.compile("^1 of "))
    expect(tab.locator("#toast")).to_contain_text(": sound.")
    assert kept(tab).count('"decision":"pass"') == 1


def test_a_click_meant_for_the_article_before_decides_nothing(tab):
    open_first(tab)
    tab.evaluate(CLICK_ON)
    expect(tab.locator("#toast")).to_contain_text("only just come")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    assert kept(tab).count('"decision":"pass"') == 1
    tab.wait_for_timeout(700)
    tab.click('.decide [data-value="pass"]')
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
