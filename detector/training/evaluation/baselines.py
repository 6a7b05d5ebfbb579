"""Three baselines to beat, run on the same split in the same command."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from detector.english.word_classes import mask
from detector.signals.catalogue import SIGNALS_BY_NAME
from detector.text.arrays import Floats
from detector.text.tokens import Tokens
from detector.training.fitting.fit import Prepared
from detector.training.fitting.heads import head_weights

GOPHER_STOP_WORDS = frozenset("the be to of and that have with".split())
C4_POLICY = ("lorem ipsum", "javascript", "terms of use", "privacy policy", "cookie policy")


def masked_text(text: str) -> str:
    """A text with names and figures masked and marks folded, as the text scores see it.

    >>> masked_text("Mayor Obi paid 500.")
    'mayor <name> paid <figure>'
    """
    return " ".join(mask(word) for word in Tokens(text).words)


def tfidf(learn: Prepared, report: Prepared, seed: int) -> Floats:
    """TF-IDF of characters 2 to 4 and words 1 to 2, and a logistic regression."""
    damaged = learn.dataset.of_kind("machine", "spun")
    every = np.ones(len(damaged), dtype=bool)
    weight = head_weights(learn.dataset, "translation", every)
    weight = weight + head_weights(learn.dataset, "spin", every)
    used = np.flatnonzero(weight > 0)
    texts = [masked_text(learn.dataset.samples[index].text) for index in used]
    words = TfidfVectorizer(
        token_pattern=r"\S+", ngram_range=(1, 2), min_df=5, max_features=200_000, sublinear_tf=True
    )
    letters = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 4), min_df=10, max_features=200_000, sublinear_tf=True
    )
    matrix = hstack([words.fit_transform(texts), letters.fit_transform(texts)]).tocsr()
    model = SGDClassifier(loss="log_loss", alpha=1e-5, average=True, random_state=seed)
    model.fit(matrix, damaged[used], sample_weight=weight[used] / weight[used].mean())
    others = [masked_text(sample.text) for sample in report.dataset.samples]
    unseen = hstack([words.transform(others), letters.transform(others)]).tocsr()
    return np.asarray(model.decision_function(unseen))


def signals_alone(learn: Prepared, report: Prepared, seed: int) -> Floats:
    """The weights that the signals carry by hand, summed over the marks' kinds."""
    signals = [SIGNALS_BY_NAME[name] for name in report.features.signals_]
    votes = [0.0 if one.cause in ("scrape", "encoding") else one.weight for one in signals]
    return np.asarray((report.matrix[:, : len(votes)] > 0) @ np.array(votes))


def web_rules(learn: Prepared, report: Prepared, seed: int) -> Floats:
    """How many rules of Gopher and C4 an article breaks."""
    return np.array([float(rules_broken(sample.text)) for sample in report.dataset.samples])


def rules_broken(text: str) -> int:
    """Rules of Gopher (Rae et al. 2021, A1.1) and C4 (Raffel et al. 2020, 2.2) that a text breaks.

    >>> rules_broken("The bridge shut and traffic had to turn back with that. " * 20) > 0
    True
    """
    words = text.split()
    if not words:
        return 1
    lines = [line for line in text.splitlines() if line.strip()]
    letters = sum(map(len, words)) / len(words)
    stops = {word.lower() for word in words} & GOPHER_STOP_WORDS
    broken = [
        not 50 <= len(words) <= 100_000,
        not 3 <= letters <= 10,
        (text.count("#") + text.count("...") + text.count("…")) / len(words) > 0.1,
        sum(line.lstrip()[:1] in "•-*" for line in lines) / len(lines) > 0.9,
        sum(line.rstrip().endswith(("...", "…")) for line in lines) / len(lines) > 0.3,
        sum(any(letter.isalpha() for letter in word) for word in words) / len(words) < 0.8,
        len(stops) < 2,
        *repeated(words, lines),
        "{" in text,
        any(phrase in text.lower() for phrase in C4_POLICY),
        sum(text.count(mark) for mark in ".!?") < 3,
        any(not line.rstrip().endswith((".", "!", "?", '"', "”")) for line in lines[1:]),
    ]
    return sum(broken)


def repeated(words: list[str], lines: list[str]) -> list[bool]:
    """Gopher's repetition rules: lines, and the commonest or doubled runs of words."""
    broken = [1 - len(set(lines)) / len(lines) > 0.3]
    total = sum(map(len, words))
    for size, share in ((2, 0.20), (3, 0.18), (4, 0.16)):
        runs = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
        if runs:
            top, count = Counter(runs).most_common(1)[0]
            broken.append(count > 1 and count * sum(map(len, top)) / total > share)
    return broken


BASELINES = {
    "tf-idf and logistic regression": tfidf,
    "signals alone": signals_alone,
    "rules of Gopher and C4": web_rules,
}
