"""Sentences that a stray stop cut before a capital, turned round, or doubled across "and".

An engine that translates a text piece by piece closes each piece with a stop and opens the next
with a capital (``by a. Mediator``), turns round the tag of a quotation as German and French do
(``did he add``), and gives two words of the source one and the same word (``protection and
protection``).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.english.lexicon import capital_share, zipf
from detector.ngrams.compounds import are_leaning, pair_gain
from detector.signals.context import ENGLISH_FUNCTION_WORDS
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import at_match, distance, starts_capital
from detector.text.arrays import Ids
from detector.text.character_classes import lowercase
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords
from detector.text.segments import positions
from detector.text.token_batch import TokenBatch
from detector.text.tokens import PRINTED, Tokens
from detector.text.word_properties import InWordList, ManyWords

# Words of grammar on which no sentence ends.
HANGING = frozenset("the a an of their its our your my every whose into between and or".split())
# Adjectives that stand before a noun only: no sentence ends on "the outer".
ATTRIBUTIVE = frozenset(
    """outer inner upper lower large small early eastern western northern southern central national
    local former recent entire main major minor chief annual daily weekly monthly federal regional
    sole principal so-called nearby various several certain numerous respective additional initial
    urban rural maximum minimum giant elder mere utter joint mutual municipal provincial""".split()
)
# What stands before such an adjective, and words that only look like one.
BEFORE_ADJECTIVE = frozenset(
    """the a an its their his her our every this that these those many of for from in at by on
    into no some""".split()
)
NO_ADJECTIVES = frozenset(
    """own same lot public total many several start all once right so two three four five six seven
    eight nine ten twenty thirty hundred thousand million""".split()
)
# Words that begin sentences: after them nothing was cut.
STARTERS = ENGLISH_FUNCTION_WORDS | frozenset(
    """if when while after before since until there these those then what how why where you we i
    some many most more no not all two three one such so yes even just now also last next still
    however though although because once our my your other others each both another any few here
    meanwhile thus hence therefore despite among during under over only people protesters""".split()
)
# Mutual information from which two words are one phrase (log10), and how common and how seldom a
# name its second word is (found on 1,500 edited articles, of which none has a mark).
LEAST_GAIN, LEAST_ZIPF, MOST_CAPITALS = 1.0, 3.3, 0.2


def stand_before_cuts(words: PrintedWords) -> list[bool]:
    """Which words are such, in lower case as they are printed, that hardly any sentence ends."""
    return [
        word in HANGING or word in ATTRIBUTIVE or (leans and word not in ENGLISH_FUNCTION_WORDS)
        for word, leans in zip(words, are_leaning(words), strict=True)
    ]


HANGING_WORD = InWordList(lambda: HANGING)
LEADING_WORD = InWordList(lambda: BEFORE_ADJECTIVE, lowered=True)
STARTER = InWordList(lambda: STARTERS, lowered=True)


def before_stop(batch: TokenBatch, words: Ids) -> Ids:
    """The words with a stop, a space and a capital after them that may belong to what follows."""
    words = words[batch.after[words] == ord(".")]
    words = words[(distance(batch, words) == 2) & starts_capital(batch, words + 1)]
    vocab, numbers = batch.encoded_words
    before, own, after = numbers.take(words + np.array([[-1], [0], [1]]), mode="clip")
    hanging = vocab.lookup(HANGING_WORD, own)
    phrase = hanging | vocab.lookup(LEADING_WORD, before)
    at = positions(phrase & ~vocab.lookup(STARTER, after))
    printed = [vocab.lookup(PRINTED, each.take(at)).tolist() for each in (before, own, after)]
    cut = map(belong, map(lowercase, printed[0]), *printed[1:])
    return words.take(at)[hanging.take(at) | np.fromiter(cut, np.bool_, len(at))]


def belong(before: str, word: str, noun: str) -> bool:
    """Whether a word before a stop belongs to the noun after it, by what stands before both."""
    if before not in BEFORE_ADJECTIVE or word in NO_ADJECTIVES:
        return False
    if before == "the" and word in ATTRIBUTIVE:
        return True
    common = 0.0 <= capital_share(noun) <= MOST_CAPITALS and zipf(noun) >= LEAST_ZIPF
    return common and pair_gain(word, noun.lower()) >= LEAST_GAIN


BEFORE_CUT = ManyWords(stand_before_cuts)
# Verbs of reporting after which English keeps its order.
SAYING = (
    "add|announce|claim|conclude|confess|confirm|continue|criticise|criticize|declare|emphasise"
    "|emphasize|explain|insist|note|point|recall|remark|repeat|report|say|state|stress|summarise"
    "|tell|underline|warn|write|assure|complain|demand|admit"
)
INVERTED_RE = lazy_pattern(
    rf"(?<=[,”\"’!?] )did (?:he|she|they|the [a-z]{{3,20}}|[A-Z][a-z]{{1,20}}) (?:{SAYING})"
    r"(?=\.|,| (?:on|that|to|in)\b)"
    # German has "so" for an attribution without a verb.
    r"|(?<=[”\"] )so (?:the|its|his|her|their) [a-z]{3,20}(?: [a-z]{3,20})?(?=\.)"
)
INVERTED_WORD = InWordList(lambda: frozenset({"did", "so"}))
# Nouns that English doubles for their number: thousands and thousands, for years and years.
NUMBERS = (
    "thousands|hundreds|millions|billions|dozens|lots|loads|tons|months|years|miles|hours|days"
    "|weeks|decades|ages|pages|times|centuries|generations|nights|rows|piles|more|less|such|fewer"
)
DOUBLED = (
    rf"(?P<mark>(?P<noun>(?!(?:{NUMBERS}|[a-z]{{1,9}}er) )[a-z]{{4,20}}) (?:and|or) (?P=noun))"
    r"(?= (?:of|for|in|to|by|from|at|on|with|will|is|was|are|were|has|had|that|which|who)\b"
    r"|[.,;])"
)
DOUBLED_RE = lazy_pattern(
    r"\b(?:of|for|the|with|by|in|on|to|about|from|at|under|against|an?|their|his|her|its|no|this) "
    + DOUBLED
)
PAIR_RE = lazy_pattern(DOUBLED)


def is_doubled(batch: TokenBatch, words: Ids) -> Ids:
    """The words "and" and "or" between two nouns that are the same."""
    before, after = batch.encoded_words[1].take(words + np.array([[-1], [1]]), mode="clip")
    words = words[before == after]
    begins = batch.begins.take(words - 1).tolist()
    paired = [PAIR_RE.match(batch.text, begin) is not None for begin in begins]
    return words[np.array(paired, np.bool_)]


JOINING = InWordList(lambda: frozenset({"and", "or"}))


def find_cuts(tokens: Tokens) -> Iterator[Mark]:
    """Yield stops between the words of one phrase, outside quotations."""
    for index in tokens.indices_with(BEFORE_CUT):
        if is_cut(tokens, index) and not tokens.in_quote(tokens.starts[index]):
            yield Mark(tokens.starts[index], tokens.word_span(index + 1).end, "cut by a stop")


def is_cut(tokens: Tokens, index: int) -> bool:
    """Whether a stop and a capital part a word from the noun that it belongs to."""
    words = tokens.words
    # A lone letter at the head of a line is a label: "a. Copyright".
    if index + 2 >= len(words) or tokens.gap(index + 1) != ". " or not index:
        return False
    if tokens.gap(index) != " ":
        return False
    word, noun, gap = words[index], words[index + 1], tokens.gap(index + 2)
    if not noun.istitle() or len(noun) < 3 or noun.lower() in STARTERS:
        return False
    goes_on = words[index + 2].islower() if gap == " " else gap[0] in ",."
    if not goes_on or word in HANGING:
        return goes_on
    return belong(tokens.lowered[index - 1], word, noun)


SIGNALS = (
    Signal(
        name="cut_sentence",
        cause="translation",
        means="a stop and a capital cut a sentence between a word and its noun",
        wrongs="writers who set. Every word. So",
        example="The dredger will take silt from the outer. Basin in two stages.",
        read=finder(find_cuts, word(BEFORE_CUT, before_stop)),
        weight=2.0,
    ),
    Signal(
        name="inverted_tag",
        cause="translation",
        means="the attribution of a quotation is inverted with 'did' or 'so'",
        wrongs="questions, and poems",
        example="“None of them can be sold,” did he add.",
        read=pattern(
            INVERTED_RE, prefilter=word(INVERTED_WORD, at_match(INVERTED_RE)), skip=Tokens.in_quote
        ),
        weight=2.0,
    ),
    Signal(
        name="doubled_noun",
        cause="translation",
        means="the same noun stands on both sides of 'and'",
        wrongs="philosophers, and names of committees",
        example="The firm was responsible for the storage and storage of goods.",
        read=pattern(DOUBLED_RE, prefilter=word(JOINING, is_doubled), skip=Tokens.in_quote),
        weight=2.0,
    ),
)
