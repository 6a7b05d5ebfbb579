"""Grouping in batches: texts are read, pairs compared and stories described.

A batch holds complete sets of articles linked through copies of copies, so that the groups do not
depend on which process groups which set.
"""

from __future__ import annotations

import copyreg
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import reverse_cuthill_mckee

from detector.article import Article
from detector.copies.candidates import Pairs
from detector.copies.clusters import Chances, ClusterLabels, components, join
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.membership import (
    BEST,
    Corpus,
    Membership,
    best_copy_search,
    shared_within,
    singleton_membership,
    story_memberships,
)
from detector.copies.packed_fingerprints import pack, unpack
from detector.copies.pair_features import UNWEIGHTED, similarity_features, used_articles
from detector.copies.pair_model import PairModel
from detector.copies.pair_model import shipped as shipped_pairs
from detector.copies.relation import RelationModel
from detector.copies.relation import shipped as shipped_teller
from detector.copies.replacement import Replacements
from detector.copies.representative import choose_representatives
from detector.copies.same_event import event_likeness
from detector.copies.text_store import TextStore
from detector.ngrams.ngram_model import NgramModel
from detector.text.arrays import Floats

# Does a job to each of many inputs, in order: ``map``, or the ``imap`` of processes or a cluster.
Imap = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
# Texts read, pairs compared and articles grouped at a time: some tenths of a second for one
# process (made up).
TEXTS, PAIRS, ARTICLES = 256, 1500, 200
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
    """The codes of a batch of texts; a job of this module, so that they travel packed."""
    return read_fingerprints(texts)


class PairBatch(NamedTuple):
    """Pairs to compare, by the places of their articles among ``prints``, (n_pairs, 2)."""

    prints: list[Fingerprint]
    pairs: Pairs


def compare_in_batches(
    prints: Sequence[Fingerprint], pairs: Pairs, models: GroupingModels | None, imap: Imap
) -> Floats:
    """See :func:`compare_batch`; of all pairs, in batches that share as many articles as can be."""
    if not len(pairs):
        return np.empty((0, 2))
    ones = np.ones(len(pairs), np.int8)
    graph = sparse.csr_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(len(prints), len(prints)))
    places = np.argsort(reverse_cuthill_mckee(graph + graph.T, symmetric_mode=True))
    order = np.lexsort(np.sort(places[pairs], axis=1).T)
    found = np.empty((len(pairs), 2))
    ordered = pairs[order]
    portions = (ordered[begin : begin + PAIRS] for begin in range(0, len(pairs), PAIRS))
    given = (PairBatch(*used_articles(prints, some)) for some in portions)
    found[order] = np.concatenate(list(imap(partial(compare_batch, models), given)))
    return found


def compare_batch(models: GroupingModels | None, batch: PairBatch) -> Floats:
    """What some pairs are to each other.

    Returns
    -------
    ndarray of shape (n_pairs, 2)
        How likely they are copies, and the share of facts of reports on one event, else 0.
    """
    model = (models or shipped()).pairs
    shared = similarity_features(*batch)
    chances = 1 - model.compare(*batch, shared)[:, -1]
    return np.stack([chances, event_likeness(shared)], axis=1)


class ArticleBatch(NamedTuple):
    """Some sets of articles that are linked as copies.

    ``numbers`` are the places of the articles in the corpus, rising; ``corpus`` holds these alone,
    and ``pairs``, shape (n_pairs, 2), which of them were compared, by their places in it, with
    their ``chances`` of being copies.
    """

    numbers: ClusterLabels
    corpus: Corpus
    pairs: Pairs
    chances: Chances


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


def batches(
    corpus: Corpus, pairs: Pairs, chances: Chances, threshold: float
) -> Iterator[ArticleBatch]:
    """Share out the articles that are linked to another; whole sets of them stay together."""
    owners = batch_numbers(len(corpus.articles), pairs[chances >= threshold])
    both = owners[pairs]
    owner_of_pair = np.where(both[:, 0] == both[:, 1], both[:, 0], -1)
    for number in range(int(owners.max(initial=-1)) + 1):
        numbers, own = np.flatnonzero(owners == number), owner_of_pair == number
        if len(numbers):
            places = np.searchsorted(numbers, pairs[own])
            yield ArticleBatch(numbers, corpus.some(numbers), places, chances[own])


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
    _, corpus, pairs, chances = batch
    groups = join(
        len(corpus.articles),
        pairs,
        chances,
        pair_model.threshold,
        partial(pair_model.copy_chances, corpus.prints),
    )
    stories = members_of(groups).values()
    told = [members for members in stories if len(members) > 1]
    memberships = list(map(singleton_membership, corpus.articles))
    texts = TextStore(corpus.articles, words, chain(*told))
    searches = [
        best_copy_search(members, corpus, texts, within)
        for members, within in zip(told, shared_within(corpus.prints, told), strict=True)
    ]
    choose_representatives(searches, relation_model)
    for members, search in zip(told, searches, strict=True):
        for number, membership in story_memberships(members, corpus, search.outcome()).items():
            memberships[number] = membership
    return GroupedBatch(groups, memberships)


def members_of(groups: Sequence[int] | ClusterLabels) -> dict[int, list[int]]:
    """The members of each group, in order."""
    members = defaultdict(list)
    for number, group in enumerate(np.asarray(groups).tolist()):
        members[group].append(number)
    return members
