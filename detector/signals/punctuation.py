"""Punctuation that no typesetter sets: orphans, stops inside sentences, lone brackets.

Engines that cut a text into segments, and plugins that strip links from a page, lose track of
marks at the seams: a comma is left alone, a full stop lands inside a sentence.

Other slips are as human as they are mechanical: on clean news (15,000 articles) 3 to 6 of 100
articles have a space before a comma. Such signals are shown, but carry no weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from detector.signals.prefilter import batch_condition, gap, gap_contains
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import (
    BoolArray,
    regex_search,
    small_sentences,
    sum_per_article,
)
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.segments import positions
from detector.text.sentences import ABBREVIATIONS, FULL_STOP, is_initial
from detector.text.token_batch import FIRST_WORD, LAST_WORD, SPAN_END, TokenBatch
from detector.text.tokens import Sentence, Tokens
from detector.text.word_properties import InWordList, WordProperty

ORPHAN_RE = lazy_pattern(r"(?:(?<=[^\W\d])\. [,;:](?=\s)|(?<=\w),,(?= \w)|(?<=\w), [,;:](?=\s))")
ORPHAN = gap_contains("\0. ,", "\0. ;", "\0. :", "\0,, \0", "\0, ,", "\0, ;", "\0, :")
PILE_RE = lazy_pattern(r"(?<=\w)(?:, ?\.(?=\s+[A-Z]|\s*\Z)|\. \.(?=\s+[A-Z]|\s*\Z)|, ?[;:](?=\s))")
# The space comes first: the engine leaps from space to space.
SPACED_RE = lazy_pattern(
    r" (?:[,;](?<=[a-z0-9’”)\"] [,;])(?=\s)|\.(?<=[a-z] \.)(?=\s+[A-Z“\"]|\s*$))", re.M
)
SPACED = gap(WordProperty(regex_search(r"[\0’”)\"] [,;]\s|\0 \.(?:\s|\0)")))
FEWEST_SPACED = 3
# Words after which a hole is sure, and how many holes make a page with pieces cut out (made up).
OPEN_ENDED = frozenset(
    """is are was be with by and or for from of to the a an between called named as like use using
    via both in on at than then let where when if because set into let's therefore limit whose
    equals gives means multiply""".split()
)
FEWEST_HOLES = 2
LISTED_RE = lazy_pattern(r"(?<!\w)(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|[:;=8][-o']?[()]")
# Words that call for another word: no sentence ends on them, except one about grammar.
# "whose", "my" and "her" do end sentences in speech.
UNFINISHED = frozenset("the an and its their our your".split())
# What stands in lower case after a stop on honest pages: links, file names, list numbers.
NOT_FRAGMENTS = frozenset("pic www http https com org net cc ii iii iv vi pct pts".split())
# Abbreviations after which agencies go on in small letters: "in Newtown, Conn. last month".
CLIPPED = ABBREVIATIONS | frozenset(
    """ala ariz ark bln bros calif colo conn del fla ga ill incl ind kan ky mass md mich minn mln
    mont neb nev okla ore pa phd pop tenn tex thou va wash wis wyo""".split()
)
LONGEST_FRAGMENT = 3
# An article with more sentences in small letters than this is set in lower case (made up).
MOST_SMALL = 8


def find_orphans(tokens: Tokens) -> Iterator[Mark]:
    """Yield marks left alone after a mark they cannot follow: ``NATO. , especially``."""
    text = tokens.text
    for match in ORPHAN_RE.finditer(text):
        index = tokens.words_between(0, match.start())[1] - 1
        word = tokens.lowered[index]
        # "Inc. ," and "p.m. ," are spaced marks, which are human: see space_before_mark.
        if match[0][0] == "," or not (word in ABBREVIATIONS or is_initial(word)):
            yield Mark(*match.span(), cause="scrape" if has_holes(tokens) else None)


@derived
def spaced_marks(tokens: Tokens) -> list[Mark]:
    """The commas and stops with a space before them; two signals use them."""
    return [Mark(*match.span()) for match in SPACED_RE.finditer(tokens.text)]


def find_many_spaced(tokens: Tokens) -> Iterator[Mark]:
    """Yield spaced commas and stops from the third on: two are slips, more are a program's."""
    for mark in spaced_marks(tokens)[FEWEST_SPACED - 1 :]:
        yield mark._replace(cause="scrape" if has_holes(tokens) else None)


