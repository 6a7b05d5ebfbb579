"""The input: an article, or what could not be read as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of an article's untouched text, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it came in.

    ``text`` is never altered: every offset that the detector reports points into it.
    ``published`` is kept as the source wrote it. ``remark`` says what it took to read the
    text, such as ``"read as cp1252, not UTF-8"``.

    Raises
    ------
    TypeError
        When the text is not a ``str``: missing, or still bytes.

    >>> Article("Kyiv was quiet on Monday.", id="7").text[0:4]
    'Kyiv'
    """

    text: str
    id: str = ""
    title: str = ""
    url: str = ""
    outlet: str = ""
    published: str = ""
    path: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            given = type(self.text).__name__
            raise TypeError(f"the text of an article is a str, not {given}")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or one record of a file, that could not be read as an article, and why.

    It becomes a row with ``decision=unreadable``, so that every input has a row.
    """

    path: str
    reason: str
    id: str = ""


def why_unreadable(reason: str) -> str:
    """What kept an article from being read, and what to do.

    >>> why_unreadable("the file is empty")
    'The file is empty. Fix the file or leave it out, then score again.'
    """
    sentence = (reason or "it could not be read").rstrip(".")
    return f"{sentence[:1].upper()}{sentence[1:]}. Fix the file or leave it out, then score again."
