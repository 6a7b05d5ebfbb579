"""What translation engines and their plug-ins print about themselves, left in an article.

Sites send their articles through a translation service and publish whatever comes back: that the
day's free quota is used up, that the text is too long, that a key is wrong. Free versions and
plug-ins sign what they translate, and a chatbot announces its translation. An honest page too may
say that a machine translated it: such a credit tells the cause, and not the damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.context import is_mention
from detector.signals.phrase_matcher import phrase, phrases_in
from detector.signals.prefilter import word
from detector.signals.signal import Mark, Signal, finder
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsFolded

# A newsroom does print "Here is a translation of the letter": only what a chatbot is given counts.
GIVEN = r"(?:article|text|passage|paragraphs?|sentences?|content|news|story|post|excerpt)"
DETERMINED = r"(?:the|an?|your|this|my)\ (?:[\w-]+\ ){0,2}?"
ANNOUNCED_RE = lazy_pattern(
    rf"""(?i:(?<![^\s*#_(])(?:
        (?:here(?:['’]s|\ is)|below\ is)\ {DETERMINED}
        (?:translation\ of\ {DETERMINED}{GIVEN}\b(?!\ of\b)|translated\ (?:[\w-]+\ )?{GIVEN}
          |translated\ version\ of\ {DETERMINED}{GIVEN})[^.?!:\n]{{0,60}}:
        |(?:the\ )?(?:english\ )?translation\ of\ {DETERMINED}{GIVEN}\ 
        (?:(?:in|into|to)\ [a-z]+\ )?is(?:\ as\ follows)?:
        |I(?:['’]ve|\ have)\ translated\ {DETERMINED}{GIVEN}\b
        |I(?:['’]m|\ am)\ (?:unable|not\ able)\ to\ translate\ {DETERMINED}{GIVEN}\b)
      | \btranslated\ (?:with|by)\ (?:www\.)?deepl(?:\.com)?(?:/translator)?\ \(free\ version\))""",
    re.VERBOSE,
)
ENGINES = (
    r"(?:google(?:['’]s)?(?: cloud)?(?: translat(?:e|or|ion))?(?: api)?"
    r"|(?:www\.)?deepl(?:\.com)?(?:/translator)?(?: translat(?:e|or))?(?: pro)?"
    r"|(?:microsoft )?bing(?: translat(?:e|or))?|(?:microsoft|azure)(?: ai)?(?: translat(?:e|or))?"
    r"|yandex(?:[. ]?translat(?:e|or))?|baidu(?: translate| fanyi)?|(?:naver )?papago"
    r"|libretranslate|amazon translate|aws translate|argos translate|reverso(?: context)?"
    r"|systran(?:et)?|promt|babelfish|babel fish|lingvanex|itranslate|gtranslate|weglot"
    r"|translatepress|mymemory|chatgpt|gpt-?\d\S{0,3}|openai|claude ai"
    r"|(?:an? )?(?:ai|artificial intelligence|machine|computer|automat(?:ic|ed)|neural)"
    r"(?: machine)?(?: translat(?:ion|or))?(?: (?:tools?|software|services?|systems?|technology))?"
    r"|(?:translation )?software)"
)
BY = r"(?:by|with|using|via|through|with the help of)"
BY_MACHINE = r"(?:machine|auto|automatically|ai|computer)(?:-| )?translated"
FROM = r"(?: from(?: the)? \w+)?(?: (?:in)?to \w+)?(?: language)?"
THIS = (
    r"this (?:news )?(?:article|story|text|page|post|content|report|translation)"
    r" (?:is|was|has been)(?: originally written in \w+ and)?"
)
# What fills its line, or brackets; prose speaks of "a post translated by Google".
CREDIT_RE = lazy_pattern(
    r"(?im)(?:(?<=[(\[])|^[^\w\n]{0,6})(?P<mark>"
    rf"(?:text |article |content )?translated(?: automatically)?{FROM} {BY} {ENGINES}"
    rf"|{BY_MACHINE}{FROM}(?: {BY} {ENGINES})?|(?:machine|automatic|automated|ai) translation{FROM}"
    r"|powered by (?:google|yandex|microsoft|bing|deepl|baidu)[. ]translat(?:e|or))"
    r"(?:[)\]]|[^\w\n]{0,6}$)"
)
NOTICE_RE = lazy_pattern(
    rf"(?i)(?P<mark>\b{THIS} (?:automatically translated|{BY_MACHINE}"
    rf"|translated(?: automatically\b|{FROM} (?:automatically\b|{BY} {ENGINES}))"
    r"|(?:generated|produced|created|made|provided) (?:automatically\b|(?:by|with|using) "
    r"(?:google translate|deepl|an? (?:machine|computer)|(?:an? )?(?:ai|artificial intelligence)"
    r"|machine translation|software)))"
    r"(?=\s*(?:[.,;:)\]\n]|\Z)| (?:from|into|to|and|then|but|with|for|in|on|so)\b))"
)
TRANSLATING = word(ContainsFolded("translat"))


def find_messages(tokens: Tokens) -> Iterator[Mark]:
    """Yield what only an engine or a chatbot says to whoever had it translate."""
    phrases = phrases_in(tokens, "engine_talk")
    announced = [match.span() for match in ANNOUNCED_RE.finditer(tokens.text)]
    done = -1
    for start, end in sorted([*(found[1:] for found in phrases), *announced]):
        if start >= done and not tokens.in_quote(start):
            yield Mark(start, end)
            done = end


def find_credits(tokens: Tokens) -> Iterator[Mark]:
    """Yield credits and notices that a machine translated the page."""
    for regex in (CREDIT_RE, NOTICE_RE):
        for match in regex.finditer(tokens.text):
            if not is_mention(tokens, match.start("mark")):
                yield Mark(*match.span("mark"), "a machine translated this, it says")


SIGNALS = (
    Signal(
        name="engine_message",
        cause="translation",
        means="the message of a translation engine was published as text",
        wrongs="reports on translation services that print the message without quotation marks",
        example="The bridge opened in May. QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500",
        read=finder(find_messages, phrase("engine_talk") | TRANSLATING),
        weight=6.0,
    ),
    Signal(
        name="engine_credit",
        cause="translation",
        means="the page says that a machine translated it",
        wrongs="newsrooms that check their machine translations and say so",
        example="The bridge opened in May.\n\nTranslated by Google",
        read=finder(find_credits, TRANSLATING),
        weight=2.5,
    ),
)
