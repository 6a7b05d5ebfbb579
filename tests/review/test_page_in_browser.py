"""The review page as a person uses it, in real headless Chromium."""

from __future__ import annotations

import re

import pytest
from desk_page import clear_filters, violations

from detector.readers.rows import read_rows
from detector.review.collection import collect
from detector.review.page import file_page
from detector.review.payload import detail_of
from detector.writers.jsonl import encode

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect


def rows(tab):
    return tab.locator("#list .row")


def shown(tab):
    return int(re.match(r"[\d,]+", tab.inner_text("#shown"))[0].replace(",", ""))


def show_all(tab):
    """Take the filters off with which a shift begins."""
    for field in ("#by-decision", "#by-desk"):
        tab.locator(field).evaluate(
            "field => { field.value = ''; field.dispatchEvent(new Event('input')); }"
        )


def open_article(tab, collection, identity):
    n = next(n for n, entry in enumerate(collection.entries) if entry.row.id == identity)
    show_all(tab)
    if tab.locator("#to-list").is_visible():
        tab.click("#to-list")
    tab.fill("#query", identity)
    tab.click(f"#row-{n}")
    expect(tab.locator("#reader .place")).to_have_text(f"No. {n + 1} in the queue")
    return n


def test_it_opens_with_the_overview(tab, collection):
    flagged = sum(entry.row.decision == "review" for entry in collection.entries)
    assert tab.inner_text("#overview h2") == (
        f"{flagged} of {len(collection.entries)} articles go to review"
    )
    assert shown(tab) == flagged
    expect(tab.locator("button.start")).to_have_text(f"Start reviewing ({flagged})")
    assert rows(tab).first.get_attribute("aria-selected") == "false"


def test_articles_are_filtered(tab, collection):
    clear_filters(tab)
    for decision in ("review", "pass"):
        tab.select_option("#by-decision", decision)
        wanted = [e for e in collection.entries if e.row.decision == decision]
        expect(tab.locator("#shown")).to_have_text(re.compile(f"^{len(wanted)} of "))
    clear_filters(tab)
    tab.select_option("#by-cause", "scrape")
    wanted = [e for e in collection.entries if any(m.cause == "scrape" for m in e.marks)]
    assert wanted
    expect(tab.locator("#shown")).to_have_text(re.compile(f"^{len(wanted)} of "))
    clear_filters(tab)
    tab.select_option("#by-outlet", "Money Morning Hub")
    expect(rows(tab)).to_have_count(1)
    clear_filters(tab)
    tab.fill("#from", "0.9")
    wanted = [e for e in collection.entries if e.row.score >= 0.9]
    expect(rows(tab)).to_have_count(len(wanted))
    clear_filters(tab)
    assert shown(tab) == len(collection.entries)


def test_texts_are_searched(tab, collection):
    show_all(tab)
    tab.fill("#query", "ines FALK crowns")
    expect(rows(tab)).to_have_count(1)
    assert "reopens" in rows(tab).first.inner_text()
    tab.fill("#query", "no such words anywhere")
    expect(rows(tab)).to_have_count(0)
    assert tab.inner_text("#shown") == f"0 of {len(collection.entries)} articles"


def test_decisions_by_keyboard_outlive_a_reload_and_are_exported(tab, collection, tmp_path):
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.keyboard.press("n")
    tab.keyboard.type('=1+1, „quoted“ "twice"; -5')
    tab.keyboard.press("Enter")
    for key in ("1", "r"):
        tab.keyboard.press(key)
    expect(tab.locator("#reader .place")).to_have_text("No. 2 in the queue")
    tab.keyboard.press("p")
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
    tab.keyboard.press("u")
    expect(tab.locator("#reader .place")).to_have_text("No. 4 in the queue")
    tab.keyboard.press("z")
    expect(tab.locator("#reader .place")).to_have_text("No. 3 in the queue")
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    tab.reload()
    tab.wait_for_selector("body[data-ready]")
    expect(tab.locator("#progress")).to_have_text(re.compile("^2 of "))
    clear_filters(tab)
    tab.keyboard.press("j")
    expect(tab.locator("#reader .place")).to_have_text("No. 1 in the queue")
    for choice in ('.decide [data-value="review"]', '.causes [data-value="translation"]'):
        expect(tab.locator(choice)).to_have_attribute("aria-pressed", "true")
    with tab.expect_download() as waiting:
        tab.keyboard.press("e")
    exported = tmp_path / "decisions.csv"
    waiting.value.save_as(exported)
    first, second = read_rows(exported)
    assert (first.path, first.id) == (
        collection.entries[0].row.path,
        collection.entries[0].row.id,
    )
    assert (first.reviewer_decision, first.reviewer_cause) == ("review", "translation")
    assert first.reviewer_note == '=1+1, „quoted“ "twice"; -5'
    assert second.reviewer_decision == "pass"
    assert exported.read_bytes().startswith(b"\xef\xbb\xbf")


