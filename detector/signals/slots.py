"""Number slots and placeholders: what is left where an engine masked a figure.

Translation engines mask figures, links and variables before translation and put them back
afterwards. When that fails the mask stays (XNUMX), one for each thousands group, and the
figures of the same sentence may have changed places: none of them can be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.signals.context import english_sentence, is_about_code, is_mention
from detector.signals.derived_prefilter import required_by
from detector.signals.pattern_table import matches_in
from detector.signals.prefilter import gap_contains, word
from detector.signals.signal import Mark, PrefilteredReader, Signal, finder, pattern
from detector.signals.word_edges import (
    character_after,
    first_character,
    one_of,
    regex_search,
)
from detector.text.arrays import Ids
from detector.text.derived import derived
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, InWordList, OpensWith

# Case matters where the mask is glued: `Xnumx` inside a longer word is a programmer's identifier.
SLOT_RE = lazy_pattern(r"(?<![\w/=&@#])(?:\w{0,12}?[XG]NUMX\w{0,12}|(?i:[xg]numx))(?![\w=])")
# Choices are words and plain marks; braces of code, JSON and LaTeX hold other signs or
# follow a name, a backslash or an underscore.
SPINTAX_RE = lazy_pattern(
    r"(?<![\\\w^$%#{])\{[^\W\d][\w ,.'’-]{0,39}+(?:\|[\w ,.'’-]{0,40}+){1,12}\}(?!\})"
)

SEPARATOR_RE = lazy_pattern(
    r"""(?i:\d\ ?(?:\w{1,20}[ -]){0,2}?\w{0,8}(?:trennzeichen|separa(?:tor|dor|teur)\w*)\ ?\d+)
    | (?<!\d)\d++(?:comma\d+|\ comma\ \d+)\b""",
    re.VERBOSE,
)
SEPARATORS = ContainsSubstring(
    *("comma", "epara", "EPARA", "rennz", "RENNZ"),
    fits=regex_search(r"(?i:separa(?:tor|dor|teur)|trennzeichen)|\dcomma\d|\Acomma\Z"),
)
# Words that masks are, or stand beside.
MASKS = ContainsSubstring(
    *("_", "NTX", "zxz", "ZXZ"),
    fits=regex_search(
        "__|NTX|zxz|ZXZ|(?:PLACEHOLDER|ENTITY|PERSON|NUMBER|TOKEN|DATE|NAME|NUM|URL)_"
    ),
)
CODED_BRACKET = InWordList(lambda: frozenset({"LRB", "RRB"}))
CONVERSION = OpensWith("[sdf](?:['’]|$)")
ENTITY = InWordList(lambda: frozenset("number num date name city url user".split()))
NONE = InWordList(lambda: frozenset({"None"}))


def follows_sign(batch: TokenBatch, words: Ids) -> Ids:
    """The words after a percent or dollar sign, maybe parted by a space."""
    near = one_of(first_character(batch, words, -1), "%$") | one_of(
        first_character(batch, words, -2), "%$"
    )
    return words[near]


def is_subject(batch: TokenBatch, words: Ids) -> Ids:
    """The words before one that may be said, says or told."""
    return words[one_of(first_character(batch, words + 1), "st")]


def is_enclosed(batch: TokenBatch, words: Ids) -> Ids:
    """The words between at signs."""
    words = words[character_after(batch, words) == ord("@")]
    return words[first_character(batch, words, -1) == ord("@")]


# How many characters before and after the choices are looked at for that (made up).
COMMAND_REACH = 60
LOWER_RE = lazy_pattern(r"[a-z]{3}")
# One group may be a slip of typing, a set of options of a command, a table; two are a template.
FEWEST_GROUPS, FEWEST_OPTIONS = 2, 3
# What stands beside choices that are no spinner's: an option, a path, a command.
COMMAND_RE = lazy_pattern(r"(?:^|\s)--?\w|/\w+/|[`=<>;$\\]")


@derived
def choices(tokens: Tokens) -> tuple[list[Mark], bool]:
    """The lists of choices of an article, and whether they can only be a spinner's."""
    found = [m for m in SPINTAX_RE.finditer(tokens.text) if not is_mention(tokens, m.start())]
    in_prose = [match for match in found if is_spun_prose(tokens, match)]
    listed = any(match[0].count("|") + 1 >= FEWEST_OPTIONS for match in in_prose)
    sure = (len(in_prose) >= FEWEST_GROUPS or listed) and not is_about_code(tokens)
    return [Mark(*match.span(), "a spinner's list of choices") for match in found], sure


