"""Two copies side by side, and the commands that show them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from places import SAMPLES

from detector.article import Article
from detector.cli.commands import main
from detector.copies.aligned_text import EncodedText
from detector.copies.alignment import align
from detector.copies.side_by_side import lines, parted_facts
from detector.copies.spinner_lexicon import mine_replacements
from detector.copies.terminal_comparison import compare_articles, fact_lines, summary
from detector.review.comparison_page import compare_page
from detector.text.tokens import Tokens

CLEAN = SAMPLES / "20_village-grocery.txt"
SPUN = SAMPLES / "10_small-town-grocer.txt"
FIRST = """The army moved 100,000 troops to the border near Kyiv on Friday.
Dr. Anna Obi called the build-up a threat to the harvest.
Farmers in Harwick sold 40 tonnes of barley before noon.
The port of Denby stayed open through the night."""
SECOND = """The army moved 100,000 XNUMX troops to the border near Kiev on Friday.
The port of Denby stayed open through the night.
Medical doctor Anna Obi called the construction a threat to the harvest.
A storm is forecast for the whole coast at the weekend."""


@pytest.fixture
def aligned():
    return align(EncodedText(Tokens(FIRST)), EncodedText(Tokens(SECOND)))


def test_what_was_replaced(aligned):
    told = {(one.old, one.new): one.kind for one in aligned.replacements}
    assert told == {
        ("100,000", "100,000 XNUMX"): "figure",
        ("Kyiv", "Kiev"): "name",
        ("Dr.", "Medical doctor"): "word",
        ("build-up", "construction"): "word",
    }


def test_spans_point_into_both_texts(aligned):
    for one in aligned.replacements:
        assert FIRST[one.old_span.start : one.old_span.end] == one.old
        assert SECOND[one.new_span.start : one.new_span.end] == one.new


def test_what_was_dropped_added_and_moved(aligned):
    assert aligned.dropped == (2,)
    assert aligned.added == (3,)
    assert len(aligned.moved) == 1


def test_every_sentence_is_shown_once(aligned):
    shown = list(lines(aligned))
    assert sorted(line.left for line in shown if line.left >= 0) == [0, 1, 2, 3]
    assert sorted(line.right for line in shown if line.right >= 0) == [0, 1, 2, 3]


WHOLE = """Mayor Denise Kowalczyk tasted the soup at the harbour fair and called it delicious.
The council of Denby voted on Tuesday to lend the fishermen 40 boats for the winter season.
Nobody at the meeting asked who would repair the broken engines of the old trawlers."""
CUT = (
    "Mayor Denise Kowalczyk tasted the soup at the harbour fair. She called it simply delicious. "
    "The council of Denby voted on Tuesday to lend the fishermen boats for the winter season, "
    "while nobody at the meeting in Harwick asked who would repair the engines of the trawlers."
)


def test_sentences_that_were_merged_or_split_are_neither_dropped_nor_added():
    alignment = align(EncodedText(Tokens(WHOLE)), EncodedText(Tokens(CUT)))
    assert [line.remark for line in lines(alignment)] == ["", "split", "", "merged"]
    back = [line.remark for line in lines(alignment.reversed())]
    assert back == ["", "merged", "", "split"]
    found = summary(compare_articles(Article(WHOLE), Article(CUT)))
    assert "0 sentences dropped, 0 added, 0 moved, 1 merged, 1 split" in found


def test_figures_and_names_of_one_copy_alone_are_named_first():
    comparison = compare_articles(Article(WHOLE), Article(CUT))
    told = parted_facts(comparison.alignment)
    assert told["figure"] == (["40"], [])
    assert told["name"] == ([], ["Harwick"])
    assert list(fact_lines(comparison)) == [
        "figures: only in the first: 40",
        "names: only in the second: Harwick",
    ]
    page = compare_page(comparison)
    assert page.index("<del>40</del> only in the first") < page.index("<table")


def test_empty_articles_compare():
    found = compare_articles(Article(""), Article("Rain fell."))
    assert "1 added" in summary(found)


def test_the_page_is_escaped_and_runs_nothing():
    hostile = Article('<script>alert("x")</script> Rain & hail fell on Harwick.', id="<b>")
    page = compare_page(compare_articles(hostile, Article("Rain & snow fell on Harwick.")))
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert "http:" not in page and "https:" not in page


def test_no_text_commands_the_terminal_or_turns_a_name(tmp_path):
    """Neither an escape code in a text nor a mark in the name of a file."""
    named = tmp_path / "fall\u202etxt.exe"
    named.write_text(FIRST.replace("Farmers", "\x1b[2J\u202eFarmers"), "utf-8")
    for done in (
        CliRunner().invoke(main, ["compare", str(named), str(CLEAN)]),
        CliRunner().invoke(main, ["compare", str(named), str(tmp_path / "gone\u202e.txt")]),
        CliRunner().invoke(
            main, ["stories", str(named), str(named.with_suffix(".md")), "--no-scores"]
        ),
    ):
        assert "\u202e" not in done.output and "\x1b[2J" not in done.output
    page = compare_page(compare_articles(Article(FIRST, id=named.name), Article(SECOND)))
    assert '<th scope="col">fall⇄txt.exe</th>' in page


def test_a_lexicon_ranks_by_stories(aligned):
    entries = mine_replacements(
        [("s1", aligned.replacements), ("s2", aligned.replacements), ("s2", [])]
    )
    assert {(one.old, one.new) for one in entries} == {
        ("build-up", "construction"),
        ("dr.", "medical doctor"),
    }
    assert all((one.stories, one.times) == (2, 2) for one in entries)


def test_compare_on_the_command_line(tmp_path):
    page = tmp_path / "compare.html"
    done = CliRunner().invoke(main, ["compare", str(CLEAN), str(SPUN), "--html", str(page)])
    assert done.exit_code == 0, done.output
    assert "<del>village</del> → <ins>hamlet</ins>" in page.read_text("utf-8")
    shown = CliRunner().invoke(main, ["compare", str(CLEAN), str(SPUN)])
    assert shown.output.startswith("spun")


def test_stories_on_the_command_line(tmp_path):
    out, words = tmp_path / "stories.jsonl", tmp_path / "words.tsv"
    arguments = [str(CLEAN), str(SPUN), "--no-scores", "-o", str(out), "--lexicon", str(words)]
    done = CliRunner().invoke(main, ["stories", *arguments])
    assert done.exit_code == 0, done.output
    assert "1 story with copies; 0 articles without" in done.output
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len({row["story"] for row in rows}) == 1
    assert words.read_text("utf-8").startswith("old\tnew\tstories\ttimes\n")


def test_a_wrong_ending_is_a_usage_error():
    done = CliRunner().invoke(main, ["stories", str(CLEAN), "-o", "stories.docx"])
    assert done.exit_code == 2
    assert ".parquet" in done.output
