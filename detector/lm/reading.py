"""What the readers found in one article, and what that adds to the log-odds of causes."""

from __future__ import annotations

from typing import NamedTuple

from detector.lm.encoder import PieceReading
from detector.lm.reader import Reading
from detector.text.arrays import Floats


class Added(NamedTuple):
    """What is added to the log-odds of causes: ``values`` has a row a name, a column a cause."""

    names: tuple[str, ...]
    values: Floats


# What follows the model's name in a verdict to which the full or the small reader contributed.
READ, READ_SMALL = "+reader", "+small-reader"


class SecondReading(NamedTuple):
    """A second reading: None for a reader that took no part."""

    small: PieceReading | None
    full: Reading | None
    added: Added

    @property
    def read_by(self) -> str:
        """What follows the model's name in the verdict."""
        return READ_SMALL if self.full is None else READ