@derived
def has_holes(tokens: Tokens) -> bool:
    """Whether an extractor cut pieces out of a page: formulas, code, buttons.

    What is left are marks after words that call for another: "the result is , which".
    """
    before = [tokens.words_between(0, mark.start)[1] - 1 for mark in spaced_marks(tokens)]
    open_ended = [index for index in before if index >= 0 and tokens.lowered[index] in OPEN_ENDED]
    return len(open_ended) >= FEWEST_HOLES


UNFINISHED_WORD = InWordList(lambda: UNFINISHED, lowered=True)


def holds_stray_stop(batch: TokenBatch) -> BoolArray:
    """Which articles have a fragment in small letters, or a stop after a word like "the"."""
    table = batch.sentences
    first, last = table[:, FIRST_WORD], table[:, LAST_WORD]
    lengths, rows = last - first, small_sentences(batch)
    cut = rows[(lengths[rows] <= LONGEST_FRAGMENT) & (lengths[rows - 1] > LONGEST_FRAGMENT)]
    stopped = positions(
        (batch.codepoints.take(table[:, SPAN_END] - 1) == FULL_STOP) & (lengths > 0)
    )
    vocab, numbers = batch.encoded_words
    ends = last[stopped] - 1
    open_ended = ends[vocab.lookup(UNFINISHED_WORD, numbers.take(ends))]
    return batch.articles_with(np.concatenate([first[cut], open_ended]))


def find_stray_stops(tokens: Tokens) -> Iterator[Mark]:
    """Yield what a full stop cut off: small-letter fragments, and stops after "the"."""
    starts = (tokens.text[sentence.start] for sentence in tokens.sentences)
    small = [number for number, opening in enumerate(starts) if opening.islower()]
    if len(small) > min(MOST_SMALL, len(tokens.sentences) / 3):
        return
    for number in small:
        if is_fragment(tokens, number):
            last = tokens.sentences[number]
            after = next_sentence(tokens, number)
            if after and is_short(tokens, after) and number + 1 not in small:
                last = after
            yield Mark(tokens.sentences[number].start, last.end, "cut off by a full stop")
    yield from find_unfinished(tokens)


def find_unfinished(tokens: Tokens) -> Iterator[Mark]:
    """Yield stops after a word that calls for another: ``the. Army``."""
    for sentence in tokens.sentences[:-1]:
        word = tokens.lowered[sentence.last - 1] if sentence.last > sentence.first else ""
        if word in UNFINISHED and sentence.prose and is_stopped(tokens, sentence):
            start, parted = tokens.starts[sentence.last - 1], tokens.text[sentence.end - 2] == " "
            yield Mark(start, sentence.end, "cannot end a sentence", "scrape" if parted else None)


