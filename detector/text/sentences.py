"""Where sentences end: full stops that are no abbreviation, question marks, ellipses."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from detector.text.arrays import Flags, Ids
from detector.text.character_classes import (
    CAPITAL,
    CLOSER,
    DIGIT,
    OPENER,
    SENTENCE_TERMINAL,
    WHITESPACE,
    WORD_RE,
    WORDLY,
    roles_of,
)
from detector.text.concatenated import ConcatenatedTexts
from detector.text.printed_words import PrintedWords, lowercased
from detector.text.word_properties import ManyWords

FULL_STOP = ord(".")
ENDS, GOES_ON = 1, 2

# A full stop may be followed by closing marks before the space that ends the sentence.
# The first stop comes before the look behind it: the engine leaps from stop to stop.
SENTENCE_END_RE = re.compile(
    r"[.!?…](?<![.!?…][.!?…])[.!?…]*+[\"”’»“)\]']*+\s++(?=(?P<next>[\"“‘«„(\[']*\S))"
)

# Words that end in a full stop without ending a sentence, as edited English prints them.
ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st sr jr rev fr hon gen col lt maj capt cmdr sgt cpl pte adm gov sen rep
    pres sec supt insp det messrs mt ft no nos vs etc inc ltd corp co cos dept univ est fig figs
    approx al cf pp vol ed eds jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed
    thu thur thurs fri sat sun ave blvd rd sq ph tel rs ie eg viz dist hr hrs min mins secs yrs wks
    km kms kg lb lbs oz tsp tbsp govt asst addl retd smt shri
    a.m p.m e.g i.e u.s u.k u.n e.u d.c""".split()
)
LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS))
# Abbreviations that also end sentences; before a capital they do ("at 5 p.m. The mayor").
OPEN_ENDED = frozenset(
    """a.m p.m etc inc ltd corp co u.s u.k u.n e.u mins secs yrs wks kms lb lbs oz tsp tbsp govt
    retd""".split()
)
SENTENCE_OPENERS = frozenset(
    """the a an in on at it he she they we i this that these those but and however meanwhile
    there his her its their our as if when while after before for some many most all no""".split()
)


class BoundaryCandidates(NamedTuple):
    """Marks that may end a sentence, the first of each run: arrays of shape (n_stops,).

    ``spaces`` is where the white space would begin that parts two sentences: after the mark, or
    after one closing mark. ``starts`` and ``limits`` are those of the paragraph.
    """

    places: Ids
    spaces: Ids
    starts: Ids
    limits: Ids


def sentence_table(texts: ConcatenatedTexts, paragraphs: Ids) -> Ids:
    """Cut paragraphs into sentences.

    Parameters
    ----------
    texts : ConcatenatedTexts
    paragraphs : ndarray of int64, shape (n_paragraphs, 6)
        As :func:`detector.text.paragraphs.paragraph_table` gives it.

    Returns
    -------
    ndarray of int64, shape (n_sentences, 6)
        Start and end, first and last word, number of the paragraph in its text, and whether that
        is prose; in the order of the text.
    """
    cuts = sentence_cuts(texts, paragraphs)
    table = np.empty((len(paragraphs) + len(cuts), 6), dtype=np.int64)
    table[:, 0] = np.sort(np.concatenate([paragraphs[:, 0], cuts[:, 1]]))
    table[:, 1] = np.sort(np.concatenate([paragraphs[:, 1], cuts[:, 0]]))
    table[:, 2:4] = texts.begins.searchsorted(table[:, :2])
    owners = paragraphs[:, 0].searchsorted(table[:, 0], "right") - 1
    table[:, 4:] = paragraphs[owners, 4:]
    return table


def sentence_cuts(concatenated: ConcatenatedTexts, paragraphs: Ids) -> Ids:
    """Where a sentence ends and where the next one of its paragraph begins.

    Parameters
    ----------
    concatenated : ConcatenatedTexts
    paragraphs : ndarray of shape (n_paragraphs, 2 or more)
        Where each starts and ends, in order.

    Returns
    -------
    ndarray of shape (n_cuts, 2)
        In no order.
    """
    if not len(paragraphs):
        return np.empty((0, 2), dtype=np.int64)
    stops = candidates(concatenated, paragraphs)
    sure, unclear = judged(concatenated, stops)
    cuts = np.stack([stops.spaces[sure], stops.spaces[sure] + 1], axis=1)
    text = concatenated.text
    doubtful = (ids[unclear].tolist() for ids in (stops.places, stops.starts, stops.limits))
    further = [
        (place + len(match[0].rstrip()), match.end())
        for place, start, limit in zip(*doubtful, strict=True)
        if (match := SENTENCE_END_RE.match(text, place, limit))
        and ends_sentence(text, start, match)
    ]
    return np.concatenate([cuts, further]) if further else cuts


