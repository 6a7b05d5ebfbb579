"""What a second reading shows an editor: words that a reader did not expect."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import numpy as np

from detector.article import Span
from detector.causes import CauseKey
from detector.features.evidence import MeasuredArticle
from detector.lm.encoder import REPLACED, PieceReading
from detector.lm.figures import SKIPPED
from detector.lm.reader import Reading
from detector.lm.reading import SecondReading
from detector.text.tokens import Tokens
from detector.verdict import Evidence, SentenceSurprisal

# Words shown of an article, and the surprise beyond what was to be expected (nats) from which a
# word is shown: 6 % of the tokens of edited news lie below -5.
MOST_SHOWN, LEAST_SURPRISE = 4, -5.0
# Log-odds from which a word looks put in the place of another: as likely as not, where the encoder
# was taught with words in place of others weighing three times as much.
LEAST_REPLACED = 1.1
REPLACED_NOTE = "reads like a word put in the place of another"
# What the model ranks among its first so many does not surprise it (made up).
AT_EASE_RANK = 10
# Weak suggestions, which the model overrules where it is at ease with the printed words.
OVERRULED = frozenset({"outdone_word", "improbable_pair"})
SHORTEST_WORD = 4
LONGEST_ADDRESS = 300
REWORDING: tuple[CauseKey, ...] = ("translation", "spin")
# Tokens outside names below which nothing is said of a sentence.
FEWEST_TOKENS = 5
Expected = Callable[[Reading, int], list[str]]


def reread(
    marks: Iterable[Evidence],
    measured: MeasuredArticle,
    reading: SecondReading,
    causes: Mapping[CauseKey, float],
    expected: Expected,
) -> Iterator[Evidence]:
    """The marks that a second reading leaves standing, then the words that it did not expect.

    What surprises the full reader is put down to the likeliest cause where that changes words. A
    language model that wrote an article put its words in nobody's place.
    """
    small, full = reading.small, reading.full
    yield from (mark for mark in marks if full is None or not is_overruled(mark, full))
    cause = max(causes, key=causes.__getitem__)
    if full is not None and cause in REWORDING:
        yield from unexpected_wording(measured, full, cause, expected)
    elif full is None and small is not None:
        yield from replaced_words(measured, small)


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
    odd = np.flatnonzero(surprise[SKIPPED:] <= LEAST_SURPRISE) + SKIPPED
    ordered = odd[np.argsort(surprise[odd], kind="stable")]
    for place, span in plain_words(measured.tokens, reading.spans, ordered.tolist()):
        words = [word.strip() for word in expected(reading, place) if is_word(word)]
        note = f"a language model expected: {', '.join(words)}" if words else ""
        yield measured.mark("unexpected_wording", cause, span, 0.0, note)


def replaced_words(measured: MeasuredArticle, reading: PieceReading) -> Iterator[Evidence]:
    """The words that most look put in the place of others; no name, no figure, no quotation.

    Spinners do that; of translation the small reader knows nothing.
    """
    replaced = reading.log_odds[:-1, REPLACED]
    odd = np.flatnonzero(replaced >= LEAST_REPLACED)
    ordered = odd[np.argsort(-replaced[odd], kind="stable")]
    for _, span in plain_words(measured.tokens, reading.spans, ordered.tolist()):
        yield measured.mark("unexpected_wording", "spin", span, 0.0, REPLACED_NOTE)


def plain_words(
    tokens: Tokens, spans: Sequence[tuple[int, int]], places: Iterable[int]
) -> Iterator[tuple[int, Span]]:
    """The first few places that begin a plain word outside quotations, with its span."""
    shown: set[Span] = set()
    for place in places:
        span = plain_word(tokens, spans[place][0])
        if span is not None and span not in shown:
            shown.add(span)
            yield place, span
        if len(shown) == MOST_SHOWN:
            return


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


def plain_word(tokens: Tokens, start: int) -> Span | None:
    """The span of the word that begins at a place, if it is a plain word outside quotations."""
    index = bisect_left(tokens.starts, start)
    if index == len(tokens.starts) or tokens.starts[index] != start:
        return None
    word = tokens.words[index]
    plain = word.isalpha() and word.islower() and len(word) >= SHORTEST_WORD
    if not plain or tokens.in_quote(start) or in_address(tokens.text, start):
        return None
    return tokens.word_span(index)


def in_address(text: str, start: int) -> bool:
    """Whether a word is part of an address of the web or of mail, or of a path.

    >>> in_address("see https://example.org/craft", 24), in_address("and craft", 4)
    (True, False)
    """
    before, after = (
        text[max(0, start - LONGEST_ADDRESS) : start],
        text[start : start + LONGEST_ADDRESS],
    )
    around = re.split(r"\s", before)[-1] + re.split(r"\s", after, maxsplit=1)[0]
    return "/" in around or "@" in around


def is_word(token: str) -> bool:
    """Whether a token of the model is a whole word of small letters."""
    word = token.strip()
    return token.startswith(" ") and word.isalpha() and word.islower() and len(word) > 1
