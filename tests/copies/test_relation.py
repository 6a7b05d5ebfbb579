"""How copies differ, which of two came first, and how that is learned."""

from __future__ import annotations

from collections import defaultdict
from math import hypot
from random import Random

import numpy as np
import pytest
from places import SAMPLES

from benchmarks.copies.desk_edits import edit, reprint
from benchmarks.copies.labelled_clusters import LabelledCopy
from benchmarks.copies.model_file import write_model
from benchmarks.copies.train_relations import (
    build_dataset,
    cross_fitted_models,
    fit,
    fold_of,
)
from detector.article import Article
from detector.copies import text_store
from detector.copies.aligned_text import LEAST_WEIGHT, EncodedText, sentence_similarity
from detector.copies.fingerprints import WORD_KEYS, fingerprint
from detector.copies.pair_features import similarity_features, similarity_within
from detector.copies.relation import ASKED, load, shipped
from detector.copies.relation_features import (
    DIRECTION_COLUMNS,
    RELATION_COLUMNS,
    compare_texts,
    measure_differences,
    sentence_shares,
)
from detector.copies.representative import BestCopySearch, choose_representatives
from detector.copies.representative_model import CopyCandidate, judged_log_odds
from detector.copies.scored_text import read
from detector.readers import read as read_files
from detector.text.tokens import Tokens

CLEAN = (SAMPLES / "20_village-grocery.txt").read_text("utf-8")
SPUN = (SAMPLES / "10_small-town-grocer.txt").read_text("utf-8")
TEASER = (
    "Denby United signed two goalkeepers from Porto and sold a striker to Ankara for a record fee."
)


TWO = [("a person", 0.05), ("a model", 0.9)]


def direction(found, name):
    return found.direction[DIRECTION_COLUMNS.index(name)]


def relation(found, name):
    return found.relation[RELATION_COLUMNS.index(name)]


@pytest.fixture(scope="module")
def samples():
    return [item.text for item in read_files([str(SAMPLES)]) if isinstance(item, Article)]


def test_a_spinner_swaps_single_words_for_rarer_and_odder_ones():
    found = compare_texts(read(CLEAN), read(SPUN))
    assert relation(found, "swapped") > relation(found, "rebuilt")
    assert direction(found, "odder") > 0.5
    assert direction(found, "rarer") > 0
    assert len(found.costs) == len(found.alignment.replacements)


def test_the_other_way_round_what_was_dropped_was_added_and_all_signs_turn():
    found = compare_texts(read(f"{CLEAN}\n\n{TEASER}"), read(SPUN))
    texts = read(SPUN), read(f"{CLEAN}\n\n{TEASER}")
    [back] = measure_differences([texts], [found.alignment.reversed()])
    assert relation(back, "added") == relation(found, "dropped") > 0
    # What is a name is seen from the first text: a word more or less counts among the rarer ones.
    assert np.allclose(back.direction, -found.direction, atol=0.01)
    assert {(one.new, one.old) for one in back.alignment.replacements} == {
        (one.old, one.new) for one in found.alignment.replacements
    }
    again = back.alignment.reversed()
    assert again.replacements == found.alignment.replacements
    assert again.counts == found.alignment.counts


def test_a_desk_drops_sentences_and_swaps_nothing():
    found = compare_texts(read(CLEAN), read(edit(CLEAN, 4)))
    assert relation(found, "dropped") > 0.1
    assert relation(found, "swapped") < 0.01
    assert direction(found, "own") > 0


def test_a_text_beside_itself():
    found = compare_texts(read(CLEAN), read(CLEAN))
    assert not found.direction.any()
    assert relation(found, "same") > 0.9


def test_empty_texts_compare():
    found = compare_texts(read(""), read("Rain fell on Harwick."))
    assert np.isfinite(found.relation).all() and np.isfinite(found.direction).all()


def test_what_was_put_under_a_story_is_not_its_own():
    encoded = EncodedText(Tokens(f"{CLEAN}\n\n{TEASER}"))
    last = len(encoded.tokens.sentences) - 1
    shares = sentence_shares([encoded] * (last + 1), [[number] for number in range(last + 1)])
    assert shares.foreign[last] > shares.own[last]
    home = shares.own / shares.words
    assert home[:last].mean() > home[last]


def test_likeness_within_a_story_is_that_of_its_pairs(samples):
    prints = [fingerprint(Tokens(text)) for text in [*samples[:12], ""]]
    (within,) = similarity_within(prints, [[3, 0, 12]])
    assert np.array_equal(within[1, 0], similarity_features(prints, np.array([[0, 3]]))[0])
    assert np.array_equal(within[1, 2], within[2, 1])
    assert np.isfinite(within).all()


def best_copy(texts, scores=None, dates=None):
    prints = [fingerprint(Tokens(text)) for text in texts]
    scores, dates = scores or [None] * len(texts), dates or [""] * len(texts)
    copies = [
        CopyCandidate(str(n), len(Tokens(text).words), score, 2.0, date)
        for n, (text, score, date) in enumerate(zip(texts, scores, dates, strict=True))
    ]
    read_texts = [read(text) for text in texts]
    shared = next(similarity_within(prints, [range(len(prints))])).__getitem__
    story = BestCopySearch(copies, read_texts.__getitem__, shared)
    choose_representatives([story], shipped())
    return story.outcome()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_original_wins_over_its_spun_copy_without_any_score(order):
    found = best_copy([(CLEAN, SPUN)[n] for n in order])
    assert order[found.place] == 0
    ((_, told),) = found.told.items()
    assert told.assurance > 0.9
    assert "the likelier wording in" in found.reason


