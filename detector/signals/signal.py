"""A signal is a value: its name, its cause, what it means, and how it is read.

The *kinds* at the end (:func:`pattern`, :func:`finder`) hold all the code that
signals share; a room holds only what it knows about engines, spinners and pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from detector.causes import CauseKey
from detector.signals.prefilter import NO_PREFILTER, Prefilter, text
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
    evidence: tuple[Mark, ...] = ()


EMPTY_MEASUREMENT = Measurement(0.0)


class Signal(NamedTuple):
    """One named mark of damage.

    Parameters
    ----------
    name : str
        Unique, ``snake_case``; it is the reason code an editor sees. A signal whose
        meaning changes gets a new name.
    cause : str
        A key of :data:`detector.causes.CAUSES`.
    means : str
        One line for the editor.
    wrongs : str
        Whom it could wrong: the honest text it is likeliest to hit.
    example : str
        A short text that it flags.
    read : callable
        ``Tokens -> Reading``; never fails, and gives 0.0 for an empty article.
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
        return (
            self.read.prefilter
            if isinstance(self.read, Finder | PrefilteredReader)
            else NO_PREFILTER
        )


def density(marks: int, tokens: Tokens) -> float:
    """Marks per 1,000 words; an article under 100 words counts as 100.

    The floor is made up: it keeps one mark in a ten-word brief from reading as a
    hundred in a thousand.
    """
    return 1000.0 * marks / max(tokens.word_count, 100)


def measurement_of(evidence: Iterable[Mark], tokens: Tokens) -> Measurement:
    """Turn marks into a reading with a density per 1,000 words.

    Marks that are given another cause than the signal's are shown, but do not count: what the
    scraper glued says nothing on how the article was written.
    """
    marks = tuple(evidence)
    own = sum(mark.cause is None for mark in marks)
    return Measurement(density(own, tokens) if own else 0.0, marks) if marks else EMPTY_MEASUREMENT


def contains_any(text: str, needles: tuple[str, ...]) -> bool:
    """Whether one of the needles occurs in a text."""
    for needle in needles:  # noqa: SIM110 - a generator would cost as much as the search
        if needle in text:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Finder:
    """A reader made of a function that yields the marks it finds.

    ``prefilter`` is what an article must hold for there to be any. The reader may be asked about an
    article that does not.
    """

    find: Callable[[Tokens], Iterable[Mark]]
    prefilter: Prefilter = NO_PREFILTER

    def __call__(self, tokens: Tokens) -> Measurement:
        """Read one article."""
        marks = tuple(self.find(tokens))
        return measurement_of(marks, tokens) if marks else EMPTY_MEASUREMENT


@dataclass(frozen=True, slots=True)
class PrefilteredReader:
    """A reader, and what an article must hold for it to find anything."""

    read: Callable[[Tokens], Measurement]
    prefilter: Prefilter

    def __call__(self, tokens: Tokens) -> Measurement:
        """Read one article."""
        return self.read(tokens)


def finder(find: Callable[[Tokens], Iterable[Mark]], prefilter: Prefilter = NO_PREFILTER) -> Finder:
    """Make a reader out of a function that yields the marks it finds.

    Parameters
    ----------
    find : callable
    prefilter : Prefilter
        What an article must hold for there to be any.
    """
    return Finder(find, prefilter)


def pattern(
    regex: str | re.Pattern[str],
    *,
    gate: tuple[str, ...] = (),
    prefilter: Prefilter = NO_PREFILTER,
    quoted: bool = True,
    note: str = "",
) -> Finder:
    """Make a reader out of a regular expression over the untouched text.

    Parameters
    ----------
    regex : str or compiled pattern
        If it has a group called ``mark``, that group is the evidence, else the whole match.
    gate : tuple of str
        Cheap test: the pattern need only run where one of these occurs in the text.
    prefilter : Prefilter
        What an article must hold besides.
    quoted : bool
        Whether marks inside quotation marks count. Engines mangle quotations too, but
        people also *say* odd things: a signal on wording gives ``False``.
    """
    compiled = re.compile(regex) if isinstance(regex, str) else regex
    group: int | str = "mark" if "mark" in compiled.groupindex else 0

    def find(tokens: Tokens) -> Iterator[Mark]:
        for match in compiled.finditer(tokens.text):
            start, end = match.span(group)
            if quoted or not tokens.in_quote(start):
                yield Mark(start, end, note)

    return Finder(find, prefilter & text(*gate) if gate else prefilter)
