"""One story's copies set beside each other: which is the best, and what each other is to it.

A copy stands for election by what can be read off it alone
(:mod:`detector.copies.representative_model`); then it is compared word by word with every other,
and gives way to one that is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from detector.copies.pair_features import COPY_RELATIONS
from detector.copies.pair_model import VERBATIM_COLUMN, VERBATIM_SHARE
from detector.copies.relation import RelationModel
from detector.copies.relation_features import (
    RELATION_COLUMNS,
    Difference,
    Matrix,
    ScoredText,
    compare_texts,
)
from detector.copies.replacement import Replacement
from detector.copies.representative_model import (
    CopyCandidate,
    choose_best,
    earlier_log_odds,
    judged_log_odds,
)

EDITED = COPY_RELATIONS.index("edited")
# Copies whose sentences were built anew, by an engine or a model.
REBUILT = [COPY_RELATIONS.index(name) for name in ("back_translated", "rewritten")]
REWRITTEN = COPY_RELATIONS.index("rewritten")
DROPPED, ADDED = (RELATION_COLUMNS.index(name) for name in ("dropped", "added"))
# Of halves of 90 machine translations beside another engine's whole 99 in 100 count as parts, of
# 90 whole ones none; where a stranger is put under it, 8 in 9.
LEAST_LACKING, LACKS_MORE = 0.3, 0.2
# From this share on one is a reprint of the other, a page's furniture aside (made up); larger
# stories than this are not counted through, since that takes the square of their size.
REPRINT = 0.9
MOST_COUNTED = 40
# Elections that a copy may lose before the matter rests.
ROUNDS = 3
# Log-odds for each doubling of the papers that print an edited copy word for word (made up).
PRINTED = 1.0
# An engine's wording is smoother than a person's: of sentences built anew it counts for a third.
REBUILT_WORDING = 0.34
# No comparison of words is surer than this, in log-odds: even a clear case is one in a few hundred
# (measured on held-out spinners: none in 382 wrong).
SURE_WORDING = 5.3
# Where the best copy is the better one with less than this, the row says that another may be.
SURE_BEST = 0.8


class CopyComparison(NamedTuple):
    """What a copy is to the best one.

    ``odds`` are the probabilities of the five relations, ``assurance`` that the best copy is the
    better of the two; ``costs`` how much odder each replacement reads (log10), by replacement.
    ``dropped`` is the share of the best copy's words in sentences that this one lacks, ``added``
    that of this one's words in sentences that the best copy lacks.
    """

    shared: Matrix
    odds: Matrix
    assurance: float
    replacements: Sequence[Replacement]
    costs: Matrix
    dropped: float = 0.0
    added: float = 0.0


def is_part(lacking: float, own: float) -> bool:
    """Whether a text that lacks such a share of another is a part of it; ``own`` is its own share.

    >>> is_part(0.5, 0.02), is_part(0.5, 0.4)
    (True, False)
    """
    return lacking >= LEAST_LACKING and lacking - own >= LACKS_MORE


class Representative(NamedTuple):
    """The place of the best copy among the members, why, and what the others are to it."""

    place: int
    reason: str
    told: dict[int, CopyComparison]


Shared = Callable[[int], Matrix]
Written = Callable[[int], ScoredText]


class StoryDifferences:
    """How the copies of one story differ; no pair is aligned twice, unless the story is large.

    Parameters
    ----------
    text : callable
        Gives the text of a member; those of a large story are not all held at once.
    count : int
        Number of members.
    """

    def __init__(self, text: Written, count: int) -> None:
        self._text, self._keeps = text, count <= MOST_COUNTED
        self._held: dict[tuple[int, int], Difference] = {}

    def __call__(self, first: int, second: int) -> Difference:
        """How the second copy departs from the first."""
        held = self._held.get((second, first))
        if held is not None:
            return held.reversed()
        difference = compare_texts(self._text(first), self._text(second))
        if self._keeps:
            self._held[first, second] = difference
        return difference


def choose_representative(
    copies: Sequence[CopyCandidate], text: Written, shared: Shared, relation_model: RelationModel
) -> Representative:
    """Find the best copy.

    Parameters
    ----------
    copies : sequence of CopyCandidate
        The members of a story.
    text : callable
        Gives the text of one.
    shared : callable
        Gives what all members share with one, shape (n_members, n_columns); what it shares with
        itself is not asked for.
    """
    choice = choose_best(copies)
    printed = printings(len(copies), shared)
    place, reason = choice.place, choice.reason
    differ = StoryDifferences(text, len(copies))
    for number in range(ROUNDS):
        comparisons = compare_with_all(
            place, copies, differ, shared(place), printed, relation_model
        )
        rival = min(comparisons, key=lambda n: (comparisons[n].assurance, n))
        if comparisons[rival].assurance >= 0.5 or number == ROUNDS - 1:
            break
        place, reason = rival, ""
    reasons = reason, why_better(comparisons), doubt(copies, comparisons)
    return Representative(place, "; ".join(filter(None, reasons)), comparisons)


def compare_with_all(
    place: int,
    copies: Sequence[CopyCandidate],
    differ: StoryDifferences,
    shared: Matrix,
    printed: Matrix,
    relation_model: RelationModel,
) -> dict[int, CopyComparison]:
    """Compare one copy with every other."""
    comparisons = {}
    for number in range(len(copies)):
        if number == place:
            continue
        one = compare_copy(partial(differ, place, number), shared[number], relation_model)
        edited = PRINTED * float(np.log2(printed[place] / printed[number]))
        log_odds = (
            logit(one.assurance)
            + float(one.odds[EDITED]) * edited
            + judged_log_odds(copies[place], copies[number], float(one.odds[REWRITTEN]))
            + earlier_log_odds(copies[place], copies[number])
        )
        comparisons[number] = one._replace(assurance=float(expit(log_odds)))
    return comparisons


def printings(count: int, shared: Shared) -> Matrix:
    """How many papers print each copy's wording, itself among them, shape (n_members,)."""
    if count == 2 or count > MOST_COUNTED:
        return np.ones(count)
    reprints = np.array([shared(place)[:, VERBATIM_COLUMN] >= REPRINT for place in range(count)])
    np.fill_diagonal(reprints, True)
    counted: Matrix = reprints.sum(axis=1).astype(np.float64)
    return counted


