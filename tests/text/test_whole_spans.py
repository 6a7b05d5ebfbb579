"""No mark parts a letter from its signs or cuts an entity."""

from __future__ import annotations

import pytest

from detector.text.character_classes import WORD_RE
from detector.text.tokens import Tokens
from detector.text.whole_spans import whole_span


@pytest.mark.parametrize("text", ["नदी में पानी बढ़ गया", "நதியில் வெள்ளம்", "ডাক্তার এসেছে", "שָׁלוֹם לכם"])
def test_words_keep_their_vowel_signs(text):
    assert Tokens(text).words == text.split() == WORD_RE.findall(text)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("a cafe\u0301s, an", (2, 6), "cafe\u0301s"),
        ("nai\u0308ve men", (4, 10), "nai\u0308ve men"),
        ("می\u200cخواهم و", (0, 2), "می\u200cخواهم"),
        ("and that &#39;no", (0, 13), "and that &#39;"),
        ("R&D; no", (0, 1), "R"),
        ("go\u0301", (2, 3), "\u0301"),
        ("the plain word", (4, 9), "plain"),
    ],
)
def test_marks_are_widened_to_whole_letters_and_entities(text, span, expected):
    start, end = whole_span(text, *span)
    assert text[start:end] == expected
