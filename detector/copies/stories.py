"""From a folder of articles to stories: who is a copy of whom, how, and which copy is best."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.alignment import Replacement
from detector.copies.candidates import Pairs, candidates
from detector.copies.cluster_index import KnownStories, StoryMatch, match_known_stories
from detector.copies.clusters import join
from detector.copies.fingerprints import Fingerprint, read_fingerprints
from detector.copies.pair_features import (
    COPY_RELATIONS,
    PAIR_COLUMNS,
    FingerprintMatrices,
    Matrix,
    similarity_features,
    similarity_within,
    stack,
)
from detector.copies.pair_model import PairModel, alike_pairs
from detector.copies.pair_model import shipped as shipped_pairs
from detector.copies.relation import RelationModel
from detector.copies.relation import shipped as shipped_teller
from detector.copies.relation_features import ScoredText, read
from detector.copies.representative import (
    MOST_COUNTED,
    CopyComparison,
    Shared,
    choose_representative,
    compare_copy,
    is_part,
)
from detector.copies.representative_model import CopyCandidate
from detector.copies.same_event import reports_on_one_event
from detector.copies.text_store import TextStore
from detector.ngrams.ngram_model import NgramModel

BEST = "best"
# Relations whose copies differ word by word; the others are printed anew or hardly at all.
WORD_BY_WORD = ("edited", "spun", "back_translated")


class GroupingModels(NamedTuple):
    """What grouping asks: who is a copy, how copies differ, how odd a word is (None: shipped)."""

    pairs: PairModel
    relation_model: RelationModel
    words: NgramModel | None = None


def shipped() -> GroupingModels:
    """The models that come with the detector."""
    return GroupingModels(shipped_pairs(), shipped_teller())


class Membership(NamedTuple):
    """Where an article belongs.

    ``story`` names its story and ``copy_of`` the best copy; both are empty for an article
    that has no copy here, ``copy_of`` also for the best copy itself. ``relation`` is ``best``, or
    what the article is to the best copy, with its ``probability``; ``reason`` says why.
    ``odds`` are the probabilities of all five relations of copies, ``assurance`` that of the best
    copy's being the better of the two.
    ``replacements`` lead from the best copy's words to this one's; ``costs`` says how much odder
    each of them reads (log10). ``same_event`` names independent reports on the same event.
    ``part_of`` names the copy that holds all of this one and more: the best copy, or a copy that
    holds the best one.
    """

    id: str
    story: str
    copy_of: str
    relation: str
    probability: float
    reason: str
    replacements: tuple[Replacement, ...]
    odds: tuple[float, ...] = ()
    assurance: float = 1.0
    costs: tuple[float, ...] = ()
    same_event: tuple[str, ...] = ()
    part_of: str = ""


class Corpus(NamedTuple):
    """What grouping needs of the articles, in the order of their content."""

    articles: list[Article]
    scores: list[float | None]
    prints: list[Fingerprint]
    names: list[str]


def content_hash(text: str) -> str:
    """A short name that depends on the words of a text alone, not on white space.

    >>> content_hash("Rain fell. ") == content_hash("Rain  fell.")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:12]


def article_name(article: Article) -> str:
    """What an article is called in ``copy_of``: its id, or its path where it has none."""
    return article.id or article.path


