"""Independent reports on one event: alike in what happened, written in other words."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from detector.copies.candidates import Pairs
from detector.copies.clusters import ClusterLabels
from detector.copies.pair_features import PAIR_COLUMNS, Matrix, same_event_mask

# Reports named beside an article, the likest first (made up).
MOST_REPORTS = 3


def reports_on_one_event(
    pairs: Pairs, shared: Matrix, groups: ClusterLabels
) -> dict[int, list[int]]:
    """For each article the reports on its event, those first that share most.

    Parameters
    ----------
    pairs : ndarray of shape (n_pairs, 2)
        Numbers of articles that were compared.
    shared : ndarray of shape (n_pairs, n_columns)
        What they share: see :func:`detector.copies.pair_features.likeness`.
    groups : ndarray of shape (n_articles,)
        The story of each article: copies of one story are no independent reports.
    """
    event = same_event_mask(shared) & (groups[pairs[:, 0]] != groups[pairs[:, 1]])
    likest = shared[event, PAIR_COLUMNS.index("facts_of_less")]
    order = np.argsort(-likest, kind="stable")
    reports: dict[int, list[int]] = defaultdict(list)
    for left, right in pairs[event][order].tolist():
        for one, other in ((left, right), (right, left)):
            if len(reports[one]) < MOST_REPORTS:
                reports[one].append(other)
    return reports
