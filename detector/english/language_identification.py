"""Whether an article is in English, and which parts of it are not.

A page in another language is no mangled English, and a paragraph left in another
language inside an English article is. Almost every article that comes in is English: its share
of English function words settles that in a few microseconds. langdetect decides
the rest, with a fixed seed (unseeded, its answers change from call to call).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, groupby, islice
from typing import NamedTuple

import numpy as np

from detector.english.foreign_words import foreign_function_words, foreign_words
from detector.english.lexicon import OfUnknown
from detector.text.arrays import Flags, Ids
from detector.text.printed_words import PrintedWords
from detector.text.segments import counts_between
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Sentence, Tokens, batch_of
from detector.text.word_properties import InWordList, ManyWords

# English function words that hardly any other language of the news writes in the same letters:
# "in", "was", "on", "at" (German, Dutch, Danish), "as", "a", "no" (Portuguese) and "to", "do"
# (Polish, Serbian) are left out.
TELLING_WORDS = frozenset(
    """the and of that with from this which their they them there these those have has been
    were would could should said who whose not but are his by its it it's after about when
    what where while than then because before between through against our your you she it'll
    he it is be will had if or""".split()
)
# No sentence of another language reached this share, but for borrowed names of songs and films.
FOREIGN_SHARE = 0.04
# Lists of names and figures have no function words either, and langdetect gives them some
# language. In another language most words in small letters are unknown to the English press.
UNKNOWN_SHARE = 0.4
SURE = 0.9
UNDETERMINED = "und"
# Whole articles take langdetect twice as long as this many characters and get the same answer.
MAX_GUESS_CHARACTERS = 500
LEAST_LETTERS = 20
# Twelve words are enough for langdetect and too many for a title or a saying.
MIN_FOREIGN_WORDS = 12
# A shorter sentence counts with two words of grammar of the language that langdetect names.
MIN_SHORT_WORDS, ENOUGH_GRAMMAR = 5, 2
# Calls of langdetect for one article, at 2 ms each: no page has as many.
MOST_ASKED = 40
# The blocks of Chinese and Japanese signs begin here.
FIRST_CJK = "\u2e80"


IS_TELLING_WORD = InWordList(lambda: TELLING_WORDS, lowered=True)
IS_FOREIGN_GRAMMAR = InWordList(foreign_function_words, lowered=True)


def are_small(words: PrintedWords) -> list[bool]:
    """Which words are letters only, the first no capital."""
    return [not word[0].isupper() and word.isalpha() for word in words]


IS_SMALL, IS_UNKNOWN = ManyWords(are_small), OfUnknown(are_small)


class ForeignSpan(NamedTuple):
    """A span ``text[start:end]`` that is not English; ``language`` is langdetect's code."""

    start: int
    end: int
    language: str


class Guess(NamedTuple):
    """A language code (ISO 639-1; Chinese ``zh-cn`` or ``zh-tw``) and its probability."""

    language: str
    probability: float


NO_GUESS = Guess("", 0.0)


def detect_language(text: str) -> Guess:
    """Langdetect's guess from the first 500 characters; no guess for blanks, figures, emoji.

    >>> detect_language("Le gouvernement a annoncé mardi une hausse des prix du pain.").language
    'fr'
    >>> detect_language("12 : 30 … 🙂")
    Guess(language='', probability=0.0)
    """
    text = text[:MAX_GUESS_CHARACTERS]
    if sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return NO_GUESS
    # Hardly any run of English news needs it.
    from detector.english.language_profiles import likeliest_language

    best = likeliest_language(text)
    return Guess(*best) if best else NO_GUESS


def languages_of(articles: Sequence[Tokens]) -> list[str]:
    """The language of each article, as :func:`language_of` gives it."""
    batch = batch_of(articles)
    english = batch.count_by_article(batch.word_properties(IS_TELLING_WORD))
    plain = english / batch.word_segments.least >= FOREIGN_SHARE
    return [
        "en" if sure else language_of(tokens)
        for tokens, sure in zip(articles, plain.tolist(), strict=True)
    ]


def language_of(tokens: Tokens) -> str:
    """The language of an article: ``"en"``, another code, or ``""`` where nothing says.

    ``"und"`` (undetermined) is a language that langdetect does not know, such as Galician.

    >>> language_of(Tokens("The council of the town met on Monday and said that it will not vote."))
    'en'
    >>> language_of(Tokens("Der Stadtrat hat am Montag beschlossen, die Brücke nicht zu bauen."))
    'de'
    >>> language_of(Tokens("1, 2, 3 …"))
    ''
    """
    count = tokens.word_count
    english = np.count_nonzero(tokens.word_properties(IS_TELLING_WORD))
    if count and english / count >= FOREIGN_SHARE:
        return "en"
    start, end = body(tokens)
    guess = detect_language(tokens.text[start:end])
    if guess.language == "en":
        return "en"
    if not looks_unknown(tokens, 0, count):
        return ""
    if guess.probability >= SURE:
        return guess.language
    return UNDETERMINED if count >= MIN_FOREIGN_WORDS else ""


