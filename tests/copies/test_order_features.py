"""Do two articles tell the same things in the same order?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from places import SAMPLES

from detector.article import Article
from detector.copies.fingerprints import fingerprint, read_fingerprints
from detector.copies.order_features import (
    ORDER_COLUMNS,
    chunks,
    greatest_alignment,
    order_features,
)
from detector.copies.packed_fingerprints import fingerprint_of, pack, unpack
from detector.copies.pair_model import (
    COLUMNS,
    LEAST_DISAGREEMENT,
    PairModel,
    anchored_mask,
    polynomial_features,
)
from detector.copies.sentence_codes import MOST_PASSAGES
from detector.copies.stories import group_stories
from detector.text.tokens import Tokens

VILLAGE = (SAMPLES / "20_village-grocery.txt").read_text("utf-8")
# Sample 20 as an engine might bring it back from another language: hardly three words in a row
# are left.
TRANSLATED_BACK = """Municipality in Ohio decides the acquisition of the sole food shop it has

Harlan Creek, Ohio: Threatened with losing the final spot where milk can still be bought, the
municipal council of Harlan Creek decided on the evening of Tuesday, with four votes against two,
to acquire the food shop in Main Street and operate it like a public service.

In order to take over Wendt's Market from its owners, in whose hands it is since 1958, the place
with its 2,140 inhabitants takes up a credit of 1.3 million dollars. The next big shop, a Walmart,
lies 23 miles off in Bellefontaine.

"Some named it socialism, and others named it a rescue", so Denise Kowalczyk, the mayor, ahead of
the ballot. "For me it is called bread.

"A waterworks we operate since no other wished it. The snow we clear since no other wished it. When
the market refuses my neighbours a salad, it is our turn."

Against it were the councillors Carla Shumate and Roy Pettibone. According to Pettibone the shop
made a loss of 86,000 dollars in the past year; he doubted that honorary officials ought to fix
what minced beef costs.

"No person in this hall has at any time filled a shelf", so Pettibone. "There lay three bids of
dollar-store chains before us, and not a single one did we ring up again."

Over 200 inhabitants came into the canteen of the high school for the session, which lasted two
hours. The majority of the speakers were for the acquisition, among them the 81 years old Edna
Briscoe, who has given up driving and comes to the shop on foot four times weekly, in the morning.

The ordinance foresees that a manager is hired and that the 17 employees of the shop remain. Each
quarter a board of five persons, named by the mayor, examines the accounts; after three years the
electors can compel a sale through a petition.

Food shops in public hands are still seldom in the United States, even if municipalities of Florida
and Kansas opened such ones in the last ten years, with varying success.

