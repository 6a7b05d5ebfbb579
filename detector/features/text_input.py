"""A column of texts, in whatever container it comes, as a list of articles.

Lists, arrays, pandas Series (also backed by Arrow), Arrow arrays and frames of one column are
accepted. An entry that is not text is an error that names it: exports of content systems often
have a missing body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import count
from typing import Any, cast

from detector.article import Article
from detector.text.tokens import Tokens

Text = str | Article | Tokens


def texts_of(X: Any) -> list[Text]:
    """The articles of a column, in order.

    Parameters
    ----------
    X : iterable of str, Article or Tokens, of shape (n_articles,) or (n_articles, 1)

    Raises
    ------
    TypeError
        When ``X`` is a single text or not a column, or an entry is not text; the message says
        which entry and what to do.
    ValueError
        When ``X`` has several columns, or an entry is missing.

    Examples
    --------
    >>> texts_of(["One.", "Two."])
    ['One.', 'Two.']
    >>> texts_of(["One.", None])
    Traceback (most recent call last):
    ...
    ValueError: entry 1 is missing (None): drop it, or fill it with an empty text ("")
    """
    entries = list(column_of(X))
    for number, entry in enumerate(entries):
        if not isinstance(entry, Text):
            refuse(number, entry)
    return entries


def articles_of(X: Any) -> Iterator[Article | str]:
    """The articles of a column one by one: as :func:`texts_of`, but without ``Tokens``.

    ``X`` itself is checked at once, each entry when it is reached: a stream need not end.
    """
    return map(checked_article, count(), column_of(X))


def checked_article(number: int, entry: Any) -> Article | str:
    """An entry that is an article or a text."""
    if not isinstance(entry, str | Article):
        refuse(number, entry)
    return cast("Article | str", entry)


def column_of(X: Any) -> Iterable[Any]:
    """The entries of a series, an array, an Arrow column or a table of one column."""
    if isinstance(X, str | bytes | Article | Tokens):
        raise TypeError(f"expected a list of texts, got one {type(X).__name__}: write [text]")
    if hasattr(X, "toarray"):
        raise TypeError("expected texts, got a sparse matrix of numbers")
    shape: tuple[int, ...] = getattr(X, "shape", ())
    if len(shape) > 1:
        if len(shape) > 2 or shape[1] != 1:
            raise ValueError(
                f"expected one column of texts, got an array of shape {tuple(shape)}: choose the "
                "column of the texts (in a ColumnTransformer give its name, not a list of names)"
            )
        X = X.to_numpy() if hasattr(X, "to_numpy") else X
        return [row[0] for row in X]
    if hasattr(X, "to_pylist"):
        return list(X.to_pylist())
    # These have no order of articles, or hold names of columns.
    if not isinstance(X, Iterable) or isinstance(X, Mapping | Set):
        raise TypeError(f"expected a list of texts, got {type(X).__name__}")
    return X


def refuse(number: int, entry: object) -> None:
    """Say what is wrong with an entry that is not text."""
    if isinstance(entry, bytes):
        raise TypeError(
            f"entry {number} is bytes, not text: decode it first, as by .decode('utf-8')"
        )
    if is_missing(entry):
        raise ValueError(
            f'entry {number} is missing ({entry}): drop it, or fill it with an empty text ("")'
        )
    raise TypeError(f"entry {number} is not text but {type(entry).__name__}: {entry!r:.40}")


def is_missing(value: Any) -> bool:
    """Whether a value stands for none: None, not-a-number, pandas' NA and NaT."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)
