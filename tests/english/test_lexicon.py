"""The table of words: its shape, its facts, and the functions that read it."""

from __future__ import annotations

import numpy as np
import pytest

from detector.english.lexicon import (
    WORDS_PATH,
    are_words,
    capital_share,
    fold,
    folded_words,
    is_word,
    row_of,
    rows_of,
    zipf,
    zipfs_of,
)
from detector.english.word_classes import classes_of
from detector.ngrams.masked_ngrams import NO_PART, VIEWS, views, word_codes
from detector.text.printed_words import PrintedWords


@pytest.fixture(scope="module")
def rows():
    return rows_in(WORDS_PATH)


def rows_in(path):
    """Word, count, share of capitals and outlets of each row, as the file says them."""
    with np.load(path) as table:
        words = table["words"].tobytes().decode().split("\n")
        figures = (table[name].tolist() for name in ("counts", "hundredths", "outlets"))
        return list(zip(words, *figures, strict=True))


AWKWARD = PrintedWords(
    """The cannot Cannot can't Can’t It’s it's Obi's OBI’S who's I i I'm İzmir Straße O'Neil 1999
    2.5 9am 21st covid19 Monday MAY May's x's's naïve Zelenskyy ferryman negotiations ΣΑΣ
    ǅ _a_b_""".split()
)


def test_many_words_are_looked_up_as_each_of_them_is():
    assert folded_words(AWKWARD) == list(map(fold, AWKWARD))
    assert rows_of(AWKWARD) == [-1 if row is None else row for row in map(row_of, AWKWARD)]
    assert zipfs_of(AWKWARD).tolist() == list(map(zipf, AWKWARD))
    assert are_words(AWKWARD) == list(map(is_word, AWKWARD))


def test_the_codes_of_a_word_are_those_of_its_classes():
    for word, codes in zip(AWKWARD, word_codes(AWKWARD), strict=True):
        first, *others = map(views, classes_of(word)[:2])
        assert codes[:, :VIEWS].tolist() == [[*first], [*(others[0] if others else NO_PART)]], word


def test_table_is_sorted_and_unique(rows):
    words = [row[0] for row in rows]
    assert words == sorted(set(words))


def test_table_holds_folded_words_alone(rows):
    assert all(fold(row[0]) == row[0] and row[0].replace("'", "").isalpha() for row in rows)


def test_table_figures_are_in_range(rows):
    for word, count, share, outlets in rows:
        assert count >= 3 and 2 <= outlets <= count, word
        assert share == -100 or 0 <= share <= 100, word


def test_table_is_small():
    assert WORDS_PATH.stat().st_size < 900_000


@pytest.mark.parametrize(
    "word", ["the", "although", "Although", "government", "don't", "don’t", "Putin", "ferry"]
)
def test_words_of_the_press(word):
    assert is_word(word)


@pytest.mark.parametrize(
    "word", ["", "Putinalthough", "readyand", "willon", "ofthe", "isthe", "XNUMX", "100,000", "’s"]
)
def test_no_words_of_the_press(word):
    assert not is_word(word)


def test_zipf_is_the_known_scale():
    # "the" is about one word in twenty of any English prose.
    assert 7.5 < zipf("the") < 7.9
    assert zipf("The") == zipf("the")
    assert zipf("Zelensky’s") == zipf("zelensky") > 0
    assert zipf("Putinalthough") == 0.0


@pytest.mark.parametrize("name", ["putin", "London", "monday", "Dhaka", "obama"])
def test_names_have_capitals(name):
    assert capital_share(name) > 0.95


@pytest.mark.parametrize("word", ["although", "troops", "said", "border", "However"])
def test_common_words_have_none(word):
    assert 0 <= capital_share(word) < 0.35


def test_unseen_words_have_no_share():
    assert capital_share("Putinalthough") == -1.0
