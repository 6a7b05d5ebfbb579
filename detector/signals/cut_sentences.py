"""Sentences that a stray stop cut before a capital, turned round, or doubled across "and".

An engine that translates a text piece by piece closes each piece with a stop and opens the next
with a capital (``by a. Mediator``), turns round the tag of a quotation as German and French do
(``did he add``), and gives two words of the source one and the same word (``protection and
protection``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, Signal, finder, pattern
from detector.text.tokens import Tokens
from detector.text.vocabulary import InWordList, WordProperty

# Adjectives that stand before a noun only: no sentence ends on "the outer".
ATTRIBUTIVE = (
    "outer|inner|upper|lower|large|small|early|eastern|western|northern|southern|central|national"
    "|local|former|recent|entire|main|major|minor|chief|annual|daily|weekly|monthly|federal|regional|sole"
    "|principal|so-called|nearby|various|several|certain|numerous|respective|additional|initial|urban"
    "|rural|maximum|minimum|giant|elder|mere|utter|joint|mutual|municipal|provincial"
)
CUT_RE = re.compile(
    rf"\bthe (?P<mark>(?:{ATTRIBUTIVE})\. [A-Z][a-z]{{2,20}})"
    r"(?= (?:of|in|on|at|for|from|to|and|is|was|are|were|will|has|have|had|with|by|hours)\b)"
)
LONE_ARTICLE_RE = re.compile(
    r"\b(?:by|of|as|in|to|is|at|with|from|that|into|was|had|has|for|and) "
    r"(?P<mark>an?\. [A-Z][a-z]{2,20})(?= [a-z])"
)
ENDS_CUT = InWordList(lambda: frozenset(ATTRIBUTIVE.split("|")) | {"a", "an", "called"}, str.lower)
# Verbs of reporting after which English keeps its order.
SAYING = (
    "add|announce|claim|conclude|confess|confirm|continue|criticise|criticize|declare|emphasise"
    "|emphasize|explain|insist|note|point|recall|remark|repeat|report|say|state|stress|summarise"
    "|tell|underline|warn|write|assure|complain|demand|admit"
)
INVERTED_RE = re.compile(
    rf"(?<=[,”\"’!?] )did (?:he|she|they|the [a-z]{{3,20}}) (?:{SAYING})"
    r"(?=\.|,| (?:on|that|to|in)\b)"
)
DID = InWordList(lambda: frozenset({"did"}))
DOUBLED_RE = re.compile(
    r"\b(?P<noun>[a-z]{3,20}(?:tion|sion|ment|age|ance|ence|ity|ness|ship|ture))"
    r" (?:and|or) (?P=noun)(?= (?:of|for|in|to|by|from|at|on|with|will|is|was)\b|[.,;])"
)
ABSTRACT = WordProperty(
    lambda printed: printed.endswith(
        ("tion", "sion", "ment", "age", "ance", "ence", "ity", "ness", "ship", "ture")
    )
)


def find_cuts(tokens: Tokens) -> Iterator[Mark]:
    """Yield stops between the words of one phrase, outside quotations."""
    for regex in (CUT_RE, LONE_ARTICLE_RE):
        for match in regex.finditer(tokens.text):
            if not tokens.in_quote(match.start("mark")):
                yield Mark(*match.span("mark"), "cut by a stop")


SIGNALS = (
    Signal(
        name="cut_sentence",
        cause="translation",
        means="a stop and a capital cut a sentence between a word and its noun",
        wrongs="writers who set. Every word. So",
        example="The dredger will take silt from the outer. Basin in two stages.",
        read=finder(find_cuts, word(ENDS_CUT) & gap_contains("\0. \0")),
        weight=2.0,
    ),
    Signal(
        name="inverted_tag",
        cause="translation",
        means="the attribution of a quotation is inverted with 'did'",
        wrongs="questions, and poems",
        example="“None of them can be sold,” did he add.",
        read=pattern(INVERTED_RE, prefilter=word(DID), skip=Tokens.in_quote),
        weight=2.0,
    ),
    Signal(
        name="doubled_noun",
        cause="translation",
        means="the same abstract noun stands on both sides of 'and'",
        wrongs="philosophers, and names of committees",
        example="The firm was responsible for the storage and storage of goods.",
        read=pattern(DOUBLED_RE, prefilter=word(ABSTRACT), skip=Tokens.in_quote),
        weight=2.0,
    ),
)
