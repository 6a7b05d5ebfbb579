"""Words and phrases printed twice.

Neural engines fall into loops ("he can score, he can score") and older ones print a word twice.
People repeat words too, on purpose ("very, very", "had had") and in speech, and every newsroom
lets a "the the" through, so that a doubled small word alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.english.lexicon import is_word
from detector.signals.context import is_transcript
from detector.signals.echoes import find_echoes, returning_pairs
from detector.signals.prefilter import batch_condition
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder
from detector.signals.word_pairs import same_as_before
from detector.text.arrays import Flags
from detector.text.segments import positions, run_bounds
from detector.text.token_batch import FIRST_WORD, IS_PROSE, LAST_WORD, TokenBatch
from detector.text.tokens import LOWERED, PRINTED, Tokens

# Words that English lets stand twice: grammar (had had, that that, is is), emphasis (very very),
# cries and sounds (bye bye, wink wink, clack clack).
RIGHTLY_DOUBLED = frozenset(
    """had that is was do did it her very really so too much many more never ever long far big
    no yes bye ha haha hee ho hear knock now there well go come tut please wait hey oh la na da
    yeah yah boo night chop hush quick again way deep dear old pretty super right okay ok wink nudge
    same just who what you all good rah win ding dong choo woof beep tick yum goody liar slowly
    soon nice hot little tiny huge bad sad true thank wah tap clack click bang blah yada etc step
    row something whatever half pay poor""".split()
)
# Closed-class words: the doublings that tired typists let through in any newsroom.
SMALL_WORDS = frozenset(
    """the a an and or but of to in on at by for with from as if be been are were has have will
    would can could may might must shall should not this these those they he she we i his their its
    our my your him them us me which when where while than then also into over after before about
    up out off under between because during through how why other another one two both among
    against including said""".split()
)
# Buttons and labels, which a page prints in rows.
PAGE_WORDS = frozenset("advertisement autoplay share menu video photo loading subscribe".split())
# Words on which chains of emphasis turn: over and over and over, day by day by day.
CHAIN_WORDS = frozenset("and by after or on upon".split())
# A pair of words that comes so often over is no figure of speech: enough is enough is enough has
# five, try, fail, try, fail, try too. A short clause may come three times: it turned and it turned.
FEWEST_IN_PAIRS, FEWEST_IN_CLAUSES = 6, 12
PRONOUNS = frozenset("i you he she it we they".split())
# Phrases that only go on: and so forth and so forth, on and on and on, more and more and more.
GOING_ON = frozenset("and so forth on again then more over yada blah such also down up".split())


def find_doubled(tokens: Tokens) -> Iterator[tuple[str, Mark]]:
    """Yield each word printed twice in a row that is not rightly doubled, with its mark."""
    for index, distance in find_echoes(tokens):
        word = tokens.words[index]
        # A second capital is a name (Bora Bora, Cao Cao) or a heading; a line end between the
        # two is a wrapped line or a list.
        if distance > 1 or not may_double(word) or tokens.gap(index) != " ":
            continue
        # Will will come: a name and a verb, in mid sentence.
        if tokens.words[index - 1][0].isupper() and opens_no_sentence(tokens, index - 1):
            continue
        if not in_compound(tokens, index) and not is_spoken(tokens, tokens.starts[index]):
            yield word, Mark(tokens.starts[index - 1], tokens.word_span(index).end)


def opens_no_sentence(tokens: Tokens, index: int) -> bool:
    """Whether a word stands in the midst of its sentence."""
    sentence = tokens.sentence_at(tokens.starts[index])
    return sentence is not None and index > sentence.first


def may_double(word: str) -> bool:
    """Whether a word counts that is printed a second time."""
    if not word.islower() or not word.isalpha() or len(word) < 2:
        return False
    return word not in RIGHTLY_DOUBLED and word not in PAGE_WORDS


def holds_doubled(batch: TokenBatch) -> Flags:
    """Which articles print a word twice in a row that counts, shape (n_articles,)."""
    same = same_as_before(batch)
    doubled = positions(same & (batch.begins[1:] - batch.ends[:-1] == 1)) + 1
    spans = zip(batch.begins[doubled].tolist(), batch.ends[doubled].tolist(), strict=True)
    counting = [may_double(batch.text[start:stop]) for start, stop in spans]
    return batch.articles_with(doubled[np.array(counting, np.bool_)])


def in_compound(tokens: Tokens, index: int) -> bool:
    """Whether one of the pair belongs to a compound (nine nine-volt cells) or a chain of three."""
    words, text = tokens.lowered, tokens.text
    around = text[tokens.starts[index - 1] - 1 : tokens.starts[index - 1]]
    around += text[tokens.stops[index] : tokens.stops[index] + 1]
    thrice = words[max(0, index - 2) : index - 1] + words[index + 1 : index + 2]
    return "-" in around or "–" in around or words[index] in thrice


def is_spoken(tokens: Tokens, offset: int) -> bool:
    """Whether the words at ``offset`` are someone's speech: quoted, or a transcript."""
    return tokens.in_quote(offset) or is_transcript(tokens)


