"""Words of other languages in an English sentence: copied, or spelt as in another language.

Engines copy what they cannot translate. English newsrooms print foreign words too: in names,
titles, quotations, glosses in brackets, and words on loan ("coup de grâce"), so a run of them needs
foreign *grammar* in lower case in the midst of an English sentence, and a word by itself foreign
letters or a place where only a plain word can stand. There the prefilter of many articles and the
finder of one agree, and ask the dictionaries last, which take the longest.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detector.english.foreign_words import (
    ACCENTED_RE,
    foreign_function_words,
    foreign_lead,
    foreign_words,
    is_foreign_lead,
    is_plainly_foreign,
    is_unlisted,
    is_untranslated,
    look_foreign,
)
from detector.english.lexicon import OfUnknown, is_word
from detector.signals.context import (
    GLOSS_SIGNS,
    english_sentence,
    in_brackets,
    is_gloss,
    word_counts,
)
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import character_after, first_character, one_of
from detector.text.arrays import Ids
from detector.text.token_batch import TokenBatch
from detector.text.tokens import PRINTED, Tokens
from detector.text.word_properties import InWordList, MatchesPattern

# Words of other languages that are English grammar where they stand at the edge of a run.
ENGLISH_TOO = frozenset(
    "a am an are as at be do has in is it me no of on or per so the to was".split()
)
# Foreign grammar that English holds on loan.
LOANS = frozenset(("de la crème", "crème de la", "de rigueur", "ne plus ultra", "que sera sera"))
VERBS = frozenset(
    "was were is are has have had will would can could must may said says asked told".split()
)
# What stands before or after a word that is introduced to the reader.
INTRODUCING = frozenset(
    "called named termed dubbed as or el los la las le les il lo der die das".split()
)
APPOSITION = frozenset("a an the or meaning literally known also".split())
DETERMINERS = frozenset("the a an this that his her its their our every each no".split())
FOREIGN_NOUN = OfUnknown(lambda words: look_foreign(words, is_foreign_lead))
PLAINLY_FOREIGN = OfUnknown(lambda words: look_foreign(words, is_plainly_foreign))


def may_be_mark(batch: TokenBatch, words: Ids) -> Ids:
    """The words without a sign beside them that stand as a word of the language may."""
    beside = first_character(batch, words, -1), character_after(batch, words)
    words = words[~one_of(beside[0], GLOSS_SIGNS) & ~one_of(beside[1], GLOSS_SIGNS)]
    vocab, numbers = batch.encoded_words
    around = numbers.take(words[:, None] + np.array([-1, 0, 1]), mode="clip")
    words_around = vocab.lookup(PRINTED, around).tolist()
    plainly = vocab.lookup(PLAINLY_FOREIGN, around[:, 1]).tolist()
    unlisted = [
        (plain or may_stand(*printed)) and is_unlisted(printed[1])
        for plain, printed in zip(plainly, words_around, strict=True)
    ]
    return words[np.array(unlisted, np.bool_)]


def may_stand(before: str, word: str, after: str) -> bool:
    """Whether a noun of another language is not surely out of its place between two others."""
    if not word.islower():
        return before.lower() in DETERMINERS and after in VERBS
    return before.lower() == "the" and (after in VERBS or after == "of")


def find_foreign_spelling(tokens: Tokens) -> Iterator[Mark]:
    """Yield plain words of another language, in small letters or with a German noun's capital."""
    for index in tokens.indices_with(FOREIGN_NOUN):
        start, end = tokens.word_span(index)
        printed = tokens.words[index]
        if word_counts(tokens)[printed] > 1 or is_gloss(tokens, index):
            continue
        stands = is_out_of_place(tokens, index) and english_sentence(tokens, start)
        if stands and is_unlisted(printed):
            yield Mark(start, end, f"spelt as in {foreign_lead(printed).language}")


def is_out_of_place(tokens: Tokens, index: int) -> bool:
    """Whether a foreign word is neither a name nor introduced to the reader."""
    word = tokens.words[index]
    if not word.islower():
        return is_common_noun(tokens, index, VERBS)
    if is_explained(tokens, index):
        return False
    plain = is_plainly_foreign(word, foreign_lead(word))
    # "A bavette with chimichurri": cooks and couturiers print "a" before a loan, engines "the".
    definite = "the" in tokens.lowered[index - 1 : index]
    return plain or (definite and is_common_noun(tokens, index, VERBS | {"of"}))


def is_explained(tokens: Tokens, index: int) -> bool:
    """Whether a word is introduced to the reader: a gacaca, a village court; called gacaca."""
    before, after = (
        tokens.lowered[index - 1] if index else "",
        tokens.lowered[index + 1 : index + 2],
    )
    gap = tokens.gap(index + 1) if after else ""
    return before in INTRODUCING or (gap == ", " and after[0] in APPOSITION)


