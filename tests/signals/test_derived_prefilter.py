"""The prefilter of an expression: every text that it matches passes, most others do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.signals import (
    dates,
    encoding,
    figures,
    glued_stops,
    leaks,
    persons,
    phrases,
    punctuation,
    quotation,
    residue,
    scripts,
    slots,
    spacing,
)
from detector.signals.derived_prefilter import required_by
from detector.signals.engine import SignalEngine
from detector.signals.prefilter import NO_PREFILTER
from detector.signals.signal import Mark, Signal, finder
from detector.text.lazy_pattern import LazyPattern
from detector.text.tokens import tokenize

FAMILIES = (dates, encoding, figures, glued_stops, leaks, persons, phrases, punctuation, quotation)
FAMILIES += (residue, scripts, slots, spacing)
# Written for what is easily got wrong: joints within words, groups, lookarounds, letters of any
# case, choices with nothing in one of them.
ODD = r"""
(?<=[a-z] )- \d{1,2} ° ?[CF]\b
n[’']t\b|[A-Z]'s
\d[.,:]\d{3}[.,]\d
[a-z],[a-z]{2}
(?i:numx|straße|kelvin)x?
(?i)\[edit\]
(?:ab|cd){2,}e|f(?P<mark>gh?)+i
(?>ab|a)b++c*+d
(x)(?:yy)?\1z
(?:a|)b|c(?=d)d
[^\W\d_]+»[^»«]{0,5}«
[\u0400-\u052f]{2}|ab[가-힣]
(?<!\w)(?:in|on) (?:1[89]|20)\d\d
“ (?=\w)|(?<=[\w.,!?…]) ”(?!\w)
\w'\w|\w:\w
\.[,:]|:['’]
_{2}|[$€] ?\d
[KſS]elvin
""".strip().split("\n")


def expressions():
    named = {
        f"{family.__name__.rsplit('.', 1)[-1]}.{name}": re.compile(value.pattern, value.flags)
        for family in FAMILIES
        for name, value in vars(family).items()
        if isinstance(value, re.Pattern | LazyPattern)
    }
    return named | {written: re.compile(written) for written in ODD}


def passes(expression, *texts):
    reader = finder(lambda tokens: [Mark(0, 0)], required_by(expression))
    engine = SignalEngine([Signal("s", "spin", "", "", "", reader)])
    return [bool(read) for read in engine.read(tokenize(texts))]


AROUND = st.text(st.sampled_from("aB1 ,.'’:“”-\n\0éЖ"), max_size=3)


@pytest.mark.parametrize("expression", expressions().values(), ids=expressions())
@settings(max_examples=8, derandomize=True)
@given(data=st.data())
def test_what_matches_passes(expression, data):
    matching = st.builds("{}{}{}".format, AROUND, st.from_regex(expression), AROUND)
    texts = [text for text in data.draw(st.lists(matching, max_size=3)) if expression.search(text)]
    assert passes(expression, *texts) == [True] * len(texts)


@pytest.mark.parametrize(
    ("written", "texts", "held"),
    [
        (r"\{\{\w+\}\}", ["{{a}}", "{a}}", "a"], [True, False, False]),
        (r"n't\b|\[\[", ["don't", "a [[ b", "n t", "["], [True, True, False, False]),
        (r"[A-Z]\w+ / [A-Z]", ["A / B", "A/B", "A /B"], [True, False, False]),
        # Nearly every article holds a parenthesis, so that none is asked for.
        (r"\((?:Stadt|ville)\)", ["a (ville)", "(villes)", "ville"], [True, False, True]),
        (r"(?i:numx)", ["XNuMX", "num"], [True, False]),
        (r"[\u0400-\u052f]+", ["город", "town", "tоwn"], [True, False, True]),
        (r"“ (?=\w)| ”(?!\w)", ["“ a”", "“a ”", "“a”"], [True, True, False]),
        (r"(?:million|billion) [$€]", ["5 million $", "5 million", "$ 5"], [True, False, False]),
    ],
)
def test_what_cannot_match_does_not_pass(written, texts, held):
    assert passes(re.compile(written), *texts) == held


@pytest.mark.parametrize("written", [r"\w+", r"\bthe\b|\s+", r"(?:ab)?", r"a.b|\d"])
def test_an_expression_without_literals_needs_nothing(written):
    assert required_by(re.compile(written)) == NO_PREFILTER
