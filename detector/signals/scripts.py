"""Letters and marks of other scripts and languages inside English prose.

Engines copy names in their own script, take a Cyrillic letter for its Latin twin, and keep the
quotation marks and commas of the source. English newsrooms print other scripts in brackets, in
quotations and in tweets they embed; none of these count.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.context import english_sentence, in_brackets, outside_english
from detector.signals.derived_prefilter import required_by
from detector.signals.prefilter import gap
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.word_properties import MatchesPattern

SCRIPT_RE = lazy_pattern(
    "["
    "\u0370-\u03ff\u1f00-\u1fff"  # Greek
    "\u0400-\u052f"  # Cyrillic
    "\u0530-\u058f\u10a0-\u10ff"  # Armenian, Georgian
    "\u0590-\u05ff\u0600-\u06ff\u0750-\u077f"  # Hebrew, Arabic
    "\u0900-\u0dff\u0e00-\u0eff"  # the scripts of India, Thai, Lao
    "\u1000-\u109f\u1200-\u137f\u1780-\u17ff"  # Burmese, Ethiopic, Khmer
    "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # kana, Chinese characters, hangul
    "]+"
)
# Cyrillic letters with a Latin twin; Greek ones serve as symbols too often (μm, β-carotene).
TWINS = "АВЕЅЗІЈКМНОРСТХУЬаеорсухіјѕԁһ"
LOOKALIKE_RE = lazy_pattern(
    rf"(?<!\w)[{TWINS}]*[A-Za-z]\w*[\u0400-\u052f]\w*|(?<!\w)[{TWINS}]+[A-Za-z]\w*"
    r"|[°º]\s?С(?!\w)|(?<!\w)\d+[хХ]\d+"
)
ANGLED_RE = lazy_pattern(
    r"»[^\W\d_][^»«\n]{0,300}«|«\s?[^\W\d_][^»«\n]{0,300}»|„[^\n„“”]{1,300}[“”]"
)
# What was said, a dash and who said it, as Russian, Polish and Hungarian print it: "We won", - said
# the coach. English goes on without a dash, or after one that interrupts, without a comma.
TELLING = (
    "said|says|added|adds|noted|stressed|emphasi[sz]ed|explained|stated|wrote|concluded|reported"
    "|told|declared|commented|recalled|admitted"
)
DASH_RE = lazy_pattern(rf"[”\"»“](?:, ?[-–—](?= ?[^\W\d_])| ?- (?=(?:{TELLING})\b))")
DASH = MatchesPattern('[”"»“](?:, ?[-–—]| ?- )')
SPOKEN_RE = lazy_pattern(f"{ANGLED_RE.pattern}|{DASH_RE.pattern}")
FOREIGN_MARKS = "「」『』【】《》，。、；：？！（）।،؛؟٪"
FOREIGN_MARK_RE = lazy_pattern(rf"[{FOREIGN_MARKS}]+|[¿¡](?=\w)")


def find_scripts(tokens: Tokens) -> Iterator[Mark]:
    """Yield letters of other scripts inside English prose, glosses and quotations aside."""
    text = tokens.text
    for match in SCRIPT_RE.finditer(text):
        start, end = match.span()
        # Lone Greek letters are symbols; twins inside Latin words are a signal of their own.
        if (end - start == 1 and match[0] < "\u0400") or touches_latin(text, start, end):
            continue
        if tokens.in_quote(start) or in_brackets(tokens, start):
            continue
        if english_sentence(tokens, start):
            yield Mark(start, end)


def touches_latin(text: str, start: int, end: int) -> bool:
    """Whether a Latin letter or a figure stands right beside a stretch, or a degree sign before."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    degrees = text[max(0, start - 2) : start].strip()[-1:] in ("°", "º")
    return degrees or any(char.isascii() and char.isalnum() for char in beside)


SIGNALS = (
    Signal(
        name="foreign_script",
        cause="translation",
        means="letters of another script stand inside an English sentence",
        wrongs="small newsrooms that give a name in its own script without brackets",
        example="The award went to the 新华 agency for its report on the floods.",
        read=finder(find_scripts, required_by(SCRIPT_RE)),
        weight=2.0,
    ),
    Signal(
        name="lookalike_letter",
        cause="translation",
        means="a Cyrillic letter stands where its Latin twin belongs",
        wrongs="desks that type names on two keyboards",
        example="The temperature fell to 22 ° С during the night.",
        read=pattern(LOOKALIKE_RE, note="Cyrillic letter"),
        weight=3.0,
    ),
    Signal(
        name="foreign_quote_convention",
        cause="translation",
        means="a quotation has the marks of another language, or its dash before who spoke",
        wrongs="English pages of foreign publishers that keep their own marks",
        example="The mayor said: »We will rebuild the bridge before the winter« and left the hall.",
        read=pattern(SPOKEN_RE, skip=outside_english, prefilter=required_by(ANGLED_RE) | gap(DASH)),
        weight=1.0,
    ),
    Signal(
        name="foreign_mark",
        cause="translation",
        means="a punctuation mark that English does not use",
        wrongs="brands and bands with such a mark in their name",
        example="The factory closed in May，and the workers were sent home.",
        read=pattern(FOREIGN_MARK_RE, skip=(Tokens.in_quote, outside_english)),
        weight=1.5,
    ),
)
