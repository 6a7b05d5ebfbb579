"""One word, or one sentence, printed again and again: a neural engine that is caught in a loop.

Engines loop over words ("bakeries, bakeries, bakeries, bakeries and guest houses"), over the
pieces that they cut words into ("sub- sub- sub-") and over whole sentences. People repeat
themselves as well: speakers, preachers, estate agents ("location, location, location"), refrains
and slogans. So a word must come three times running and go on into a sentence, and a sentence must
be more than a slogan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detector.signals.context import is_transcript
from detector.signals.prefilter import batch_condition
from detector.signals.signal import Mark, Measurement, PrefilteredReader, Signal, density
from detector.signals.word_pairs import hash_sums, same_as_before
from detector.text.arrays import Flags
from detector.text.segments import positions
from detector.text.token_batch import FIRST_WORD, LAST_WORD, TokenBatch
from detector.text.tokens import Sentence, Tokens

# What English prints three times and more: emphasis, cries, sounds, and the words of page menus.
CRIES = frozenset(
    """very really so too more never ever no yes bye ha haha hee ho oh la na da
    yeah yah boo go come please wait hey ding dong beep tick tock knock woof win blah yada wah tap
    click clack bang rah run work shop chop dear pretty super etc xx x fa tra ole olé
    row way here drip drop hip hallelujah holy that had buzz caw cluck meow moo quack ring dot
    advertisement share menu video photo loading subscribe""".split()
)
# Words that writers print three times for emphasis, then with commas: many, many, many stalls.
EMPHATIC = frozenset("much many long far big old same".split())
# A loop of three in quotation marks, or with commas and a stop after it, may be a figure of speech;
# people who repeat a word five times are rare (made up, by reading).
RHETORICAL, SPOKEN = 3, 5
# Words of a sentence that is printed again at once: outside quotations more than a cry ("It was
# late."), inside more than a slogan, and three times (by reading clean news).
SHORTEST, SHORTEST_SPOKEN, FEWEST_SPOKEN = 4, 5, 3
GAPS = frozenset((" ", ", ", "- ", "-, ", " - "))
STOPS = ".!?:;—–…"


class Loop(NamedTuple):
    """Words or sentences ``[first, stop)`` print the same thing ``times`` times."""

    first: int
    stop: int
    times: int


def is_variant(word: str, looped: str) -> bool:
    """Whether a word is the looped one, or the same one cut short or inflected.

    >>> is_variant("fis", "fish"), is_variant("guest", "guests"), is_variant("fin", "fish")
    (True, True, False)
    """
    shorter, longer = sorted((word, looped), key=len)
    return len(shorter) > 1 and len(longer) - len(shorter) <= 2 and longer.startswith(shorter)


def word_loops(tokens: Tokens) -> Iterator[Loop]:
    """Yield the runs of a word three times and more, its variants among them."""
    words, index = tokens.lowered, 2
    while index < len(words):
        word = words[index]
        if word != words[index - 1] or word != words[index - 2] or not joins(tokens, index, 2):
            index += 1
            continue
        stop = index + 1
        while stop < len(words) and is_variant(words[stop], word) and joins(tokens, stop, 1):
            stop += 1
        first = index - 2
        yield Loop(first, stop, stop - first)
        index = stop + 2


def joins(tokens: Tokens, index: int, back: int) -> bool:
    """Whether nothing but a space, a comma or a hyphen parts a word from those before it."""
    return all(tokens.gap(at) in GAPS for at in range(index - back + 1, index + 1))


def is_word_loop(tokens: Tokens, loop: Loop) -> bool:
    """Whether nobody would print a word so often here on purpose."""
    word, start = tokens.words[loop.first], tokens.starts[loop.first]
    if not word.isalpha() or len(word) < 2 or word.lower() in CRIES or is_transcript(tokens):
        return False
    sentence = tokens.sentence_at(start)
    if sentence is None or not sentence.prose:
        return False
    # Bands, towns and songs: Duran Duran Duran; acronyms have no such names.
    if word.istitle() and loop.first > sentence.first:
        return False
    end = tokens.word_span(loop.stop - 1).end
    after = tokens.text[end : end + 2].lstrip("”\"'’ ")[:1]
    if tokens.in_quote(start):
        return loop.times >= SPOKEN
    parted = {tokens.gap(at) for at in range(loop.first + 1, loop.stop)}
    if word.lower() in EMPHATIC and ", " in parted:
        return False
    closes = not after or after in STOPS
    # A list of results goes on: won, lost, won, won, won, drew.
    listed = ", " in (tokens.gap(loop.first), tokens.text[end : end + 2])
    if loop.times == RHETORICAL and parted == {", "} and listed:
        return False
    return loop.times > RHETORICAL or ", " not in parted or not closes


def read_word_loops(tokens: Tokens) -> Measurement:
    """Read loops over words; each further printing beyond the second counts."""
    loops = [loop for loop in word_loops(tokens) if is_word_loop(tokens, loop)]
    marks = []
    for loop in loops:
        end = tokens.word_span(loop.stop - 1).end
        hyphen = tokens.text[end : end + 1] == "-"
        marks.append(Mark(tokens.starts[loop.first], end + hyphen, f"{loop.times} times"))
    return Measurement(density(sum(loop.times - 2 for loop in loops), tokens), tuple(marks))


def holds_triple(batch: TokenBatch) -> Flags:
    """Which articles print a word three times running, shape (n_articles,)."""
    same = same_as_before(batch)
    return batch.articles_with(positions(same[1:] & same[:-1]) + 2)


def sentence_words(tokens: Tokens, sentence: Sentence) -> list[str]:
    """The words of a sentence in lower case."""
    return tokens.lowered[sentence.first : sentence.last]


def sentence_loops(tokens: Tokens) -> Iterator[Loop]:
    """Yield the runs of sentences of one paragraph that print the same words."""
    sentences, number = tokens.sentences, 0
    while number < len(sentences):
        words, stop = sentence_words(tokens, sentences[number]), number + 1
        while stop < len(sentences) and is_again(tokens, words, sentences[number], sentences[stop]):
            stop += 1
        if stop - number > 1:
            yield Loop(number, stop, stop - number)
        number = stop


def is_again(tokens: Tokens, words: list[str], first: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence prints the words of the one before: “We wait. We wait,” he said."""
    if sentence.paragraph != first.paragraph or len(words) < SHORTEST or not first.prose:
        return False
    own = sentence_words(tokens, sentence)
    if own == words:
        return True
    goes_on = own[: len(words)] == words and sentence.first + len(words) < len(tokens.words)
    return goes_on and tokens.gap(sentence.first + len(words))[:2] in (",”", ',"', ",’")


