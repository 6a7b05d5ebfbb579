"""What a second reading shows an editor: words that the language model did not expect."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter

import numpy as np

from detector.article import Span
from detector.causes import CauseKey
from detector.features.evidence import MeasuredArticle
from detector.lm.figures import SKIPPED
from detector.lm.reader import Reading
from detector.text.tokens import Tokens
from detector.verdict import Evidence, SentenceSurprisal

# Words shown of an article, and the surprise beyond what was to be expected (nats) from which a
# word is shown: 6 % of the tokens of edited news lie below -5.
MOST_SHOWN, LEAST_SURPRISE = 4, -5.0
# What the model ranks among its first so many does not surprise it (made up).
AT_EASE_RANK = 10
# Weak suggestions, which the model overrules where it is at ease with the printed words.
OVERRULED = frozenset({"outdone_word", "improbable_pair"})
SHORTEST_WORD = 4
REWORDING: tuple[CauseKey, ...] = ("translation", "spin")
# Tokens outside names below which nothing is said of a sentence.
FEWEST_TOKENS = 5
Expected = Callable[[Reading, int], list[str]]


def reread(
    marks: Iterable[Evidence],
    measured: MeasuredArticle,
    reading: Reading,
    causes: Mapping[CauseKey, float],
    expected: Expected,
) -> Iterator[Evidence]:
    """The marks that a second reading leaves standing, then the words that it did not expect.

    Those are put down to the likelier of the two causes that change words.
    """
    yield from (mark for mark in marks if not is_overruled(mark, reading))
    yield from unexpected_wording(
        measured, reading, max(REWORDING, key=causes.__getitem__), expected
    )


def is_overruled(mark: Evidence, reading: Reading) -> bool:
    """Whether a mark suggests other words where the model had nearly expected the printed ones."""
    if mark.signal not in OVERRULED:
        return False
    own = [
        n for n, (start, end) in enumerate(reading.spans) if start < mark.end and end > mark.start
    ]
    return bool(own) and bool((reading.statistics.rank[own] < AT_EASE_RANK).all())


def unexpected_wording(
    measured: MeasuredArticle, reading: Reading, cause: CauseKey, expected: Expected
) -> Iterator[Evidence]:
    """The words that surprised most, with what was expected; no name, no figure, no quotation."""
    surprise = reading.statistics.logprob + reading.statistics.entropy
    shown = 0
    for place in np.argsort(surprise, kind="stable").tolist():
        if shown == MOST_SHOWN or surprise[place] > LEAST_SURPRISE:
            return
        span = plain_word(measured.tokens, reading, place)
        if place >= SKIPPED and span is not None:
            shown += 1
            words = [word.strip() for word in expected(reading, place) if is_word(word)]
            note = f"a language model expected: {', '.join(words)}" if words else ""
            yield measured.mark("unexpected_wording", cause, span, 0.0, note)


def sentence_surprisal(measured: MeasuredArticle, reading: Reading) -> Iterator[SentenceSurprisal]:
    """How oddly each sentence of the stretch that was read reads.

    The shortest are left out, and headlines: those drop words, and surprise for an honest reason.
    """
    starts = np.array([start for start, _ in reading.spans])
    counted = ~reading.names
    counted[:SKIPPED] = False
    for sentence in filter(attrgetter("prose"), measured.tokens.sentences):
        own = counted & (starts >= sentence.start) & (starts < sentence.end)
        if own.sum() >= FEWEST_TOKENS:
            nats = -float(reading.statistics.logprob[own].mean())
            yield SentenceSurprisal(sentence.start, sentence.end, round(nats, 1))


def plain_word(tokens: Tokens, reading: Reading, place: int) -> Span | None:
    """The span of the word that a token begins, if it is a plain word outside quotations."""
    start = reading.spans[place][0]
    index = bisect_left(tokens.starts, start)
    if index == len(tokens.starts) or tokens.starts[index] != start:
        return None
    word = tokens.words[index]
    plain = word.isalpha() and word.islower() and len(word) >= SHORTEST_WORD
    return tokens.word_span(index) if plain and not tokens.in_quote(start) else None


def is_word(token: str) -> bool:
    """Whether a token of the model is a whole word of small letters."""
    word = token.strip()
    return token.startswith(" ") and word.isalpha() and word.islower() and len(word) > 1
