"""Copies of one story: found, told apart, and the best one named."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from places import SAMPLES

from benchmarks.copies.cluster_metrics import b_cubed
from benchmarks.copies.desk_edits import edit, reprint
from benchmarks.copies.model_file import write_model
from detector.article import Article
from detector.cli.stories import rows_of, stories, write
from detector.copies.alignment import align_all
from detector.copies.candidates import BANDS, MOST_OTHERS, bands, candidates, keys, keys_of_all
from detector.copies.clusters import LARGEST, PAIRS_AT_A_TIME, join
from detector.copies.evidence import chance_of, copy_marks
from detector.copies.fingerprints import fingerprint
from detector.copies.pair_features import RELATIONS, similarity_features
from detector.copies.pair_model import (
    ASKED,
    COLUMNS,
    PairModel,
    load,
    polynomial_features,
)
from detector.copies.phonetic_keys import phonetic_key
from detector.copies.previous_run import read_known, write_known
from detector.copies.representative import ROUNDS
from detector.copies.representative_model import CopyCandidate, choose_best
from detector.copies.stories import group_stories
from detector.readers import read
from detector.text.tokens import Tokens

# Another desk's own report on the vote of samples 10 and 20: same event, same people.
OWN_REPORT = """Residents of Harlan Creek will soon own the place where they shop.

By a margin of two votes the council of the Ohio village agreed late on Tuesday to take over
Wendt's Market, which would otherwise have shut for good this spring. It is the first village in
Logan County to go into the grocery trade.

Mayor Denise Kowalczyk, a retired school nurse, said she had been getting calls about it since
Christmas. “My phone has not stopped,” she told this newspaper. “Everybody wants the lights to
stay on, and everybody wants somebody else to pay the electric bill.”

Roy Pettibone, who runs a seed business and voted against, warned that the village's water mains
are older than the store. “Fix what we own before we buy more,” he said.

