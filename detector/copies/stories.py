"""From articles to stories: which are copies of one text, how, and which copy is best."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from detector.article import Article
from detector.copies.candidates import Pairs, candidates
from detector.copies.cluster_index import StoryIndex
from detector.copies.clusters import Chances, ClusterLabels
from detector.copies.fingerprints import Fingerprint
from detector.copies.grouping import (
    ArticleBatch,
    GroupingModels,
    Imap,
    batches,
    compare_in_batches,
    group_batch,
    read_in_batches,
    shipped,
)
from detector.copies.known_memberships import known_story_memberships, remember
from detector.copies.known_stories import find_nearby, match_known_stories
from detector.copies.membership import Corpus, Membership, article_name, singleton_membership
from detector.copies.pair_model import alike_pairs
from detector.copies.same_event import reports_on_one_event
from detector.text.arrays import Floats


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
    imap: Imap = map,
) -> list[Membership]:
    """Group articles by story.

    Parameters
    ----------
    articles : sequence of Article
        In any order: the groups do not depend on it.
    scores : array-like of shape (n_articles,) or (n_articles, 2), optional
        The ``score`` and ``synthetic`` of each verdict, which help to find the best copy. Without
        them wording alone decides.
    against : StoryIndex, optional
        Stories of earlier runs, which keep their names and best copies. An index that grows takes
        in the articles; they are kept once its ``keep`` is called.
    models : GroupingModels, optional
        The shipped ones by default.
    find : callable
        Gives the pairs to compare, of articles in the order of their content.
    imap : callable
        Maps a function over batches; that of an executor shares the work among processes.

    Returns
    -------
    list of Membership
        One per article, in the order given.
    """
    order, corpus = ordered_corpus(articles, scores, imap)
    ordered = memberships(corpus, models, against, find, imap)
    placed = dict(zip(order, ordered, strict=True))
    return [placed[n] for n in range(len(articles))]


def ordered_corpus(
    articles: Sequence[Article],
    scores: Sequence[float] | Sequence[Sequence[float]] | None,
    imap: Imap,
) -> tuple[list[int], Corpus]:
    """The order of the articles by their content, and what is read of them in that order."""
    names = [content_hash(article.text) for article in articles]
    order = sorted(range(len(articles)), key=lambda n: (names[n], articles[n].id, articles[n].path))
    return order, Corpus(
        [articles[n] for n in order],
        None if scores is None else two_columns(scores)[order],
        read_in_batches([articles[n].text for n in order], imap),
        [names[n] for n in order],
    )


def two_columns(scores: Sequence[float] | Sequence[Sequence[float]]) -> Floats:
    """Scores with zeros for what was not given, shape (n_articles, 2).

    >>> two_columns([0.5, 0.25]).tolist()
    [[0.5, 0.0], [0.25, 0.0]]
    """
    given = np.asarray(scores, np.float64).reshape(len(scores), -1)
    return np.column_stack([given, np.zeros(len(given))])[:, :2]


def memberships(
    corpus: Corpus,
    models: GroupingModels | None,
    against: StoryIndex | None,
    find: Callable[[Sequence[Fingerprint]], Pairs],
    imap: Imap,
) -> list[Membership]:
    """The same for articles in the order of their content."""
    pairs = alike_pairs(corpus.prints, find(corpus.prints))
    chances, likeness = compare_in_batches(corpus.prints, pairs, models, imap).T
    groups, found = group_in_batches(corpus, pairs, chances, models, imap)
    if against:
        found = join_known_stories(corpus, groups, found, models or shipped(), against)
    for number, others in reports_on_one_event(pairs, likeness, groups).items():
        reports = tuple(article_name(corpus.articles[other]) for other in others)
        found[number] = found[number]._replace(same_event=reports)
    return found


def group_in_batches(
    corpus: Corpus, pairs: Pairs, chances: Chances, models: GroupingModels | None, imap: Imap
) -> tuple[ClusterLabels, list[Membership]]:
    """The group of each article, as the number of its first, and its membership."""
    found = list(map(singleton_membership, corpus.articles))
    groups = np.arange(len(found))
    under_way = deque[ArticleBatch]()

    def given() -> Iterator[ArticleBatch]:
        threshold = (models or shipped()).pairs.threshold
        for batch in batches(corpus, pairs, chances, threshold):
            under_way.append(batch)
            yield batch

    for grouped in imap(partial(group_batch, models), given()):
        numbers, own, *_ = under_way.popleft()
        groups[numbers] = numbers[grouped.groups]
        for number, one in zip(numbers.tolist(), grouped.in_texts(own.articles), strict=True):
            found[number] = one
    return groups, found


def join_known_stories(
    corpus: Corpus,
    groups: ClusterLabels,
    found: list[Membership],
    models: GroupingModels,
    against: StoryIndex,
) -> list[Membership]:
    """Put groups that belong to a known story into it, and let the index remember all."""
    nearby = find_nearby(corpus.prints, against)
    prints = [*corpus.prints, *(one.fingerprint for one in nearby.articles.values())]
    settled = match_known_stories(prints, groups, nearby, models.pairs, against)
    by_number = dict(enumerate(found)) | known_story_memberships(
        corpus, settled.values(), against, models.relation_model, models.words
    )
    if against.grows:
        remember(corpus, by_number, settled, against)
    return list(by_number.values())
