"""The full reader: the tokens of a text, and what a language model predicted for each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.lm.engine import InferenceEngine, TokenStatistics
from detector.lm.figures import article_figures
from detector.lm.model_shape import OPENING
from detector.lm.store import BODY, HEAD, VOCABULARY, checked_folder
from detector.lm.tokenizer import Tokenizer
from detector.text.arrays import Floats

# Tokens of an article: twice as many catch a few more and cost twice as much (measured).
BUDGET = 128
# What a word may follow besides white space.
BEFORE_WORDS = frozenset('-"“(‘')
# What a line of prose ends with; headlines, kickers, bylines and datelines of their own do not.
PROSE_ENDS = frozenset('.!?…"”’»)')
# Lines that may stand above the prose, characters of the longest, and of the least prose (made up).
MOST_HEADINGS, LONGEST_HEADING, LEAST_PROSE = 3, 200, 300


class Reading(NamedTuple):
    """The first n tokens of the prose of one text.

    Attributes
    ----------
    spans : list of (int, int)
        Half-open character offsets of each token in the untouched text. Tokens that are parts of
        one character (an emoji) share its span.
    statistics : TokenStatistics
        Arrays of shape (n,).
    names : array of shape (n,)
        Which tokens belong to a word that begins with a capital or a digit.
    """

    spans: list[tuple[int, int]]
    statistics: TokenStatistics
    names: NDArray[np.bool_]

    @property
    def figures(self) -> Floats:
        """The figures of :data:`detector.lm.figures.FIGURE_NAMES`, rounded, shape (52,)."""
        return article_figures(self.statistics, self.names)


NO_FLOATS, NO_IDS = np.empty(0, np.float32), np.empty((0, 0), np.int64)
EMPTY = Reading(
    [], TokenStatistics(NO_FLOATS, NO_FLOATS, NO_FLOATS, NO_IDS.ravel(), NO_IDS), np.empty(0, bool)
)


class LanguageReader:
    """SmolLM2-135M, ready to read.

    Parameters
    ----------
    threads : int
        Threads that read one text.

    Raises
    ------
    MissingReaderError
        When the weights are not installed.
    WeightsError
        When they are not the ones that were installed.
    ImportError
        When ONNX Runtime is not installed.
    """

    def __init__(self, threads: int = 1) -> None:
        own = checked_folder()
        vocabulary = json.loads((own / VOCABULARY).read_text(encoding="utf-8"))
        self.tokenizer = Tokenizer(vocabulary["tokens"], vocabulary["merges"])
        self._engine = InferenceEngine(own / BODY, own / HEAD, threads)

    def read(self, text: str, choices: int = 0) -> Reading:
        """Read the opening of a text, from :func:`prose_start` on.

        ``choices`` is how many of the model's own choices to return for each token.
        """
        start = prose_start(text)
        encoded = self.tokenizer.encode(text[start:], BUDGET)
        if not encoded.ids:
            return EMPTY
        statistics = self._engine.run(OPENING, encoded.ids, choices)
        spans = [(first + start, last + start) for first, last in encoded.spans]
        return Reading(spans, statistics, in_names(text, spans))

    def expected(self, reading: Reading, place: int) -> list[str]:
        """The tokens that the model ranked highest at a place, in falling order."""
        return [self.tokenizer.text_of(int(one)) for one in reading.statistics.choices[place]]


def prose_start(text: str) -> int:
    """Where the prose of an article begins, past its headlines; 0 where hardly any is left.

    Headlines leave words out and surprise a language model like translations: they added up to one
    nat to what an honest article with a headline above it was given (measured).

    >>> article = "Ferry out of service\\n\\n" + "The ferry has not sailed since Monday. " * 9
    >>> article[prose_start(article) :][:9]
    'The ferry'
    """
    start = 0
    for _ in range(MOST_HEADINGS):
        while text.startswith(("\n", "\r"), start):
            start += 1
        end = text.find("\n", start, start + LONGEST_HEADING)
        line = text[start:end].rstrip()
        if end < 0 or line[-1:] in PROSE_ENDS:
            break
        start = end + 1
    return start if len(text) - start >= LEAST_PROSE else 0


def in_names(text: str, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which tokens belong to a word that begins with a capital or a digit, shape (n_tokens,).

    >>> in_names("Ann saw 12 cats", [(0, 1), (1, 3), (4, 7), (8, 9), (9, 10), (11, 15)]).tolist()
    [True, True, False, True, True, False]
    """
    mask = np.zeros(len(spans), dtype=bool)
    for place, (start, _) in enumerate(spans):
        while start and not (text[start - 1].isspace() or text[start - 1] in BEFORE_WORDS):
            start -= 1
        mask[place] = text[start].isupper() or text[start].isdigit()
    return mask