def is_stopped(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a sentence ends on one full stop, not on an ellipsis."""
    return tokens.text[sentence.end - 1] == "." != tokens.text[sentence.end - 2]


def is_fragment(tokens: Tokens, number: int) -> bool:
    """Whether a small-letter sentence is a few words after another sentence's full stop."""
    sentence, before = tokens.sentences[number], tokens.sentences[number - 1]
    word = tokens.words[sentence.first] if sentence.last > sentence.first else ""
    return (
        number > 0
        and sentence.prose
        and before.paragraph == sentence.paragraph
        and before.last - before.first > LONGEST_FRAGMENT
        and len(word) > 2
        and word.isalpha()
        and word.islower()
        and word not in NOT_FRAGMENTS
        and is_short(tokens, sentence)
        and is_stopped(tokens, before)
        and tokens.lowered[before.last - 1] not in CLIPPED
        and sentence.end < len(tokens.text.rstrip())
    )


def is_short(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a sentence is a fragment in length and ends on a full stop."""
    return 0 < sentence.last - sentence.first <= LONGEST_FRAGMENT and is_stopped(tokens, sentence)


def next_sentence(tokens: Tokens, number: int) -> Sentence | None:
    """The sentence after number ``number`` in the same paragraph, or None."""
    if number + 1 == len(tokens.sentences):
        return None
    after = tokens.sentences[number + 1]
    return after if after.paragraph == tokens.sentences[number].paragraph else None


def find_parentheses(tokens: Tokens) -> Iterator[Mark]:
    """Yield brackets in prose that never close, or that close what was never opened."""
    text = tokens.text
    if text.count("(") == text.count(")"):
        return
    for paragraph in tokens.paragraphs:
        stretch = text[paragraph.start : paragraph.end]
        if paragraph.prose and stretch.count("(") != stretch.count(")"):
            yield from lone_brackets(LISTED_RE.sub(blank, stretch), paragraph.start)


BRACKETS = WordProperty(lambda gap: gap.count("(") - gap.count(")"), np.int32)


def has_lone_brackets(batch: TokenBatch) -> BoolArray:
    """Which articles do not close as many brackets as they open."""
    return sum_per_article(batch, batch.gap_properties(BRACKETS)) != 0


def blank(match: re.Match[str]) -> str:
    """As many spaces as the match is long, so that offsets hold."""
    return " " * len(match[0])


def lone_brackets(stretch: str, offset: int) -> Iterator[Mark]:
    """Yield the brackets of one paragraph that have no partner; ``offset`` is where it begins."""
    opened: list[int] = []
    for match in re.finditer(r"[()]", stretch):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            yield Mark(offset + match.start(), offset + match.end(), "never opened")
    for start in opened:
        yield Mark(offset + start, offset + start + 1, "never closed")


SIGNALS = (
    Signal(
        name="orphan_mark",
        cause="translation",
        means="a punctuation mark stands after one that it cannot follow",
        wrongs="wire copy with the space before its commas",
        example="They discussed the enlargement of NATO. , especially in the east.",
        read=finder(find_orphans, ORPHAN),
        weight=2.5,
    ),
    Signal(
        name="mark_pile",
        cause="scrape",
        means="two marks end one sentence",
        wrongs="typing errors",
        example="The clinic reopened on Monday,. Patients came from three towns.",
        read=pattern(PILE_RE),
    ),
    Signal(
        name="space_before_mark",
        cause="translation",
        means="a comma or a full stop has a space before it",
        wrongs="pages whose links were cut out, and typing errors",
        example="The wind reached 120 kilometres per hour .",
        read=finder(spaced_marks, SPACED),
    ),
    Signal(
        name="spaced_marks",
        cause="translation",
        means="many commas have a space before them",
        wrongs="pages whose links were cut out, and writers who always leave the space",
        example="The harbour , the mayor said , will be open at night .",
        read=finder(find_many_spaced, SPACED),
        weight=0.7,
    ),
    Signal(
        name="stray_stop",
        cause="translation",
        means="a full stop cuts a sentence in two",
        wrongs="writers who set fragments. for effect. in small letters",
        example="The batteries can strike targets deep. internally. Ukrainian territory.",
        read=finder(find_stray_stops, batch_condition(holds_stray_stop)),
        weight=2.0,
    ),
    Signal(
        name="unbalanced_parenthesis",
        cause="translation",
        means="a bracket never closes, or closes what was never opened",
        wrongs="editors' slips and lists numbered 1) 2)",
        example="The minister (who resigned in May spoke to reporters in the capital.",
        read=finder(find_parentheses, batch_condition(has_lone_brackets)),
    ),
)
