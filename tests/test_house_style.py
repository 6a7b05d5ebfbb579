"""The desk's own spellings: a file of rules becomes a signal that shows and never votes."""

from __future__ import annotations

import pytest

from detector.signals.names import house_style_signal
from detector.text.tokens import Tokens


def written(tmp_path, text, name="style.tsv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("style.tsv", "preferred\tavoid\nKyiv\tKiev\n\n# rivers\nDnipro\tDnieper\n"),
        ("style.csv", "preferred,avoid\nKyiv,Kiev\nDnipro,Dnieper\n"),
        ("bom.tsv", "\ufeffKyiv\tKiev\nDnipro\tDnieper\n"),
    ],
)
def test_avoided_spellings_are_marked(tmp_path, name, text):
    signal = house_style_signal(written(tmp_path, text, name))
    tokens = Tokens("Kiev lies on the Dnieper. “Kiev is home,” she said in Kievan dress.")
    found = signal.read(tokens).marks
    assert [(tokens.text[m.start : m.end], m.note) for m in found] == [
        ("Kiev", "house style: Kyiv"),
        ("Dnieper", "house style: Dnipro"),
    ]


def test_house_style_never_votes_and_flags_its_example(tmp_path):
    signal = house_style_signal(written(tmp_path, "Kyiv\tKiev\n"))
    assert signal.weight == 0.0
    assert signal.read(Tokens(signal.example)).value > 0
    assert signal.read(Tokens("")).value == 0.0


def test_a_text_with_half_an_emoji_is_read(tmp_path):
    signal = house_style_signal(written(tmp_path, "Kyiv\tKiev\n"))
    (mark,) = signal.read(Tokens("\ud83d Kiev stood.")).marks
    assert mark.start == 2 and mark.end == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Kyiv\n", "line 1"),
        ("Kyiv\tKiev\nOdesa\tOdesa\n", "line 2"),
        ("Kyiv\tKiev\tKiew\n", "line 1"),
        ("\n# nothing\n", "holds no rule"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path, text, says):
    with pytest.raises(ValueError, match=says):
        house_style_signal(written(tmp_path, text))


def test_a_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        house_style_signal(tmp_path / "none.tsv")
