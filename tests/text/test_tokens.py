"""Words, sentences, paragraphs and quotations, by example and by property."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.text.tokens import Tokens


def sentences(text):
    tokens = Tokens(text)
    return [text[s.start : s.end] for s in tokens.sentences]


def quotes(text):
    return [text[q.start : q.end] for q in Tokens(text).quotes]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Don’t stop at 4:15, it’s 2.5%.", ["Don’t", "stop", "at", "4:15", "it’s", "2.5"]),
        ("A well-kept 100,000-seat ground.", ["A", "well", "kept", "100,000", "seat", "ground"]),
        ("“Go,” he said", ["Go", "he", "said"]),
        ("Łódź and São Paulo", ["Łódź", "and", "São", "Paulo"]),
    ],
)
def test_words(text, words):
    assert Tokens(text).words == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Dube met Dr. Lim at 5 p.m. on Monday.", None),
        ("It closed at 5 p.m. The mayor left.", ["It closed at 5 p.m.", "The mayor left."]),
        ("The U.S. Senate voted.", None),
        ("J. K. Mbeki spoke.", None),
        ("“Why?” he asked. “Because!”", ["“Why?” he asked.", "“Because!”"]),
        ("It rose 2.5 percent.", None),
        ("They agreed. the talks go on.", ["They agreed.", "the talks go on."]),
        ("They agreed... the talks go on.", None),
        ("The firm, Oak Inc. of Leeds, closed.", None),
        ("He said no. 4 was best.", None),
        ("So far internally. Coastal territory.", ["So far internally.", "Coastal territory."]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == (expected or [text])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go,” she said, “now.”", ["“We go,”", "“now.”"]),
        ('"We go," she said, "now."', ['"We go,"', '"now."']),
        ("„Wir“ and «nous» and ‹on›.", ["„Wir“", "«nous»", "‹on›"]),
        ("It's the dogs' bowl.", []),
        ("‘It’s ours,’ he said.", ["‘It’s ours,’"]),
        ("Back in '98 they let 'em go.", []),
        ("“He said ‘no’ to me.”", ["“He said ‘no’ to me.”"]),
    ],
)
def test_quotes(text, expected):
    assert quotes(text) == expected


def test_a_quotation_of_several_paragraphs_rightly_stays_open():
    text = "“We waited all night.\n\n“Then the bus came,” she said.\n\n“Nobody told us."
    found = Tokens(text).quotes
    states = [(q.closed, q.continued) for q in found]
    assert states == [(False, True), (True, False), (False, False)]


def test_hard_wrapped_lines_are_one_paragraph():
    lines = [
        "The council voted late on Tuesday to close the old ferry",
        "landing and to move the boats to the new pier, which has",
        "been ready since the spring but still lacks a ticket hall",
        "and a shelter, according to the port authority, which has",
        "promised both before winter.",
    ]
    text = "\n".join(lines) + "\n\nThe mayor was not there."
    assert [p.start for p in Tokens(text).paragraphs] == [0, text.index("The mayor")]


def test_lines_are_paragraphs_in_ordinary_copy():
    text = "Ferry closes\nThe council voted late on Tuesday to close it.\nBoats move on Friday."
    assert [p.prose for p in Tokens(text).paragraphs] == [False, True, False]


@given(st.text())
def test_every_offset_holds_whatever_the_text(text):
    tokens = Tokens(text)
    spans = [tokens.word_span(i) for i in range(tokens.word_count)]
    assert [text[s.start : s.end] for s in spans] == tokens.words
    assert [w for s in tokens.sentences for w in tokens.words[s.first : s.last]] == tokens.words
    assert all(0 <= q.start < q.end <= len(text) for q in tokens.quotes)
    assert all(text[p.start : p.end].strip() == text[p.start : p.end] for p in tokens.paragraphs)


@given(st.text(alphabet="aA .\"“”'’‘„«»\n?!,"))
def test_quotes_never_overlap(text):
    found = Tokens(text).quotes
    assert all(a.end <= b.start for a, b in pairwise(found))
