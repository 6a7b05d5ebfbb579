"""What the scraper left: comment forms, ad markers, teasers, share buttons, weather lines.

None of it says anything about how the article was written: honest articles are scraped with
their comment forms, so nothing here has a weight. The remedy is to extract the page again.

A line of debris is known by its whole wording, not by a word in it: "Advertisement" alone on
a line is a marker, in a sentence it is a word. Lines are therefore matched whole, and only
short ones: debris over 200 characters is prose.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.signals.page_lines import find_lines, lines_in
from detector.signals.phrase_matcher import phrase
from detector.signals.prefilter import batch_condition, text_condition, word
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring

# Marks by kind; kinds by number of paragraph.
Debris = dict[str, list[Mark]]

# Extractors also drop markers into a paragraph, where only the full form is sure. One set of
# characters first: the engine leaps from one to the next.
INLINE_RE = lazy_pattern(
    r"[(ARSTt](?:"
    r"(?P<ad_marker>(?<=\()(?:Advertisement|ADVERTISEMENT|Advertisment)\)"
    r"|(?<=\bA)dvertise?ment(?=[A-Z][a-z]))"
    r"|(?P<teaser>(?:(?<=\bA)(?:lso Read|LSO READ|lso read)|(?<=\bR)(?:EAD ALSO|ead Also|EAD MORE)"
    r"|(?<=\bS)EE ALSO) ?[:|])"
    r"|(?P<source_tail>(?<=\bS)ource link(?=\s*\Z)"
    r"|(?:(?<=\b[Tt])his (?:post|article|story)|(?<=\bT)he post [A-Z“‘][^\n]{3,150}?)"
    r" (?:first appeared|appeared first) on\b)"
    r")"
)
DATED_RE = lazy_pattern(r"\s*date \d{4}-\d\d-\d\d\b")
# What every marker but the date holds.
INLINE_NEEDLES = (
    *("dvertis", "DVERTIS", "Also Read", "ALSO READ", "Also read", "READ ALSO", "Read Also"),
    *("READ MORE", "SEE ALSO", "Source link", "first appeared", "appeared first"),
)


def opens_dated(text: str) -> bool:
    """Whether an article opens with a page's date."""
    return text[:8].lstrip().startswith("date")


@derived
def debris_marks(tokens: Tokens) -> Debris:
    """All debris of an article by kind: found once, read by every signal of this family."""
    lines = lines_in(tokens)
    marks_by_kind: Debris = {}
    for number, kind in lines.items():
        paragraph = tokens.paragraphs[number]
        marks_by_kind.setdefault(kind, []).append(Mark(paragraph.start, paragraph.end))
    for kind, mark in inline_marks(tokens):
        sentence = tokens.sentence_at(mark.start)
        if sentence is None or sentence.paragraph not in lines:
            marks_by_kind.setdefault(kind, []).append(mark)
    return marks_by_kind


def inline_marks(tokens: Tokens) -> Iterator[tuple[str, Mark]]:
    """Markers that an extractor ran into the text of a paragraph."""
    text = tokens.text
    dated = DATED_RE.match(text) if opens_dated(text) else None
    if dated:
        yield "weather_header", Mark(*dated.span())
    for match in INLINE_RE.finditer(text) if any(map(text.__contains__, INLINE_NEEDLES)) else ():
        if match.lastgroup:
            yield match.lastgroup, Mark(*match.span())


@derived
def line_kinds(batch: TokenBatch) -> list[frozenset[str]]:
    """The kinds of lines that are debris, for each article."""
    return [frozenset(lines.values()) for lines in find_lines(batch)]


def debris_finder(kind: str) -> PrefilteredReader:
    """A reader of one kind of debris."""
    holds = batch_condition(lambda batch: [kind in kinds for kinds in line_kinds(batch)])
    prefilter = holds | INLINE[kind] if kind in INLINE else holds
    return finder(lambda tokens: sorted(debris_marks(tokens).get(kind, ())), prefilter)


# What a marker in the midst of a line calls for.
INLINE = {
    "ad_marker": word(ContainsSubstring("dvertis", "DVERTIS")),
    "teaser": phrase("pointer"),
    "source_tail": phrase("appeared"),
    "weather_header": text_condition(opens_dated),
}


def debris_signal(name: str, means: str, wrongs: str, example: str) -> Signal:
    """A signal of this family: shown, never voting."""
    return Signal(name, "scrape", means, wrongs, example, debris_finder(name))


SIGNALS = (
    debris_signal(
        "comment_form",
        "the page's comment form is part of the text",
        "an article whose author put a heading 'Comments' over a section",
        "The match was abandoned.\nPlease enter your comment!\nPlease enter your name here",
    ),
    debris_signal(
        "ad_marker",
        "an advertisement marker is part of the text",
        "a heading that names advertising",
        "The bridge opened.\n\nAdvertisment\n\nTraffic was light.",
    ),
    debris_signal(
        "teaser",
        "a pointer to another story stands between the paragraphs",
        "desks that print such pointers on purpose",
        "The bridge opened.\n\nAlso Read: Toll rises on Monday\n\nTraffic was light.",
    ),
    debris_signal(
        "share_buttons",
        "labels of share buttons are part of the text",
        "an article that lists social networks line by line",
        "The bridge opened.\nShare on Facebook\nTweet",
    ),
    debris_signal(
        "weather_header",
        "the page's weather or date line is part of the text",
        "briefs that print their date on a line of its own",
        "33.1 C\nFriday, September 29, 2023\nThe bridge opened.",
    ),
    debris_signal(
        "source_tail",
        "a pointer to where the text was taken from is part of it",
        "outlets that credit a partner in a line of its own",
        "The bridge opened on Monday.\n\nSource link",
    ),
    debris_signal(
        "cookie_notice",
        "a cookie or privacy notice is part of the text",
        "a privacy notice printed on purpose",
        "We use cookies to improve your experience.\nThe bridge opened.",
    ),
    debris_signal(
        "related_list",
        "the heading of a list of other stories is part of the text",
        "roundups that head a section 'Top stories'",
        "The bridge opened.\n\nRelated Stories\n\nMost Popular Articles",
    ),
    debris_signal(
        "newsletter_line",
        "an invitation to subscribe or follow is part of the text",
        "a desk's own note to its readers",
        "The bridge opened.\nSign up for our daily newsletter",
    ),
    debris_signal(
        "boilerplate_line",
        "a line that recurs on many sites, or markup, is part of the text",
        "a heading that happens to be a menu entry elsewhere",
        "Skip to main content\nThe bridge opened on Monday.",
    ),
)