def body(tokens: Tokens) -> tuple[int, int]:
    """Where to look: from the first paragraph of prose on, past menus and headlines."""
    for paragraph in tokens.paragraphs:
        if paragraph.prose:
            return paragraph.start, paragraph.start + MAX_GUESS_CHARACTERS
    return 0, MAX_GUESS_CHARACTERS


def looks_unknown(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the English press does not print most of the words in small letters."""
    return bool(look_unknown(tokens, np.array([first]), np.array([last]))[0])


def look_unknown(texts: Tokens | TokenBatch, firsts: Ids, lasts: Ids) -> Flags:
    """Whether each run of words :func:`looks_unknown`, shape (n_runs,)."""
    small, unknown = (
        counts_between(texts.word_properties(trait), firsts, lasts)
        for trait in (IS_SMALL, IS_UNKNOWN)
    )
    return (small > 0) & (unknown >= UNKNOWN_SHARE * small)


def foreign_spans(tokens: Tokens) -> list[ForeignSpan]:
    """Sentences, or runs of them, that are in another language.

    The article is taken to be English: call :func:`language_of` first.

    >>> text = (
    ...     "The mayor spoke on Monday. El alcalde dijo que las obras del puente empezarán en "
    ...     "primavera y durarán dos años. The works will cost $3 million."
    ... )
    >>> [(text[s.start:s.end][:20], s.language) for s in foreign_spans(Tokens(text))]
    [('El alcalde dijo que ', 'es')]
    """
    return [
        ForeignSpan(start, end, guess.language)
        for start, end, languages in islice(suspected_spans(tokens), MOST_ASKED)
        for guess in [detect_language(tokens.text[start:end])]
        if guess.language not in ("", "en") and guess.probability >= SURE
        if not languages or guess.language in languages
    ]


def suspected_spans(tokens: Tokens) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield start and end of what may be another language, and the languages that it may be.

    Those are named where the span is short: then its words of grammar must say the same.
    """
    for run in non_english_runs(tokens):
        for part in unknown_parts(tokens, run):
            words, span = (part[0].first, part[-1].last), (part[0].start, part[-1].end)
            if is_long(tokens, *words, *span):
                yield *span, frozenset()
            elif languages := languages_by_grammar(tokens.lowered[slice(*words)]):
                yield *span, languages


def unknown_parts(tokens: Tokens, run: list[Sentence]) -> Iterator[list[Sentence]]:
    """Yield a run that looks unknown, else the runs in it of sentences that do.

    An English sentence without words of grammar may stand beside one in another language.
    """
    if looks_unknown(tokens, run[0].first, run[-1].last):
        yield run
        return
    for unknown, part in groupby(run, lambda one: looks_unknown(tokens, one.first, one.last)):
        if unknown:
            yield list(part)


def languages_by_grammar(words: Sequence[str]) -> frozenset[str]:
    """The languages that have two different words of grammar among five words or more."""
    if len(words) < MIN_SHORT_WORDS:
        return frozenset()
    grammar = foreign_function_words().intersection(words)
    languages = Counter(chain.from_iterable(foreign_words()[word].languages for word in grammar))
    return frozenset(code for code, count in languages.items() if count >= ENOUGH_GRAMMAR)


def is_long(tokens: Tokens, first: int, last: int, start: int, end: int) -> bool:
    """Whether a run has twelve words; Chinese and Japanese count two signs as one word."""
    if last - first >= MIN_FOREIGN_WORDS:
        return True
    return sum(sign >= FIRST_CJK for sign in tokens.text[start:end]) >= 2 * MIN_FOREIGN_WORDS


def non_english_runs(tokens: Tokens) -> Iterator[list[Sentence]]:
    """Yield the runs of sentences without English."""
    english = [0, *np.cumsum(tokens.word_properties(IS_TELLING_WORD)).tolist()]

    def is_english(one: Sentence) -> bool:
        return bool(english[one.last] - english[one.first] > FOREIGN_SHARE * (one.last - one.first))

    for plain, run in groupby(tokens.sentences, is_english):
        filled = [] if plain else list(dropwhile(lambda one: one.first == one.last, run))
        if filled:
            yield filled
