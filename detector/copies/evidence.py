"""What a clean copy proves about a mangled one: the strongest evidence there is."""

from __future__ import annotations

from detector.article import Article
from detector.causes import CauseKey
from detector.copies.membership import Membership
from detector.copies.pair_features import COPY_RELATIONS
from detector.verdict import COPY_SIGNAL, Evidence

# What a spun copy of a clean story adds in log-odds: with the original at hand there is no guess.
WEIGHT = 6.0
CAUSE_OF_RELATION: dict[str, CauseKey] = {"spun": "spin", "back_translated": "translation"}
# Which copy was mangled must be this sure, and so many words be replaced, before any of it is
# held against an article: of 1,500 natural near-duplicates in edited news, 550 clean articles and
# copies by desks, and 110 translations by people beside engines' none passes both; of 132 copies by
# held-out spinners 128 do. At .9 and one word 8 of the 1,500 and 4 of the 110 passed.
LEAST_ASSURANCE = 0.98
LEAST_WORDS = 5


def is_proven(member: Membership) -> bool:
    """Whether the best copy proves that this one was mangled: a desk's edits are no damage."""
    words = sum(one.kind != "name" for one in member.replacements)
    sure = member.assurance >= LEAST_ASSURANCE and words >= LEAST_WORDS
    return member.relation in CAUSE_OF_RELATION and sure


def copy_marks(article: Article, member: Membership) -> list[Evidence]:
    """The mangled wording at its place in the text, the original's beside it.

    The oddest wording comes first; names in another spelling are left out.
    """
    if not is_proven(member):
        return []
    cause = CAUSE_OF_RELATION[member.relation]
    odder = zip(member.costs, member.replacements, strict=True)
    ranked = sorted(
        (pair for pair in odder if pair[1].kind != "name"),
        key=lambda pair: (-pair[0], pair[1].new_span),
    )
    return [
        Evidence(
            COPY_SIGNAL,
            cause,
            *one.new_span,
            article.text[slice(*one.new_span)],
            weight=WEIGHT,
            original=one.old,
        )
        for _, one in ranked
    ]


def chance_of(cause: str, member: Membership) -> float:
    """How likely an article was mangled by a spinner or an engine, its better copy beside it.

    ``cause`` is ``spin``, ``translation`` or ``score`` for either. 0 where nothing is proven.
    """
    if not is_proven(member):
        return 0.0
    odds: dict[str, float] = {
        other: member.odds[COPY_RELATIONS.index(relation)]
        for relation, other in CAUSE_OF_RELATION.items()
    }
    chance = sum(odds.values()) if cause == "score" else odds[cause]
    return chance * member.assurance
