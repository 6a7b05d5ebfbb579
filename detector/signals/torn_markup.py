"""Markup that an engine tore: tags with spaces inside, links in halves, links glued to words.

Engines take ``</p>`` for three words and put them back with spaces (``< / p>``), cut a Markdown
link between its text and its address (``] (``), and lose the space on either side of it. Tags
that came through whole are the scraper's. Articles on web design print them on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.context import is_about_code, is_mention
from detector.signals.prefilter import gap, gap_contains
from detector.signals.signal import Mark, Signal, finder
from detector.text.lazy_pattern import lazy_pattern
from detector.text.tokens import Tokens
from detector.text.word_properties import MatchesPattern

ELEMENTS = frozenset(
    """a abbr article aside b big blockquote body br center cite code dd div dl dt em embed
    figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img
    input ins label li link main meta nav ol option p pre script section small span strike
    strong style sub sup table tbody td th thead title tr u ul video""".split()
)
TAG_RE = lazy_pattern(
    r"<(?P<inside> {0,2}+/?+ {0,2}+(?P<name>[A-Za-z][a-z1-6]{0,9})(?: [^<>\n]{0,60})?/? ?)>"
)
# A comment of HTML, as WordPress parts its blocks with, and its tags in square brackets.
CODES = r"(?:caption|gallery|audio|video|playlist|(?:vc|et_pb)_\w+)"
BLOCK_RE = lazy_pattern(rf"<!--[^<>\n]{{0,200}}-->|\[/{CODES}\]|\[{CODES} \w+=[^\]\n]{{1,300}}\]")
# A tag as programs write it: no space after the bracket or the slash, or before the end.
WHOLE_RE = lazy_pattern(r"/?\w+(?:\s[^<>\n]*\S)?(?: ?/)?")
ADDRESS = r"(?=\s?(?:https?\s?:|www\.|/\w))[^()\[\]\n]{0,120}\)?"
# The text of a link and its address, parted by an engine's space.
PARTED_RE = lazy_pattern(rf"(?:(?:! ?)?\[[^\[\]\n]{{1,80}}|(?<=\w))\] \({ADDRESS}")
# An image in halves.
IMAGE_RE = lazy_pattern(r"\[\s?!\s\[|\[!\s?\[(?=[^\]\n]{1,80}\] )|(?<!\w)!\s\[(?=[^\]\n]{1,80}\])")
# Every link and image has one of these between two of its words.
LINK_SIGNS = MatchesPattern(r"\]\s?\(|!\s?\[")
# A whole link that a word runs into, on either side.
GLUED_RES = (
    lazy_pattern(r"\w\[(?=[^\[\]\n]{1,80}\]\(https?://)"),
    lazy_pattern(r"(?<=\w)(?P<mark>\]\(https?://[^()\s]{1,120}\)[A-Za-z])"),
)


def find_tags(tokens: Tokens) -> Iterator[Mark]:
    """Yield tags in the text; those that came through whole are the scraper's."""
    if is_about_code(tokens):
        return
    marks = []
    for match in TAG_RE.finditer(tokens.text):
        if match["name"].lower() in ELEMENTS:
            whole = WHOLE_RE.fullmatch(match["inside"]) is not None
            note = "a tag" if whole else "a tag torn apart"
            marks.append(Mark(*match.span(), note, "scrape" if whole else None))
    for match in BLOCK_RE.finditer(tokens.text):
        marks.append(Mark(*match.span(), "a tag of the site's software", "scrape"))
    yield from sorted(mark for mark in marks if not is_mention(tokens, mark.start))


def find_links(tokens: Tokens) -> Iterator[Mark]:
    """Yield links and images that are torn, or glued to the words beside them."""
    if is_about_code(tokens):
        return
    text, marks = tokens.text, []
    for regex in (PARTED_RE, IMAGE_RE):
        marks += [Mark(*match.span(), "a link torn apart") for match in regex.finditer(text)]
    for match in GLUED_RES[0].finditer(text):
        marks.append(Mark(*match.span(), "a link glued to a word", "scrape"))
    for match in GLUED_RES[1].finditer(text):
        marks.append(Mark(*match.span("mark"), "a link glued to a word", "scrape"))
    yield from sorted(marks)


SIGNALS = (
    Signal(
        name="torn_tag",
        cause="translation",
        means="an HTML tag stands in the text, broken up by an engine",
        wrongs="articles on web design that print tags without quotation marks",
        example="Bring any papers that you have.< / p> Ask for a nurse if you are unsure.",
        read=finder(
            find_tags, (gap_contains("<") & gap_contains(">")) | gap_contains("[/", '="', "=”")
        ),
        weight=1.5,
    ),
    Signal(
        name="torn_link",
        cause="translation",
        means="a link stands in the text, broken up by an engine",
        wrongs="articles on Markdown that print links without quotation marks",
        example="The [list of schools] (https://greyholm.example/schools) is on the city's site.",
        read=finder(find_links, gap(LINK_SIGNS)),
        weight=1.5,
    ),
)