def test_exported_decisions_open_again_as_a_report(tab, collection, detector, browser, tmp_path):
    tab.keyboard.press("j")
    tab.wait_for_selector(".decide")
    tab.keyboard.press("u")
    with tab.expect_download() as waiting:
        tab.click("#export")
    waiting.value.save_as(tmp_path / "decisions.csv")
    again = collect([str(tmp_path / "decisions.csv")], detector)
    assert again.entries[0].text == collection.entries[0].text
    (tmp_path / "again.html").write_text(file_page(again), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "again.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("j")
    page.wait_for_selector('.decide [data-value="unsure"][aria-pressed="true"]')
    page.close()


def test_a_hostile_article_stays_text(tab, collection):
    n = open_article(tab, collection, "hostile.txt")
    text = collection.entries[n].text
    paragraphs = tab.eval_on_selector_all(
        "#reader .text p",
        "all => all.map(p => { const c = p.cloneNode(true);"
        " c.querySelectorAll('sup').forEach(s => s.remove()); return c.textContent; })",
    )
    assert paragraphs == [line for line in text.split("\n") if line]
    expect(tab.locator("#reader .facts li").first).to_have_text(re.compile("Hub</b>⇄exe.wen$"))
    tab.hover("#reader .facts li")
    assert tab.evaluate("window.hacked") is None
    assert tab.locator("#reader img, #reader a, #reader svg, #reader script").count() == 0


def test_the_original_is_one_click_away(tab, collection):
    n = open_article(tab, collection, "02_grain-corridor.txt")
    link = tab.locator("#reader .facts a")
    expect(link).to_have_attribute("href", collection.entries[n].row.url)
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_the_policy_stops_foreign_code(browser, report):
    tab = browser.new_page()
    tab.goto(report.as_uri())
    outcome = tab.evaluate(
        """() => new Promise(done => {
          addEventListener('securitypolicyviolation', e => done(e.violatedDirective));
          const made = document.createElement('script');
          made.textContent = 'window.hacked = 1';
          document.body.append(made);
        })"""
    )
    assert outcome.startswith("script-src")
    assert tab.evaluate("window.hacked") is None
    tab.close()


def test_marks_stand_where_the_evidence_is(tab, collection):
    n = open_article(tab, collection, "hostile.txt")
    detail = detail_of(collection, n)
    wanted = sorted({m["text"] for m in detail["marks"] if m["signal"] == "number_slot"})
    assert wanted == ["XNUMX"]
    marked = tab.locator("#reader mark[data-cause=translation]", has_text="XNUMX")
    assert marked.count() >= 2
    number = tab.locator(".reason", has_text="number_slot").get_attribute("data-reason")
    assert number in marked.first.get_attribute("data-reasons").split()
    assert "212,000 XNUMX tons" in tab.inner_text("ul.figures")


def test_a_score_adds_up(tab, collection):
    tab.keyboard.press("j")
    tab.click(".sum summary")
    values = [float(cell.replace("−", "-")) for cell in tab.locator(".sum .adds").all_inner_texts()]
    assert sum(values[:-1]) == pytest.approx(values[-1], abs=0.1)


def test_copies_stand_side_by_side(tab, collection):
    (members, *_) = collection.copies().values()
    open_article(tab, collection, collection.entries[members[0]].row.id)
    tab.get_by_role("button", name="Side by side", exact=True).click()
    tab.wait_for_selector(".aligned td")
    for place, n in enumerate(members[:2], start=1):
        told = tab.locator(f".aligned td:nth-child({place})").evaluate_all(
            """cells => cells.map(cell => [...cell.childNodes]
                .filter(node => !/remark|lacking/.test(node.className))
                .map(node => node.textContent).join(""))"""
        )
        words = " ".join(told).split()
        assert sorted(words) == sorted(collection.entries[n].text.split())
    marked = tab.locator(".aligned td:first-child mark").all_inner_texts()
    replaced = detail_of(collection, members[0])["copies"][0]["aligned"]["replaced"]
    text = collection.entries[members[0]].text
    assert len(marked) > 5
    assert marked == [text[a:b] for a, b, *_ in sorted(replaced)]
    tab.get_by_role("button", name="Back to the article").click()
    tab.wait_for_selector(".why")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(browser, report, collection, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(report.as_uri())
    page.wait_for_selector("body[data-ready]")
    found = violations(page)
    page.keyboard.press("j")
    page.wait_for_selector(".decide")
    page.keyboard.press("r")
    found += violations(page)
    (members, *_) = collection.copies().values()
    open_article(page, collection, collection.entries[members[0]].row.id)
    page.get_by_role("button", name="Side by side", exact=True).click()
    found += violations(page)
    page.keyboard.press("?")
    found += violations(page)
    context.close()
    assert found == []


def test_a_phone_needs_no_sideways_scrolling(browser, report):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(report.as_uri())
    page.wait_for_selector("body[data-ready]")
    page.click("#to-list")
    page.locator("#list .row").first.tap()
    page.wait_for_selector(".decide")
    page.tap('.decide [data-value="review"]')
    expect(page.locator("#reader .place")).to_have_text("No. 2 in the queue")
    for view in ("#to-list", "#to-overview"):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate("document.querySelector('#reader').scrollWidth") <= 360
        page.click(view)
    context.close()


def test_printing_sets_out_the_queue(tab, collection):
    show_all(tab)
    expect(tab.locator("#shown")).to_have_text(f"{len(collection.entries)} articles")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#printout tbody tr").count() == len(collection.entries)
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(tab.pdf()) > 10_000


def test_an_article_is_printed_with_its_reasons(tab):
    tab.keyboard.press("j")
    tab.wait_for_selector(".reason")
    tab.emulate_media(media="print")
    for hidden in ("#list", ".decide", "#export"):
        assert not tab.locator(hidden).is_visible()
    for seen in ("#reader .text", ".reason .meaning >> nth=0"):
        assert tab.locator(seen).bounding_box()["width"] > 200


def opened(browser, detector, path, width=1280):
    """A page of the articles of a file."""
    place = path.with_suffix(".html")
    place.write_text(file_page(collect([str(path)], detector)), "utf-8")
    page = browser.new_context(viewport={"width": width, "height": 740}).new_page()
    page.goto(place.as_uri())
    page.wait_for_selector("body[data-ready]")
    return page


def test_names_without_a_space_stay_on_the_screen_and_on_paper(browser, detector, tmp_path):
    text = "Eleven barges were waiting at dawn, and the first was unloaded before noon. " * 9
    names = [
        "W" * 200,
        "Valley Post",
        "\u0635\u062d\u064a\u0641\u0629 \u0627\u0644\u0648\u0627\u062f\u064a",
    ]
    records = (encode({"text": text, "outlet": name, "title": name}) for name in names)
    path = tmp_path / "wire.jsonl"
    path.write_bytes(b"".join(records))
    page = opened(browser, detector, path, 360)
    page.click("#to-list")
    show_all(page)
    expect(page.locator("#shown")).to_have_text("3 articles")
    page.locator("#list .outlet").first.wait_for()  # the queue comes into sight after the click
    # In one step, for the list is drawn anew at any time.
    outlets = "[...document.querySelectorAll('#list .outlet')].map(one => "
    cut = page.evaluate(f"{outlets} one.scrollWidth > one.clientWidth)")
    assert sorted(cut) == [False, False, True]
    assert "rtl" in page.evaluate(f"{outlets} getComputedStyle(one).direction)")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 740})  # A4 between its margins
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    page.context.close()


def test_a_page_of_what_could_not_be_judged_says_so(browser, detector, tmp_path):
    path = tmp_path / "short.txt"
    path.write_text("Barges waited.", "utf-8")
    page = opened(browser, detector, path)
    said = page.inner_text("#overview")
    assert said.startswith("0 of 1 article goes to review")
    assert "No article could be judged" in said and "What passed" not in said
    assert "Scores" not in said
    page.context.close()
