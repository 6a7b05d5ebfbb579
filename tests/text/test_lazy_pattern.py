"""Expressions that are compiled on first use."""

from __future__ import annotations

import re

import pytest

from detector.text.lazy_pattern import METHODS, lazy_pattern


def test_nothing_is_compiled_before_the_first_search(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or re._compile(*given))
    pattern = lazy_pattern(r"(?P<mark>zqx\d)", re.I)
    assert pattern.pattern == r"(?P<mark>zqx\d)" and pattern.flags == re.I and not compiled
    assert pattern.search("a ZQX7")["mark"] == "ZQX7"
    assert [match[0] for match in pattern.finditer("zqx1 zqx2")] == ["zqx1", "zqx2"]
    assert compiled == [(r"(?P<mark>zqx\d)", re.I)]


@pytest.mark.parametrize(("expression", "text"), [(r"b+", "abbc"), (rb"b+", b"abbc")])
def test_it_does_what_the_compiled_one_does(expression, text):
    for method in METHODS:
        given = (text[:1], text) if method in ("sub", "subn") else (text,)
        own, other = (
            getattr(one, method)(*given)
            for one in (lazy_pattern(expression), re.compile(expression))
        )
        if method == "finditer":
            own, other = list(own), list(other)
        assert repr(own) == repr(other)
    lazy = lazy_pattern(expression)
    assert lazy.groups == 0 and lazy_pattern(lazy) is lazy


def test_what_is_compiled_stays_as_it_is():
    compiled = re.compile("a")
    assert lazy_pattern(compiled) is compiled
