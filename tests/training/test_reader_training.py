"""Fitting the second reading: figures kept on disk, heads, and how the false alarms are shared."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.model.reader_heads import load_reader_heads
from detector.model.thresholds import FAR_CAUTION
from detector.resources.model_files import save_card
from detector.training.corpora.labelled import CorpusError, Sample
from detector.training.dataset import Dataset
from detector.training.fitting import cached_figures
from detector.training.fitting.cached_figures import CachedFigures, default_path
from detector.training.fitting.reader_articles import DOUBTFUL, judged
from detector.training.fitting.reader_fit import (
    BUDGET,
    POOLED,
    Reach,
    ReadArticles,
    Side,
    added,
    cross_fitted_sums,
    fit_heads,
    fit_reader_head,
    flagged,
    share_budget,
    shares_flagged,
)
from detector.training.fitting.reader_training import (
    heads_in,
    reader_of,
    second_scores,
    write_reader,
)

WIDTH = len(FIGURE_NAMES)
STATED = {"score": 0.7, "synthetic": 0.9, "short_score": 0.95, "short_words": 150}
CARD = {"name": "made-up", "thresholds": {"0.01": STATED}, "too_short_words": 100}


class Counting:
    """A reader whose figures are the length of the text; it counts what it reads."""

    count = 0

    def read(self, text):
        Counting.count += 1
        return SimpleNamespace(figures=np.full(WIDTH, float(len(text))))


class ByWord:
    """Figures kept already: high where the text says that it is odd."""

    def of(self, texts):
        rng = np.random.default_rng(len(texts))
        odd = np.array([text.startswith("odd") for text in texts])
        return rng.normal(size=(len(texts), WIDTH)) + 2.0 * odd[:, None]

    def small(self, texts):
        return self.of(texts)[:, : len(SMALL_FIGURES)]


@pytest.fixture
def counting(monkeypatch):
    monkeypatch.setattr(cached_figures, "LanguageReader", Counting)
    monkeypatch.setattr(Counting, "count", 0)
    return Counting


def test_no_text_is_read_twice_not_even_by_another_run(tmp_path, counting):
    path = tmp_path / "kept" / "figures.jsonl"
    first = CachedFigures(path).of(["one", "three", "one"])
    assert first[:, 0].tolist() == [3.0, 5.0, 3.0] and counting.count == 2
    with path.open("a", encoding="utf-8") as file:
        file.write('["broken off", [1.0,')
    again = CachedFigures(path)
    assert np.array_equal(again.of(["three", "one"]), first[[1, 0]]) and counting.count == 2
    assert again.of([]).shape == (0, WIDTH)


def test_a_run_goes_on_after_a_line_that_broke_off(tmp_path, counting):
    path = tmp_path / "figures.jsonl"
    path.write_text('["broken off", [1.0,', "utf-8")
    CachedFigures(path).of(["one"])
    CachedFigures(path).of(["one"])
    assert counting.count == 1


def test_the_file_is_named_by_the_reader(monkeypatch):
    before = default_path()
    monkeypatch.setattr(cached_figures, "GGUF_SHA256", "other weights")
    assert default_path() != before


def test_a_head_adds_nothing_to_the_mean_of_news_and_is_bounded():
    rng = np.random.default_rng(0)
    kinds = np.repeat(["machine", "news", "human_translation"], 100)
    figures = rng.normal(size=(300, WIDTH)) + (kinds == "machine")[:, None]
    head = fit_reader_head(figures, kinds, "translation", 2.0, Reach(0.4, 1.5))
    added = np.array([head.contributions(row).sum() for row in figures])
    plain = np.array([head.contributions(row)[:-2].sum() for row in figures]) + head.intercept
    assert plain[kinds == "news"].mean() == pytest.approx(0.0, abs=1e-9)
    assert plain[kinds == "news"].std() == pytest.approx(2.0 * 0.4)
    assert added.max() == pytest.approx(1.5)
    assert plain.max() > 1.5
    assert (added[kinds == "machine"] > 0).mean() > 0.9


def in_doubt(rng, **counts):
    """Log-odds of two heads: damaged articles are high in the head of their cause."""
    kinds = np.repeat(list(counts), list(counts.values()))
    high = np.column_stack([kinds == "machine", kinds == "spun"]) * 2.5
    odds = rng.normal(size=(len(kinds), 2)) + high
    none = np.zeros(len(kinds), dtype=bool)
    flat = np.zeros((len(kinds), 1))
    read = ReadArticles(flat, odds, kinds, none, np.ones(len(kinds)), flat)
    return read, {kind: Side(4 * count, 0.0) for kind, count in counts.items()}


def test_the_false_alarms_are_shared_and_their_sum_holds():
    read, sides = in_doubt(
        np.random.default_rng(0), machine=300, spun=300, news=600, human_translation=300
    )
    moves = share_budget(read.odds, read, sides, threshold=0.7)
    shares = shares_flagged(flagged(read.odds + moves, 0.7), read, sides)
    assert all(shares[side] <= most for side, most in BUDGET.items() if side in shares)
    for other in (np.array([-9.0, 0.0]), np.array([0.0, -9.0])):
        alone = shares_flagged(flagged(read.odds + moves + other, 0.7), read, sides)
        assert shares["machine"] + shares["spun"] > alone["machine"] + alone["spun"]


def test_no_budget_is_left_unspent_where_all_that_is_known_is_caught():
    rng = np.random.default_rng(0)
    read, sides = in_doubt(rng, machine=300, spun=300, news=600)
    odds = np.where((read.kinds == "news")[:, None], read.odds, 30.0)
    moves = share_budget(odds, read, sides, 0.7)
    higher = shares_flagged(flagged(odds + moves + [0.0, 0.3], 0.7), read, sides)
    assert higher["news"] > BUDGET["news"]


def test_what_is_flagged_unread_spends_of_the_budget():
    read, sides = in_doubt(np.random.default_rng(0), machine=300, spun=300, news=600)
    spent = sides | {"news": Side(2400, 2400 * BUDGET["news"])}
    free = share_budget(read.odds, read, sides, 0.7)
    none_left = share_budget(read.odds, read, spent, 0.7)
    assert flagged(read.odds + free, 0.7).sum() > flagged(read.odds + none_left, 0.7).sum()
    news = read.kinds == "news"
    assert not flagged(read.odds + none_left, 0.7)[news].any()


def made_up(count=120):
    """Articles of four kinds; the fast model is in doubt about every one of 150 words."""
    samples = []
    for kind in ("machine", "spun", "news", "human_translation"):
        for number in range(count):
            begun = "odd" if kind in ("machine", "spun") else "plain"
            text = f"{begun} {kind} {number} " + "word " * (200 if number % 4 else 120)
            samples.append(Sample(f"{kind}{number}", text, kind, f"{kind} story {number}"))
    heads = np.random.default_rng(0).uniform(0.2, 0.4, (len(samples), 2))
    score = 1 - np.prod(1 - heads, axis=1)
    return Dataset(samples), np.column_stack([score, heads, np.zeros(len(samples))])


def laid_out(dataset, probabilities, distance=0.0):
    return judged(dataset, np.full(len(probabilities), distance), probabilities, CARD)


def test_what_is_fitted_can_be_loaded_and_raises_what_is_damaged(tmp_path):
    dataset, probabilities = made_up()
    found = reader_of(laid_out(dataset, probabilities), ByWord())
    write_reader(tmp_path, found)
    save_card(CARD, tmp_path)
    heads = load_reader_heads(tmp_path)
    assert heads is not None and set(heads.heads) == set(heads.small) == set(POOLED)
    assert heads.encoder is not None and heads.encoder.is_file()
    json.dumps(found)
    small = second_scores(laid_out(dataset, probabilities), found, ByWord(), full=False)
    scores = second_scores(laid_out(dataset, probabilities), found, ByWord())
    assert not np.allclose(small, scores)
    long = np.array([len(sample.text.split()) >= 150 for sample in dataset.samples])
    damaged = dataset.of_kind("machine", "spun")
    assert scores[long & damaged].min() > np.quantile(scores[long & ~damaged], 0.9)
    assert np.allclose(scores[~long], probabilities[~long, 0])
    shares = found["measured"]["flagged"]["0.01"]
    assert shares["machine"]["both"] > 0.5 > 10 * shares["news"]["both"]
    assert shares["machine"]["fast"] < 0.1


def test_the_full_reader_does_not_see_what_the_small_one_is_in_no_doubt_about():
    dataset, probabilities = made_up()
    articles = laid_out(dataset, probabilities)
    found = reader_of(articles, ByWord())
    for head in found["small"]["heads"].values():
        head["intercept"] = -9.0
    alone = second_scores(articles, found, ByWord(), full=False)
    assert alone[articles.doubtful].max() < DOUBTFUL
    assert np.array_equal(second_scores(articles, found, ByWord()), alone)


def test_nothing_is_counted_twice():
    dataset, probabilities = made_up()
    probabilities[:, -1] = 0.95
    found = reader_of(laid_out(dataset, probabilities), ByWord())["measured"]["flagged"]["0.01"]
    assert all(0 <= share <= 1 for row in found.values() for share in row.values())


def test_without_spun_articles_the_reader_is_not_fitted():
    dataset, probabilities = made_up(8)
    kept = dataset.kinds != "spun"
    part = Dataset([sample for sample, own in zip(dataset.samples, kept, strict=True) if own])
    with pytest.raises(CorpusError, match="there is no spun"):
        reader_of(laid_out(part, probabilities[kept]), ByWord())


def test_what_is_far_from_news_is_neither_read_nor_flagged():
    dataset, probabilities = made_up(8)
    probabilities[:, 0] = 0.95
    far = laid_out(dataset, probabilities, distance=0.95)
    assert not far.doubtful.any() and not far.flagged_unread.any()


def test_far_from_news_what_is_likely_enough_is_read_and_lowered_for_the_decision():
    dataset, probabilities = made_up(8)
    probabilities[:, 1:3] = 0.15, 0.7
    near, far = laid_out(dataset, probabilities), laid_out(dataset, probabilities, distance=0.7)
    assert far.doubtful.tolist() == near.doubtful.tolist() and far.doubtful.any()
    assert np.allclose(near.cautious - far.cautious, FAR_CAUTION)
    assert np.array_equal(near.odds, far.odds) and not far.flagged_fast.any()
    probabilities[:, 2] = 0.3
    assert not laid_out(dataset, probabilities, distance=0.7).doubtful.any()


def test_what_is_added_to_an_article_comes_from_other_homes():
    rng = np.random.default_rng(0)
    kinds = np.array(["machine", "spun", "news"] * 40)
    figures, homes = rng.normal(size=(120, WIDTH)), np.repeat(np.linspace(0, 0.99, 40), 3)
    none, zeros = np.zeros(120, dtype=bool), np.zeros((120, 2))
    noise = ReadArticles(figures, zeros, kinds, none, np.ones(120), figures)
    learned = added(fit_heads(noise, np.ones(2)), figures)
    unseen = cross_fitted_sums(noise, homes, np.ones(2))
    for place, kind, sums in ((0, "machine", unseen.both), (1, "spun", unseen.small)):
        apart = [
            odds[kinds == kind, place].mean() - odds[kinds == "news", place].mean()
            for odds in (learned, sums)
        ]
        assert apart[0] > 0.4 > abs(apart[1])


def test_the_small_reader_says_nothing_of_translation_but_moves_it():
    dataset, probabilities = made_up()
    head = heads_in(reader_of(laid_out(dataset, probabilities), ByWord())["small"])["translation"]
    assert head.contributions(np.ones(len(SMALL_FIGURES))).sum() == head.intercept
