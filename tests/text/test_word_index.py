"""Numbers of words without strings: no word is ever taken for another."""

from __future__ import annotations

import numpy as np
import pytest

from detector.text import word_index
from detector.text.vocabulary import Vocabulary
from detector.text.word_index import WordIndex, classes_and_bytes, packed


@pytest.fixture
def one_slot(monkeypatch):
    """Every word has the slot of those that do not fit, as one in some thousands has by chance."""
    monkeypatch.setattr(word_index, "SALTS", np.zeros(2, np.uint64))


def numbers(*values, kind=np.uint64):
    return np.array(values, kind)


def test_a_strange_character_before_the_first_word_is_in_none():
    _, encoded = classes_and_bytes(numbers(*map(ord, "Ł a b"), kind=np.uint32))
    first, _ = packed(encoded, numbers(2, 4, kind=np.int64), numbers(3, 5, kind=np.int64))
    assert first.tolist() == [ord("a"), ord("b")]


def test_words_that_do_not_fit_are_never_found(one_slot):
    index = WordIndex()
    word, none = (numbers(0x2E), numbers(0)), (numbers(0), numbers(0))
    index.keep(*word, numbers(7, kind=np.int64))
    # The same word once more, in a stretch of text that does not fit.
    index.keep(*none, numbers(7, kind=np.int64))
    assert index.find(*word).tolist() == [7]
    assert index.find(*none).tolist() == [-1]


def test_no_word_is_taken_for_another_where_slots_are_shared(one_slot):
    vocab = Vocabulary()
    for text, begin in (("„[", 0), ("Ł„[", 1), ("Ł.", 1), (".", 0), ("„[", 0)):
        _, encoded = classes_and_bytes(numbers(*map(ord, text), kind=np.uint32))
        bounds = (numbers(place, kind=np.int64) for place in (begin, len(text)))
        assert vocab.numbers_of(text, encoded, *bounds).tolist() == [vocab[text[begin:]]]
