"""What the scraper left: comment forms, ad markers, teasers, share buttons, weather lines.

None of it says anything about how the article was written: honest articles are scraped with
their comment forms, so nothing here has a weight. The remedy is to extract the page again.

A line of debris is known by its whole wording, not by a word in it: "Advertisement" alone on
a line is a marker, in a sentence it is a word. Lines are therefore matched whole, and only
short ones: debris over 200 characters is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np

from detector.cutting.keeping import Kept
from detector.cutting.sheaf import END, FIRST, LAST, PROSE, START, Ids, Sheaf
from detector.cutting.tokens import Tokens
from detector.cutting.wordbook import Holding, Trait
from detector.signals.needs import sight, word
from detector.signals.phrasebook import phrase
from detector.signals.signal import Evidence, Finder, Signal, finder, holds_any
from detector.signals.tables import mark_alike, read_table

# Marks by kind; kinds by number of paragraph.
Debris = dict[str, list[Evidence]]
Lines = dict[int, str]

# The longest line of the table has 82 characters; notices and teasers run longer (made up).
LONGEST_LINE = 200
EDGES = " \t\xa0|»«›‹>•·–—-_→←↓↑▶►+~"
NUMBER_RE = re.compile(r"\d+")

# The kinds a whole line can be, in the order in which they are tried. The patterns are in
# ``data/page_line_patterns.tsv``; they see lines in lower case, each run of digits as #.
KINDS = (
    "comment_form",
    "ad_marker",
    "newsletter_line",
    "related_list",
    "teaser",
    "weather_header",
    "cookie_notice",
    "source_tail",
)
SHARE_WORDS = frozenset(
    """share shares sharing is caring on via this it article story post tweet pin save print email
    e mail whatsapp facebook twitter x linkedin pinterest reddit telegram tumblr messenger viber
    flipboard digg stumbleupon copy link copied google plus url to a friend with or and
    the""".split()
)
BUTTONS = frozenset(
    """share shares tweet facebook twitter whatsapp linkedin pinterest reddit telegram tumblr viber
    flipboard digg stumbleupon print email copied pin""".split()
)
# Every kind of line holds one of these words or a figure; other lines need no closer look.
FURNITURE = frozenset(
    """comment comments reply replies email e mail name website conversation discussion say reaction
    log logged sign advert adverts advertise advertising ad ads promoted sponsored paid partner
    newsletter continues continue scroll skip read also more see miss related recommended latest
    breaking keep click tap watch listen source original article post story content via published
    posted appeared credited edited cookies cookie privacy consent policy settings sell accept agree
    similar other recent popular top trending featured suggested editor editors picks pick next
    previous web around tags tag filed like enjoy interested subscribe register get receive join
    follow find app apps download stay already subscriber thank c f c. f. share shares tweet print
    facebook twitter whatsapp linkedin pinterest reddit telegram tumblr viber flipboard digg
    stumbleupon copied pin http https loading wait your you must
    """.split()
)
AD_WORD_RE = re.compile(r"adv[a-z]{4,10}ts?")
# A paragraph that ends like a sentence is looked at only where it opens as page furniture does.
OPENERS = frozenset(
    """please leave post be write your we this our by accept originally first source credited via
    read see also click sign subscribe get register join follow like you must save notify ad
    copyright loading http https more related don't watch do thank already not enter comments
    comment advertisement article story something powered find link image media skip
    sorry""".split()
)
# Extractors also drop markers into a paragraph, where only the full form is sure.
INLINE_RE = re.compile(
    r"(?P<ad_marker>\((?:Advertisement|ADVERTISEMENT|Advertisment)\)|\bAdvertise?ment(?=[A-Z][a-z]))"
    r"|(?P<teaser>\b(?:Also Read|ALSO READ|Also read|READ ALSO|Read Also|READ MORE|SEE ALSO) ?[:|])"
    r"|(?P<source_tail>\bSource link(?=\s*\Z)"
    r"|\b(?:[Tt]his (?:post|article|story)|The post [A-Z“‘][^\n]{3,150}?)"
    r" (?:first appeared|appeared first) on\b)"
    r"|(?P<weather_header>\A\s*date \d{4}-\d\d-\d\d\b)"
)
# What every marker but the date holds.
INLINE_NEEDLES = (
    *("dvertis", "DVERTIS", "Also Read", "ALSO READ", "Also read", "READ ALSO", "Read Also"),
    *("READ MORE", "SEE ALSO", "Source link", "first appeared", "appeared first"),
)
LEFTOVER_RE = re.compile(
    r"https?://\S+|\{\{.*\}\}|<[a-z/!][^>]*>|(?:loading|please wait)(?:\.\.\.|…)?|©.*"
)


@cache
def line_pattern() -> re.Pattern[str]:
    """One pattern for whole lines of every kind; the group that matches names the kind."""
    bodies: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in read_table("page_line_patterns"):
        bodies[row["kind"]].append(row["pattern"])
    return re.compile("|".join(f"(?P<{k}>(?:{'|'.join(b)})$)" for k, b in bodies.items()))


@cache
def page_lines() -> frozenset[str]:
    """Lines that recur over many sites, from ``data/page_lines.tsv``, digits written as #."""
    return frozenset(row["line"] for row in read_table("page_lines"))


def fold_line(line: str) -> str:
    """A line as the table prints it: lower case, no ornaments at its ends, digits as #.

    >>> fold_line("» 12 Comments |")
    '# comments'
    """
    return NUMBER_RE.sub("#", " ".join(mark_alike(line).lstrip(EDGES + "*").rstrip(EDGES).split()))


