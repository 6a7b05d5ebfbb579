"""Words that dictionaries hold, words made of them, misprints, and what letters look like."""

from __future__ import annotations

import pytest

from benchmarks.tables.dictionary_filter import bloom_filter
from detector.english.dictionary import HASHES, bits_of, in_dictionary, is_english, is_misprint
from detector.english.foreign_words import foreign_lead


@pytest.mark.parametrize("word", ["pursuivant", "thalweg", "remembrance", "abominable", "quay"])
def test_dictionaries_hold_rare_words(word):
    assert in_dictionary(word)


@pytest.mark.parametrize(
    "word", ["noisier", "unbundling", "greenwashing", "crowdfunded", "batsmen", "privatisations"]
)
def test_words_are_made_of_words(word):
    assert is_english(word)


@pytest.mark.parametrize("word", ["administent", "gemeentekas", "paperikassi", "helicoptary"])
def test_what_is_no_word_is_none(word):
    assert not is_english(word) and not is_misprint(word)


@pytest.mark.parametrize("word", ["goverment", "minsiter", "presidentt", "policd"])
def test_a_misprint_is_one_letter_off(word):
    assert is_misprint(word)


@pytest.mark.parametrize(
    ("word", "language"), [("lebensgefahr", "de"), ("ayuntamiento", "es"), ("gemeentekas", "nl")]
)
def test_letters_tell_a_language(word, language):
    lead = foreign_lead(word)
    assert lead.language == language and lead.nats > 1.0


def test_a_filter_holds_its_words_and_hardly_any_other():
    held = bloom_filter({f"word{n}" for n in range(500)})

    def has(word):
        return all(held[place >> 3] >> (place & 7) & 1 for place in bits_of(word, 8 * len(held)))

    assert all(has(f"word{n}") for n in range(500))
    assert sum(has(f"other{n}") for n in range(5000)) <= 20
    assert len(list(bits_of("mill", 1000))) == HASHES
