"""Words torn apart: ``coun- cil``, ``kidn ey``, ``low -lying``.

The first comes of the lines of a PDF, the second of its columns, the third of an engine that parted
the hyphen from its compound. A word is torn where its halves make a common word together and one
of them is none by itself; a compound where neither a dash nor the first half of a pair (``two- and
three-course``) can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from detector.english.lexicon import OfUnknown, common_words, is_word, zipf
from detector.signals.prefilter import Where, gap_contains, word
from detector.signals.signal import Mark, Signal, finder
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import LOWERED, Tokens

# A torn word that is whole is at least this common and this long: of pairs of unknown words in
# 6,000 edited articles hardly any makes one (measured).
TORN_ZIPF, SHORTEST_WHOLE = 3.6, 5
LONGEST_PIECE = 10
# With a hyphen between them the halves may be words: wit- ness (made up).
LINE_ZIPF = 4.0
# A second half, and the sign after it, reach no further beyond the first one (see BACK_RE).
AROUND = 40
# Characters on either side in which a second dash makes a pair (made up).
NEAR = 200
# The second halves of compounds, besides participles.
TAILS = frozenset(
    """term year-old year year-olds level range scale time based free style made type sized class
    profile quality known speed end wing lying handed eyed haired minded month week day
    hour minute mile metre meter foot party language born wide tech page point round storey story
    century up down in out off priority risk income cost rise""".split()
)
PARTICIPLE_RE = lazy_pattern(r"[a-z]{2,}(?:ing|ed|en|lit|sold|bound|run|held)")
# After the first half of a pair: two- and three-course, pre- to late-.
PAIRING = frozenset("and or to but nor versus as und".split())
FRONT_RE = lazy_pattern(r"(?<![\w-])(?P<head>[a-z]{2,15}|\d{1,3}) -(?P<tail>[a-z]{2,15})(?![\w’'])")
BACK_RE = lazy_pattern(
    r"(?<![\w-])(?P<head>[a-z]{2,15}|\d{1,3})- (?P<tail>[a-z]{2,15}(?:-olds?\b)?)(?![’'])"
)
# First halves that make compounds with any word.
HEADS = frozenset(
    """co ex self non anti pro pre post mid vice semi multi sub under over cross counter north south
    east west half well ill all so re inter ultra""".split()
)
LOOSE_DASH_RE = lazy_pattern(r"\s[-–—]|[-–—]\s")


# Of letters, at most the first of which is a capital.
PIECE_RE = lazy_pattern(rf"[A-Za-z][a-z]{{1,{LONGEST_PIECE - 1}}}")
PIECE = OfUnknown(lambda words: map(PIECE_RE.fullmatch, words))


def makes_word(batch: TokenBatch, words: Ids) -> Ids:
    """The words that make a common one with the word before or after."""
    vocab, numbers = batch.encoded_words
    around = numbers.take(words[:, None] + np.array([-1, 0, 1]), mode="clip")
    whole, halves = common_words(TORN_ZIPF), vocab.lookup(LOWERED, around).tolist()
    made = [
        before + own in whole or (own + after).removesuffix("'s") in whole
        for before, own, after in halves
    ]
    return words[np.array(made, np.bool_)]


def near(*expressions: re.Pattern[str], fits: Callable[[re.Match[str]], bool]) -> Where:
    """Keeps the words round which an expression matches, and what it matches fits."""

    def matching(batch: TokenBatch, words: Ids) -> Ids:
        spans = zip(
            batch.begins[words].tolist(), (batch.ends[words] + AROUND).tolist(), strict=True
        )
        found = [
            any(fits(match) for regex in expressions for match in regex.finditer(batch.text, *span))
            for span in spans
        ]
        return words[np.array(found, np.bool_)]

    return matching


def torn_at(tokens: Tokens, index: int) -> bool:
    """Whether words ``index - 1`` and ``index`` are halves of one word."""
    first, second = tokens.words[index - 1 : index + 1]
    if tokens.gap(index) not in (" ", "- ") or not second.islower():
        return False
    whole = first.lower() + second
    if not (first[1:].islower() or len(first) == 1) or len(whole) < SHORTEST_WHOLE:
        return False
    return zipf(whole) >= TORN_ZIPF and is_word(whole) and not (is_word(first) and is_word(second))


def find_torn(tokens: Tokens) -> Iterator[Mark]:
    """Yield words in two halves."""
    done = 0
    for index in tokens.indices_with(PIECE):
        for second in (index, index + 1):
            if max(done, 1) <= second < len(tokens.words) and torn_at(tokens, second):
                whole = tokens.lowered[second - 1] + tokens.lowered[second]
                yield Mark(tokens.starts[second - 1], tokens.word_span(second).end, whole)
                done = second + 1
                break


def find_spaced_hyphens(tokens: Tokens) -> Iterator[Mark]:
    """Yield compounds with a space on one side of their hyphen."""
    marks = []
    for regex in (FRONT_RE, BACK_RE):
        for match in regex.finditer(tokens.text):
            if is_compound(tokens, match):
                marks.append(Mark(*match.span()))
    yield from sorted(marks)


def find_torn_lines(tokens: Tokens) -> Iterator[Mark]:
    """Yield words torn at the hyphen of a line: ``wit- ness``, whose halves may be words."""
    for match in BACK_RE.finditer(tokens.text) if "- " in tokens.text else ():
        if is_torn_line(match):
            yield Mark(*match.span(), match["head"] + match["tail"])


def is_torn_line(match: re.Match[str]) -> bool:
    """Whether two halves make a common word without the hyphen."""
    whole = match["head"] + match["tail"]
    return match["tail"] not in PAIRING and zipf(whole) >= LINE_ZIPF and is_word(whole)


def find_all_torn(tokens: Tokens) -> Iterator[Mark]:
    """Yield words in two halves, whatever tore them."""
    yield from sorted(
        {mark[:2]: mark for mark in (*find_torn(tokens), *find_torn_lines(tokens))}.values()
    )


def is_compound(tokens: Tokens, match: re.Match[str]) -> bool:
    """Whether a hyphen with one space belongs to a compound: no dash, no half of a pair."""
    if not may_be_compound(match):
        return False
    sentence = tokens.sentence_at(match.start())
    if sentence is None or not sentence.prose:
        return False
    # Two loose dashes in a sentence are a pair of dashes: the dam -closed in May- is dry.
    start, end = max(sentence.start, match.start() - NEAR), min(sentence.end, match.end() + NEAR)
    rest = tokens.text[start:end]
    if LOOSE_DASH_RE.search(BACK_RE.sub("", FRONT_RE.sub("", rest))):
        return False
    before = tokens.text[max(0, match.start() - 2) : match.start()].strip()
    return not before.endswith(("-", "–"))


def may_be_compound(match: re.Match[str]) -> bool:
    """Whether two words make a compound that is not one common word."""
    head, tail = match["head"], match["tail"]
    joined = tail in TAILS or head in HEADS or PARTICIPLE_RE.fullmatch(tail) is not None
    if tail in PAIRING or not joined or not is_word(tail.split("-")[0]):
        return False
    known = is_word(head) and zipf(head + tail) < TORN_ZIPF
    return known or head in HEADS or head.isdigit()


TORN_LINE, PARTED = near(BACK_RE, fits=is_torn_line), near(FRONT_RE, BACK_RE, fits=may_be_compound)


SIGNALS = (
    Signal(
        name="torn_word",
        cause="translation",
        means="a word is split in two, as at the end of a printed line or column",
        wrongs="typing errors, and names that look like half a word",
        example="The coun- cil asked the pro- secutor for the files on the bridge.",
        read=finder(
            find_all_torn, word(PIECE, makes_word) | gap_contains("\0- \0", where=TORN_LINE)
        ),
        weight=2.5,
    ),
    Signal(
        name="parted_hyphen",
        cause="translation",
        means="a compound has a space on one side of its hyphen",
        wrongs="typists who put a space on one side of a dash",
        example="Most of the low -lying fields between the mill and the sea are under water.",
        read=finder(find_spaced_hyphens, gap_contains("\0 -\0", "\0- \0", where=PARTED)),
        weight=1.0,
    ),
)
