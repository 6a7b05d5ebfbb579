"""Which copy of a story is the best, and how each other was made from it.

Copies are first ranked by what can be read off each alone
(:mod:`detector.copies.representative_model`); then the first is compared word by word with every
other, and gives way to one that is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from detector.copies.alignment import Alignment, align_all, reverse_all
from detector.copies.pair_features import COPY_RELATIONS
from detector.copies.pair_model import VERBATIM_COLUMN, VERBATIM_SHARE
from detector.copies.relation import RelationModel
from detector.copies.relation_features import RELATION_COLUMNS, Difference, measure_differences
from detector.copies.replacement import Replacement
from detector.copies.representative_model import (
    CopyCandidate,
    choose_best,
    earlier_log_odds,
    judged_log_odds,
)
from detector.copies.scored_text import ScoredText
from detector.text.arrays import Floats

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
# Pairs aligned at a time: some megabytes (made up).
PAIRS = 256
# Rounds of comparisons, after each of which a better copy takes the place of the best so far.
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
    """How a copy was made from the best one, and which of the two is the better.

    ``odds`` are the probabilities of the five relations, ``assurance`` that the best copy is the
    better of the two; ``costs`` how much odder each replacement reads (log10), by replacement.
    ``dropped`` is the share of the best copy's words in sentences that this one lacks, ``added``
    that of this one's words in sentences that the best copy lacks.
    """

    shared: Floats
    odds: Floats
    assurance: float
    replacements: Sequence[Replacement]
    costs: Floats
    dropped: float = 0.0
    added: float = 0.0


def is_part(lacking: float, own: float) -> bool:
    """Whether a text that lacks such a share of another is a part of it; ``own`` is its own share.

    >>> is_part(0.5, 0.02), is_part(0.5, 0.4)
    (True, False)
    """
    return lacking >= LEAST_LACKING and lacking - own >= LACKS_MORE


class Representative(NamedTuple):
    """The place of the best copy among the members, why, and how the others compare with it."""

    place: int
    reason: str
    told: dict[int, CopyComparison]


Shared = Callable[[int], Floats]
Written = Callable[[int], ScoredText]


class BestCopySearch:
    """The copies of one story, the best so far, and how each other compares with it.

    No pair is aligned twice, unless the story is large.

    Parameters
    ----------
    copies : sequence of CopyCandidate
        The members of the story.
    text : callable
        Gives the text of a member; those of a large story are not all held at once.
    shared : callable
        Gives what all members share with one, shape (n_members, n_columns); what it shares with
        itself is not asked for.
    """

    def __init__(self, copies: Sequence[CopyCandidate], text: Written, shared: Shared) -> None:
        self.copies, self.text, self.shared = copies, text, shared
        self.place, self.reason = choose_best(copies)
        self.printed = printings(len(copies), shared)
        self.comparisons: dict[int, CopyComparison] = {}
        self._keeps = len(copies) <= MOST_COUNTED
        self._aligned: dict[tuple[int, int], Alignment] = {}

    def pairs(self) -> Iterator[Pair]:
        """The best copy so far with each of the others."""
        shared = self.shared(self.place)
        for number in range(len(self.copies)):
            if number != self.place:
                yield Pair(self, number, shared[number])

    def known(self, number: int) -> Alignment | None:
        """The alignment of a copy with the best so far, if an earlier round made it."""
        return self._aligned.get((number, self.place))

    def take(self, number: int, compared: CopyComparison, alignment: Alignment | None) -> None:
        """Keep how a copy compares with the best so far, and how likely that is the better."""
        if alignment is not None and self._keeps:
            self._aligned[self.place, number] = alignment
        best, other = self.copies[self.place], self.copies[number]
        edited = PRINTED * float(np.log2(self.printed[self.place] / self.printed[number]))
        log_odds = (
            logit(compared.assurance)
            + float(compared.odds[EDITED]) * edited
            + judged_log_odds(best, other, float(compared.odds[REWRITTEN]))
            + earlier_log_odds(best, other)
        )
        self.comparisons[number] = compared._replace(assurance=float(expit(log_odds)))

    def gives_way(self) -> bool:
        """Whether a rival is better than the best so far; it takes its place."""
        rival = min(self.comparisons, key=lambda n: (self.comparisons[n].assurance, n))
        if self.comparisons[rival].assurance >= 0.5:
            return False
        self.place, self.reason, self.comparisons = rival, "", {}
        return True

    def outcome(self) -> Representative:
        """The best copy, after the last round."""
        told = dict(sorted(self.comparisons.items()))
        reasons = self.reason, why_better(told), doubt(self.copies, told)
        return Representative(self.place, "; ".join(filter(None, reasons)), told)


class Pair(NamedTuple):
    """The best copy of a search so far, another, and what they share, shape (n_columns,)."""

    search: BestCopySearch
    number: int
    shared: Floats

    @property
    def texts(self) -> tuple[ScoredText, ScoredText]:
        """Both texts."""
        return self.search.text(self.search.place), self.search.text(self.number)


def choose_representatives(searches: Sequence[BestCopySearch], model: RelationModel) -> None:
    """Find the best copy of each story; many are compared at once."""
    running = list(searches)
    for number in range(ROUNDS):
        pairs = [pair for search in running for pair in search.pairs()]
        for begin in range(0, len(pairs), PAIRS):
            compare_pairs(pairs[begin : begin + PAIRS], model)
        if number < ROUNDS - 1:
            running = [search for search in running if search.gives_way()]


def compare_pairs(pairs: Sequence[Pair], model: RelationModel) -> None:
    """Compare some pairs word by word; a reprint is not aligned."""
    changed = []
    for pair in pairs:
        if is_verbatim(pair.shared):
            pair.search.take(pair.number, reprint(pair.shared), None)
        else:
            changed.append(pair)
    texts = [pair.texts for pair in changed]
    known = [pair.search.known(pair.number) for pair in changed]
    back = iter(reverse_all([one for one in known if one is not None]))
    new = iter(
        align_all(
            [
                (first.encoded, second.encoded)
                for (first, second), one in zip(texts, known, strict=True)
                if one is None
            ]
        )
    )
    alignments = [next(new) if one is None else next(back) for one in known]
    differences = measure_differences(texts, alignments)
    compared = compare_copies(differences, [pair.shared for pair in changed], model)
    for pair, one, alignment in zip(changed, compared, alignments, strict=True):
        pair.search.take(pair.number, one, alignment)


def printings(count: int, shared: Shared) -> Floats:
    """How many papers print each copy's wording, itself among them, shape (n_members,)."""
    if count == 2 or count > MOST_COUNTED:
        return np.ones(count)
    reprints = np.array([shared(place)[:, VERBATIM_COLUMN] >= REPRINT for place in range(count)])
    np.fill_diagonal(reprints, True)
    return reprints.sum(axis=1).astype(np.float64)