def is_spun_prose(tokens: Tokens, match: re.Match[str]) -> bool:
    """Whether choices of words, no figures or capitals, stand in an English sentence."""
    sentence = english_sentence(tokens, match.start())
    if sentence is None or not LOWER_RE.search(match[0]):
        return False
    start, end = match.start() - COMMAND_REACH, match.end() + COMMAND_REACH
    near = max(sentence.start, start), min(sentence.end, end)
    return COMMAND_RE.search(tokens.text, *near) is None


def choice_finder(*, sure: bool) -> PrefilteredReader:
    """Make a reader of lists of choices in articles where they are sure, or are not."""

    def find(tokens: Tokens) -> list[Mark]:
        marks, is_sure = choices(tokens)
        return marks if is_sure == sure else []

    return finder(find, required_by(re.compile(SPINTAX_RE.pattern)))


PLACEHOLDER = (
    gap_contains("⟦", "[[", "٪", "{", "<\0", "⁇", "▁", "\0@@", "@-@")
    | word(ENTITY, is_enclosed)
    | word(MASKS)
    | word(CODED_BRACKET)
    | word(CONVERSION, follows_sign)
    | word(NONE, is_subject)
)


def find_placeholders(tokens: Tokens) -> Iterator[Mark]:
    """Yield masks other than number slots, where the article does not explain such masks."""
    matches = () if is_about_code(tokens) else matches_in(tokens, "masks", "placeholder")
    for start, end in sorted(match.span() for match, _ in matches):
        if not is_mention(tokens, start):
            yield Mark(start, end)


SIGNALS = (
    Signal(
        name="number_slot",
        cause="translation",
        means="a translation engine's number mask was left in the text",
        wrongs="articles about translation errors that print the mask without quotation marks",
        example="More than 100,000 XNUMX troops were moved.",
        read=pattern(
            SLOT_RE, skip=is_mention, note="the figures of this sentence are not to be trusted"
        ),
        weight=6.0,
        figures=True,
    ),
    Signal(
        name="placeholder",
        cause="translation",
        means="a placeholder, a template field or a tokeniser's mark was left in the text",
        wrongs="articles on software that print code without quotation marks",
        example="The grant of ⟦0⟧ hryvnias was paid to % 1 $ s families.",
        read=finder(find_placeholders, PLACEHOLDER),
        weight=5.0,
        figures=True,
    ),
    Signal(
        name="spintax",
        cause="spin",
        means="a spinner's list of choices was published unresolved",
        wrongs="guides to templates that print them without quotation marks",
        example="The {mayor|head of the town} said that the road would open.",
        read=choice_finder(sure=False),
        weight=5.0,
    ),
    Signal(
        name="spintax_template",
        cause="spin",
        means="a spinner's template was published unresolved",
        wrongs="guides to templates that print them without quotation marks",
        example="The {mayor|leader|head} said that the road {would|will} open.",
        read=choice_finder(sure=True),
        # In a clean article 5.0 left a probability of .27 (measured on one): nobody prints these.
        weight=8.0,
    ),
    Signal(
        name="separator_in_words",
        cause="translation",
        means="the separator of a figure was translated into words",
        wrongs="nobody known so far",
        example="The plant made 1thousands separator915 tonnes.",
        # By hand: 4 µs an article; worked out, "comma" and "separate" pass, 19 µs.
        read=pattern(SEPARATOR_RE, prefilter=word(SEPARATORS)),
        weight=5.0,
        figures=True,
    ),
)
