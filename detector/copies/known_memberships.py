"""How new articles relate to a known story, and what an index keeps of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.copies.alignment import align_all
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
from detector.copies.relation import RelationModel
from detector.copies.relation_features import measure_differences
from detector.copies.representative import (
    PAIRS,
    CopyComparison,
    compare_copies,
    is_verbatim,
    reprint,
)
from detector.copies.scored_text import score_texts
from detector.ngrams.ngram_model import NgramModel
from detector.text.arrays import Floats


def known_story_memberships(
    corpus: Corpus,
    matches: Iterable[StoryMatch],
    known: StoryIndex,
    relation_model: RelationModel,
    words: NgramModel | None,
) -> dict[int, Membership]:
    """Articles that belong to known stories: their names and best copies stay.

    What was known already is not its own copy: the known best copy stays the best, and an
    article that stood alone stays alone.
    """
    memberships: dict[int, Membership] = {}
    further: list[KnownCopy] = []
    for match in matches:
        names = {number: article_name(corpus.articles[number]) for number in match.relations}
        held = [known.holds(corpus.names[number], name) for number, name in names.items()]
        alone = match.lone and not match.others and all(held)
        for number, name in names.items():
            if alone:
                memberships[number] = singleton_membership(corpus.articles[number])
            elif corpus.names[number] == match.best.content and is_same_name(name, match.best.id):
                reason = "best copy of a known story"
                memberships[number] = Membership(name, match.best.story, "", BEST, 1.0, reason, ())
            else:
                further.append(KnownCopy(number, corpus.articles[number], match))
    for begin in range(0, len(further), PAIRS):
        some = further[begin : begin + PAIRS]
        for one, comparison in zip(
            some, compare_with_known(some, relation_model, words), strict=True
        ):
            best, name = one.match.best, article_name(one.article)
            reason = "copy of a known story"
            memberships[one.number] = member_of(name, best.story, best.id, comparison, reason)
    return memberships


class KnownCopy(NamedTuple):
    """An article that is a copy of a known best copy, and its number."""

    number: int
    article: Article
    match: StoryMatch

    @property
    def shared(self) -> Floats:
        """What it shares with the best copy, (n_columns,)."""
        return self.match.relations[self.number][0]


def compare_with_known(
    copies: Sequence[KnownCopy], relation_model: RelationModel, words: NgramModel | None
) -> Iterator[CopyComparison]:
    """Compare articles with the best copies of known stories, by the words where these are kept."""
    changed = [one for one in copies if one.match.best.text and not is_verbatim(one.shared)]
    best = score_texts([one.match.best.text for one in changed], words)
    texts = list(zip(best, score_texts([one.article.text for one in changed], words), strict=True))
    aligned = align_all([(first.encoded, second.encoded) for first, second in texts])
    differences = measure_differences(texts, aligned)
    compared = iter(compare_copies(differences, [one.shared for one in changed], relation_model))
    for one in copies:
        if not one.match.best.text:
            shared, odds = one.match.relations[one.number]
            yield CopyComparison(shared, odds, 0.5, (), np.empty(0))
        else:
            yield reprint(one.shared) if is_verbatim(one.shared) else next(compared)


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