def is_verbatim(shared: Floats) -> bool:
    """Whether one copy prints the other word for word, by what they share, (n_columns,)."""
    return bool(shared[VERBATIM_COLUMN] >= VERBATIM_SHARE)


def reprint(shared: Floats) -> CopyComparison:
    """What a copy is that prints the other word for word."""
    return CopyComparison(shared, np.eye(len(COPY_RELATIONS))[0], 0.5, (), np.empty(0))


def compare_copies(
    differences: Sequence[Difference], shared: Sequence[Floats], model: RelationModel
) -> list[CopyComparison]:
    """What the second text of each pair is to the first, and whether the first is the better."""
    if not differences:
        return []
    relation = np.array([one.relation for one in differences])
    odds = model.relation(np.array(shared), relation)
    log_odds = model.direction(odds, relation, np.array([one.direction for one in differences]))
    log_odds *= 1 - (1 - REBUILT_WORDING) * odds[:, REBUILT].sum(axis=1)
    assurances = expit(np.clip(log_odds, -SURE_WORDING, SURE_WORDING)).tolist()
    return [
        CopyComparison(
            own,
            odds[place],
            assurances[place],
            one.alignment.replacements,
            one.costs,
            *relation[place, [DROPPED, ADDED]].tolist(),
        )
        for place, (one, own) in enumerate(zip(differences, shared, strict=True))
    ]


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