def find_loops(tokens: Tokens) -> Iterator[tuple[int, int, int]]:
    """Yield ``(first, stop, period)``: words ``[first, stop)`` print one phrase again at once."""
    done = 0
    for index, period in find_echoes(tokens):
        if period < 2 or index < done:
            continue
        first, stop = loop_around(tokens.lowered, index, period)
        if stop - first >= 2 * period:
            done = stop
            if is_phrase(tokens, first, stop, period):
                yield first, stop, period


def holds_loop(batch: TokenBatch) -> Flags:
    """Which articles print a phrase again at once, shape (n_articles,)."""
    where = returning_pairs(batch)
    edges = run_bounds(len(where), where[1:] != where[:-1] + 1)
    rows, words = np.divmod(where[edges[:-1]], max(len(batch.begins), 1))
    pairs = edges[1:] - edges[:-1]
    # A phrase of so many words has one pair less.
    long = positions(pairs > rows)
    runs = np.stack([words[long], pairs[long], rows[long] + 2]).T
    looping = [word for word, *run in runs.tolist() if may_be_loop(batch, word, *run)]
    return batch.articles_with(np.array(looping, np.int64))


def may_be_loop(batch: TokenBatch, word: int, pairs: int, period: int) -> bool:
    """Whether so many pairs that come back, the first of which ends at a word, may be a loop."""
    first, stop = word - 1 - period, word + pairs
    (vocab, numbers), table = batch.encoded_words, batch.sentences
    lowered, printed = (
        vocab.lookup(spelling, numbers[first:stop]).tolist() for spelling in (LOWERED, PRINTED)
    )
    if lowered[period:] != lowered[:-period]:
        return True  # two words with one number
    sentence = table[table[:, FIRST_WORD].searchsorted(first, "right") - 1]
    inside = sentence[IS_PROSE] and stop <= sentence[LAST_WORD]
    return bool(inside) and may_be_phrase(printed[:period], stop - first)


def loop_around(words: list[str], index: int, period: int) -> tuple[int, int]:
    """The longest stretch round ``index`` in which every word comes back after ``period``."""
    stop = index + 1
    while stop < len(words) and words[stop] == words[stop - period]:
        stop += 1
    first = index - period
    while first > 0 and words[first - 1] == words[first - 1 + period]:
        first -= 1
    return first, stop


def is_phrase(tokens: Tokens, first: int, stop: int, period: int) -> bool:
    """Whether a repeated stretch is a phrase of prose: no score, name, list or speech."""
    if not may_be_phrase(tokens.words[first : first + period], stop - first):
        return False
    # A dash between the two is a speaker who breaks off, or a writer who takes up the thread.
    if {"—", "–", "--"} & {tokens.gap(first + period).strip()}:
        return False
    sentence = tokens.sentence_at(tokens.starts[first])
    if sentence is None or not sentence.prose or stop > sentence.last:
        return False
    return not is_spoken(tokens, tokens.starts[first])


