"""From a folder of articles to stories: who is a copy of whom, how, and which copy is best."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.candidates import Pairs, candidates
from detector.copies.cluster_index import StoryIndex
from detector.copies.clusters import join
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.known_memberships import known_story_memberships, remember
from detector.copies.known_stories import find_nearby, match_known_stories
from detector.copies.membership import (
    Corpus,
    Membership,
    article_name,
    shared_within,
    singleton_membership,
    story_memberships,
)
from detector.copies.pair_features import Matrix, similarity_features
from detector.copies.pair_model import PairModel, alike_pairs
from detector.copies.pair_model import shipped as shipped_pairs
from detector.copies.relation import RelationModel
from detector.copies.relation import shipped as shipped_teller
from detector.copies.same_event import reports_on_one_event
from detector.copies.text_store import TextStore
from detector.ngrams.ngram_model import NgramModel


class GroupingModels(NamedTuple):
    """What grouping needs: who is a copy, how copies differ, how odd a word is (None: shipped)."""

    pairs: PairModel
    relation_model: RelationModel
    words: NgramModel | None = None


def shipped() -> GroupingModels:
    """The models that come with the detector."""
    return GroupingModels(shipped_pairs(), shipped_teller())


def content_hash(text: str) -> str:
    """A short name that depends on the words of a text alone, not on white space.

    >>> content_hash("Rain fell. ") == content_hash("Rain  fell.")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:12]


def group_stories(
    articles: Sequence[Article],
    scores: Sequence[float] | Sequence[Sequence[float]] | None = None,
    against: StoryIndex | None = None,
    models: GroupingModels | None = None,
    find: Callable[[Sequence[Fingerprint]], Pairs] = candidates,
) -> list[Membership]:
    """Group articles by story.

    Parameters
    ----------
    articles : sequence of Article
        In any order: the groups do not depend on it.
    scores : array-like of shape (n_articles,) or (n_articles, 2), optional
        How likely each is damaged and how likely a model wrote it, ``score`` and ``synthetic`` of
        its verdict: such a copy is not the best. Else the wording alone decides.
    against : StoryIndex, optional
        Stories of earlier runs: their names and best copies stay. An index that grows takes the
        articles in; they stay there once its ``keep`` is called.
    models : GroupingModels, optional
        The shipped ones by default.
    find : callable
        Gives the pairs to compare, of articles in the order of their content.

    Returns
    -------
    list of Membership
        One an article, in the order given.
    """
    names = [content_hash(article.text) for article in articles]
    order = sorted(range(len(articles)), key=lambda n: (names[n], articles[n].id, articles[n].path))
    corpus = Corpus(
        [articles[n] for n in order],
        None if scores is None else two_columns(scores)[order],
        read_fingerprints([articles[n].text for n in order]),
        [names[n] for n in order],
    )
    ordered = memberships(corpus, models or shipped(), against, find)
    placed = dict(zip(order, ordered, strict=True))
    return [placed[n] for n in range(len(articles))]


def two_columns(scores: Sequence[float] | Sequence[Sequence[float]]) -> Matrix:
    """Scores with zeros for what was not given, shape (n_articles, 2).

    >>> two_columns([0.5, 0.25]).tolist()
    [[0.5, 0.0], [0.25, 0.0]]
    """
    given = np.asarray(scores, np.float64).reshape(len(scores), -1)
    return np.column_stack([given, np.zeros(len(given))])[:, :2]


def memberships(
    corpus: Corpus,
    models: GroupingModels,
    against: StoryIndex | None,
    find: Callable[[Sequence[Fingerprint]], Pairs],
) -> list[Membership]:
    """The same for articles in the order of their content."""
    nearby = find_nearby(corpus.prints, against)
    prints = [*corpus.prints, *(one.fingerprint for one in nearby.articles.values())]
    pairs = alike_pairs(prints, find(corpus.prints))
    shared = similarity_features(prints, pairs)
    probabilities = 1 - models.pairs.compare(prints, pairs, shared)[:, -1]
    groups = join(
        len(corpus.articles),
        pairs,
        probabilities,
        models.pairs.threshold,
        partial(models.pairs.copy_chances, prints),
    )
    stories = defaultdict(list)
    for number, group in enumerate(groups.tolist()):
        stories[group].append(number)
    settled = {}
    if against:
        settled = match_known_stories(prints, groups, nearby, models.pairs, against)
    by_number: dict[int, Membership] = {}
    new = [
        members for group, members in stories.items() if len(members) > 1 and group not in settled
    ]
    texts = TextStore(corpus.articles, models.words, chain(*new))
    for members, within in zip(new, shared_within(prints, new), strict=True):
        by_number |= story_memberships(members, corpus, texts, within, models.relation_model)
    for group, members in stories.items():
        if against and group in settled:
            by_number |= known_story_memberships(
                corpus, settled[group], against, models.relation_model, models.words
            )
        elif len(members) == 1:
            by_number[members[0]] = singleton_membership(corpus.articles[members[0]])
    if against and against.grows:
        remember(corpus, by_number, settled, against)
    reports = reports_on_one_event(pairs, shared, groups)
    return [
        by_number[number]._replace(
            same_event=tuple(
                article_name(corpus.articles[other]) for other in reports.get(number, ())
            )
        )
        for number in range(len(groups))
    ]
