"""What new articles are to a known story, and what an index remembers of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from detector.copies.cluster_index import StoryIndex, is_same_name
from detector.copies.known_article import KnownArticle
from detector.copies.known_stories import StoryMatch
from detector.copies.membership import (
    BEST,
    Corpus,
    Membership,
    article_name,
    member_of,
    singleton_membership,
)
from detector.copies.pair_features import Matrix
from detector.copies.relation import RelationModel
from detector.copies.relation_features import ScoredText, compare_texts, read
from detector.copies.representative import CopyComparison, compare_copy
from detector.ngrams.ngram_model import NgramModel


def known_story_memberships(
    corpus: Corpus,
    match: StoryMatch,
    known: StoryIndex,
    relation_model: RelationModel,
    words: NgramModel | None,
) -> dict[int, Membership]:
    """Articles that belong to a known story: its name and best copy stay.

    What was known already is not its own copy: the known best copy stays the best, and an
    article that stood alone stays alone.
    """
    members = {number: corpus.articles[number] for number in match.relations}
    if (
        match.lone
        and not match.others
        and all(
            known.holds(corpus.names[number], article_name(article))
            for number, article in members.items()
        )
    ):
        return {number: singleton_membership(article) for number, article in members.items()}
    best, story = read(match.best.text, words), match.best.story
    memberships = {}
    for number, article in members.items():
        name = article_name(article)
        if corpus.names[number] == match.best.content and is_same_name(name, match.best.id):
            reason = "best copy of a known story"
            memberships[number] = Membership(name, story, "", BEST, 1.0, reason, ())
            continue
        text = read(article.text, words)
        comparison = compare_with_known(best, text, match.relations[number], relation_model)
        reason = "copy of a known story"
        memberships[number] = member_of(name, story, match.best.id, comparison, reason)
    return memberships


def compare_with_known(
    best: ScoredText,
    text: ScoredText,
    relation: tuple[Matrix, Matrix],
    relation_model: RelationModel,
) -> CopyComparison:
    """Compare an article with the best copy of a known story, by the words where it is kept."""
    shared, odds = relation
    if not best.tokens.text:
        return CopyComparison(shared, odds, 0.5, (), np.empty(0))
    return compare_copy(partial(compare_texts, best, text), shared, relation_model)


def remember(
    corpus: Corpus,
    memberships: Mapping[int, Membership],
    matches: Mapping[int, StoryMatch],
    known: StoryIndex,
) -> None:
    """Add the articles of a run to an index that grows, and join to stories what they joined."""
    for match in matches.values():
        for story in match.others:
            known.move(story, match.best.story)
    articles = zip(corpus.articles, corpus.prints, corpus.names, strict=True)
    known.add(
        KnownArticle(
            memberships[number].story or content,
            not memberships[number].copy_of,
            content,
            article_name(article),
            codes,
            article.text,
        )
        for number, (article, codes, content) in enumerate(articles)
    )
