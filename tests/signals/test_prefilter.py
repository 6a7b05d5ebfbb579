"""What a signal needs must never keep back an article in which it would find a mark."""

from __future__ import annotations

import re
from random import Random

import pytest
from damage_kinds import KINDS
from damage_probe import variants
from hostility import mixture, monotony
from test_signal_cases import CASES_DIR, load

from detector.signals.catalogue import CATALOGUE
from detector.signals.engine import SignalEngine
from detector.signals.prefilter import NO_PREFILTER, batch_condition, gap_contains, word
from detector.signals.signal import EMPTY_MEASUREMENT, Mark, Signal, finder
from detector.signals.word_edges import at_match, followed_by, recurs_within
from detector.signals.word_property_bits import WordPropertyBits
from detector.text.tokens import Tokens, tokenize
from detector.text.word_properties import WordProperty


def holds(need, *texts):
    found = Signal("s", "spin", "", "", "", finder(lambda tokens: [Mark(0, 0)], need))
    return [bool(one) for one in SignalEngine([found]).read(tokenize(texts))]


UPPER = WordProperty(str.isupper)


def before_space(batch, words):
    return words[batch.after[words] == ord(" ")]


def at_figure(batch, words):
    return words[batch.codepoints[batch.begins[words]] <= ord("9")]


@pytest.mark.parametrize(
    ("need", "texts", "told"),
    [
        (word(WordProperty(str.isupper)), ["the EU", "the eu", ""], [True, False, False]),
        (gap_contains(" ,"), ["so , so", "so, so", " ,", "so ,"], [True, False, True, True]),
        (gap_contains("\0,\0"), ["so,so", "so, so", "so,"], [True, False, True]),
        (gap_contains("(") & gap_contains(")"), ["(a)", "(a", "a)"], [True, False, False]),
        (gap_contains("(") | word(WordProperty(str.isdigit)), ["(", "5", "a"], [True, True, False]),
        (word(UPPER, before_space), ["the EU met", "the EU", "EU"], [True, False, False]),
        (
            gap_contains("(", where=at_figure),
            ["9 (b", "a (9", "(9", "9 ("],
            [True, False, False, True],
        ),
        (batch_condition(lambda batch: [True] * len(batch)), ["", "a"], [True, True]),
        (NO_PREFILTER, ["", "a"], [True, True]),
    ],
)
def test_needs_are_told_of_each_article(need, texts, told):
    assert holds(need, *texts) == told
    assert [held for one in texts for held in holds(need, one)] == told


def test_a_batch_condition_is_put_to_one_article_as_to_many():
    need = batch_condition(lambda batch: [text == "b" for text in batch.texts])
    assert [holds(need, "a"), holds(need, *"abcb")] == [[False], [False, True, False, True]]


def test_more_keys_than_a_number_has_bits():
    signals = [
        Signal(f"s{n}", "spin", "", "", "", finder(lambda tokens: [Mark(0, 0)], need))
        for n in range(150)
        for need in [word(WordProperty(lambda printed, n=n: printed == f"w{n}"))]
    ]
    (read,) = SignalEngine(signals).read(tokenize(["w3 w70 w149"]))
    assert list(read) == ["s3", "s70", "s149"]


@pytest.fixture(scope="module")
def cut():
    """The texts of the tests: cases, damaged news, and what was made to do harm."""
    cases = [case["text"] for path in CASES_DIR.glob("*.json") for case in load(path)]
    damaged = [variant.text for variant in variants(KINDS)]
    random = Random(7)
    hostile = [make(random, 3000) for make in (mixture, monotony) for _ in range(60)]
    return tokenize([*cases, *damaged, *hostile])


@pytest.fixture(scope="module")
def engine():
    """All signals."""
    return SignalEngine(CATALOGUE)


@pytest.mark.parametrize("text", ["", " ", "…", "“", "(.", "the", "5", "5 5", "A. the.\n***"])
def test_articles_of_hardly_a_word_are_told_of(text, engine):
    tokens = Tokens(text)
    (read,) = engine.read([tokens])
    found = {signal.name: signal.read(tokens) for signal in CATALOGUE}
    assert read == {name: own for name, own in found.items() if own != EMPTY_MEASUREMENT}


@pytest.mark.parametrize("signal", CATALOGUE, ids=lambda signal: signal.name)
def test_a_need_keeps_no_mark_back(signal, cut):
    for tokens, read in zip(cut, SignalEngine([signal]).read(cut), strict=True):
        assert read.get(signal.name, EMPTY_MEASUREMENT) == signal.read(tokens), tokens.text[:200]


def test_a_property_is_read_from_the_bits_that_hold_it():
    asked = []

    def is_upper(printed):
        asked.append(printed)
        return printed.isupper()

    upper = WordProperty(is_upper)
    texts = [f"{word} met" for word in ("EU", "eu", "UN")] * 30
    batch = tokenize(texts)[0].batch
    flags = WordPropertyBits([*(WordProperty(str.isdigit) for _ in range(70)), upper])
    batch.word_properties(flags)
    known = len(asked)
    assert batch.word_properties(upper)[:6].tolist() == [True, False, False, False, True, False]
    assert len(asked) == known


@pytest.mark.parametrize(
    ("where", "text", "told"),
    [
        (followed_by(WordProperty(str.isdigit)), "EU 5 UN EU", True),
        (followed_by(WordProperty(str.isdigit)), "5 EU UN", False),
        (recurs_within(2), "EU and EU", True),
        (recurs_within(2), "EU and then EU", False),
        (at_match(re.compile("EU [a-z]")), "the EU met", True),
        (at_match(re.compile("EU [a-z]")), "the EU", False),
    ],
)
def test_words_are_kept_by_what_stands_beside_them(where, text, told):
    assert holds(word(UPPER, where), text) == [told]