def is_common_noun(tokens: Tokens, index: int, following: frozenset[str]) -> bool:
    """Whether a word stands like a noun: after an article, before a verb or a word of grammar.

    Names of people have no article before them.
    """
    around = tokens.words[index - 1 : index] + tokens.words[index + 1 : index + 2]
    if len(around) < 2 or around[0].lower() not in DETERMINERS:
        return False
    return tokens.gap(index + 1) == " " and around[1] in following


FOREIGN_FUNCTION_WORD = InWordList(foreign_function_words)


def find_foreign(tokens: Tokens) -> Iterator[Mark]:
    """Yield runs of lower-case foreign words inside English prose."""
    done = 0
    for index in tokens.indices_with(FOREIGN_FUNCTION_WORD):
        if index < done:
            continue
        first, done = foreign_run(tokens, index)
        if is_residue(tokens, first, done):
            note = "/".join(sorted(shared_languages(tokens, first, done)))
            yield Mark(tokens.starts[first], tokens.word_span(done - 1).end, note)


def foreign_run(tokens: Tokens, index: int) -> tuple[int, int]:
    """The run of foreign and unknown lower-case words round ``index``, parted by spaces only."""
    words, first, stop = tokens.words, index, index + 1
    while first > 0 and tokens.gap(first) == " " and is_foreign(words[first - 1]):
        first -= 1
    while stop < len(words) and tokens.gap(stop) == " " and is_foreign(words[stop]):
        stop += 1
    while words[first] in ENGLISH_TOO:
        first += 1
    while words[stop - 1] in ENGLISH_TOO:
        stop -= 1
    return first, max(stop, index + 1)


def is_foreign(word: str) -> bool:
    """Whether a word may belong to a foreign run: in lower case, and not simply English."""
    return word.islower() and word.isalpha() and (word in foreign_words() or not is_word(word))


def shared_languages(tokens: Tokens, first: int, stop: int) -> frozenset[str]:
    """The languages that hold most of the function words of a run."""
    table = foreign_words()
    sets = [table[word].languages for word in tokens.words[first:stop] if word in table]
    tally = {language: sum(language in held for held in sets) for held in sets for language in held}
    best = max(tally.values(), default=0)
    return frozenset(language for language, count in tally.items() if count == best)


def is_residue(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether a run of foreign words stands in the midst of English prose of the desk's own."""
    start, end = tokens.starts[first], tokens.word_span(stop - 1).end
    if stop - first < 2 or any(loan in tokens.text[start:end] for loan in LOANS):
        return False
    sentence = english_sentence(tokens, start)
    if sentence is None or tokens.in_quote(start):
        return False
    inside = sentence.first < first and stop < sentence.last
    return inside and not is_name_part(tokens, first, stop) and not in_brackets(tokens, start)


def is_name_part(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether a capitalised word stands right beside the run (Rio de la Plata)."""
    around = [tokens.words[first - 1], tokens.words[stop]]
    return any(word[0].isupper() for word in around)


def find_accented(tokens: Tokens) -> Iterator[Mark]:
    """Yield lower-case words with foreign letters that edited English news does not print."""
    for index in tokens.indices_with(UNTRANSLATED):
        start, end = tokens.word_span(index)
        if not is_gloss(tokens, index) and english_sentence(tokens, start):
            yield Mark(start, end, "untranslated")


UNTRANSLATED = MatchesPattern(ACCENTED_RE, fits=is_untranslated)


SIGNALS = (
    Signal(
        name="foreign_words",
        cause="translation",
        means="a stretch of another language stands inside an English sentence",
        wrongs="writers who mix languages on purpose, as in Manila or Miami",
        example="The minister said that the budget para los municipios was approved on Monday.",
        read=finder(find_foreign, word(FOREIGN_FUNCTION_WORD)),
        weight=3.0,
    ),
    Signal(
        name="untranslated_word",
        cause="translation",
        means="a word of another language stands inside an English sentence",
        wrongs="writers on food, fashion or customs who print a foreign term without marks",
        example="The court found that the větrolam had been built without a permit.",
        read=finder(find_accented, word(UNTRANSLATED)),
        weight=2.5,
    ),
    Signal(
        name="foreign_spelling",
        cause="translation",
        means="a word spelt as in another language stands unexplained in an English sentence",
        wrongs="writers on food, sport or customs who print a foreign term without marks",
        example="The repairs will be paid from the gemeentekas, which is well filled.",
        read=finder(find_foreign_spelling, word(FOREIGN_NOUN, may_be_mark)),
        weight=1.0,
    ),
)
