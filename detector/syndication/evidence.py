"""What a clean copy proves about a mangled one: the strongest evidence there is."""

from __future__ import annotations

from detector.article import Article
from detector.marks import Mark
from detector.signals.signal import Cause
from detector.syndication.stories import Membership

SIGNAL = "copy_wording"
# What a spun copy of a clean story adds in log-odds: with the original at hand there is no guess.
WEIGHT = 6.0
CAUSES: dict[str, Cause] = {"spun": "spin", "back_translated": "translation"}
# Which copy was mangled must be this sure before a word is held against it (made up).
LEAST_ASSURANCE = 0.9


def copy_marks(article: Article, member: Membership) -> list[Mark]:
    """The mangled wording at its place in the text, the original's beside it in the note.

    Only for a copy that is spun or translated back, where the best copy is surely the better:
    a desk's edits are no damage. The oddest wording comes first; names in another spelling are
    left out.
    """
    if member.relation not in CAUSES or member.assurance < LEAST_ASSURANCE:
        return []
    cause = CAUSES[member.relation]
    odder = zip(member.costs, member.replacements, strict=True)
    told = sorted(
        (pair for pair in odder if pair[1].kind != "name"),
        key=lambda pair: (-pair[0], pair[1].new_span),
    )
    return [
        Mark(SIGNAL, cause, *one.new_span, article.text[slice(*one.new_span)], one.old, WEIGHT)
        for _, one in told
    ]


def chance_of_spin(member: Membership) -> float:
    """How likely an article is the spun copy of a better one."""
    return member.probability * member.assurance if member.relation == "spun" else 0.0


def spin_with_copy(spin: float, member: Membership) -> float:
    """The probability of spin once the clean copy is known: the greater of the two.

    A relation read off a pair says more than the text alone, and never less.
    """
    return max(spin, chance_of_spin(member))


def damage_with_copy(score: float, member: Membership) -> float:
    """The score once the clean copy is known: spin is damage."""
    return max(score, chance_of_spin(member))