def candidates(concatenated: ConcatenatedTexts, paragraphs: Ids) -> BoundaryCandidates:
    """The stops that white space or other marks follow; most others stand inside figures."""
    codepoints, char_classes = concatenated.codepoints, concatenated.char_classes
    mark_positions, roles = concatenated.mark_positions
    places = mark_positions[roles & SENTENCE_TERMINAL != 0]
    follows = roles_of(codepoints.take(places + 1))
    closed = follows & CLOSER != 0
    spaces = places + 1 + closed
    spaced = char_classes.take(spaces) & WHITESPACE != 0
    kept = (
        spaced
        | (follows & SENTENCE_TERMINAL != 0)
        | (closed & (roles_of(codepoints.take(spaces)) & CLOSER != 0))
    )
    kept &= roles_of(codepoints.take(places - 1)) & SENTENCE_TERMINAL == 0
    places, spaces = places[kept], spaces[kept]
    owners = paragraphs[:, 0].searchsorted(places, "right") - 1
    starts, limits = paragraphs[owners, 0], paragraphs[owners, 1]
    within = spaces < limits
    return BoundaryCandidates(places[within], spaces[within], starts[within], limits[within])


def judged(concatenated: ConcatenatedTexts, stops: BoundaryCandidates) -> tuple[Flags, Flags]:
    """Which stops surely end a sentence, and which have to be looked at one by one.

    Clear are those that one character of white space parts from a capital or a figure, or from
    one opening mark and such.
    """
    codepoints, char_classes = concatenated.codepoints, concatenated.char_classes
    if not len(concatenated.ends):
        return np.zeros(len(stops.places), np.bool_), np.ones(len(stops.places), np.bool_)
    nexts = stops.spaces + 1
    heads = nexts + (roles_of(codepoints.take(nexts)) & OPENER != 0)
    head = char_classes.take(heads, mode="clip")
    clear = (char_classes.take(stops.spaces) & WHITESPACE != 0) & (heads < stops.limits)
    clear &= (head & WORDLY != 0) & (head & (CAPITAL | DIGIT) != 0)
    words = concatenated.ends.searchsorted(stops.places)
    worded = concatenated.ends.take(words, mode="clip") == stops.places
    before = concatenated.begins.take(words, mode="clip") - 1
    vocab, numbers = concatenated.encoded_words
    ending = vocab.column(ENDING).take(numbers.take(words, mode="clip"))
    ends = worded & (ending == ENDS) & (codepoints.take(before) != FULL_STOP)
    ends |= codepoints.take(stops.places) != FULL_STOP
    goes_on = worded & (ending == GOES_ON) & (char_classes.take(before) & WHITESPACE != 0)
    return clear & ends, ~(clear & (ends | goes_on))


def endings_of(words: PrintedWords) -> list[int]:
    """Whether one full stop after a word ends the sentence where a capital or a figure follows.

    :data:`ENDS` where it does, unless a full stop stands before the word too ("U.S.");
    :data:`GOES_ON` where it does not, if white space stands before the word; else 0.
    """
    return [
        0
        if word in OPEN_ENDED
        else GOES_ON
        if word in ABBREVIATIONS or (word[-2:-1] in ("", ".") and is_initial(word))
        else ENDS
        for word in lowercased(words)
    ]


ENDING = ManyWords(endings_of, np.uint8)


def ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Decide whether a stop, with the space after it, ends a sentence.

    Engines start sentences in lower case, so a small letter after a stop counts where
    the word before is no abbreviation; after ``?``, ``!`` or a closing quotation mark a small
    letter is how English goes on (“Why?” he asked).
    """
    letter = match["next"][-1]
    offset = match.start()
    # Most sentences end so: a word, a full stop, a space, a capital.
    if letter.isupper() and text.startswith(". ", offset) and is_plain_word(text, start, offset):
        return True
    stop = match[0].rstrip()
    before = text[max(start, offset - 14) : offset].split()
    word = before[-1].lower().lstrip("(\"“‘'[") if before else ""
    if letter.islower():
        return stop == "." and len(word) > 2 and word.isalpha() and word not in ABBREVIATIONS
    if not (letter.isalnum() or letter in "$£€#@"):
        return False
    if not stop.startswith(".") or stop.startswith(".."):
        return True
    if word in OPEN_ENDED:
        following = WORD_RE.match(text, match.end("next") - 1)
        return following is None or following[0].lower() in SENTENCE_OPENERS
    return word not in ABBREVIATIONS and not is_initial(word)


def is_plain_word(text: str, start: int, end: int) -> bool:
    """Whether what stands before ``end`` is a word of letters, no initial and no abbreviation."""
    tail = text[max(start, end - LONGEST_ABBREVIATION - 1) : end].rpartition(" ")[2]
    return len(tail) > 1 and tail.isalpha() and tail.lower() not in ABBREVIATIONS


def is_initial(word: str) -> bool:
    """Whether a word before a full stop is a person's initial or a dotted abbreviation."""
    last = word.rsplit(".", 1)[-1]
    return len(last) == 1 and last.isalpha() and last != "i"
