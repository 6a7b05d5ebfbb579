"""Which lists of choices can only be a spinner's template."""

from __future__ import annotations

import pytest

from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.text.tokens import Tokens

CODE = "The parser of the template reads each token of the string: {word|list|field} is a variable."


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("The {mayor|leader|head} said that the road is shut.", True),
        ("The {mayor|leader} of the town said that the road will {open|reopen}.", True),
        ("The {mayor|leader} said that the road is shut.", False),
        ("Run service web --now {start|stop|restart} as the owner of the machine.", False),
        ("The sets {A1|B2|C3} and {D4|E5} were in the book that he had read.", False),
        ("name {long|short} list {left|right}", False),
        (CODE, False),
    ],
)
def test_one_place_gets_one_reading(text, sure):
    marks = {name: SIGNALS_BY_NAME[name].read(Tokens(text)).marks for name in NAMES}
    assert [bool(marks[name]) for name in NAMES] == [not sure, sure]


NAMES = ("spintax", "spintax_template")