def may_be_phrase(phrase: list[str], length: int) -> bool:
    """Whether words that are printed over and over, so many in all, are a phrase of prose."""
    if not all(word[0].isalpha() for word in phrase) or len(set(phrase)) == 1:
        return False
    return not (all(word[0].isupper() for word in phrase) or is_chain(phrase, length))


def is_chain(phrase: list[str], length: int) -> bool:
    """Whether writers repeat such a phrase on purpose: over and over and over, day by day."""
    if all(word.lower() in GOING_ON for word in phrase):
        return True
    if len(phrase) == 2:
        return length < FEWEST_IN_PAIRS or any(word in CHAIN_WORDS for word in phrase)
    clause = (
        len(phrase) == 3 and "and" in phrase and not PRONOUNS.isdisjoint(map(str.lower, phrase))
    )
    return clause and length < FEWEST_IN_CLAUSES


def runs_on(tokens: Tokens, first: int, stop: int, period: int) -> bool:
    """Whether a third printing follows, or a long second one without a mark between.

    Writers stumble over two or three words ("one of the one of the"), engines over more: 7
    words in all, found by looking at clean articles.
    """
    if stop - first >= 3 * period:
        return True
    return stop - first >= 7 and all(tokens.gap(i).isspace() for i in range(first + 1, stop))


def loop_mark(tokens: Tokens, first: int, stop: int, period: int) -> Mark:
    """The mark over a loop; a title printed twice under a video is the scraper's.

    Such a title begins with a capital both times and holds at least four words.
    """
    again = tokens.words[first + period]
    titled = period >= 4 and again[0].isupper() and (stop - first) % period == 0
    end = tokens.word_span(stop - 1).end
    return Mark(tokens.starts[first], end, "loop", "scrape" if titled else None)


DOUBLED, LOOP = batch_condition(holds_doubled), batch_condition(holds_loop)


def doubled_finder(*, small: bool) -> PrefilteredReader:
    """A reader of small words printed twice (``in in``), or of words of content."""

    def find(tokens: Tokens) -> Iterator[Mark]:
        for word, mark in find_doubled(tokens):
            if (word in SMALL_WORDS) is small and (small or is_word(word)):
                yield mark

    return finder(find, DOUBLED)


def loop_finder(*, at_once: bool) -> PrefilteredReader:
    """A reader of phrases that run on, or that come again after a comma or another mark."""

    def find(tokens: Tokens) -> Iterator[Mark]:
        for loop in find_loops(tokens):
            if runs_on(tokens, *loop) is at_once:
                yield loop_mark(tokens, *loop)

    return finder(find, LOOP)


SIGNALS = (
    Signal(
        name="doubled_word",
        cause="translation",
        means="a word is printed twice in a row",
        wrongs="small newsrooms that let a doubled word through",
        example="The outbreak of the virus virus spread to three provinces.",
        read=doubled_finder(small=False),
        weight=1.4,
    ),
    Signal(
        name="doubled_small_word",
        cause="translation",
        means="a small word such as the or in is printed twice in a row",
        wrongs="every newsroom: it is the commonest slip of edited pages, so it never votes",
        example="The minister arrived in in the capital on Monday.",
        read=doubled_finder(small=True),
    ),
    Signal(
        name="phrase_loop",
        cause="translation",
        means="a phrase is repeated at once, as by an engine caught in a loop",
        wrongs="rhetoric and song lyrics printed without quotation marks",
        example="Police sealed the scene of the scene of the scene of the crash.",
        read=loop_finder(at_once=True),
        weight=3.0,
    ),
    Signal(
        name="phrase_echo",
        cause="translation",
        means="a phrase is repeated after a comma",
        wrongs="rhetoric printed without quotation marks",
        example="The striker knows he can score, he can score in any league.",
        read=loop_finder(at_once=False),
        weight=0.8,
    ),
)