def group_stories(
    articles: Sequence[Article],
    scores: Sequence[float] | None = None,
    against: KnownStories | None = None,
    models: GroupingModels | None = None,
    find: Callable[[Sequence[Fingerprint]], Pairs] = candidates,
) -> list[Membership]:
    """Group articles by story.

    Parameters
    ----------
    articles : sequence of Article
        In any order: the groups do not depend on it.
    scores : sequence of float, optional
        How likely each is damaged; a damaged copy is not the best. Else the wording decides.
    against : KnownStories, optional
        Stories of an earlier run: their names and best copies stay.
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
        [None if scores is None else float(scores[n]) for n in order],
        read_fingerprints([articles[n].text for n in order]),
        [names[n] for n in order],
    )
    found = memberships(corpus, models or shipped(), against, find)
    placed = dict(zip(order, found, strict=True))
    return [placed[n] for n in range(len(articles))]


def memberships(
    corpus: Corpus,
    models: GroupingModels,
    against: KnownStories | None,
    find: Callable[[Sequence[Fingerprint]], Pairs],
) -> list[Membership]:
    """The same for articles in the order of their content."""
    matrices = stack(corpus.prints)
    pairs, shared = alike_pairs(matrices, find(corpus.prints))
    probabilities = 1 - models.pairs.compare(matrices, pairs, shared)[:, -1]
    groups = join(
        len(corpus.articles),
        pairs,
        probabilities,
        models.pairs.threshold,
        partial(models.pairs.copy_chances, matrices),
    )
    stories = defaultdict(list)
    for number, group in enumerate(groups.tolist()):
        stories[group].append(number)
    settled = match_known_stories(corpus.prints, groups, models.pairs, against) if against else {}
    found: dict[int, Membership] = {}
    told = (
        group for group, members in stories.items() if len(members) > 1 and group not in settled
    )
    texts = TextStore(corpus.articles, models.words, chain(*(stories[group] for group in told)))
    for group, members in stories.items():
        if group in settled:
            found |= known_story_memberships(members, corpus, settled[group], models)
        elif len(members) > 1:
            within = shared_within(matrices, members)
            found |= story_memberships(members, corpus, texts, within, models.relation_model)
        else:
            found[members[0]] = singleton_membership(corpus.articles[members[0]])
    reports = reports_on_one_event(pairs, shared, groups)
    return [
        found[number]._replace(
            same_event=tuple(
                article_name(corpus.articles[other]) for other in reports.get(number, ())
            )
        )
        for number in range(len(groups))
    ]


def singleton_membership(article: Article) -> Membership:
    """An article without copies."""
    return Membership(article_name(article), "", "", "", 1.0, "", ())


def known_story_memberships(
    members: list[int], corpus: Corpus, place: StoryMatch, models: GroupingModels
) -> dict[int, Membership]:
    """Articles that belong to a known story: its name and best copy stay.

    What was known already is not its own copy: the known best copy stays the best, and an
    article that stood alone stays alone.
    """
    if place.lone and all(corpus.names[number] == place.story for number in members):
        return {number: singleton_membership(corpus.articles[number]) for number in members}
    best, found = read(place.text, models.words), {}
    for number in members:
        name = article_name(corpus.articles[number])
        if corpus.names[number] == place.story:
            reason = "best copy of a known story"
            found[number] = Membership(name, place.story, "", BEST, 1.0, reason, ())
            continue
        told = compare_with_known(number, best, corpus, place, models)
        found[number] = member_of(name, place.story, place.best, told, "copy of a known story")
    return found


def compare_with_known(
    number: int, best: ScoredText, corpus: Corpus, place: StoryMatch, models: GroupingModels
) -> CopyComparison:
    """Compare an article with the best copy of a known story, by the words where it is kept."""
    shared, odds = place.relations[number]
    if not place.text:
        return CopyComparison(shared, odds, 0.5, (), np.empty(0))
    return compare_copy(
        best, read(corpus.articles[number].text, models.words), shared, models.relation_model
    )


def shared_within(matrices: FingerprintMatrices, members: Sequence[int]) -> Shared:
    """What all members of a story share with one of them: at once, or asked one by one."""
    if len(members) <= MOST_COUNTED:
        return similarity_within(matrices, members).__getitem__

    def shared(place: int) -> Matrix:
        pairs = np.stack([np.full(len(members), members[place]), members], axis=1)
        return similarity_features(matrices, pairs)

    return cache(shared)


def story_memberships(
    members: Sequence[int],
    corpus: Corpus,
    texts: TextStore,
    shared: Shared,
    relation_model: RelationModel,
) -> dict[int, Membership]:
    """Choose the best copy of a story and say what the others are to it."""
    copies = [candidate(number, texts[number], corpus) for number in members]
    chosen = choose_representative(
        copies, lambda place: texts[members[place]], shared, relation_model
    )
    best = members[chosen.place]
    story, name = corpus.names[best], article_name(corpus.articles[best])
    holders = [place for place, told in chosen.told.items() if is_part(told.added, told.dropped)]
    holder = min(holders, key=lambda place: chosen.told[place].added, default=None)
    whole = "" if holder is None else article_name(corpus.articles[members[holder]])
    found = {best: Membership(name, story, "", BEST, 1.0, chosen.reason, (), part_of=whole)}
    for place, told in chosen.told.items():
        number = members[place]
        copy = article_name(corpus.articles[number])
        found[number] = member_of(copy, story, name, told, describe_shared(told.shared))
    return found


def member_of(name: str, story: str, best: str, told: CopyComparison, reason: str) -> Membership:
    """The membership of a copy."""
    place = int(told.odds.argmax())
    kept = COPY_RELATIONS[place] in WORD_BY_WORD
    return Membership(
        name,
        story,
        best,
        COPY_RELATIONS[place],
        float(told.odds[place]),
        reason,
        told.replacements if kept else (),
        tuple(told.odds.tolist()),
        told.assurance,
        tuple(told.costs.tolist()) if kept else (),
        part_of=best if is_part(told.dropped, told.added) else "",
    )


def candidate(number: int, text: ScoredText, corpus: Corpus) -> CopyCandidate:
    """One copy as it stands for election."""
    article = corpus.articles[number]
    return CopyCandidate(
        article_name(article),
        text.tokens.word_count,
        corpus.scores[number],
        -float(text.log10.mean()) if len(text.log10) else 0.0,
        article.published,
    )


def describe_shared(features: Matrix) -> str:
    """What two copies share, in words."""
    shared = dict(zip(PAIR_COLUMNS, features.tolist(), strict=True))
    parts = [
        f"{round(100 * shared[column])}% of the {noun}"
        for column, noun in (
            ("facts_of_less", "facts in their order"),
            ("names_of_less", "names"),
            ("figures_of_less", "figures"),
            ("quotations_of_less", "quoted words"),
            ("contents_of_less", "other words"),
        )
        if shared[column]
    ]
    return "shares " + ", ".join(parts) if parts else "shares little"
