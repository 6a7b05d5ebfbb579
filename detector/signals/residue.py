"""What the source page printed and nobody translated: magnitudes, labels, lines of subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.context import is_about_code, is_transcript, outside_english
from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.signals.word_edges import BoolArray, character_after, first_character, preceded_by
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList

# Millions and billions as other languages print them after a figure.
MAGNITUDE_WORDS = frozenset(
    """milliarde milliarden millionen billionen mrd mio millones millón milliard milliards
    milioni miliardi milhões milhão bilhões bilhão trilhões miljoner miljarder miljard miljoen
    milyar milyon miliardów milionów miliard milionů miliarda tysięcy tisíc миллион миллионов
    миллиард миллиардов млн млрд тысяч triliun triệu tỷ""".split()
)
MAGNITUDES = "|".join(sorted(MAGNITUDE_WORDS, key=len, reverse=True))
MAGNITUDE_RE = lazy_pattern(
    rf"(?<![\w.,])\d[\d.,]*+\s?(?:(?:mil )?(?:{MAGNITUDES})(?!\w)|[万億亿兆千])", re.I
)
# Labels that encyclopedias put behind a name that several things bear, and their section links.
WIKI_RE = lazy_pattern(
    r"\[(?:edit|bearbeiten|modifier|modifica|editar|править)(?: \|[^\]\n]{1,30})?\]"
    r"|(?<!\w)(?:Kategorie|Catégorie|Categoría|Categoria|Kategoria|Категория|Datei|Fichier):\w+"
    r"|\((?:Stadt|Begriffsklärung|Familienname|Politiker|Fußballer|Fußballspieler|Schauspieler|"
    r"personaggio|calciatore|politico italiano|città|em inglês|em espanhol|em francês|"
    r"página não existe|en inglés|en anglais|homonymie|ville|desambiguación|inglés|"
    r"auf Englisch|englisch|in inglese|po angielsku|oud|stad)\)"
    r"|\{\{(?! ?\d{1,3} ?\}\})[^{}\n]{1,80}\}\}"
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
SUBTITLE_RE = lazy_pattern(
    r"♪+|\((?:Applause|Laughter|Music|Cheers)\) ?\((?:Applause|Laughter|Music|Cheers)\)"
    r"|(?<!\w)[Ss]ubtitles? by (?:the )?[A-Z]\w+"
)
# "Harbin, July 26 (Reporter Wen Li) The mill": so agencies of China open a story. Measured: in none
# of 15,000 articles, in 5 of 1,000 translations by people, in 20 of 1,000 by engines.
REPORTER_RE = lazy_pattern(
    r"\d(?:st|nd|rd|th)?,? ?(?P<mark>\((?:[Rr]eporter|[Cc]orrespondent)s? [A-Z][^()\n]{1,80}\))"
)
REPORTER = InWordList(
    lambda: frozenset(
        "Reporter Reporters reporter reporters Correspondent correspondent Correspondents".split()
    )
)


def is_label(batch: TokenBatch, words: Ids) -> Ids:
    """The words after a square bracket, and those before a closing one."""
    opened: BoolArray = first_character(batch, words, -1) == ord("[")
    return words[opened | (character_after(batch, words) == ord(")"))]


def find_wiki(tokens: Tokens) -> Iterator[Mark]:
    """Yield markup and bracketed labels of foreign encyclopedias."""
    for match in WIKI_RE.finditer(tokens.text):
        if not tokens.in_quote(match.start()):
            # An English wiki's own heading, and a template explained: no engine's doing.
            own = match[0] == "[edit]" or (match[0][0] == "{" and is_about_code(tokens))
            yield Mark(*match.span(), cause="scrape" if own else None)


SIGNALS = (
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
        name="reporter_dateline",
        cause="translation",
        means="a dateline names the reporter in brackets, as agencies of China print it",
        wrongs="people who translate such agencies by hand",
        example="News Agency, Harbin, July 26 (Reporter Wen Li) The mill reopened on Monday.",
        read=pattern(REPORTER_RE, prefilter=word(REPORTER, preceded_by("("))),
        weight=1.0,
    ),
    Signal(
        name="subtitle_residue",
        cause="translation",
        means="a line of film subtitles was left in the text",
        wrongs="song lyrics",
        example="The president thanked the crowd. (Applause)(Laughter) He then left.",
        read=pattern(SUBTITLE_RE, skip=lambda tokens, _: is_transcript(tokens)),
        weight=1.5,
    ),
)
