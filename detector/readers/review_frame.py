"""A review file as a pandas DataFrame."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from detector.readers.rows import read_rows
from detector.verdict import Readability
from detector.writers.columns import COLUMNS
from detector.writers.frame import to_frame

if TYPE_CHECKING:
    import pandas as pd


def read_review(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a file of ``detector score``, also one that an analyst saved again, with types.

    CSV (gzipped or not, with any delimiter of a spreadsheet), Excel, JSON Lines and Parquet of this
    and older versions give the same columns; the escapes for spreadsheets are removed. A row that
    cannot be read is left out with a warning.

    Parameters
    ----------
    path : str or PathLike

    Returns
    -------
    DataFrame
        The columns of the review row, see :func:`detector.writers.frame.to_frame`, and those of
        readability if the run measured it. ``reviewer_decision`` is NA if nobody has decided.

    Raises
    ------
    RowFileError, CsvTableError, OSError
        When it is not a review file, or cannot be read.

    Examples
    --------
    >>> read_review("review.csv").query("decision == 'review'")  # doctest: +SKIP
    """
    skipped: list[str] = []
    rows = read_rows(Path(path), skipped=skipped.append)
    measured = any(row.readability for row in rows)
    frame = to_frame(rows, (*COLUMNS, *Readability._fields * measured))
    for reason in skipped:
        warnings.warn(f"left out: {reason}", stacklevel=2)
    return frame
