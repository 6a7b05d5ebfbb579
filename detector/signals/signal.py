"""A signal is a value: its name, its cause, what it means, and how it is read.

The *kinds* at the end (:func:`pattern`, :func:`finder`) hold all the code that
signals share; a family holds only what it knows about engines, spinners and pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from detector.causes import CauseKey
from detector.signals.derived_prefilter import required_by
from detector.signals.prefilter import NO_PREFILTER, Prefilter
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens

PER_1000_WORDS = "marks per 1,000 words"


class Mark(NamedTuple):
    """One mark in the text.

    ``start`` and ``end`` are half-open character offsets into ``Article.text``;
    ``note`` says what is odd there (``"Putin|although"``), ``""`` when the words speak for
    themselves. ``cause`` overrides the signal's own where one mark has another
    origin (glue at a dateline is the scraper's).
    """

    start: int
    end: int
    note: str = ""
    cause: CauseKey | None = None


class Measurement(NamedTuple):
    """What one signal found: ``value`` in the signal's unit, 0.0 for nothing, and the marks."""

    value: float
    marks: tuple[Mark, ...] = ()


EMPTY_MEASUREMENT = Measurement(0.0)
# Whether what begins at an offset is no mark.
Skip = Callable[[Tokens, int], bool]


class Signal(NamedTuple):
    """One named mark of damage.

    Parameters
    ----------
    name : str
        Unique, ``snake_case``; it is the reason code an editor sees. A signal whose
        meaning changes gets a new name.
    cause : str
        A key of ``detector.causes.CAUSES``.
    means : str
        One line for the editor.
    wrongs : str
        Whom it could wrong: the honest text it is likeliest to hit.
    example : str
        A short text that it flags.
    read : callable
        ``Tokens -> Measurement``; never fails, and gives 0.0 for an empty article.
    weight : float
        Log-odds that the first mark adds to the score of the signal's cause, set from
        hand-written cases and from its absence on clean news; 0.0 for a signal that is
        shown but never votes. A mark that needs company has a weight that alone stays
        below the threshold.
    unit : str
        The unit of ``Measurement.value``.
    figures : bool
        Whether a mark means that the figures of its sentence are not to be trusted.
    learned : bool
        Whether a classifier may learn from the marks: not where they come of a model that has
        read the clean news that the classifier is trained and measured on.
    """

    name: str
    cause: CauseKey
    means: str
    wrongs: str
    example: str
    read: Callable[[Tokens], Measurement]
    weight: float = 0.0
    unit: str = PER_1000_WORDS
    figures: bool = False
    learned: bool = True

    @property
    def prefilter(self) -> Prefilter:
        """What an article must hold for the signal to find anything."""
        return self.read.prefilter if isinstance(self.read, PrefilteredReader) else NO_PREFILTER


def density(marks: int, tokens: Tokens) -> float:
    """Marks per 1,000 words; an article under 100 words counts as 100.

    The floor is made up: it keeps one mark in a ten-word brief from reading as a
    hundred in a thousand.
    """
    return 1000.0 * marks / max(tokens.word_count, 100)


@dataclass(frozen=True, slots=True)
class PrefilteredReader:
    """A reader, and what an article must hold for it to find anything.

    It may be run on an article that does not hold it.
    """

    read: Callable[[Tokens], Measurement]
    prefilter: Prefilter

    def __call__(self, tokens: Tokens) -> Measurement:
        """Read one article."""
        return self.read(tokens)


def finder(
    find: Callable[[Tokens], Iterable[Mark]], prefilter: Prefilter = NO_PREFILTER
) -> PrefilteredReader:
    """Make a reader of their density per 1,000 words out of a function that yields marks.

    Marks that are given another cause than the signal's are shown, but do not count: what the
    scraper glued says nothing on how the article was written.
    """

    def read(tokens: Tokens) -> Measurement:
        marks = tuple(find(tokens))
        if not marks:
            return EMPTY_MEASUREMENT
        return Measurement(density(sum(mark.cause is None for mark in marks), tokens), marks)

    return PrefilteredReader(read, prefilter)


def pattern(
    expression: str | re.Pattern[str],
    *,
    skip: Skip | tuple[Skip, ...] = (),
    note: str = "",
    prefilter: Prefilter | None = None,
) -> PrefilteredReader:
    r"""Make a reader out of a regular expression over the untouched text.

    Parameters
    ----------
    expression : str or compiled pattern
        If it has a group called ``mark``, that group is the mark, else the whole match.
    skip : callable or tuple of callable
        Where a match is no mark: each is called with the tokens and the offset at which the match
        begins. ``Tokens.in_quote`` leaves out what people said,
        ``detector.signals.context.is_mention`` marks that are only talked about,
        ``detector.signals.context.outside_english`` embedded text in other languages. Engines
        mangle quotations too: a signal on what no person says has no need of the first.
    note : str
        What is odd about each mark, for the editor.
    prefilter : Prefilter, optional
        What an article must hold for the expression to match; worked out of the expression unless
        given (see ``detector.signals.required_literals``).

    >>> read = pattern(r"\{\{\w+\}\}", skip=Tokens.in_quote)
    >>> [mark[:2] for mark in read(Tokens("{{date}}: “Write {{name}}.”")).marks]
    [(0, 8)]
    """
    compiled = lazy_pattern(expression)
    group: int | str = "mark" if "(?P<mark>" in compiled.pattern else 0
    skips = skip if isinstance(skip, tuple) else (skip,)

    def find(tokens: Tokens) -> Iterator[Mark]:
        for match in compiled.finditer(tokens.text):
            if not any(skipped(tokens, match.start()) for skipped in skips):
                yield Mark(*match.span(group), note)

    return finder(find, required_by(compiled) if prefilter is None else prefilter)
