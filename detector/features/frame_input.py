"""The articles of a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detector.article import Article, Unreadable
from detector.features.text_input import is_missing

if TYPE_CHECKING:
    import pandas as pd


def articles_in_frame(
    frame: pd.DataFrame, text: str, fields: Mapping[str, str | None]
) -> list[Article | Unreadable]:
    """Make an article of each row; an Unreadable, with the reason, where there is no text.

    Parameters
    ----------
    frame : DataFrame
    text : str
        The column of the texts.
    fields : mapping
        Fields of :class:`~detector.article.Article` to the columns that hold them; None for none.

    Raises
    ------
    TypeError
        When ``frame`` is no DataFrame, or ``text`` holds values and not one text.
    ValueError
        When a column is missing or there twice; the message names the columns there are.
    """
    texts = column_values(frame, text)
    if texts and not any(isinstance(body, str) or is_missing(body) for body in texts):
        raise TypeError(f"the column {text!r} holds {type(texts[0]).__name__}, not text")
    named = {field: column_values(frame, name) for field, name in fields.items() if name}
    rows = zip(*named.values(), strict=True) if named else ((),) * len(texts)
    return [
        article_in_row(body, text, dict(zip(named, map(cell_text, row), strict=True)), number)
        for number, (body, row) in enumerate(zip(texts, rows, strict=True))
    ]


def article_in_row(
    body: Any, column: str, fields: dict[str, str], number: int
) -> Article | Unreadable:
    """One article, or why there is none; ``number`` is that of its row, from 0."""
    if isinstance(body, str):
        return Article(body, **fields)
    given = "empty" if is_missing(body) else f"{type(body).__name__}, not text"
    return Unreadable("", f"row {number}: `{column}` is {given}", fields.get("id", ""))


def column_values(frame: pd.DataFrame, name: str) -> list[Any]:
    """The values of a column."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"expected a pandas DataFrame, got {type(frame).__name__}")
    if name not in frame.columns:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"the frame has no column {name!r}; name one of its columns: {there}")
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ValueError(f"the frame has several columns {name!r}: rename or drop all but one")
    return list(column)


def cell_text(value: Any) -> str:
    """A cell as text; empty where it is missing."""
    return "" if is_missing(value) else str(value)
