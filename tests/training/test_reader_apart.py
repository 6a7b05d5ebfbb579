"""Fitting what the full reader adds to the head with a threshold of its own."""

from __future__ import annotations

import numpy as np
import pytest

from detector.lm.figures import FIGURE_NAMES
from detector.training.corpora.labelled import Sample
from detector.training.dataset import Dataset
from detector.training.fitting.reader_apart import BUDGET, FEWEST, apart_of, in_doubt
from detector.training.fitting.reader_articles import judged

STATED = {"score": 0.7, "synthetic": 0.9, "short_score": 0.95, "short_words": 150}
CARD = {"thresholds": {"0.01": STATED}, "too_short_words": 100}
COUNTS = {"generated": 200, "news": 20_000, "human_translation": 3000}
# Of so many news articles the fast head is in doubt.
DOUBTED = 60


class Figures:
    """High where a model wrote the text."""

    def of(self, texts):
        written = np.array([text.startswith("generated") for text in texts])
        noise = np.random.default_rng(1).normal(size=(len(texts), len(FIGURE_NAMES)))
        return noise + 1.5 * written[:, None]


@pytest.fixture(scope="module")
def articles():
    samples, synthetic = [], []
    for kind, count in COUNTS.items():
        for number in range(count):
            text = f"{kind} {number} " + "word " * 160
            samples.append(Sample(f"{kind}{number}", text, kind, f"{kind} story {number}"))
            synthetic.append(0.8 if kind == "generated" or number < DOUBTED else 0.01)
    probabilities = np.zeros((len(samples), 4))
    probabilities[:, 3] = synthetic
    return judged(Dataset(samples), np.zeros(len(samples)), probabilities, CARD)


def test_what_a_model_wrote_is_raised_and_the_budgets_hold(articles):
    found = apart_of(articles, Figures())
    measured = found["measured"]
    assert measured["read"] == {"generated": 200, "news": 60, "human_translation": 60, "genre": 0}
    assert measured["fast"] == {"generated": 0.0, "news": 0.0, "human_translation": 0.0}
    assert measured["both"]["generated"] > 0.9
    assert all(measured["both"][kind] <= 1.3 * most for kind, most in BUDGET.items())


def test_what_is_sure_or_far_from_news_or_short_is_not_read(articles):
    dataset = articles.dataset
    probabilities = np.zeros((len(dataset.samples), 4))
    probabilities[:, 3] = 0.8
    assert in_doubt(judged(dataset, np.zeros(len(probabilities)), probabilities, CARD)).all()
    assert not in_doubt(
        judged(dataset, np.full(len(probabilities), 0.6), probabilities, CARD)
    ).any()
    probabilities[:, 3] = 0.995
    assert not in_doubt(judged(dataset, np.zeros(len(probabilities)), probabilities, CARD)).any()


def test_of_a_handful_of_articles_nothing_is_learned(articles):
    few = articles.dataset.kinds != "generated"
    few[np.flatnonzero(~few)[: FEWEST - 1]] = True
    part = articles._replace(apart=np.where(few, articles.apart, -np.inf))
    assert apart_of(part, Figures()) == {}
