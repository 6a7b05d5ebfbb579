"""Which articles a model learns from, in what pieces, and how much each of them counts.

The sources differ in length, in numbers and in what they stand for, and each difference would
be learned as damage if it could. So articles are cut to equal stretches, the many
versions of one story share one vote, outlets are damped, and the clean sides are weighed
against each other: news by outlet and country, human translations by language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import Floats
from detector.text.tokens import Tokens
from detector.training.corpora.labelled import Sample
from detector.training.metrics import Bools

# Words of a stretch, and the fewest an article must have.
EXCERPT_WORDS = 300
FEWEST_TRAINING_WORDS = 60
# What is kept of the opening of an article for a second reading, of some 600 characters.
OPENING_CHARACTERS = 2000
# Versions kept of one story by machines: more of them cost time and add little (measured).
MOST_VERSIONS = 5
# Regional English is rare in the sources and common among those who are wronged.
REGIONAL_COUNTRIES = frozenset({"BD", "IN", "PK", "NG", "KE", "PH", "GH", "LK", "ZA", "SG", "MY"})
REGIONAL_SHARE = 0.3
# Engines before this year garble more than those of today.
FIRST_RECENT_YEAR = 2014


def hash_fraction(text: str, seed: int) -> float:
    """A number in [0, 1) that depends on nothing but a name and the seed."""
    return crc32(f"{seed}:{text}".encode()) / 2**32


def limit_versions(samples: Iterable[Sample], seed: int) -> list[Sample]:
    """Keep at most :data:`MOST_VERSIONS` machine versions a story, chosen by chance."""
    ordered = sorted(samples, key=lambda sample: (hash_fraction(sample.id, seed), sample.id))
    kept: Counter[str] = Counter()
    chosen = []
    for sample in ordered:
        if sample.kind == "machine":
            kept[sample.group] += 1
            if kept[sample.group] > MOST_VERSIONS:
                continue
        chosen.append(sample)
    return sorted(chosen, key=lambda sample: (sample.kind, sample.id))


def excerpts(samples: Iterable[Sample], seed: int) -> Iterator[Sample]:
    """Cut each article to whole sentences of some 300 words, begun at a place of chance."""
    for sample in samples:
        text = excerpt(sample.text, hash_fraction(sample.id, seed))
        if text:
            yield replace(sample, text=text, opening=sample.text[:OPENING_CHARACTERS])


def excerpt(text: str, place: float) -> str:
    """A stretch of about 300 words; ``""`` where the text is too short.

    >>> excerpt("Too short.", 0.5)
    ''
    """
    tokens = Tokens(text)
    if tokens.word_count < FEWEST_TRAINING_WORDS:
        return ""
    if tokens.word_count <= EXCERPT_WORDS * 1.25:
        return text
    sentences = tokens.sentences
    last = max(i for i, s in enumerate(sentences) if tokens.word_count - s.first >= EXCERPT_WORDS)
    begin = sentences[int(place * (last + 1))]
    within = [s for s in sentences if begin.first <= s.first < begin.first + EXCERPT_WORDS]
    return text[begin.start : within[-1].end]


class Dataset:
    """Samples with the attributes that their weights depend on, as arrays of shape (n_samples,)."""

    def __init__(self, samples: list[Sample]) -> None:
        self.samples = samples
        self.kinds = np.array([sample.kind for sample in samples])
        self.groups = np.array([sample.group for sample in samples])
        self.split_groups = np.array([sample.split_group for sample in samples])
        self.languages = np.array([sample.language for sample in samples])
        self.years = np.array([sample.year for sample in samples])
        self.systems = np.array([sample.system for sample in samples])
        self.regional = np.array([sample.country in REGIONAL_COUNTRIES for sample in samples])

    def of_kind(self, *kinds: str) -> Bools:
        """Which samples are of some kinds."""
        return np.isin(self.kinds, kinds)

    def shared(self, chosen: Bools, keys: NDArray[np.str_], power: float = 1.0) -> Floats:
        """Weights that sum to one over the chosen; ``n`` of one key weigh ``n ** (1 - power)``."""
        weights = np.zeros(len(self.samples))
        if chosen.any():
            _, number, times = np.unique(keys[chosen], return_inverse=True, return_counts=True)
            own = times[number] ** -power
            weights[chosen] = own / own.sum()
        return weights

    def news(self, chosen: Bools) -> Floats:
        """Edited news: outlets damped by the root of their size, a fixed share for regional."""
        news = chosen & self.of_kind("news")
        plain = self.shared(news & ~self.regional, self.split_groups, 0.5)
        regional = self.shared(news & self.regional, self.split_groups, 0.5)
        share = REGIONAL_SHARE if regional.any() and plain.any() else float(regional.any())
        return (1 - share) * plain + share * regional

    def genres(self, chosen: Bools) -> Floats:
        """Honest texts of other genres than news, genres evened out."""
        return self.shared(chosen & self.of_kind("genre"), self.split_groups)

    def stories(self, chosen: Bools, unpaired: float = 1.0, power: float = 0.0) -> Floats:
        """Versions of stories: one vote a story, ``unpaired`` where it has but one side.

        Languages count by their number of stories to the power of ``1 - power``.
        """
        weights = self.shared(chosen, self.groups)
        if not chosen.any():
            return weights
        sides = defaultdict(set)
        for kind, group in zip(self.kinds, self.groups, strict=True):
            sides[str(group)].add(str(kind))
        paired = np.array([len(sides[str(group)]) > 1 for group in self.groups])
        stories = set(zip(self.groups.tolist(), self.languages.tolist(), strict=True))
        spoken = Counter(language for _, language in stories)
        damping = np.array([spoken[str(language)] ** -power for language in self.languages])
        weights = weights * np.where(paired, 1.0, unpaired) * damping
        return np.asarray(weights / weights.sum())


def assign_folds(dataset: Dataset, folds: int, seed: int) -> NDArray[np.int64]:
    """A fold for each sample; all of one outlet, and all versions of a story, share one."""
    return np.array(
        [int(hash_fraction(str(split_group), seed) * folds) for split_group in dataset.split_groups]
    )