The owner Paul Wendt, who is 67, intends to go into pension by the end of March. For 60 days he
wants to remain, he explained, so that the new manager learns which door of the freezers jams."""


def row(first, second):
    prints = read_fingerprints([first, second])
    found = order_features(prints, np.array([[0, 1]]))[0]
    return dict(zip(ORDER_COLUMNS, found, strict=True))


def test_a_translation_tells_the_same_in_the_same_order():
    found = row(VILLAGE, TRANSLATED_BACK)
    assert found["matched_of_less"] > 0.6
    assert found["in_order"] > 0.8
    assert found["agreeing"] > 0.8


def test_a_translation_back_is_found():
    found = group_stories([Article(VILLAGE, id="clean"), Article(TRANSLATED_BACK, id="back")])
    assert len({one.story for one in found}) == 1
    assert found[0].story


def test_turned_round_it_is_still_local_but_not_in_order():
    turned = "\n\n".join(reversed(VILLAGE.split("\n\n")))
    found = row(VILLAGE, turned)
    assert found["local_of_less"] == pytest.approx(1.0, abs=0.02)
    assert found["in_order"] < 0.5


def test_either_article_may_stand_first():
    texts = [VILLAGE, TRANSLATED_BACK, VILLAGE[:900]]
    for first, second in combinations(texts, 2):
        assert row(first, second) == pytest.approx(row(second, first), abs=1e-9)


def test_a_pair_is_measured_alike_in_any_company():
    texts = [VILLAGE, TRANSLATED_BACK, "", "Rain fell.", VILLAGE * 6]
    held = read_fingerprints(texts)
    pairs = np.array(list(combinations(range(len(texts)), 2)))
    together = order_features(held, pairs)
    assert np.isfinite(together).all()
    for number, pair in enumerate(pairs):
        assert np.allclose(together[number], order_features(held, pair[None])[0])


def test_pairs_of_books_are_laid_out_few_at_a_time(monkeypatch):
    held = read_fingerprints([VILLAGE, TRANSLATED_BACK, VILLAGE[:900]])
    pairs = np.array([[0, 1], [0, 2], [1, 2], [1, 0]])
    together = order_features(held, pairs)
    words = np.array([one.words for one in held])
    assert len(chunks(words, pairs)) == 1
    assert [len(some) for some in chunks(words, pairs, 500)] == [1] * 4
    monkeypatch.setattr("detector.copies.order_features.WORDS_AT_A_TIME", 500)
    assert np.allclose(order_features(held, pairs), together)
    assert order_features(held, pairs[:0]).shape == (0, len(ORDER_COLUMNS))


def test_long_articles_have_no_more_passages_than_there_is_room_for():
    sentences = fingerprint(Tokens(VILLAGE * 6)).sentences
    assert sentences.passages.max() == MOST_PASSAGES - 1
    assert (np.diff(sentences.passages) >= 0).all()


def test_the_alignment_is_the_greatest_that_does_not_cross():
    random = np.random.default_rng(3)
    shared = random.integers(0, 5, (20, 4, 5)).astype(float)
    choices = [
        list(zip(rows, columns, strict=True))
        for size in range(1, 5)
        for rows in combinations(range(4), size)
        for columns in combinations(range(5), size)
    ]
    for one, found in zip(shared, greatest_alignment(shared), strict=True):
        assert found == max(sum(one[cell] for cell in cells) for cells in choices)


def test_one_kind_of_anchor_is_not_enough():
    features = np.zeros((5, len(COLUMNS)))
    places = {name: number for number, name in enumerate(COLUMNS)}
    features[:, places["matched_of_less"]] = (1.0, 1.0, 0.1, 1.0, 0.0)
    features[:, places["rare_names"]] = 1.0
    features[1:3, places["rare_figures"]] = 1.0
    features[3, places["shingles_of_less"]] = 0.4
    features[4, places["shingles_of_less"]] = 0.9
    assert anchored_mask(features).tolist() == [False, True, False, True, True]


def test_a_fingerprint_of_an_earlier_version_is_read_with_its_text():
    whole = fingerprint(Tokens(VILLAGE))
    packed = pack(whole)
    old = packed[: len(packed) - 10 * len(whole.sentences.codes)]
    assert not len(unpack(old).sentences.codes)
    assert pack(fingerprint_of(old, VILLAGE)) == packed
    assert pack(fingerprint_of(packed, "")) == packed
    assert pack(fingerprint_of(old, "")) == old


def test_articles_read_together_have_the_fingerprints_of_each():
    texts = [
        VILLAGE,
        "",
        TRANSLATED_BACK,
        "Rain fell.",
        "“We had no other choice at all,” he said.",
    ]
    for text, found in zip(texts, read_fingerprints(texts), strict=True):
        assert pack(found) == pack(fingerprint(Tokens(text)))


def parts_of(texts):
    found = group_stories([Article(text, id=name) for name, text in texts.items()])
    assert len({one.story for one in found}) == 1
    return {one.id: one.part_of for one in found}


def test_a_half_that_an_engine_wrote_anew_is_told_as_a_part():
    half = "\n\n".join(TRANSLATED_BACK.split("\n\n")[:7])
    assert parts_of({"whole": VILLAGE, "half": half}) == {"whole": "", "half": "whole"}
    assert parts_of({"whole": VILLAGE, "back": TRANSLATED_BACK}) == {"whole": "", "back": ""}


def test_a_story_joined_with_another_holds_it():
    other = (SAMPLES / "22_oyster-losses.txt").read_text("utf-8")
    parts = parts_of({"whole": VILLAGE, "joined": f"{TRANSLATED_BACK}\n\n{other}"})
    assert parts == {"whole": "joined", "joined": ""}


def test_a_template_is_one_only_where_names_and_figures_part():
    width = polynomial_features(np.zeros((1, len(COLUMNS)))).shape[1]
    bias = np.array([9.0, 0, 0, 0, 0, 0])
    sure = PairModel(np.zeros(width), np.ones(width), np.zeros((6, width)), bias, 0.5)
    features = np.zeros((2, len(COLUMNS)))
    places = {name: number for number, name in enumerate(COLUMNS)}
    for name in ("shingles_of_less", "figures_shared", "rare_names", "matched_of_less"):
        features[:, places[name]] = 0.5
    features[:, places["disagreeing"]] = (LEAST_DISAGREEMENT, LEAST_DISAGREEMENT - 1)
    assert (1 - sure.predict(features)[:, -1] > 0.5).tolist() == [False, True]
