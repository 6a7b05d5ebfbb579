"""What stands round a mark: English prose, brackets, a quotation, people talking, code.

The functions take the tokens of an article and an offset, or the number of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from detector.english.lexicon import capital_share
from detector.text.arrays import Flags
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.quotations import Quote
from detector.text.segments import positions
from detector.text.tokens import Sentence, Tokens
from detector.text.word_properties import InWordList


@derived
def is_title_case(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a third of ``words[first:last]`` has a capital, as in headlines and captions."""
    return 3 * sum(word[0].isupper() for word in tokens.words[first:last]) >= last - first


# The words that hold English sentences together. At least one word in six of an English sentence
# is one of them; embedded tweets and cookie notices in other languages stay far below (looked at
# by eye).
ENGLISH_FUNCTION_WORDS = frozenset(
    """the a an of to in and is was are were for on with that by at from as it he she they be has
    have had his her its their this but who which will not or""".split()
)
MIN_FUNCTION_WORD_SHARE = 1 / 6
# "JANE ROE:", "MR. ROE:" at the head of a line, as transcripts print it.
SPEAKER_RE = lazy_pattern(r"^[^\w\n]{0,3}[A-Z][A-Z.'’ -]{2,40}:", re.M)
ENOUGH_SPEAKERS = 3
# Brackets that opened longer ago than this many characters were left open (made up).
BRACKET_REACH = 80

# Signs right beside a word that is quoted, compounded or part of an address.
GLOSS_SIGNS = "-'’“”\"/@#_*\xad"
ADDRESS_RE = lazy_pattern(r"\.\w")
# A word that news capitalises no more often in mid sentence has the capital of its sentence.
MOST_OPENING = 0.2


def english_sentence(tokens: Tokens, offset: int) -> Sentence | None:
    """The prose sentence round ``offset`` if its small words are English, else None.

    >>> text = "The mayor said that the road is closed. El alcalde dijo que la calle sigue igual."
    >>> [english_sentence(Tokens(text), offset) is None for offset in (5, 50)]
    [False, True]
    """
    sentence = tokens.sentence_at(offset)
    if sentence is None or not sentence.prose:
        return None
    return sentence if is_english(tokens, sentence.first, sentence.last) else None


