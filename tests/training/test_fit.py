"""Training: what is read, how it is weighed and split, and that a seed settles everything."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from newsroom import article, samples

from detector.causes import HEADS
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.model.pipeline import load_pipeline
from detector.resources.model_files import load_card
from detector.training.corpora.labelled import CorpusError, Sample, digest, read_folder
from detector.training.dataset import Dataset, assign_folds, excerpt, excerpts, limit_versions
from detector.training.evaluation.evaluation_tables import report_tables
from detector.training.evaluation.held_out import evaluate, few_of_each_system, tables
from detector.training.evaluation.splits import OTHER_GENRES, clean_sides, standing_split
from detector.training.fitting.fit import card_of, collect, fit, prepare, train
from detector.training.fitting.heads import (
    GENRE_SHARE,
    head_weights,
    quantile,
    threshold_at,
)


@pytest.fixture(scope="module")
def prepared():
    return prepare(samples())


@pytest.fixture(scope="module")
def fitted(prepared):
    return fit(prepared)


@pytest.fixture(scope="module")
def held(fitted):
    """Probabilities of each article by a model that had not seen it."""
    return fitted.held_out_probabilities_


def test_the_same_seed_gives_the_same_model(tmp_path, prepared, fitted):
    card = train(samples(), tmp_path)
    again = card_of(fitted, prepared, digest(samples()), seed=0)
    assert {name: card[name] for name in again} == again
    texts = [article("machine", 50), article("news", 51)]
    kept = load_pipeline(tmp_path)
    assert np.array_equal(kept.predict_proba(texts), fitted.predict_proba(texts))
    assert load_card(tmp_path)["data_digest"] == digest(samples())
    assert "seed:0" in card["signature"]


def test_a_folder_of_the_layout(tmp_path):
    rows = [
        {"id": "a", "label": "mt", "group": "g", "text": "One.", "year": "2019", "system": "x"},
        {"id": "b", "label": "human_translation", "group": "g", "text": "Two.", "year": 2019},
    ]
    path = tmp_path / "mt_news.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found = list(read_folder(tmp_path))
    assert [(s.id, s.kind, s.group, s.year) for s in found] == [
        ("a", "machine", "g", 2019),
        ("b", "human_translation", "g", 2019),
    ]


def test_an_empty_folder_says_what_it_wants(tmp_path):
    with pytest.raises(CorpusError, match="mt_news"):
        list(read_folder(tmp_path))


def test_lowered_rows_of_the_synthetic_sets_are_left_out(tmp_path):
    row = {"id": "a", "label": "llm", "pair_id": "p", "text": "all of it is lower case . " * 9}
    (tmp_path / "synthetic_news.jsonl").write_text(json.dumps(row), "utf-8")
    assert list(read_folder(tmp_path)) == []


def test_versions_of_a_story_are_thinned_and_share_a_fold():
    many = [Sample(f"m{n}", "text", "machine", "story", system=str(n)) for n in range(20)]
    assert len(limit_versions(many, 0)) == 5
    assert limit_versions(many, 0) == limit_versions(many[::-1], 0)
    assert len(set(assign_folds(Dataset(many), 4, 0))) == 1


def test_stretches_are_whole_sentences():
    text = "\n\n".join(article("news", seed) for seed in range(12))
    stretch = excerpt(text, 0.5)
    assert stretch in text and stretch.endswith((".", "”"))
    assert 280 <= len(stretch.split()) <= 360
    assert not list(excerpts([Sample("a", "Too short.", "news", "g")], 0))


def test_each_clean_side_has_its_weight():
    dataset = Dataset(samples())
    every = np.ones(len(dataset.samples), dtype=bool)
    news = dataset.news(every)
    assert news.sum() == pytest.approx(1)
    assert news[dataset.regional].sum() == pytest.approx(0.3)
    assert dataset.stories(every & dataset.of_kind("machine")).sum() == pytest.approx(1)


def test_honest_genres_of_a_folder_are_a_clean_side(tmp_path):
    rows = [{"id": f"{n}", "genre": f"genre {n % 3 % 2}", "text": "Verse."} for n in range(9)]
    path = tmp_path / "honest_genres.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    with pytest.raises(CorpusError, match="mt_news"):
        collect([tmp_path])
    (tmp_path / "human_news.jsonl").write_text("", "utf-8")
    genres = collect([tmp_path])
    assert {(s.kind, s.split_group) for s in genres} == {
        ("genre", "genre 0"),
        ("genre", "genre 1"),
    }
    dataset = Dataset([*samples(), *genres])
    every = np.ones(len(dataset.samples), dtype=bool)
    for head in HEADS:
        weight = head_weights(dataset, head, every)
        own = weight[dataset.of_kind("genre")]
        assert own.sum() == pytest.approx(GENRE_SHARE / 2)
        assert own[dataset.split_groups[dataset.of_kind("genre")] == "genre 1"].sum() == (
            pytest.approx(GENRE_SHARE / 4)
        )


def test_what_is_held_back_is_held_back_whole():
    dataset = Dataset(samples(60))
    split = standing_split(dataset)
    assert not (split.learn & split.report).any()
    for kinds in (("machine", "human_translation"), ("news",)):
        learned = set(dataset.split_groups[split.learn & dataset.of_kind(*kinds)])
        assert not learned & set(dataset.split_groups[split.report & dataset.of_kind(*kinds)])


def test_part_keeps_articles_and_sentences_together(prepared):
    chosen = np.arange(len(prepared.folds)) % 3 == 0
    part = prepared.part(chosen)
    assert [s.id for s in part.dataset.samples] == [
        s.id for s, own in zip(prepared.dataset.samples, chosen, strict=True) if own
    ]
    whole = np.bincount(prepared.sentences.owner, minlength=len(chosen))[chosen]
    assert np.bincount(part.sentences.owner).tolist() == whole.tolist()


def test_whole_genres_are_held_back():
    genres = [
        Sample(f"{n}", "Verse.", "genre", f"{n}", outlet=f"genre {n % 20}") for n in range(60)
    ]
    dataset = Dataset([*samples(60), *genres])
    split = standing_split(dataset)
    own = dataset.of_kind("genre")
    learned, reported = (set(dataset.split_groups[own & side]) for side in split)
    assert learned and reported and not learned & reported
    assert (clean_sides(dataset)[OTHER_GENRES] == own).all()


def lengthened(dataset, times):
    """The same articles, so many times as long."""
    return Dataset([replace(s, text=" ".join([s.text] * times)) for s in dataset.samples])


@pytest.mark.parametrize("times", [2, 4])
def test_thresholds_keep_their_promise(prepared, held, times):
    stated = threshold_at(0.05, held, lengthened(prepared.dataset, times))
    news = prepared.dataset.of_kind("news")
    flagged = (held[news, 0] >= stated["score"]) | (held[news, 3] >= stated["synthetic"])
    assert flagged.sum() == stated["flagged_clean"] and flagged.mean() <= 0.05
    assert stated["n_clean"] == news.sum()
    assert stated["upper_95"] > flagged.mean()


def test_short_articles_have_a_threshold_of_their_own(prepared, held):
    held = held.copy()
    dataset = lengthened(prepared.dataset, 4)
    news = np.flatnonzero(dataset.of_kind("news"))
    for number in news[::2]:
        dataset.samples[number] = replace(dataset.samples[number], text="word " * 120)
    held[news[::2], 0] = 0.9
    stated = threshold_at(0.05, held, dataset)
    assert stated["short_score"] > 0.9 >= stated["score"]


def test_what_is_too_short_counts_nowhere(prepared, held):
    dataset = Dataset([replace(s, text=s.text[:300]) for s in prepared.dataset.samples])
    assert threshold_at(0.05, held, dataset)["n_clean"] == 0


@pytest.mark.parametrize("allowed", [0.0, 0.01, 0.25, 0.5])
def test_quantile_flags_at_most_what_is_allowed(allowed):
    scores = np.repeat([0.1, 0.2, 0.7, 0.7, 0.9], 20)
    assert (scores >= quantile(scores, allowed)).mean() <= allowed


@pytest.fixture
def few_draws(monkeypatch):
    """Bounds that nobody looks at are drawn a few times."""
    monkeypatch.setattr("detector.training.evaluation.bootstrap.DRAWS", 20)


@pytest.mark.usefixtures("few_draws")
def test_tables_of_perfect_and_blind_scores(prepared):
    dataset = prepared.dataset
    perfect = dataset.of_kind("machine", "spun").astype(float)
    row = tables(perfect, prepared)["caught"]["machine translation, all systems"]
    assert row["caught"] == row["auc_news"] == 1.0
    blind = np.random.default_rng(0).random(len(perfect))
    row = tables(blind, prepared)["caught"]["machine translation, all systems"]
    assert row["caught"] < 0.3 and 0.2 < row["auc_news"] < 0.8


class NothingRead:
    """Figures that say the same of every text."""

    def of(self, texts):
        return np.zeros((len(texts), len(FIGURE_NAMES)))

    def small(self, texts):
        return np.zeros((len(texts), len(SMALL_FIGURES)))


@pytest.mark.usefixtures("few_draws")
def test_each_reader_has_a_column_beside_the_fast_model(prepared):
    found = evaluate(prepared, baselines={}, figures=NothingRead())
    columns = ["detector", "with the small reader", "with both readers"]
    fast, *read = (found[name]["caught"] for name in columns)
    assert all(fast.keys() == one.keys() for one in read)
    assert next(iter(report_tables(found))).columns[2:] == columns


def test_clean_articles_are_all_read_and_some_of_each_system(monkeypatch):
    monkeypatch.setattr("detector.training.evaluation.held_out.MOST_READ", 3)
    dataset = Dataset(samples())
    kept = few_of_each_system(dataset, 0)
    clean = dataset.of_kind("news", "human_translation", "human_pair")
    assert kept[clean].all()
    systems = dataset.systems[kept & ~clean].tolist()
    assert {systems.count(system) for system in systems} == {3}
