"""Small letters where English has capitals, and letters lost.

Engines for languages without capitals, and plugins that translate a sentence in pieces, leave
the case of the pieces: ``this atlantic alliance``, ``war. in the capital``. Some people and some
data sets do without capitals throughout, so only words count that edited news prints with
a capital nearly always, in articles that use capitals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np

from detector.english.lexicon import common_words, is_word, zipf
from detector.resources.tables import read_columns
from detector.signals.context import in_unquoted_prose, is_transcript
from detector.signals.prefilter import batch_condition, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import (
    BoolArray,
    at_match,
    character_after,
    first_character,
    one_of,
    small_sentences,
    starts_lowercase,
    width,
)
from detector.text.arrays import Ids
from detector.text.concatenated import NINE, SPACE
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import FIRST_WORD, IS_PROSE, LAST_WORD, TokenBatch
from detector.text.tokens import PRINTED, Sentence, Tokens
from detector.text.word_properties import InWordList

# Particles that begin names in lower case: de Blasio, van Dyck, al-Assad, bin Salman.
PARTICLES = frozenset(
    """de van von der den da di du la le el al bin ben ibn ter ten dos das del della af av zu zum y
    abu ap mc mac d l o st bell danah k will""".split()
)
# A common word without its first letter: at least this common (found on clean articles).
FRAGMENT_ZIPF = 4.2
SHORTEST_FRAGMENT = 4
# Capitals that are words, or that begin hardly any word.
WHOLE_LETTERS = "AEIOQUXY"
# Writers who print their own names in small letters; e.e. and k.d. are known by their stops.
SMALL_NAMED = frozenset("cummings lang hooks boyd bell danah".split())
INITIALS_RE = lazy_pattern(r"(?<!\w)(?![ap]\.m)(?:[a-z]\. ?){1,3}\Z")
# Letters of a word that surely ends a sentence, not an abbreviation (made up).
SHORTEST_END = 4
# Words of a sentence that may begin in small letters, at least (made up).
SHORTEST_SENTENCE = 3
# Months that are never shortened: a stop after them ends a sentence.
WHOLE_MONTHS = frozenset("March April May June July August".split())
# Months that are other words too, where only a month can stand: sales in may were better.
MONTH_RE = lazy_pattern(
    r"(?:(?<=[a-z] in )|(?<=[a-z] since )|(?<=[a-z] until )|(?<=[a-z] last )|(?<=[a-z] next ))"
    r"(?:may|march|august)"
    r"(?=(?: (?:19|20)\d\d)?[,.;]|,? (?:and|but|or|was|were|is|had|than|when|after|before|this|"
    r"last|next|(?:19|20)\d\d)(?!\w))"
)
SMALL_MONTH = InWordList(lambda: frozenset({"may", "march", "august"}))
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Letters that the forms of one name share (russia, russian), and how often it must come (made up).
STEM, FEWEST_OF_POLICY = 5, 3
# Words that edited news capitalises at least this often, seen this often: measured on our table.
SURE_NAME_CAPITAL_SHARE, NAME_ZIPF = 0.99, 3.9


@cache
def sure_names() -> frozenset[str]:
    """Words, in lower case, that edited news always prints with a capital."""
    homographs = frozenset(read_columns("name_homographs")["word"])
    return frozenset(
        word
        for word in common_words(NAME_ZIPF, (SURE_NAME_CAPITAL_SHARE, 1.0))
        if len(word) > 4 and word.isalpha() and word not in homographs
    )


@derived
def is_lower_case(tokens: Tokens) -> bool:
    """Whether an article does without capitals: its casing is a style, or a data set's."""
    starts = [tokens.text[sentence.start : sentence.start + 1] for sentence in tokens.sentences]
    lower = sum(start.islower() for start in starts)
    return lower * 3 >= len(starts) and lower > 2


