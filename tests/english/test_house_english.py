"""Words of a region's house English are set beside no synonym and no fixed pair."""

from __future__ import annotations

from detector.english.house_english import house_english
from detector.ngrams.compounds import broken_pairs
from detector.ngrams.substitution import batch_substitution_scores
from detector.text.token_batch import TokenBatch

LAGOS = "The chieftain told newsmen on Friday dawn that the tout was barricaded in his shop."


def test_words_of_the_table_have_no_substitutes():
    batch = TokenBatch(
        [LAGOS, "He rose at dawn and saw the reporters near the barricade of the camp."]
    )
    house = house_english(batch)
    assert house.sum() == 7
    assert not house[batch_substitution_scores(batch).words].any()


def test_a_pair_of_the_table_stands_for_no_other():
    assert len(broken_pairs(TokenBatch(["The men came on Friday dawn to the lake."])).words) == 0
    assert len(broken_pairs(TokenBatch(["The inside ministry said so on Friday."])).words) == 1