def compare_copy(
    differ: Callable[[], Difference], shared: Matrix, relation_model: RelationModel
) -> CopyComparison:
    """What the second text is to the first, and whether the first is the better, by the words.

    ``differ`` aligns the two; a reprint is not aligned.
    """
    if shared[VERBATIM_COLUMN] >= VERBATIM_SHARE:
        return CopyComparison(shared, np.eye(len(COPY_RELATIONS))[0], 0.5, (), np.empty(0))
    difference = differ()
    odds = relation_model.relation(shared[None], difference.relation[None])
    log_odds = relation_model.direction(
        odds, difference.relation[None], difference.direction[None]
    )[0]
    log_odds *= 1 - (1 - REBUILT_WORDING) * odds[0, REBUILT].sum()
    assurance = float(expit(np.clip(log_odds, -SURE_WORDING, SURE_WORDING)))
    dropped, added = difference.relation[[DROPPED, ADDED]].tolist()
    replacements = difference.alignment.replacements
    return CopyComparison(
        shared, odds[0], assurance, replacements, difference.costs, dropped, added
    )


def why_better(comparisons: Mapping[int, CopyComparison]) -> str:
    """What speaks for the best copy's wording, over all copies."""
    costs = np.concatenate([np.empty(0), *(one.costs for one in comparisons.values())])
    likelier = int((costs > 0).sum())
    if likelier * 2 <= len(costs):
        return ""
    return f"the likelier wording in {likelier} of {len(costs)} places"


def doubt(copies: Sequence[CopyCandidate], comparisons: Mapping[int, CopyComparison]) -> str:
    """Which copy may be as good as the best one, in words; a reprint of it is no rival."""
    rivals = [
        number
        for number, one in comparisons.items()
        if one.assurance < SURE_BEST and len(one.replacements)
    ]
    if not rivals:
        return ""
    likest = min(rivals, key=lambda number: (comparisons[number].assurance, number))
    return f"not sure: {copies[likest].id} may be as good"
