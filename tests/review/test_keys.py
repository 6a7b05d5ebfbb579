"""Every key in every state of the page: it acts on the article on the screen, or not at all."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

DECIDED = (
    "Object.keys(localStorage).filter(k => /desk:[0-9a-f]{16}/.test(k)).map(k => localStorage[k])"
)


def kept(tab):
    """What the browser keeps for this page, as one text."""
    return "".join(tab.evaluate(DECIDED))


def flagged(collection):
    return sum(entry.row.decision == "review" for entry in collection.entries)


def press(tab, *keys):
    for key in keys:
        tab.keyboard.press(key)


def open_first(tab):
    press(tab, "j")
    tab.wait_for_selector(".decide")


@pytest.mark.parametrize("view", ["overview", "list"])
def test_without_an_article_no_key_decides(tab, view):
    tab.evaluate(f"document.body.dataset.view = '{view}'")
    press(tab, "r", "p", "u", "1", "2", "n", "c", "z")
    expect(tab.locator("#toast")).to_be_visible()
    assert kept(tab) == ""


def test_a_key_that_is_held_down_decides_once(tab):
    open_first(tab)
    tab.keyboard.down("p")
    for _ in range(8):
        tab.keyboard.down("p")
    tab.keyboard.up("p")
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ decided"))


def test_escape_empties_the_search_and_shows_all_again(tab):
    whole = tab.inner_text("#shown")
    press(tab, "/")
    tab.keyboard.type("zzqx vvqk")
    expect(tab.locator("#none")).to_contain_text("No article matches")
    press(tab, "Escape")
    expect(tab.locator("#shown")).to_have_text(whole)
    assert tab.input_value("#query") == ""
    open_first(tab)
    assert tab.input_value("#query") == ""


def test_what_matches_nothing_says_what_to_do(tab, collection):
    tab.fill("#query", "zzqx vvqk")
    expect(tab.locator("#none")).to_contain_text("No article matches")
    press(tab, "Enter", "j")
    expect(tab.locator("#toast")).to_contain_text("change the filters")
    tab.click("#none button")
    expect(tab.locator("#shown")).to_have_text(f"{len(collection.entries)} articles")


@pytest.mark.parametrize("field", ["#query", "#from", "#to", "#by-cause", "#by-desk"])
@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_fields_are_left_so_that_keys_are_keys(tab, field, key):
    tab.locator(field).focus()
    press(tab, key)
    open_first(tab)
    press(tab, "p")
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ decided"))


def test_letters_in_a_field_decide_nothing(tab):
    open_first(tab)
    press(tab, "n")
    tab.keyboard.type("rpu123jkzoe?/")
    assert tab.input_value("#note") == "rpu123jkzoe?/"
    press(tab, "Enter", "j")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    press(tab, "k")
    assert tab.input_value("#note") == "rpu123jkzoe?/"
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^0 of \d+ decided"))


def test_capitals_pass_over_what_is_decided(tab, collection):
    open_first(tab)
    press(tab, "p")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    press(tab, "k")
    expect(tab.locator("#reader .place")).to_have_text("No. 1 in the queue")
    press(tab, "J")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    press(tab, "K")
    expect(tab.locator("#reader .place")).to_have_text(f"No. {flagged(collection)} in the queue")


def test_undo_goes_back_to_the_article_and_again(tab):
    open_first(tab)
    press(tab, "p", "u")
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
    press(tab, "z")
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("z")
    expect(tab.locator("#reader .place")).to_have_text("No. 1 in the queue")
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^0 of \d+ decided"))
    press(tab, "z")
    expect(tab.locator("#toast")).to_have_text("There is nothing to undo.")


def test_going_on_can_be_turned_off(tab):
    press(tab, "?")
    tab.uncheck("#advance")
    press(tab, "Escape")
    open_first(tab)
    press(tab, "r")
    expect(tab.locator('.decide [data-value="review"]')).to_have_attribute("aria-pressed", "true")
    press(tab, "2")
    expect(tab.locator('.causes [data-value="spin"]')).to_have_attribute("aria-pressed", "true")
    assert '"cause":"spin"' in kept(tab)
    press(tab, "r")
    expect(tab.locator('.decide [data-value="review"]')).to_have_attribute("aria-pressed", "false")


def test_at_the_end_there_is_the_export(tab, collection):
    open_first(tab)
    all_of_them = flagged(collection)
    for number in range(all_of_them):
        expect(tab.locator("#reader .place")).to_have_text(f"No. {number + 1} in the queue")
        press(tab, "r")
    expect(tab.locator("#overview .begin")).to_contain_text(
        f"{all_of_them} of {all_of_them} decided."
    )
    with tab.expect_download():
        tab.click("#overview .begin button")


def test_two_tabs_keep_both_their_decisions(tab, report):
    other = tab.context.new_page()
    other.goto(report.as_uri())
    other.wait_for_selector("body[data-ready]")
    open_first(tab)
    open_first(other)
    press(other, "J")
    press(tab, "p")
    expect(other.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ decided"))
    press(other, "u")
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^2 of \d+ decided"))
    assert kept(tab).count('"digest"') == 2


def test_keys_behind_the_help_do_nothing(tab):
    open_first(tab)
    press(tab, "?", "r", "p", "u", "Escape")
    assert kept(tab) == ""
    press(tab, "p")
    expect(tab.locator("#progress")).to_have_text(re.compile(r"^1 of \d+ decided"))
