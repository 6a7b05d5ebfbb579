"""Names for the arrays that texts are turned into: a signature says what an array holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Positions, indices and counts of characters, words, sentences and articles.
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Characters as Unicode code points, and what each of them is (see ``character_classes``).
CodePoints = NDArray[np.uint32]
CharClasses = NDArray[np.uint8]
