"""Independent reports on one event: alike in what happened, written in other words."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from detector.copies.candidates import Pairs
from detector.copies.clusters import ClusterLabels
from detector.copies.pair_features import PAIR_COLUMNS, same_event_mask
from detector.text.arrays import Floats

# Reports named beside an article, the likest first (made up).
MOST_REPORTS = 3


def event_likeness(shared: Floats) -> Floats:
    """The shared part of the facts of pairs alike enough to tell of one event, else 0, (n_pairs,).

    ``shared`` has the columns :data:`detector.copies.pair_features.PAIR_COLUMNS`.
    """
    return shared[:, PAIR_COLUMNS.index("facts_of_less")] * same_event_mask(shared)


def reports_on_one_event(
    pairs: Pairs, likeness: Floats, groups: ClusterLabels
) -> dict[int, list[int]]:
    """For each article the reports on its event, those first that share most.

    Parameters
    ----------
    pairs : ndarray of shape (n_pairs, 2)
        Numbers of articles that were compared.
    likeness : ndarray of shape (n_pairs,)
        See :func:`event_likeness`.
    groups : ndarray of shape (n_articles,)
        The story of each article: copies of one story are no independent reports.
    """
    event = (likeness > 0) & (groups[pairs[:, 0]] != groups[pairs[:, 1]])
    order = np.argsort(-likeness[event], kind="stable")
    reports: dict[int, list[int]] = defaultdict(list)
    for left, right in pairs[event][order].tolist():
        for one, other in ((left, right), (right, left)):
            if len(reports[one]) < MOST_REPORTS:
                reports[one].append(other)
    return reports
