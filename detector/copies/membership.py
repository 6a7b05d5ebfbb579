"""How each article of a story relates to the best copy, and which copy that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.clusters import ClusterLabels, batched
from detector.copies.fingerprints import Fingerprint
from detector.copies.pair_features import (
    COPY_RELATIONS,
    PAIR_COLUMNS,
    similarity_features,
    similarity_within,
)
from detector.copies.replacement import Replacement
from detector.copies.representative import (
    MOST_COUNTED,
    BestCopySearch,
    CopyComparison,
    Representative,
    Shared,
    is_part,
)
from detector.copies.representative_model import CopyCandidate
from detector.copies.scored_text import ScoredText
from detector.copies.text_store import TextStore
from detector.text.arrays import Floats

BEST = "best"
# Relations whose copies differ word by word; the others are printed anew or hardly at all.
WORD_BY_WORD = ("edited", "spun", "back_translated")


class Membership(NamedTuple):
    """The story of an article, and how it relates to the best copy.

    ``story`` names its story and ``copy_of`` the best copy; both are empty for an article
    without copies, ``copy_of`` also for the best copy. ``relation`` is ``best``, or how the article
    was made from the best copy, with its ``probability``; ``reason`` says why. ``odds`` are the
    probabilities of all five relations, ``assurance`` is the probability that the best copy is the
    better of the two. ``replacements`` lead from the words of the best copy to those of this one;
    ``costs`` says how much less likely each new word is (log10). ``same_event`` names independent
    reports on the same event. ``part_of`` names a copy that contains all of this one and more.
    """

    id: str
    story: str
    copy_of: str
    relation: str
    probability: float
    reason: str
    replacements: Sequence[Replacement]
    odds: tuple[float, ...] = ()
    assurance: float = 1.0
    costs: tuple[float, ...] = ()
    same_event: tuple[str, ...] = ()
    part_of: str = ""


class Corpus(NamedTuple):
    """What grouping needs of the articles, in the order of their content.

    ``scores`` says how likely each was damaged and how likely a model wrote it, (n_articles, 2);
    None where nobody judged them.
    """

    articles: list[Article]
    scores: Floats | None
    prints: list[Fingerprint]
    names: list[str]

    def some(self, numbers: ClusterLabels) -> Corpus:
        """Some of the articles."""
        places = numbers.tolist()
        return Corpus(
            [self.articles[place] for place in places],
            None if self.scores is None else self.scores[numbers],
            [self.prints[place] for place in places],
            [self.names[place] for place in places],
        )


def article_name(article: Article) -> str:
    """What an article is called in ``copy_of``: its id, or its path where it has none."""
    return article.id or article.path


def singleton_membership(article: Article) -> Membership:
    """An article without copies."""
    return Membership(article_name(article), "", "", "", 1.0, "", ())


def shared_within(
    prints: Sequence[Fingerprint], stories: Iterable[Sequence[int]]
) -> Iterator[Shared]:
    """What all members of a story share with one of them, for each story.

    Many small stories are compared at once; in a large one, a member when it is asked for.
    """
    for few in batched(map(np.asarray, stories)):
        counted = [members for members in few if len(members) <= MOST_COUNTED]
        tables = iter(similarity_within(prints, counted))
        for members in few:
            small = len(members) <= MOST_COUNTED
            yield next(tables).__getitem__ if small else partial(shared_with, prints, members)


def shared_with(prints: Sequence[Fingerprint], members: ClusterLabels, place: int) -> Floats:
    """What all members of a story share with one of them, shape (n_members, n_columns)."""
    pairs = np.stack([np.full(len(members), members[place]), members], axis=1)
    return similarity_features(prints, pairs)


def best_copy_search(
    members: Sequence[int], corpus: Corpus, texts: TextStore, shared: Shared
) -> BestCopySearch:
    """The search for the best of a story's members."""
    copies = [candidate(number, texts[number], corpus) for number in members]
    return BestCopySearch(copies, lambda place: texts[members[place]], shared)


def story_memberships(
    members: Sequence[int], corpus: Corpus, chosen: Representative
) -> dict[int, Membership]:
    """What the members of a story are to the best copy."""
    best = members[chosen.place]
    story, name = corpus.names[best], article_name(corpus.articles[best])
    holders = [
        place
        for place, comparison in chosen.told.items()
        if is_part(comparison.added, comparison.dropped)
    ]
    holder = min(holders, key=lambda place: chosen.told[place].added, default=None)
    whole = "" if holder is None else article_name(corpus.articles[members[holder]])
    memberships = {best: Membership(name, story, "", BEST, 1.0, chosen.reason, (), part_of=whole)}
    for place, comparison in chosen.told.items():
        number = members[place]
        copy = article_name(corpus.articles[number])
        memberships[number] = member_of(
            copy, story, name, comparison, describe_shared(comparison.shared)
        )
    return memberships


def member_of(
    name: str, story: str, best: str, comparison: CopyComparison, reason: str
) -> Membership:
    """The membership of a copy."""
    place = int(comparison.odds.argmax())
    kept = COPY_RELATIONS[place] in WORD_BY_WORD
    return Membership(
        name,
        story,
        best,
        COPY_RELATIONS[place],
        float(comparison.odds[place]),
        reason,
        comparison.replacements if kept else (),
        tuple(comparison.odds.tolist()),
        comparison.assurance,
        tuple(comparison.costs.tolist()) if kept else (),
        part_of=best if is_part(comparison.dropped, comparison.added) else "",
    )


def candidate(number: int, text: ScoredText, corpus: Corpus) -> CopyCandidate:
    """What is known of one copy before it is compared."""
    article = corpus.articles[number]
    score, synthetic = (None, 0.0) if corpus.scores is None else corpus.scores[number].tolist()
    return CopyCandidate(
        article_name(article),
        text.tokens.word_count,
        score,
        -float(text.log10.mean()) if len(text.log10) else 0.0,
        article.published,
        synthetic,
    )


def describe_shared(features: Floats) -> str:
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