def kind_of(line: str) -> str | None:
    """Which kind of debris a whole line is; None where it is none.

    >>> kind_of("Share on Facebook"), kind_of("Advertisment"), kind_of("Police share the blame.")
    ('share_buttons', 'ad_marker', None)
    """
    folded = fold_line(line)
    words = folded.replace("-", " ").replace(":", " ").split()
    if words and SHARE_WORDS.issuperset(words) and not BUTTONS.isdisjoint(words):
        return "share_buttons"
    if match := line_pattern().match(folded):
        return match.lastgroup
    if folded in page_lines() or LEFTOVER_RE.fullmatch(folded):
        return "boilerplate_line"
    return None


@lru_cache(maxsize=1)
def debris(tokens: Tokens) -> Debris:
    """All debris of an article by kind: found once, read by every signal of this room."""
    lines = _lines.part(tokens)
    lines = lines_of(Sheaf([tokens])) if lines is None else lines
    found: Debris = {}
    for number, kind in lines[0].items():
        paragraph = tokens.paragraphs[number]
        found.setdefault(kind, []).append(Evidence(paragraph.start, paragraph.end))
    for kind, mark in inline_marks(tokens):
        sentence = tokens.sentence_at(mark.start)
        if sentence is None or sentence.paragraph not in lines[0]:
            found.setdefault(kind, []).append(mark)
    return found


def lines_of(sheaf: Sheaf) -> list[Lines]:
    """The paragraphs of each article that are debris and of which kind, found once."""
    held = _lines.whole(sheaf)
    return _lines.keep(sheaf, find_lines(sheaf)) if held is None else held


_lines: Kept[list[Lines]] = Kept(lambda found, place: [found[place.number]])


def find_lines(sheaf: Sheaf) -> list[Lines]:
    """Number and kind of the paragraphs that are debris, for each article."""
    found: list[Lines] = [{} for _ in sheaf.articles]
    rows = suspects(sheaf)
    articles = sheaf.paragraphs_from.searchsorted(rows, "right") - 1
    for article, (start, end, *_, number, _) in zip(
        articles.tolist(), sheaf.paragraphs[rows].tolist(), strict=True
    ):
        if kind := kind_of(sheaf.text[start:end]):
            found[article][number] = kind
    return found


def suspects(sheaf: Sheaf) -> Ids:
    """The paragraphs that may be debris, as rows of their table: hardly any paragraph of prose."""
    table = sheaf.paragraphs
    first, last = table[:, FIRST], table[:, LAST]
    roles = sheaf.traits(ROLE)
    lead = roles.take(first, mode="clip") if len(roles) else np.zeros(len(table), np.uint8)
    short = table[:, END] - table[:, START] <= LONGEST_LINE
    rows = np.flatnonzero(short & ((table[:, PROSE] == 0) | (lead & OPENING != 0)))
    told = [
        begin == end
        or sheaf.text[start] in "©{<"
        or bool(lead[row] & LEADING)
        or (roles[begin:end] & TELLING).any()
        or (roles[begin : min(end, begin + EARLY)] & EARLY_SIGN).any()
        for row, start, begin, end in zip(
            rows.tolist(),
            table[rows, START].tolist(),
            first[rows].tolist(),
            last[rows].tolist(),
            strict=True,
        )
    ]
    return rows[np.array(told, dtype=np.bool_)]


def role(printed: str) -> int:
    """What a word does in a line of debris, as bits."""
    lowered = printed.lower().replace("’", "'")
    return (
        OPENING * (lowered in OPENERS)
        | LEADING * (lowered in first_words())
        | TELLING * (lowered in FURNITURE)
        | EARLY_SIGN * (lowered[0].isdigit() or is_ad(lowered))
    )


# A word opens a line that ends like a sentence; it leads one of the table; it is of a page's
# furniture; it tells among the first words of a line.
OPENING, LEADING, TELLING, EARLY_SIGN = 1, 2, 4, 8
EARLY = 6
ROLE = Trait(role, np.uint8)


def is_ad(word: str) -> bool:
    """Whether a word is "advertisement" in whatever spelling."""
    return word[:3] == "adv" and AD_WORD_RE.fullmatch(word) is not None


@cache
def first_words() -> frozenset[str]:
    """The words with which the lines of the table begin."""
    openings = (re.search(r"[\w']+", line) for line in page_lines())
    return frozenset(opening[0] for opening in openings if opening)


def inline_marks(tokens: Tokens) -> Iterator[tuple[str, Evidence]]:
    """Markers that an extractor ran into the text of a paragraph."""
    text = tokens.text
    if not (text[:8].lstrip().startswith("date") or holds_any(text, INLINE_NEEDLES)):
        return
    for match in INLINE_RE.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, Evidence(*match.span())


def kept(kind: str) -> Finder:
    """A reader of one kind of debris."""
    holds = sight(lambda sheaf: [kind in lines.values() for lines in lines_of(sheaf)], alone=True)
    needs = holds | INLINE[kind] if kind in INLINE else holds
    return finder(lambda tokens: sorted(debris(tokens).get(kind, ())), needs)


def opens_dated(sheaf: Sheaf) -> list[bool]:
    """Which articles open with a page's date."""
    return [tokens.text[:8].lstrip().startswith("date") for tokens in sheaf.articles]


# What a marker in the midst of a line calls for.
INLINE = {
    "ad_marker": word(Holding("dvertis", "DVERTIS")),
    "teaser": phrase("pointer"),
    "source_tail": phrase("appeared"),
    "weather_header": sight(opens_dated, alone=True),
}


def debris_signal(name: str, means: str, wrongs: str, example: str) -> Signal:
    """A signal of this room: shown, never voting."""
    return Signal(name, "scrape", means, wrongs, example, kept(name))


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