def find_starts(tokens: Tokens) -> Iterator[Mark]:
    """Yield sentences that begin in lower case after a full stop, in articles that use capitals."""
    before: Sentence | None = None
    for sentence in tokens.sentences:
        follows = before is not None and before.paragraph == sentence.paragraph
        if follows and tokens.text[sentence.start].islower() and is_start(tokens, sentence):
            if is_lower_case(tokens) or is_transcript(tokens):
                return
            yield Mark(*tokens.word_span(sentence.first), "lower-case start")
        before = sentence


def is_start(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a sentence rightly begins here, and with a word that needs a capital."""
    index = sentence.first
    if (
        not sentence.prose
        or index == 0
        or sentence.last - index < SHORTEST_SENTENCE
        or tokens.gap(index) != ". "
    ):
        return False
    if tokens.in_quote(sentence.start):
        return False
    last, word, after = tokens.words[index - 1 : index + 2]
    return begins_anew(last, word, after) and tokens.gap(index + 1) in (" ", ", ")


def begins_anew(last: str, word: str, after: str) -> bool:
    """Whether a sentence surely begins with a word that needs a capital, by those beside it."""
    # "Calif. said", "Sgt. at": a short word before the stop may be an abbreviation we do not know.
    shortest = SHORTEST_END if last.islower() else 6
    known = len(last) >= shortest and last.isalpha() and is_word(last)
    if not known and last not in WHOLE_MONTHS:
        return False
    return word not in PARTICLES and word.islower() and is_word(word) and not after[0].isupper()


def may_start_small(batch: TokenBatch) -> BoolArray:
    """Which articles may have a sentence that wrongly begins in small letters."""
    table = batch.sentences[small_sentences(batch)]
    words = table[table[:, LAST_WORD] - table[:, FIRST_WORD] >= SHORTEST_SENTENCE, FIRST_WORD]
    vocab, numbers = batch.encoded_words
    around = vocab.lookup(PRINTED, numbers.take(words[:, None] + np.array([-1, 0, 1]))).tolist()
    anew = np.array([begins_anew(*printed) for printed in around], np.bool_)
    return batch.articles_with(words[anew])


SURE_NAME = InWordList(sure_names)
JOINED = "@#/._-–&%'’("


def may_be_lost_name(batch: TokenBatch, words: Ids) -> Ids:
    """The words with no sign of an address or a compound after them."""
    return words[~one_of(batch.after[words], "@/_-–&%'’\xad")]


def find_names(tokens: Tokens) -> Iterator[Mark]:
    """Yield names in lower case, in articles that use capitals."""
    lost = [index for index in tokens.indices_with(SURE_NAME) if is_lost_name(tokens, index)]
    if not lost or is_lower_case(tokens):
        return
    stems = Counter(tokens.lowered[index][:STEM] for index in lost)
    policy = is_policy(tokens, *stems.most_common(1)[0], len(lost))
    for index in lost:
        if not policy:
            yield Mark(*tokens.word_span(index), "name in lower case")


def is_policy(tokens: Tokens, stem: str, times: int, marks: int) -> bool:
    """Whether an outlet denies one country its capital: ``russia`` throughout, and nothing else.

    An engine loses capitals here and there; a policy has them off one name every time.
    """
    printed = [word for word in tokens.words if word.lower().startswith(stem)]
    return times >= FEWEST_OF_POLICY and 2 * times > marks and all(map(str.islower, printed))


def is_lost_name(tokens: Tokens, index: int) -> bool:
    """Whether a name in lower case stands in prose: no address, handle or quotation."""
    start, end = tokens.word_span(index)
    before, after = tokens.text[max(0, start - 1) : start], tokens.text[end : end + 2]
    if before in tuple(JOINED) or after[:1] in tuple("@/_-–&%'’"):
        return False
    # Soft hyphens cut words; "(@" follows the name of an account.
    if (after[:1] == "." and after[1:].isalnum()) or "\xad" in before + after[:1]:
        return False
    if "(@" in tokens.text[end : end + 30] or is_small_named(tokens, index):
        return False
    return in_unquoted_prose(tokens, start)


def is_small_named(tokens: Tokens, index: int) -> bool:
    """Whether a name stands after small-letter initials, or is one whose bearer prints it so."""
    start = tokens.starts[index]
    initials = INITIALS_RE.search(tokens.text, max(0, start - 10), start)
    return initials is not None or not SMALL_NAMED.isdisjoint(tokens.lowered[index - 1 : index + 1])


def find_fragments(tokens: Tokens) -> Iterator[Mark]:
    """Yield paragraphs that begin with a word that lost its first letter."""
    for paragraph in tokens.paragraphs:
        index = paragraph.first
        if not paragraph.prose or tokens.starts[index] != paragraph.start:
            continue
        word = tokens.words[index]
        if word.isalpha() and is_fragment(tokens, index):
            last = index + (len(word) == 1)
            end = tokens.word_span(last).end
            yield Mark(tokens.starts[index], end, "first letter lost")


def may_open_with_fragment(batch: TokenBatch) -> BoolArray:
    """Which articles have a paragraph that opens in small letters, or with a lone capital."""
    table = batch.paragraphs
    words = table[table[:, IS_PROSE] != 0, FIRST_WORD]
    letters, small = width(batch, words), starts_lowercase(batch, words)
    words = words[((letters >= SHORTEST_FRAGMENT) & small) | ((letters == 1) & ~small)]
    if len(words):
        words = words[~one_of(first_character(batch, words), WHOLE_LETTERS)]
        words = words[
            (first_character(batch, words) > NINE) & (character_after(batch, words) == SPACE)
        ]
    return batch.articles_with(words)


def is_fragment(tokens: Tokens, index: int) -> bool:
    """Whether a paragraph's first word is a common word or name without its first letter."""
    word, gap = tokens.words[index], tokens.gap(index + 1)
    if len(word) == 1:
        after = tokens.words[index + 1]
        alone = word.isupper() and word not in WHOLE_LETTERS and gap == " " and after.islower()
        return alone and tokens.words.count(word) == 1 and is_word(after)
    if not word.islower() or len(word) < SHORTEST_FRAGMENT or is_word(word) or gap != " ":
        return False
    return any(zipf(first_character + word) >= FRAGMENT_ZIPF for first_character in LETTERS)


SIGNALS = (
    Signal(
        name="lowercase_start",
        cause="translation",
        means="a sentence begins in lower case after a full stop",
        wrongs="small newsrooms that miss a capital, transcripts and captions",
        example="The army left the town in the morning. in the capital nobody spoke about it.",
        read=finder(find_starts, batch_condition(may_start_small)),
        weight=1.0,
    ),
    Signal(
        name="lowercase_name",
        cause="translation",
        means="a name that newsrooms always capitalise is in lower case",
        wrongs="writers who avoid capitals on purpose",
        example="This atlantic alliance will meet in Brussels to study how russia can be answered.",
        read=finder(find_names, word(SURE_NAME, may_be_lost_name)),
        weight=2.0,
    ),
    Signal(
        name="lowercase_month",
        cause="translation",
        means="a month that is another word too is in lower case",
        wrongs="writers who avoid capitals on purpose",
        example="The firm said that sales in may were better than those of the year before.",
        read=pattern(
            MONTH_RE,
            skip=(Tokens.in_quote, lambda tokens, _: is_lower_case(tokens)),
            note="lower case",
            prefilter=word(SMALL_MONTH, at_match(MONTH_RE)),
        ),
        weight=2.0,
    ),
    Signal(
        name="lost_first_letter",
        cause="scrape",
        means="the first letter of a paragraph is missing",
        wrongs="paragraphs that begin with a rare word in lower case",
        example="esidents of the town said that the water had come at night.",
        read=finder(find_fragments, batch_condition(may_open_with_fragment)),
        weight=1.0,
    ),
)
