"""What a translation engine left untranslated: words, scripts, look-alike letters, marks.

Engines copy what they cannot translate. English newsrooms print foreign words too: in names,
titles, quotations, glosses in brackets, and words on loan ("coup de grâce"), so a mark
here needs foreign *grammar* in lower case in the midst of an English sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.english.foreign_words import (
    foreign_function_words,
    foreign_words,
    is_untranslated,
)
from detector.english.lexicon import is_word
from detector.signals.context import (
    english_sentence,
    in_brackets,
    in_transcript,
    is_about_code,
    is_gloss,
    outside_english,
)
from detector.signals.foreign_spelling import FOREIGN_NOUN, find_foreign_spelling, may_be_mark
from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import BoolArray, character_after, first_character, select
from detector.text.arrays import Ids
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList, WordProperty

# Words of other languages that are English grammar where they stand at the edge of a run.
ENGLISH_TOO = frozenset(
    "a am an are as at be do has in is it me no of on or per so the to was".split()
)
# Foreign grammar that English holds on loan.
LOANS = frozenset(("de la crème", "crème de la", "de rigueur", "ne plus ultra", "que sera sera"))
# Millions and billions as other languages print them after a figure.
MAGNITUDE_WORDS = frozenset(
    """milliarde milliarden millionen billionen mrd mio millones millón milliard milliards
    milioni miliardi milhões milhão bilhões bilhão trilhões miljoner miljarder miljard miljoen
    milyar milyon miliardów milionów miliard milionů miliarda tysięcy tisíc миллион миллионов
    миллиард миллиардов млн млрд тысяч triliun triệu tỷ""".split()
)
MAGNITUDES = "|".join(sorted(MAGNITUDE_WORDS, key=len, reverse=True))
MAGNITUDE_RE = re.compile(
    rf"(?<![\w.,])\d[\d.,]*+\s?(?:(?:mil )?(?:{MAGNITUDES})(?!\w)|[万億亿兆千])", re.I
)
# Labels that encyclopedias put behind a name that several things bear, and their section links.
WIKI_RE = re.compile(
    r"\[(?:edit|bearbeiten|modifier|modifica|editar|править)(?: \|[^\]\n]{1,30})?\]"
    r"|(?<!\w)(?:Kategorie|Catégorie|Categoría|Categoria|Kategoria|Категория|Datei|Fichier):\w+"
    r"|\((?:Stadt|Begriffsklärung|Familienname|Politiker|Fußballer|Fußballspieler|Schauspieler|"
    r"personaggio|calciatore|politico italiano|città|em inglês|em espanhol|em francês|"
    r"página não existe|en inglés|en anglais|homonymie|ville|desambiguación|inglés|"
    r"auf Englisch|englisch|in inglese|po angielsku|oud|stad)\)"
    r"|\{\{[^{}\n]{1,80}\}\}"
)
# A word of each of those links and labels, the last one where a label has several, and of the
# names of pages.
WIKI_WORD = InWordList(
    lambda: frozenset(
        """edit bearbeiten modifier modifica editar править Stadt Begriffsklärung Familienname
        Politiker Fußballer Fußballspieler Schauspieler personaggio calciatore italiano città inglês
        espanhol francês existe inglés anglais homonymie ville desambiguación Englisch englisch
        inglese angielsku oud stad""".split()
    )
)
WIKI_PAGE = ContainsSubstring(
    *"Kategorie Catégorie Categoría Categoria Kategoria Категория Datei Fichier".split()
)
SUBTITLE_RE = re.compile(
    r"♪+|\((?:Applause|Laughter|Music|Cheers)\) ?\((?:Applause|Laughter|Music|Cheers)\)"
    r"|(?<!\w)[Ss]ubtitles? by (?:the )?[A-Z]\w+"
)


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


UNTRANSLATED = WordProperty(lambda word: not word.isascii() and is_untranslated(word))


def is_label(batch: TokenBatch, words: Ids) -> Ids:
    """The words after a square bracket, and those before a closing one."""
    opened: BoolArray = first_character(batch, words, -1) == ord("[")
    return select(words, opened | (character_after(batch, words) == ord(")")))


def find_wiki(tokens: Tokens) -> Iterator[Mark]:
    """Yield markup and bracketed labels of foreign encyclopedias."""
    for match in WIKI_RE.finditer(tokens.text):
        if not tokens.in_quote(match.start()):
            # An English wiki's own heading, and a template explained: no engine's doing.
            own = match[0] == "[edit]" or (match[0][0] == "{" and is_about_code(tokens))
            yield Mark(*match.span(), cause="scrape" if own else None)


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
    Signal(
        name="untranslated_magnitude",
        cause="translation",
        means="a million or billion after a figure was left in another language",
        wrongs="articles that name a foreign lottery, film or budget line",
        example="The ministry will spend 4.2 Milliarden euros on the bridge.",
        read=pattern(MAGNITUDE_RE, skip=(Tokens.in_quote, outside_english), note="untranslated"),
        weight=3.0,
        figures=True,
    ),
    Signal(
        name="wiki_residue",
        cause="translation",
        means="markup or a bracketed label of a foreign encyclopedia was left in the text",
        wrongs="articles about wikis",
        example="He was born in Merseburg (Stadt) and studied law.",
        read=finder(find_wiki, word(WIKI_WORD, is_label) | word(WIKI_PAGE) | gap_contains("{{")),
        weight=2.0,
    ),
    Signal(
        name="subtitle_residue",
        cause="translation",
        means="a line of film subtitles was left in the text",
        wrongs="song lyrics",
        example="The president thanked the crowd. (Applause)(Laughter) He then left.",
        read=pattern(SUBTITLE_RE, skip=in_transcript),
        weight=1.5,
    ),
)