# Marks come one after the other: the last few sentences looked up serve most calls.
@derived
def is_english(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the small words among ``words[first:last]`` are English."""
    english = sum(word in ENGLISH_FUNCTION_WORDS for word in tokens.lowered[first:last])
    return english >= MIN_FUNCTION_WORD_SHARE * (last - first)


def outside_english(tokens: Tokens, offset: int) -> bool:
    """Whether ``offset`` stands outside English prose: a :data:`Skip` of a pattern."""
    return english_sentence(tokens, offset) is None


def in_unquoted_prose(tokens: Tokens, offset: int) -> bool:
    """Whether ``offset`` stands in a sentence of prose outside quotations."""
    sentence = tokens.sentence_at(offset)
    return sentence is not None and sentence.prose and not tokens.in_quote(offset)


def in_brackets(tokens: Tokens, offset: int) -> bool:
    """Whether ``offset`` stands in brackets, where newsrooms put glosses and source terms."""
    before = tokens.text[max(0, offset - BRACKET_REACH) : offset]
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))


@derived
def is_transcript(tokens: Tokens) -> bool:
    """Whether an article prints people talking, who stammer and break off."""
    return len(SPEAKER_RE.findall(tokens.text)) >= ENOUGH_SPEAKERS


# Words of those who write on code, formulas and templates (made up, by reading tutorials).
CODE_WORDS = frozenset(
    """api braces brackets browser callback class cli code command commands compile compiled
    compiler config configuration css database debugger default exercise field fields file files
    formula function functions html javascript json library lines loop markup matrix method module
    notation object parameter parser placeholder plugin plugins polyfill proof proxy python query
    regex runtime script server shell snippet string strings syntax tag tags template templates
    terminal theorem token tokens user variable variables variance xml yaml""".split()
)
CODE_WORD = InWordList(lambda: CODE_WORDS, lowered=True)
# Different ones that a text on code holds (made up): news on software stays below.
ENOUGH_CODE_WORDS = 5


@derived
def is_about_code(tokens: Tokens) -> bool:
    """Whether an article explains code, templates or formulas, and prints pieces of them."""
    indices = tokens.indices_with(CODE_WORD)
    return len({tokens.word(index).lower() for index in indices}) >= ENOUGH_CODE_WORDS


# Newsrooms report on bad translations and on chatbots, and print the fingerprints themselves: the
# mask “XNUMX”, the chatbot's “As an AI language model”. Such a mark stands in quotation marks and
# the words around it speak of machines; a mangled quotation of a minister has neither.
# Quotations of up to this many words that hold a mark are taken for the mark itself (made up).
SHORT_CITATION = 4
# How many words around a mark are looked at (made up: about two sentences each way).
REACH = 40
# Words of reports on translation engines, chatbots and typesetting errors (made up, by reading).
MACHINE_TALK = frozenset(
    """ai algorithm apostrophe app bot bots bug captcha character characters chatbot chatbots
    chatgpt claude code codes copilot error errors fake fingerprint garbled gemini generated
    gibberish glitch glitches google gpt hallucination html llm llms machine mask
    mistranslated mistranslation model models openai output outputs placeholder placeholders
    plagiarism prompt prompted prompts software string symbol symbols template text token
    tokens translate translated translates translation translations translator typo typos
    unicode""".split()
)


def is_mention(tokens: Tokens, offset: int) -> bool:
    """Whether the mark at ``offset`` is quoted by someone who writes about it.

    >>> text = 'The engine printed “XNUMX” twice. “We sent 9,000 XNUMX men to the front,” he said.'
    >>> tokens = Tokens(text)
    >>> is_mention(tokens, text.index("XNUMX")), is_mention(tokens, text.rindex("XNUMX"))
    (True, False)
    """
    quote = quote_at(tokens, offset)
    if quote is None:
        return False
    first, last = tokens.words_between(quote.start, quote.end)
    around = {*tokens.lowered[max(0, first - REACH) : first], *tokens.lowered[last : last + REACH]}
    return last - first <= SHORT_CITATION or not MACHINE_TALK.isdisjoint(around)


def quote_at(tokens: Tokens, offset: int) -> Quote | None:
    """The quotation that holds ``offset``, or None."""
    number = bisect_right(tokens.quotes, offset, key=lambda quote: quote.start) - 1
    if number < 0 or offset >= tokens.quotes[number].end:
        return None
    return tokens.quotes[number]


def is_gloss(tokens: Tokens, index: int) -> bool:
    """Whether an odd word is named rather than used: quoted, bracketed, beside a name."""
    start = tokens.starts[index]
    if tokens.in_quote(start) or in_brackets(tokens, start):
        return True
    around = tokens.words[max(0, index - 1) : index] + tokens.words[index + 1 : index + 2]
    end = tokens.word_span(index).end
    beside = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
    in_address = "." in tokens.text[max(0, start - 1) : start] or ADDRESS_RE.match(tokens.text, end)
    if in_address or not set(beside).isdisjoint(GLOSS_SIGNS):
        return True
    return any(map(is_capitalised_name, around))


def is_capitalised_name(word: str) -> bool:
    """Whether a word has a capital of its own, not that of its sentence."""
    return word[0].isupper() and not 0.0 <= capital_share(word) <= MOST_OPENING


@derived
def word_counts(tokens: Tokens) -> Counter[str]:
    """How often an article prints each word."""
    return Counter(tokens.words)


def unquoted_ranges(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words that stand outside quotations."""
    last = 0
    for quote in tokens.quotes:
        first, end = tokens.words_between(quote.start, quote.end)
        yield last, first
        last = max(last, end)
    yield last, tokens.word_count


def bearers_in(bears: Flags, ranges: Iterable[tuple[int, int]]) -> list[int]:
    """The indices within some ranges of the words that bear a trait."""
    stretches = ((first, bears[first:end]) for first, end in ranges)
    return [first + at for first, held in stretches for at in positions(held).tolist()]
