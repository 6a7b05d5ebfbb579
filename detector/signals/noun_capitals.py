"""Capitals on common nouns in mid sentence: ``every sick Child``, ``the Supply of oxygen``.

German writes its nouns so, and engines for it leave the capital on. Lawyers and firms capitalise
what they have defined (the Company, the Act), fans their clubs and cups, and headlines
everything; so only words count that edited news hardly ever capitalises, none of them beside
another capital, and two different ones in an article. In their company, and where only a noun can
stand, count words that edited news does capitalise now and then.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from detector.english.lexicon import common_words
from detector.signals.context import ENGLISH_FUNCTION_WORDS, is_title_case, word_counts
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    character_after,
    distance,
    in_plain_prose,
    one_of,
    outside_quotations,
    precedes_single_space,
    starts_capital,
    starts_lowercase,
)
from detector.text.arrays import Ids
from detector.text.concatenated import SPACE
from detector.text.token_batch import FIRST_WORD, TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import InWordList

# Words seen 70 times and more in our table, and with a capital at most once in twenty times.
COMMON_ZIPF, MOST_CAPITALS = 3.85, 0.05
FEWEST_WORDS = 2
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES_OF_DAY = frozenset("Morning Evening Night Afternoon".split())
# What firms, lawyers, clubs and churches define, and what names of shops and dishes are made of.
DEFINED = frozenset(
    """company agreement act bill board plan fund group team club service program programme project
    party section article chapter page figure table step part phase stage season grade level type
    king queen lady sir lord mom mum dad grandma grandpa god internet web earth sun nature fate
    death love truth justice freedom liberty democracy art science home news show special editor
    director chair officer head secretary captain coach sergeant detective inspector attorney
    professor government opposition people information administration indeed deadline parties
    report council committee congress movement play remain leave thought place
    order call access color colour guide data ministers liberal liberals conservative
    this like whom while they read share fill email name start nine flood""".split()
)
# What pages define or address now and then, and what counts beside a sure mark all the same.
ADDRESSED = frozenset(
    """father mother brother sister uncle aunt day week game round class chief deputy member members
    leader judge nurse teacher student doctor region house houses moon""".split()
)
# Words by which names go on: Houses of Parliament, Farmers and Greens Union, Voice for Children.
LINKS = frozenset("of and for in on the to a an & at with as von van de".split())
REACH = 4
# Words that name something as often as not count beside a sure one, up to this share (made up).
OCCASIONAL_CAPITALS = 0.15
# What opens a group of words that a noun closes: the Danger, three Days, every sick Child.
OPENERS = frozenset(
    """the a an his her their its this that these those every each several many some no our my your
    both any few all two three four five six seven eight nine ten twelve twenty""".split()
)
# What may follow the noun: the words of grammar, and those of reports.
FOLLOWERS = ENGLISH_FUNCTION_WORDS | frozenset(
    """said says told ago could would can may must should when after before where until since so
    because while than if""".split()
)
COUNTED = frozenset("More Other Further Additional New Young Old".split())
# An article that prints a capital more often has a reason for it.
MOST_TIMES = 2


@cache
def plain_nouns() -> frozenset[str]:
    """Common words that edited news prints in small letters, with a capital."""
    words = capitalised_up_to(MOST_CAPITALS) - DEFINED - ADDRESSED
    return frozenset(map(str.capitalize, words)) | TIMES_OF_DAY


@cache
def occasional_nouns() -> frozenset[str]:
    """Common words that edited news prints with a capital now and then, with the capital."""
    words = capitalised_up_to(OCCASIONAL_CAPITALS) - DEFINED
    return frozenset(map(str.capitalize, words)) - plain_nouns()


def capitalised_up_to(most: float) -> frozenset[str]:
    """Common words that edited news prints with a capital so often at most, in lower case."""
    common = common_words(COMMON_ZIPF, (0.0, most))
    return frozenset([word for word in common if len(word) > 3 and word.isalpha()])


PLAIN_NOUN, OCCASIONAL_NOUN = InWordList(plain_nouns), InWordList(occasional_nouns)


NOUN = InWordList(lambda: plain_nouns() | occasional_nouns())
TIME_OF_DAY = InWordList(lambda: TIMES_OF_DAY)


def stands_alone(batch: TokenBatch, words: Ids) -> Ids:
    """The words of unquoted prose after a word and a space, with no capital beside them.

    The word before may open its sentence, or be the day of a time of day.
    """
    words = words[(distance(batch, words - 1) == 1) & (character_after(batch, words - 1) == SPACE)]
    goes_on = starts_capital(batch, words + 1) & one_of(character_after(batch, words), " -’'")
    words = words[~goes_on]
    vocab, numbers = batch.encoded_words
    ends = ~precedes_single_space(batch, words) | starts_lowercase(batch, words + 1)
    firsts = batch.sentences[:, FIRST_WORD]
    opens = firsts.take(firsts.searchsorted(words - 1), mode="clip") == words - 1
    plain = ends & (opens | ~starts_capital(batch, words - 1))
    words = words[plain | vocab.lookup(TIME_OF_DAY, numbers.take(words))]
    return outside_quotations(batch, in_plain_prose(batch, words, before=1, skipped=1))


def are_different(batch: TokenBatch, words: Ids) -> Ids:
    """Of the words that stand alone, those that differ from the first one of their article.

    None of an article in which no plain noun stands alone.
    """
    words = stands_alone(batch, words)
    vocab, numbers = batch.encoded_words
    own, owners = numbers[words], batch.owners(words)
    different = own != own[owners.searchsorted(owners)]
    plain = batch.articles_with(words[vocab.lookup(PLAIN_NOUN, own)])
    return words[different & plain[owners]]


def is_noun_capital(tokens: Tokens, index: int) -> bool:
    """Whether a word has a capital in the midst of prose, and its neighbours have none."""
    words, sentence = tokens.words, tokens.sentence_at(tokens.starts[index])
    if sentence is None or not sentence.prose or not sentence.first < index < sentence.last:
        return False
    before, start = words[index - 1], tokens.starts[index]
    if tokens.gap(index) != " " or tokens.in_quote(start):
        return False
    if is_title_case(tokens, sentence.first + 1, sentence.last):
        return False
    if words[index] in TIMES_OF_DAY and before.lower() in DAYS:
        return True
    if in_name(tokens, index, plain_nouns()):
        return False
    # After "A" or "Three" at the head of a sentence the capital before is the sentence's own.
    plain_before = before.islower() or before.isdigit() or index - 1 == sentence.first
    after, gap = (
        words[index + 1 : index + 2],
        tokens.gap(index + 1) if index + 1 < len(words) else "",
    )
    ends = gap.strip() in (",", ";", "–", ".", "")
    return plain_before and (after[0].islower() if gap == " " else ends)


def in_name(tokens: Tokens, index: int, nouns: frozenset[str]) -> bool:
    """Whether small words alone part a capital from another one: Order of the Cross.

    The capital of one of ``nouns`` may be as wrong as the word's own.
    """
    words, sentence = tokens.words, tokens.sentence_at(tokens.starts[index])
    start = sentence.first + 1 if sentence else index
    stop = min(len(words), index + 1 + REACH)
    for side in (range(index + 1, stop), range(index - 1, max(start, index - REACH) - 1, -1)):
        for near in side:
            if tokens.gap(near if near > index else near + 1) != " ":
                break
            if words[near][0].isupper():
                return words[near] not in nouns
            if words[near] not in LINKS:
                break
    return False


def defines_terms(tokens: Tokens) -> bool:
    """Whether common words have capitals in pairs: Gross Margin, Debt Rating."""
    nouns = tokens.indices_with(PLAIN_NOUN)
    pairs = [index for index, after in pairwise(nouns) if after == index + 1]
    return any(
        tokens.words[index - 1].islower() and tokens.gap(index) == tokens.gap(index + 1) == " "
        for index in pairs
        if index
    )


def phrases_of(tokens: Tokens, nouns: list[int]) -> set[str]:
    """The different first words of phrases: what small words alone part may be one title.

    The Keep the Noise campaign is one title, not two nouns.
    """
    apart = [
        after
        for before, after in pairwise([-REACH, *nouns])
        if before < 0 or not set(tokens.words[before + 1 : after]) <= LINKS
    ]
    return {tokens.lowered[index] for index in apart}


def closes_group(tokens: Tokens, index: int) -> bool:
    """Whether a word stands where only a noun can: the Danger of, three Days ago."""
    words, before = tokens.words, tokens.lowered[index - 1]
    counted = before in OPENERS or before.isdigit()
    if not counted and (not before.isalpha() or before in FOLLOWERS):
        return False
    if index + 1 >= len(words) or tokens.gap(index + 1) != " ":
        return True
    return words[index + 1] in FOLLOWERS or (counted and words[index] in COUNTED)


def find_noun_capitals(tokens: Tokens) -> Iterator[Mark]:
    """Yield capitals on common nouns where there are two different ones."""
    nouns = [index for index in tokens.indices_with(PLAIN_NOUN) if is_noun_capital(tokens, index)]
    if not nouns or defines_terms(tokens):
        return
    occasional = tokens.indices_with(OCCASIONAL_NOUN)
    beside = [
        at
        for at in occasional
        if is_noun_capital(tokens, at)
        if closes_group(tokens, at) and is_rare(tokens, at) and not in_name(tokens, at, frozenset())
    ]
    if len(phrases_of(tokens, nouns)) < FEWEST_WORDS:
        nouns = [index for index in nouns if closes_group(tokens, index) and is_rare(tokens, index)]
        if not nouns or len(phrases_of(tokens, sorted([*nouns, *beside]))) < FEWEST_WORDS:
            return
    for index in sorted([*nouns, *beside]):
        yield Mark(tokens.starts[index - 1], tokens.word_span(index).end, "capital in mid sentence")


def is_rare(tokens: Tokens, index: int) -> bool:
    """Whether an article does not go on to print a word with its capital."""
    return word_counts(tokens)[tokens.words[index]] <= MOST_TIMES


SIGNALS = (
    Signal(
        name="noun_capital",
        cause="translation",
        means="common nouns have capitals in the middle of sentences, as German writes them",
        wrongs="contracts, prospectuses and clubs, which capitalise the terms they define",
        example="Every sick Child can pass it on, and the Supply of oxygen will last for a week.",
        read=finder(find_noun_capitals, word(NOUN, are_different) & word(PLAIN_NOUN)),
        weight=2.0,
    ),
)