A bond will be issued in April. County officials said that a grant from the state's rural fund,
worth $240,000, had been applied for and that an answer was due before the summer."""


@pytest.fixture(scope="module")
def samples():
    return [item for item in read([str(SAMPLES)]) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def grouped(samples):
    return {one.id: one for one in group_stories(samples)}


@pytest.fixture(scope="module")
def village():
    return Article((SAMPLES / "20_village-grocery.txt").read_text("utf-8"), id="village")


def by_story(found):
    groups = {}
    for one in found:
        if one.story:
            groups.setdefault(one.story, set()).add(one.id)
    return {name: frozenset(ids) for name, ids in groups.items()}


def test_the_spun_samples_are_copies_and_nothing_else_is(grouped):
    assert set(by_story(grouped.values()).values()) == {
        frozenset({"10_small-town-grocer.txt", "20_village-grocery.txt"}),
        frozenset({"11_isle-boat-shortage.txt", "21_island-ferry.txt"}),
    }


@pytest.mark.parametrize(
    ("copy", "best", "old", "new"),
    [
        ("10_small-town-grocer.txt", "20_village-grocery.txt", "village", "hamlet"),
        ("11_isle-boat-shortage.txt", "21_island-ferry.txt", "helicopter", "chopper"),
    ],
)
def test_the_spun_copy_shows_the_original_wording(grouped, samples, copy, best, old, new):
    member = grouped[copy]
    assert (member.copy_of, member.relation) == (best, "spun")
    assert member.probability > 0.5
    assert (old, new) in {(one.old, one.new) for one in member.replacements}
    article = next(one for one in samples if one.id == copy)
    marks = copy_marks(article, member)
    assert all(article.text[mark.start : mark.end] == mark.text for mark in marks)
    assert any(mark.text == new and mark.original == old for mark in marks)
    assert member.assurance > 0.9
    assert chance_of("spin", member) == member.probability * member.assurance
    assert copy_marks(article, grouped[best]) == []


def test_another_desks_report_on_the_event_is_no_copy(village):
    found = group_stories([village, Article(OWN_REPORT, id="own")])
    assert [one.story for one in found] == ["", ""]
    assert [one.same_event for one in found] == [("own",), ("village",)]


def test_reports_on_other_events_are_not_named(grouped):
    assert not any(one.same_event for one in grouped.values())


def test_reprints_and_edits_are_told_apart(village):
    printed = Article(reprint(village.text, 1), id="printed")
    edited = Article(edit(village.text, 4), id="edited")
    found = {one.id: one for one in group_stories([edited, village, printed])}
    assert len({one.story for one in found.values()}) == 1
    assert found["edited"].relation == "edited"
    assert {found["village"].relation, found["printed"].relation} == {"best", "verbatim"}


def test_order_does_not_matter(samples):
    first = group_stories(samples)
    mixed = list(range(len(samples)))
    Random(3).shuffle(mixed)
    again = group_stories([samples[n] for n in mixed])
    assert {(one.path, m) for one, m in zip(samples, first, strict=True)} == {
        (samples[n].path, m) for n, m in zip(mixed, again, strict=True)
    }


def test_one_article_more_leaves_the_rest_alone(samples, grouped):
    more = Article(OWN_REPORT, id="own")
    found = {one.id: one for one in group_stories([more, *samples])}
    assert found["20_village-grocery.txt"].same_event == ("own",)
    stayed = {name: one._replace(same_event=()) for name, one in found.items() if name != "own"}
    assert stayed == grouped


def test_empty_and_tiny_folders():
    assert group_stories([]) == []
    assert group_stories([Article("")])[0].story == ""
    assert [one.story for one in group_stories([Article("Rain."), Article("")])] == ["", ""]


def test_known_stories_keep_their_names(tmp_path, samples, grouped, village):
    path = tmp_path / "known.parquet"
    write(samples, list(grouped.values()), path)
    known = read_known(path)
    late = Article(edit(village.text, 4), id="late")
    found = {one.id: one for one in group_stories([late, *samples], against=known)}
    assert found["late"].story == grouped["20_village-grocery.txt"].story
    assert found["late"].copy_of == "20_village-grocery.txt"
    for name, one in grouped.items():
        assert (found[name].story, found[name].copy_of) == (one.story, one.copy_of)


def test_a_file_without_fingerprints_is_refused(tmp_path):
    path = tmp_path / "review.parquet"
    write_known([{"id": "1", "score": 0.5}], path)
    with pytest.raises(ValueError, match="detector stories"):
        read_known(path)


def test_a_chain_of_look_alikes_is_cut():
    pairs = np.array([[0, 1], [1, 2], [2, 3]])
    probabilities = {(0, 1): 0.99, (1, 2): 0.6, (2, 3): 0.99}

    def predict_pairs(asked):
        return np.array([probabilities.get(tuple(pair), 0.0) for pair in asked.tolist()])

    assert join(4, pairs, np.array([0.99, 0.6, 0.99]), 0.5, predict_pairs).tolist() == [0, 0, 2, 2]


def test_the_best_copy():
    clean = CopyCandidate("clean", 400, 0.03, 1.9, "2026-03-02")
    mangled = CopyCandidate("mangled", 420, 0.97, 2.6, "2026-03-01")
    short = CopyCandidate("short", 180, 0.02, 1.8, "2026-03-01")
    late = CopyCandidate("late", 400, 0.05, 1.8, "2026-03-04")
    choice = choose_best([mangled, short, late, clean])
    assert choice.place == 3
    assert "least damaged" in choice.reason
    assert "complete (400 words)" in choice.reason
    assert "earliest (2026-03-02)" in choice.reason


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kyiv", "Kiev"),
        ("Kharkiv", "Kharkov"),
        ("Bucha", "Bukha", "Boucha"),
        ("Zelensky", "Zelenskyy", "Zelenskiy"),
        ("Donbas", "Donbass"),
        ("Lviv", "Lvov"),
    ],
)
def test_one_name_in_several_spellings_sounds_the_same(spellings):
    assert len({phonetic_key(name) for name in spellings}) == 1


@pytest.mark.parametrize("names", [("Kyiv", "Kabul"), ("Pettibone", "Peter"), ("Obi", "Ali")])
def test_other_names_sound_otherwise(names):
    assert len({phonetic_key(name) for name in names}) == 2


def test_candidates_are_few_and_hold_the_copies(samples):
    prints = [fingerprint(Tokens(one.text)) for one in samples]
    found = candidates(prints)
    assert len(found) < len(samples)
    place = {one.id: number for number, one in enumerate(samples)}
    wanted = sorted((place["10_small-town-grocer.txt"], place["20_village-grocery.txt"]))
    assert wanted in found.tolist()


def test_likeness_is_of_the_two_alone(samples):
    prints = [fingerprint(Tokens(one.text)) for one in samples]
    pair = np.array([[0, 1]])
    alone = similarity_features(prints[:2], pair)
    assert np.array_equal(alone, similarity_features(prints, pair))
    same = similarity_features([prints[0], prints[0]], pair)
    assert same[0, 0] == same[0, -1] == 1.0


def test_a_model_comes_back_as_it_went(tmp_path):
    width = polynomial_features(np.zeros((1, len(COLUMNS)))).shape[1]
    random = np.random.default_rng(1)
    sizes = [(width,), (width,), (len(RELATIONS), width), (len(RELATIONS),)]
    model = PairModel(*(np.round(random.random(size) + 1, 5) for size in sizes), 0.7)
    write_model(model._asdict(), ASKED, {}, tmp_path / "copies.json")
    features = random.random((4, len(COLUMNS)))
    again = load(tmp_path / "copies.json")
    assert np.allclose(model.predict(features), again.predict(features))
    assert np.allclose(again.predict(features).sum(axis=1), 1.0)


def test_b_cubed_of_a_perfect_and_a_lumped_grouping():
    assert b_cubed([1, 1, 2], ["x", "x", "y"]).f1 == 1.0
    assert b_cubed([1, 1, 1, 1], [1, 2, 3, 4]).precision == 0.25


def test_rows_hold_what_the_command_writes(samples, grouped):
    row = next(iter(rows_of(samples, list(grouped.values()))))
    assert {"id", "story", "copy_of", "relation", "content"} <= set(row)
    assert stories.get_short_help_str()


def test_a_story_that_hundreds_printed_is_one_story(village):
    prints = [fingerprint(Tokens(f"{village.text}\n\nPrinted by desk {n}.")) for n in range(150)]
    found = candidates(prints)
    assert (
        len(set(join(150, found, np.ones(len(found)), 0.5, lambda asked: np.ones(len(asked))))) == 1
    )


def test_what_thousands_might_print_is_one_story(village):
    texts = [village.text[:1200]] * 650 + [f"{village.text[:1200]} By desk {n}." for n in range(60)]
    found = group_stories([Article(text, id=str(n)) for n, text in enumerate(texts)])
    assert len({one.story for one in found}) == 1
    assert found[0].story


def test_a_story_of_many_versions_is_compared_with_few(monkeypatch, village):
    calls = []

    def counted(pairs):
        calls.extend(pairs)
        return align_all(pairs)

    monkeypatch.setattr("detector.copies.representative.align_all", counted)
    versions = [Article(edit(village.text, n), id=str(n)) for n in range(60)]
    found = candidates([fingerprint(Tokens(one.text)) for one in versions])
    assert len(found) <= MOST_OTHERS * len(versions)
    members = group_stories(versions)
    assert len({one.story for one in members}) == 1
    assert len(calls) <= ROUNDS * (len(versions) - 1)


def test_a_text_in_hundreds_of_versions_is_one_story(village):
    found = group_stories([Article(edit(village.text, n), id=str(n)) for n in range(300)])
    assert len({one.story for one in found}) == 1
    assert found[0].story


@pytest.mark.parametrize(("chance", "stories"), [(0.9, 1), (0.1, 3)])
def test_parts_of_a_large_story_join_where_they_are_alike(chance, stories):
    part = np.repeat(np.arange(3), LARGEST)
    chain = np.stack([np.arange(3 * LARGEST - 1), np.arange(1, 3 * LARGEST)], axis=1)
    sure = np.where(part[chain[:, 0]] == part[chain[:, 1]], 1.0, 0.6)
    asked = []

    def predict(pairs):
        asked.extend(pairs)
        return np.where(part[pairs[:, 0]] == part[pairs[:, 1]], 1.0, chance)

    labels = join(3 * LARGEST, chain, sure, 0.5, predict)
    assert len(set(labels.tolist())) == stories
    assert len(asked) <= PAIRS_AT_A_TIME


def test_articles_without_words_have_no_bands():
    counts = [0, 1, 13]
    shingles = np.concatenate([np.arange(5, 5 + 7 * count, 7) for count in counts]).astype(np.int32)
    owners, codes = bands(shingles, np.repeat(np.arange(3), counts))
    assert owners.tolist() == [2] * BANDS
    assert len(set(codes.tolist())) == BANDS
    assert not len(bands(np.empty(0, np.int32), np.empty(0, np.int64))[0])


def test_keys_do_not_depend_on_the_neighbours(samples):
    prints = [fingerprint(Tokens(text)) for text in ["", "Rain.", *(s.text for s in samples[:5])]]
    owners, codes = keys_of_all(prints)
    for number, one in enumerate(prints):
        assert set(codes[owners == number].tolist()) == set(keys(one).tolist())
