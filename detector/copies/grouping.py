"""Articles that may be copies, shared out: whole sets of look-alikes, each grouped by itself.

Two articles of different sets share too little to be copies or reports on one event, so that the
groups do not depend on who groups which set.
"""

from __future__ import annotations

import copyreg
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.candidates import Pairs
from detector.copies.clusters import ClusterLabels, components, join
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.membership import (
    BEST,
    Corpus,
    Membership,
    article_name,
    elect,
    shared_within,
    singleton_membership,
    story_memberships,
)
from detector.copies.packed_fingerprints import pack, unpack
from detector.copies.pair_features import UNWEIGHTED, similarity_features
from detector.copies.pair_model import PairModel
from detector.copies.pair_model import shipped as shipped_pairs
from detector.copies.relation import RelationModel
from detector.copies.relation import shipped as shipped_teller
from detector.copies.replacement import Replacements
from detector.copies.representative import choose_representatives
from detector.copies.same_event import reports_on_one_event
from detector.copies.text_store import TextStore
from detector.ngrams.ngram_model import NgramModel

# Does a job to each of many inputs, in order: ``map``, or the ``imap`` of processes or a cluster.
Imap = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
# Texts read, and articles grouped, at a time: some tenths of a second for one process (made up).
TEXTS, ARTICLES = 256, 200
# A fingerprint travels between processes as its packed bytes, and is held as such.
copyreg.pickle(Fingerprint, lambda one: (unpack, (pack(one, UNWEIGHTED), UNWEIGHTED)))


class GroupingModels(NamedTuple):
    """What grouping needs: who is a copy, how copies differ, how odd a word is (None: shipped)."""

    pairs: PairModel
    relation_model: RelationModel
    words: NgramModel | None = None


def shipped() -> GroupingModels:
    """The models that come with the detector."""
    return GroupingModels(shipped_pairs(), shipped_teller())


def read_in_batches(texts: Sequence[str], imap: Imap) -> list[Fingerprint]:
    """The codes of some texts."""
    given = (texts[begin : begin + TEXTS] for begin in range(0, len(texts), TEXTS))
    return list(chain.from_iterable(imap(read_batch, given)))


def read_batch(texts: Sequence[str]) -> list[Fingerprint]:
    """The codes of a batch of texts."""
    return read_fingerprints(texts)


class ArticleBatch(NamedTuple):
    """Some sets of look-alikes.

    ``numbers`` are the places of the articles in the corpus, rising; ``corpus`` holds these alone,
    and ``pairs``, shape (n_pairs, 2), which of them look alike, by their places in it.
    """

    numbers: ClusterLabels
    corpus: Corpus
    pairs: Pairs


class GroupedBatch(NamedTuple):
    """The group of each article of a batch, as the place of its first, and its membership."""

    groups: ClusterLabels
    memberships: list[Membership]

    def in_texts(self, articles: Sequence[Article]) -> Iterator[Membership]:
        """The memberships, their replacements in the texts of the batch's articles.

        Those that come from another process bring texts of their own, which would be held twice.
        """
        texts = [article.text for article in articles]
        owners = list(zip(self.groups.tolist(), self.memberships, strict=True))
        best = {group: n for n, (group, one) in enumerate(owners) if one.relation == BEST}
        for number, (group, one) in enumerate(owners):
            replaced = one.replacements
            if isinstance(replaced, Replacements):
                replaced = replaced.between(texts[best[group]], texts[number])
            yield one._replace(replacements=replaced)


def batches(corpus: Corpus, pairs: Pairs) -> Iterator[ArticleBatch]:
    """Share out the articles that look like another; whole sets of them stay together."""
    owners = batch_numbers(len(corpus.articles), pairs)
    owner_of_pair = owners[pairs[:, 0]]
    order = np.argsort(owner_of_pair, kind="stable")
    articles = np.argsort(owners, kind="stable")
    count = int(owners.max(initial=-1)) + 1
    ends = np.searchsorted(owners[articles], np.arange(count + 1))
    pair_ends = np.searchsorted(owner_of_pair[order], np.arange(count + 1))
    for number in range(count):
        numbers = articles[ends[number] : ends[number + 1]]
        own = pairs[order[pair_ends[number] : pair_ends[number + 1]]]
        if len(numbers):
            yield ArticleBatch(numbers, corpus.some(numbers), np.searchsorted(numbers, own))


def batch_numbers(count: int, pairs: Pairs) -> ClusterLabels:
    """The batch of each article, (count,); -1 where none looks like it."""
    labels = components(count, pairs)
    sizes = np.bincount(labels, minlength=count)
    sizes[sizes == 1] = 0
    owners: ClusterLabels = ((np.cumsum(sizes) - sizes) // ARTICLES)[labels]
    owners[sizes[labels] == 0] = -1
    return owners


def group_batch(models: GroupingModels | None, batch: ArticleBatch) -> GroupedBatch:
    """Group the articles of a batch, and say what each is to the best copy of its story."""
    pair_model, relation_model, words = models or shipped()
    _, corpus, pairs = batch
    shared = similarity_features(corpus.prints, pairs)
    probabilities = 1 - pair_model.compare(corpus.prints, pairs, shared)[:, -1]
    groups = join(
        len(corpus.articles),
        pairs,
        probabilities,
        pair_model.threshold,
        partial(pair_model.copy_chances, corpus.prints),
    )
    stories = members_of(groups).values()
    told = [members for members in stories if len(members) > 1]
    memberships = list(map(singleton_membership, corpus.articles))
    texts = TextStore(corpus.articles, words, chain(*told))
    elections = [
        elect(members, corpus, texts, within)
        for members, within in zip(told, shared_within(corpus.prints, told), strict=True)
    ]
    choose_representatives(elections, relation_model)
    for members, election in zip(told, elections, strict=True):
        for number, membership in story_memberships(members, corpus, election.outcome()).items():
            memberships[number] = membership
    for number, others in reports_on_one_event(pairs, shared, groups).items():
        reports = tuple(article_name(corpus.articles[other]) for other in others)
        memberships[number] = memberships[number]._replace(same_event=reports)
    return GroupedBatch(groups, memberships)


def members_of(groups: Sequence[int] | ClusterLabels) -> dict[int, list[int]]:
    """The members of each group, in order."""
    members = defaultdict(list)
    for number, group in enumerate(np.asarray(groups).tolist()):
        members[group].append(number)
    return members
