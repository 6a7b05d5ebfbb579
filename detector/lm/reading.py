"""What the readers made of one article, and what that adds to the log-odds of causes."""

from __future__ import annotations

from typing import NamedTuple

from detector.lm.encoder import PieceReading
from detector.lm.reader import Reading
from detector.text.arrays import Floats


class Added(NamedTuple):
    """What is added to the log-odds of causes: ``values`` has a row a name, a column a cause."""

    names: tuple[str, ...]
    values: Floats


class SecondReading(NamedTuple):
    """A second reading: None for a reader that took no part."""

    small: PieceReading | None
    full: Reading | None
    added: Added
