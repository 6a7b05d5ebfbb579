"""What the figures of a second reading add to the log-odds of the heads.

The figures of :mod:`detector.lm.figures`, and those of the small reader in
:mod:`detector.lm.encoder`, have linear heads of their own, fitted apart from the fast
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

from detector.causes import CauseKey
from detector.english.news_register import FAR_FROM_NEWS
from detector.lm.encoder import ENCODER_FILE
from detector.lm.encoder import FIGURE_NAMES as SMALL_FIGURES
from detector.lm.figures import FIGURE_NAMES
from detector.lm.reading import Added
from detector.model.additive import MAX_STANDARDISED
from detector.resources.model_files import ModelError, check_digest
from detector.text.arrays import Floats

READER_FILE = "reader.json"
# How the contributions of each reader are named.
FULL, SMALL = "reader", "small reader"


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
        """What each figure, their bound and the intercept add, shape (n_figures + 2,)."""
        standardised = (figures - self.centre) / self.spread
        cut = np.clip(standardised, -MAX_STANDARDISED, MAX_STANDARDISED)
        added = cut * self.coefficients
        return np.append(added, [min(0.0, self.most - added.sum()), self.intercept])


class ReaderHeads(NamedTuple):
    """The heads, and which articles are read.

    Attributes
    ----------
    read_from : float
        Probability of one of the heads' causes, by the fast model, from which the small reader
        reads an article; without a small reader the full one does.
    doubtful : float
        The same after the small reader, from which the full one joins it.
    fewest_words : int
        Shorter articles are left to the fast model: too few were measured.
    read_to : float
        How far from news, from 0.0 to 1.0, articles are read.
    heads, small : dict of str to ReaderHead
        By cause, of the full and of the small reader. The full one joins the small one, and reads
        alone only where a model has no small one: ``small`` is empty there.
    apart : dict of str to ReaderHead
        The full reader's for causes that do not count in ``score``.
    apart_zone : tuple of float
        Probabilities of such a cause, by the fast model, from which and up to which the full reader
        reads.
    encoder : Path or None
        The weights of the small reader.
    """

    read_from: float
    doubtful: float
    fewest_words: int
    read_to: float
    heads: Mapping[str, ReaderHead]
    small: Mapping[str, ReaderHead]
    encoder: Path | None
    apart: Mapping[str, ReaderHead] = {}
    apart_zone: tuple[float, float] = (1.0, 1.0)

    def added(
        self,
        small: Floats | None,
        full: Floats | None,
        heads: Mapping[str, ReaderHead],
        causes: Sequence[str],
    ) -> Added:
        """What the figures of one article add; None for those of a reader that did not read it.

        ``heads`` are those of the full reader whose causes are in doubt.
        """
        parts = []
        if full is not None:
            parts.append(columns_of(FULL, FIGURE_NAMES, heads, full, causes))
        if small is not None:
            parts.append(columns_of(SMALL, SMALL_FIGURES, self.small, small, causes))
        names = tuple(name for part in parts for name in part.names)
        return Added(names, np.concatenate([part.values for part in parts]))


def columns_of(
    reader: str,
    figure_names: Sequence[str],
    heads: Mapping[str, ReaderHead],
    figures: Floats,
    causes: Sequence[str],
) -> Added:
    """What one reader's figures add to the log-odds of causes."""
    nothing = np.zeros(len(figure_names) + 2)
    columns = [
        heads[cause].contributions(figures) if cause in heads else nothing for cause in causes
    ]
    names = (f"{reader}: {name}" for name in (*figure_names, "bound", "base"))
    return Added(tuple(names), np.stack(columns, axis=1))


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
    try:
        stated = json.loads(path.read_text("utf-8"))
        heads = heads_of(stated, FIGURE_NAMES, path)
        small = heads_of(stated["small"], SMALL_FIGURES, path) if "small" in stated else {}
        least, words = float(stated["doubtful"]), int(stated["fewest_words"])
        read_from = float(stated.get("small", {}).get("read_from", least))
        read_to = float(stated.get("read_to", FAR_FROM_NEWS))
        encoder = path.with_name(ENCODER_FILE) if small else None
        common = (read_from, least, words, read_to, heads, small, encoder)
        if "apart" not in stated:
            return ReaderHeads(*common)
        own = stated["apart"]
        zone = (float(own["read_from"]), float(own["read_to"]))
        return ReaderHeads(*common, heads_of(own, FIGURE_NAMES, path), zone)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path} is damaged: {error}") from error


def heads_of(
    stated: Mapping[str, Any], names: tuple[str, ...], path: Path
) -> dict[str, ReaderHead]:
    """The heads of one reader as the file states them."""
    if tuple(stated["figures"]) != names:
        raise ModelError(f"{path} was fitted on other figures than this detector's reader has")
    return {cause: head_of(own, len(names)) for cause, own in stated["heads"].items()}


def head_of(stated: Mapping[str, Any], n_figures: int = len(FIGURE_NAMES)) -> ReaderHead:
    """One head as the file states it."""
    parts = [np.array(stated[name], np.float64) for name in ReaderHead._fields[2:]]
    if any(part.shape != (n_figures,) for part in parts) or not all(parts[-1] > 0):
        raise ValueError("a head does not have one number for each figure")
    return ReaderHead(float(stated["intercept"]), float(stated["most"]), *parts)


def plain(heads: Mapping[CauseKey, ReaderHead]) -> dict[str, dict[str, Any]]:
    """Heads as the file states them, rounded."""
    return {
        name: {key: np.round(value, 4).tolist() for key, value in head._asdict().items()}
        for name, head in heads.items()
    }