def test_of_two_clean_looking_copies_the_verdicts_decide_and_doubt_is_named():
    smooth = CLEAN.replace("said", "stated").replace("village", "community")
    damaged = best_copy([CLEAN, smooth], scores=[0.02, 0.3])
    assert damaged.place == 0
    assert "not sure" not in damaged.reason
    assert best_copy([smooth, CLEAN], scores=[0.3, 0.02]).place == 1
    close = best_copy([CLEAN, edit(CLEAN, 1)], scores=[0.02, 0.02])
    assert "not sure: " in close.reason


def test_a_rewriting_that_a_model_wrote_is_not_the_original():
    first, second = (CopyCandidate(name, 400, 0.1, 2.0, "", made) for name, made in TWO)
    assert judged_log_odds(first, second, rewritten=1.0) > 3
    assert judged_log_odds(second, first, rewritten=1.0) < -3
    assert judged_log_odds(first, second, rewritten=0.0) == 0
    assert judged_log_odds(first, second._replace(score=None), rewritten=1.0) == 0


def test_wording_that_papers_print_wins_over_one_desks_edit():
    texts = [edit(CLEAN, 4), reprint(CLEAN, 1), CLEAN, reprint(CLEAN, 2)]
    assert best_copy(texts).place != 0


def test_of_equal_wordings_the_earlier_wins():
    found = best_copy([CLEAN, reprint(CLEAN, 3)], dates=["2026-03-02", "2026-03-01"])
    assert found.place == 1
    assert "earliest (2026-03-01)" in found.reason


def test_the_models_come_back_as_they_went(tmp_path):
    relation_model = shipped()
    write_model(relation_model._asdict(), ASKED, {}, tmp_path / "differences.json")
    again = load(tmp_path / "differences.json")
    found = compare_texts(read(CLEAN), read(SPUN))
    prints = [fingerprint(Tokens(CLEAN)), fingerprint(Tokens(SPUN))]
    shared = similarity_features(prints, np.array([[0, 1]]))
    odds = relation_model.relation(shared, found.relation[None])
    assert np.allclose(odds.sum(), 1.0)
    assert np.allclose(odds, again.relation(shared, found.relation[None]))


def test_models_of_other_figures_are_refused(tmp_path):
    path = tmp_path / "differences.json"
    path.write_text('{"columns": {}}', "utf-8")
    with pytest.raises(ValueError, match="another version"):
        load(path)


def swap(text, random):
    """Spin a text for the test: every fifth word of some length is replaced by an odd one."""
    odd = ("perambulate", "chopper", "edifice", "remuneration", "hamlet", "whilst", "ergo")
    words = text.split(" ")
    return " ".join(
        random.choice(odd) if n % 5 == 2 and word.isalpha() and len(word) > 4 else word
        for n, word in enumerate(words)
    )


def test_learning_tells_a_spinner_from_a_desk(samples):
    random, copies = Random(1), []
    for number, text in enumerate(samples[18:32]):
        story = f"s{number}"
        copies.append(LabelledCopy(story, text, story, 0, True, "human", False))
        for change, system, made in (
            (1, "desk", edit(text, number)),
            (2, "swap", swap(text, random)),
        ):
            copies.append(
                LabelledCopy(f"{story}:{system}", made, story, change, False, system, False)
            )
    dataset = build_dataset(copies, cross_fitted_models(copies))
    relation_model = fit(dataset)
    odds = relation_model.relation(dataset.shared, dataset.relation)
    assert (odds.argmax(axis=1) == dataset.labels).mean() > 0.9
    told = relation_model.direction(odds, dataset.relation, dataset.direction)
    assert (told > 0).mean() > 0.8
    assert {fold_of(one.story) for one in copies} == {0, 1}


def test_texts_of_a_large_story_are_read_again_and_not_kept(monkeypatch, samples):
    monkeypatch.setattr(text_store, "BATCH", 2)
    monkeypatch.setattr(text_store, "MOST_KEPT", 3)
    held = text_store.TextStore([Article(text) for text in samples[:8]], None, [7, *range(7)])
    for number in [*range(8), *range(8)]:
        alone = read(samples[number])
        assert held[number].tokens.text == samples[number]
        assert (held[number].log10 == alone.log10).all()
        assert len(held._kept) <= 3


def test_likeness_of_sentences_is_the_cosine_of_their_words():
    first, second = EncodedText(Tokens(CLEAN)), EncodedText(Tokens(SPUN))
    weighed = []
    for encoded in (first, second):
        words = encoded.tokens.word_properties(WORD_KEYS)
        rows = []
        for sentence in encoded.tokens.sentences:
            row = defaultdict(float)
            for word in words[sentence.first : sentence.last]:
                row[int(word["codes"][2])] += max(float(word["weight"]), LEAST_WEIGHT)
            rows.append(row)
        weighed.append(rows)
    expected = [
        [
            sum(a[code] * b.get(code, 0) for code in a) / hypot(*a.values()) / hypot(*b.values())
            for b in weighed[1]
        ]
        for a in weighed[0]
    ]
    assert np.allclose(sentence_similarity(first, second), expected, atol=1e-6)
    blank = EncodedText(Tokens(""))
    assert sentence_similarity(blank, second).shape == (0, len(second.tokens.sentences))
