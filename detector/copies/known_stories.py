"""Which stories of earlier runs new articles belong to.

A group of new articles joins a story when they are copies of its members on average, as groups of
one run do (:mod:`detector.copies.clusters`): so it matters little on which day an article came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from detector.copies.candidates import Pairs
from detector.copies.cluster_index import MOST_MEMBERS, StoryIndex
from detector.copies.clusters import LEAST_MEAN, ClusterLabels
from detector.copies.fingerprints import Fingerprint
from detector.copies.known_article import KnownArticle
from detector.copies.pair_features import similarity_features
from detector.copies.pair_model import PairModel, alike_pairs
from detector.text.arrays import Floats


class Nearby(NamedTuple):
    """Known articles worth comparing with the new ones of a run, by their numbers.

    ``pairs`` has shape (n_pairs, 2): the place of a new article, and of a known one behind all new
    ones.
    """

    pairs: Pairs
    articles: dict[int, KnownArticle]


class Offer(NamedTuple):
    """A known story that a group of new articles may belong to.

    ``members`` are the places of the new ones, ``known`` the story's articles, the best copy
    first; ``chance`` says how likely the likest two are copies.
    """

    members: list[int]
    known: list[KnownArticle]
    chance: float

    @property
    def rank(self) -> tuple[bool, float, str]:
        """Stories of several articles rank highest, then the likeliest."""
        return len(self.known) > 1, self.chance, self.known[0].story


class Comparisons(NamedTuple):
    """How likely the articles of an offer are copies, on average.

    ``shared`` and ``odds`` have a row a member: what it shares with the best copy, and the
    probabilities of their relations as copies.
    """

    mean: float
    shared: Floats
    odds: Floats


class StoryMatch(NamedTuple):
    """Where a group of new articles belongs.

    ``best`` is the best copy of the known story; ``lone`` says that the story had one article so
    far, ``others`` are stories of one article that belong to it too. ``relations`` holds by
    member what it shares with the best copy, and the odds of their relations.
    """

    best: KnownArticle
    lone: bool
    others: list[str]
    relations: dict[int, tuple[Floats, Floats]]


def find_nearby(prints: Sequence[Fingerprint], known: StoryIndex | None) -> Nearby:
    """The known articles that new ones must be compared with."""
    if known is None:
        return Nearby(np.empty((0, 2), np.int64), {})
    pairs, numbers = known.candidates(prints)
    return Nearby(pairs, dict(zip(numbers, known.read(numbers), strict=True)))


def match_known_stories(
    prints: Sequence[Fingerprint],
    groups: ClusterLabels,
    nearby: Nearby,
    model: PairModel,
    known: StoryIndex,
) -> dict[int, StoryMatch]:
    """Find the known story of each group of new articles that has one.

    Known stories of several articles are never joined by what comes later: their names have
    been printed. A group that is like two of them goes to the likelier.

    Parameters
    ----------
    prints : sequence of Fingerprint
        Of the new articles, then of the known ones nearby.
    groups : ndarray of shape (n_articles,)
        Of the new articles.
    """
    linked = linked_stories(groups, prints, nearby, model)
    offers = make_offers(groups, linked, nearby, known)
    if not offers:
        return {}
    alike: dict[int, list[tuple[Offer, Comparisons]]] = defaultdict(list)
    for offer, compared in zip(offers, compare_offers(prints, offers, model), strict=True):
        if compared.mean >= LEAST_MEAN:
            alike[int(groups[offer.members[0]])].append((offer, compared))
    return {group: choose_story(prints, some, model) for group, some in alike.items()}


def choose_story(
    prints: Sequence[Fingerprint], alike: list[tuple[Offer, Comparisons]], model: PairModel
) -> StoryMatch:
    """One of the stories that a group may belong to, and the lone articles that join it too."""
    *others, (offer, compared) = sorted(alike, key=lambda one: one[0].rank)
    joined = [prints[member] for member in offer.members[:MOST_MEMBERS]]
    joined += [one.fingerprint for one in offer.known]
    lone = [one.known[0] for one, _ in others if len(one.known) == 1]
    absorbed = [one.story for one in lone if is_alike(joined, one.fingerprint, model)]
    relations = dict(zip(offer.members, zip(*compared[1:], strict=True), strict=True))
    return StoryMatch(offer.known[0], len(offer.known) == 1, absorbed, relations)


def linked_stories(
    groups: ClusterLabels, prints: Sequence[Fingerprint], nearby: Nearby, model: PairModel
) -> dict[tuple[int, str], float]:
    """Groups with the known stories of which they hold a copy, and how likely that is one."""
    pairs = alike_pairs(prints, nearby.pairs)
    chances = model.copy_chances(prints, pairs)
    linked = chances >= model.threshold
    stories = [one.story for one in nearby.articles.values()]
    likest: dict[tuple[int, str], float] = {}
    for (new, old), chance in zip(pairs[linked].tolist(), chances[linked].tolist(), strict=True):
        both = int(groups[new]), stories[old - len(groups)]
        likest[both] = max(chance, likest.get(both, 0.0))
    return likest


def make_offers(
    groups: ClusterLabels,
    linked: Mapping[tuple[int, str], float],
    nearby: Nearby,
    known: StoryIndex,
) -> list[Offer]:
    """The same with the members of both."""
    numbers = {story: known.members(story) for _, story in linked}
    missing = sorted({one for some in numbers.values() for one in some} - nearby.articles.keys())
    articles = nearby.articles | dict(zip(missing, known.read(missing), strict=True))
    return [
        Offer(
            np.flatnonzero(groups == group).tolist(),
            [articles[number] for number in numbers[story]],
            chance,
        )
        for (group, story), chance in linked.items()
    ]


def compare_offers(
    prints: Sequence[Fingerprint], offers: Sequence[Offer], model: PairModel
) -> Iterator[Comparisons]:
    """Compare the members of each group with those of the story, all offers in one go."""
    members_of_all = dict.fromkeys(number for one in offers for number in one.members)
    places = {number: place for place, number in enumerate(members_of_all)}
    stacked = [prints[number] for number in places]
    blocks = []
    for one in offers:
        members = [places[number] for number in one.members]
        best, *others = range(len(stacked), len(stacked) + len(one.known))
        stacked += [article.fingerprint for article in one.known]
        further = list(product(members[:MOST_MEMBERS], others))
        blocks.append([*((member, best) for member in members), *further])
    pairs = np.array([pair for block in blocks for pair in block], np.int64).reshape(-1, 2)
    shared = similarity_features(stacked, pairs)
    odds = model.compare(stacked, pairs, shared)
    ends = np.cumsum([len(block) for block in blocks])[:-1]
    for one, some, own in zip(offers, np.split(shared, ends), np.split(odds, ends), strict=True):
        count = len(one.members)
        counted = np.r_[own[: min(count, MOST_MEMBERS), -1], own[count:, -1]]
        yield Comparisons(1 - float(counted.mean()), some[:count], own[:count, :-1])


def is_alike(some: Sequence[Fingerprint], other: Fingerprint, model: PairModel) -> bool:
    """Whether an article is a copy of some others on average."""
    pairs = np.stack([np.arange(len(some)), np.full(len(some), len(some))], axis=1)
    return bool(model.copy_chances([*some, other], pairs).mean() >= LEAST_MEAN)
