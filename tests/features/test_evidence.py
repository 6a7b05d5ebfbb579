"""Phrases shown for the wording of an article are English and whole."""

from __future__ import annotations

from types import SimpleNamespace

from detector.article import Article
from detector.features.evidence import MeasuredArticle, wording_evidence
from detector.text.tokens import Tokens


def test_phrases_are_english_and_do_not_end_inside_an_entity():
    text = "The mayor said &quot;no&quot; to them. “नदी में पानी,” said a farmer."
    spans = [(4, text.index("quot;no") + 4, 1.0), (text.index("में"), text.index(" a farmer"), 1.0)]
    features = SimpleNamespace(text_evidence=lambda tokens, cause, count: spans)
    measured = MeasuredArticle(Article(text), Tokens(text), "en", {"outdone_word": 0})
    causes = {"translation": 1.0, "spin": 0.0, "synthetic": 1.0}
    marks = [mark.text for mark in wording_evidence(measured, features, causes)]
    assert marks == ["mayor said &quot;"] * 2
