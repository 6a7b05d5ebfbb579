"""Text that went through the wrong decoder, or out of a program without being unescaped.

Translation services return HTML by default, so that plugins which paste their answer print
`&#39;` and `&quot;`; scrapers read UTF-8 as Windows-1252 and print `â€™`; scripts leave JSON's
escapes in (`u003cbru003e`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from detector.english.lexicon import is_word
from detector.signals.context import is_mention
from detector.signals.prefilter import gap, gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, MatchesPattern

# Runs of characters beyond ASCII that are worth ftfy's costly look: two or more of which the
# first is no mark that typesetters use, or a single control character of Latin-1.
SUSPECT_RE = lazy_pattern(r"[^\x00-\x7f“”‘’–—…\xa0\xad•�][^\x00-\x7f]+|[\x80-\x84\x86-\x9f]")
# What the first byte of a letter beyond ASCII looks like to the wrong decoder (Windows-1252 and
# Latin-1, code page 437, Mac Roman, Windows-1251), and the control characters of Latin-1.
LEADER_RE = lazy_pattern("[ÂÃÄÅÆÇÈÊËÌÍÎÏÐÑØÙàâãäåæçïð├┬Γ√‚вРСГ\x80-\x9f]")
LEADER = MatchesPattern(LEADER_RE)
LONE = ContainsSubstring("Â", "â")
# Where a decoder gave up: U+FFFD, or a question mark in place of an apostrophe (Trump?s).
REPLACED_RE = lazy_pattern("�+")
LOST_RE = lazy_pattern(r"\?(?=(?:s|t|re|ve|ll)\b(?!=))")
# Spaces inside the entity are an engine's: it took `&#39;` for words.
ENTITY_RE = lazy_pattern(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d{0,2});(?:[a-z]{2,6};|#\d{2,4};)?"
    r"|& ?# ?\d{2,4} ?;|& (?:quot|amp|nbsp|lt|gt|apos|rsquo|ldquo|rdquo) ?;"
)
ESCAPE_RE = lazy_pattern(
    r"""(?:\\u[0-9a-fA-F]{4})+ | (?:\\x[0-9a-f]{2})+ | (?<=[.!?”"])\\n(?=[A-Z\\])
    | (?<![A-Z0-9])u00(?:2[0-9a-f]|3[ce]|[a-f][0-9a-f])(?!\d)
    | (?<=[a-z\s])u20(?:1[cd](?=\w|\s|[.,])|19(?=(?:s|t|re|ve|ll|d|m)\b)) | (?<=\s)u201[34](?=\s)
    | (?<=[a-z])%27(?=[a-z]) | %E2%80%9[0-9A-F] | (?:=E2=80=[0-9A-F]{2})+ | =C[23]=[0-9A-F]{2}
    | \\{1,2}" | (?<=[\w.,!?”"])\\n\\n(?=\w|[“"])""",
    re.VERBOSE,
)
# A lone letter that a curly mark or a hard space leaves behind: directions.Â, itâs, again.â
LONE_RE = lazy_pattern(
    r"(?<=[.,;:!?”’)\"])Â(?=\s|\Z)|(?<=[\w.,]) ?Â(?=[\xa0 ]\s?[A-Z0-9])|(?<=[.,!?])â(?=\s|\Z)"
    r"|(?<=n)â(?=t\b)|(?<=[a-z])â(?=(?:s|re|ve|ll|d|m)\b)"
)
SHORTEST_BEFORE = 2
LINK_RE = lazy_pattern(r"(?:https?:|www\.)\S*\Z")


def find_mojibake(tokens: Tokens) -> Iterator[Mark]:
    """Yield runs of letters that are one character read by the wrong decoder."""
    if LEADER_RE.search(tokens.text) is None:
        return
    # Few articles have such a letter, and ftfy takes a twentieth of a start to import.
    from ftfy.badness import is_bad

    for match in SUSPECT_RE.finditer(tokens.text):
        garbled = is_bad(match[0]) or "ΓÇ" in match[0]
        if garbled and not is_mention(tokens, match.start()):
            yield Mark(*match.span(), "one character read as several")


def find_lone(tokens: Tokens) -> Iterator[Mark]:
    """Yield lone letters that a wrong decoder made of a mark, no letter of a name or loan."""
    for match in LONE_RE.finditer(tokens.text):
        start, end = match.span()
        before = re.search(r"[^\W\d_]*\Z", tokens.text[max(0, start - 20) : start])
        stem = before[0] if before else ""
        foreign = stem and not (is_word(stem) and len(stem) >= SHORTEST_BEFORE)
        if not foreign and not is_mention(tokens, start):
            yield Mark(max(0, start - 1), end, "what is left of a mark")


def find_lost(tokens: Tokens) -> Iterator[Mark]:
    """Yield the marks that stand where a decoder lost a character."""
    text = tokens.text
    for match in REPLACED_RE.finditer(text):
        yield Mark(*match.span(), "a character was lost")
    for match in LOST_RE.finditer(text):
        inside = text[match.start() - 1 : match.start()].islower()
        if inside and not in_link(tokens, match.start()):
            yield Mark(*match.span(), "a character was lost")


def find_entities(tokens: Tokens) -> Iterator[Mark]:
    """Yield HTML entities outside links."""
    text = tokens.text
    for match in ENTITY_RE.finditer(text):
        meant = html.unescape(match[0].replace(" ", ""))
        if meant == match[0].replace(" ", "") or in_link(tokens, match.start()):
            continue
        if not is_mention(tokens, match.start()):
            yield Mark(*match.span(), f"stands for {meant}" if meant.isprintable() else "")


def in_link(tokens: Tokens, offset: int) -> bool:
    """Whether ``offset`` stands inside a web address (of at most 300 characters)."""
    return LINK_RE.search(tokens.text, max(0, offset - 300), offset) is not None


SIGNALS = (
    Signal(
        name="mojibake",
        cause="encoding",
        means="the text was read with the wrong character encoding",
        wrongs="rows of foreign letters or symbols set on purpose",
        example="The minister said it wasnâ€™t over.",
        read=finder(find_mojibake, word(LEADER) | gap(LEADER)),
        weight=1.5,
    ),
    Signal(
        name="lone_leader",
        cause="encoding",
        means="a letter is left over where a mark was read with the wrong encoding",
        wrongs="foreign names that end in such a letter",
        example="The mayorâs office is closed.Â The clinic is open.",
        read=finder(find_lone, word(LONE) | gap(LONE)),
        weight=1.0,
    ),
    Signal(
        name="lost_character",
        cause="encoding",
        means="a character was lost on the way and a question mark stands in its place",
        wrongs="typing errors that put a question mark inside a word",
        example="The mayor?s office did not answer, and the council can?t.",
        read=finder(find_lost, gap_contains("�", "?\0")),
        weight=1.0,
    ),
    Signal(
        name="html_entity",
        cause="encoding",
        means="an HTML entity is printed instead of its character",
        wrongs="articles on web design that print code without quotation marks",
        example="The bakery Sauer &amp; Sons reopened.",
        read=finder(find_entities, gap_contains("&") & gap_contains(";")),
        weight=2.0,
    ),
    Signal(
        name="escaped_unicode",
        cause="encoding",
        means="a program's escape for a character is printed instead of the character",
        wrongs="articles on programming that print code without quotation marks",
        example="The harbour was closed.u003cbru003eShips waited outside.",
        read=pattern(ESCAPE_RE, skip=(in_link, is_mention)),
        weight=2.5,
    ),
)