def is_sentence_loop(tokens: Tokens, loop: Loop) -> bool:
    """Whether the sentence is no slogan, and one in quotation marks comes three times."""
    sentence = tokens.sentences[loop.first]
    if is_transcript(tokens) or not any(map(str.isalpha, sentence_words(tokens, sentence))):
        return False
    if tokens.in_quote(tokens.starts[sentence.first]):
        return loop.times >= FEWEST_SPOKEN and sentence.last - sentence.first >= SHORTEST_SPOKEN
    return True


def read_sentence_loops(tokens: Tokens) -> Measurement:
    """Read loops over sentences; each printing beyond the first counts."""
    loops = [loop for loop in sentence_loops(tokens) if is_sentence_loop(tokens, loop)]
    marks = []
    for loop in loops:
        first, last = tokens.sentences[loop.first], tokens.sentences[loop.stop - 1]
        words = first.last - first.first
        end = tokens.word_span(last.first + words - 1).end
        end += tokens.text[end : end + 1] in tuple(STOPS)
        marks.append(Mark(first.start, end, f"{loop.times} times"))
    return Measurement(density(sum(loop.times - 1 for loop in loops), tokens), tuple(marks))


def holds_sentence_again(batch: TokenBatch) -> Flags:
    """Which articles print a sentence twice running, shape (n_articles,)."""
    table = batch.sentences
    sums = hash_sums(batch)
    first, last = table[:, FIRST_WORD], table[:, LAST_WORD]
    held = sums[last] - sums[first]
    again = (held[1:] == held[:-1]) & ((last - first)[1:] >= SHORTEST)
    return batch.articles_with(first[1:][again])


SIGNALS = (
    Signal(
        name="word_loop",
        cause="translation",
        means="a word is printed three or more times in a row, as by an engine caught in a loop",
        wrongs="song lyrics and chants printed without quotation marks",
        example="Guests came to the restaurants, restaurants, restaurants and bars of the town.",
        read=PrefilteredReader(read_word_loops, batch_condition(holds_triple)),
        weight=3.0,
        unit="printings beyond the second per 1,000 words",
    ),
    Signal(
        name="sentence_loop",
        cause="translation",
        means="a sentence is repeated at once, as by an engine caught in a loop",
        wrongs="speeches and refrains printed without quotation marks",
        example="They will be on the show. They will be on the show. The host was ill.",
        read=PrefilteredReader(read_sentence_loops, batch_condition(holds_sentence_again)),
        weight=2.0,
        unit="printings beyond the first per 1,000 words",
    ),
)
