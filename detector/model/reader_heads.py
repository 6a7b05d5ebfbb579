"""What the second reader's figures add to the log-odds of the heads.

The figures of :mod:`detector.lm.figures` have linear heads of their own, fitted apart from the fast
ones: fitted together they would be trusted least where the fast heads know an engine best, and the
engines to come are those that they do not know. The intercepts were set so that the thresholds of
the card hold for the sum.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detector.lm.figures import FIGURE_NAMES
from detector.model.additive import MAX_STANDARDISED
from detector.resources.model_files import ModelError, check_digest
from detector.text.arrays import Floats

READER_FILE = "reader.json"
BASE = "reader: base"
BOUND = "reader: bound"
CONTRIBUTION_NAMES = (*(f"reader: {name}" for name in FIGURE_NAMES), BOUND, BASE)


class ReaderHead(NamedTuple):
    """One head: ``coefficients``, ``centre`` and ``spread`` have the shape (n_figures,).

    ``most`` bounds what the figures add together: a text on a rare subject, or in an English that
    the language model hardly saw, must not be flagged for that alone.
    """

    intercept: float
    most: float
    coefficients: Floats
    centre: Floats
    spread: Floats

    def contributions(self, figures: Floats) -> Floats:
        """What each of :data:`CONTRIBUTION_NAMES` adds to the log-odds, shape (n_figures + 2,)."""
        standardised = (figures - self.centre) / self.spread
        cut = np.clip(standardised, -MAX_STANDARDISED, MAX_STANDARDISED)
        added = cut * self.coefficients
        return np.append(added, [min(0.0, self.most - added.sum()), self.intercept])


class ReaderHeads(NamedTuple):
    """The heads, and which articles are read.

    Attributes
    ----------
    doubtful : float
        Probability of one of the heads' causes, by the fast model, from which an article is read.
    fewest_words : int
        Shorter articles are left to the fast model: too few were measured.
    heads : dict of str to ReaderHead
        By cause.
    """

    doubtful: float
    fewest_words: int
    heads: Mapping[str, ReaderHead]

    def contributions(self, figures: Floats, causes: Sequence[str]) -> Floats:
        """What the figures of one article add, shape (n_figures + 2, n_causes)."""
        nothing = np.zeros(len(CONTRIBUTION_NAMES))
        columns = [
            self.heads[cause].contributions(figures) if cause in self.heads else nothing
            for cause in causes
        ]
        return np.stack(columns, axis=1)


def load_reader_heads(folder: Path) -> ReaderHeads | None:
    """The heads beside a model; None where it has none.

    Raises
    ------
    ModelError
        When the file is not the one that the card describes, or is of other figures.
    """
    path = folder / READER_FILE
    if not path.is_file():
        return None
    check_digest(path)
    stated = json.loads(path.read_text("utf-8"))
    try:
        if tuple(stated["figures"]) != FIGURE_NAMES:
            raise ModelError(f"{path} was fitted on other figures than this detector's reader has")
        heads = {cause: head_of(own) for cause, own in stated["heads"].items()}
        return ReaderHeads(float(stated["doubtful"]), int(stated["fewest_words"]), heads)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path} is damaged: {error}") from error


def head_of(stated: Mapping[str, Any]) -> ReaderHead:
    """One head as the file states it."""
    parts = [np.array(stated[name], np.float64) for name in ReaderHead._fields[2:]]
    if any(part.shape != (len(FIGURE_NAMES),) for part in parts) or not all(parts[-1] > 0):
        raise ValueError("a head does not have one number for each figure")
    return ReaderHead(float(stated["intercept"]), float(stated["most"]), *parts)
