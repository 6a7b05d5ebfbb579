"""Protecting tokens: what translation tools put in the place of a name and never took out again.

To keep an engine's hands off names, links and variables, tools mask them: ``${Keep3}``,
``@@TM04@@``, ``% open%``, ``__ LOCK _ 2 __``, made-up addresses, letters that no language has. The
engine puts spaces in, drops a brace, loops over it. No list of such masks is ever whole;
what they share is a grammar: signs doubled or paired round a short name, which prose never has.
Articles on software print the same things on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from detector.english.lexicon import is_word
from detector.signals.context import is_about_code, is_mention
from detector.signals.pattern_table import matches_in
from detector.signals.prefilter import gap, gap_contains, text_condition, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    BoolArray,
    at_match,
    character_after,
    ends_on_digit,
    first_character,
    preceded_by,
    recurs_within,
    starts_digit,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, MatchesPattern, OpensWith, WordProperty

# Letters that a code is made of: three of them and no vowel in one word.
RARE_LETTERS = frozenset("qxzjkv")
VOWELS = frozenset("aeiouywäöüéèáàóíúåøæ")
SHORTEST_CODE, FEWEST_RARE_LETTERS = 5, 3
SAME_FOUR_RE = lazy_pattern(r"([BCDFGJ-NP-TVXYZ])\1{3}")


def is_letter_code(printed: str) -> bool:
    """Whether a word is made of letters that make no word: qzqqzq, YYYYB.

    >>> is_letter_code("qzqqzq"), is_letter_code("YYYYB"), is_letter_code("XXXXX")
    (True, True, False)
    """
    if len(printed) < SHORTEST_CODE or not printed.isascii() or not printed.isalpha():
        return False
    lowered = printed.lower()
    if printed.isupper():
        return SAME_FOUR_RE.search(printed) is not None and 1 < len(set(printed)) <= 3
    if (
        not printed[1:].islower()
        or VOWELS & set(lowered)
        or len(set(lowered)) == 1
        or is_word(lowered)
    ):
        return False
    return sum(letter in RARE_LETTERS for letter in lowered) >= FEWEST_RARE_LETTERS


# Hardly any word of the press has no vowel, or the same consonant four times.
LETTER_CODE = OpensWith(
    r"(?i:[b-df-hj-np-tvxz]{5,}$)|[A-Z]*([BCDFGJ-NP-TVXYZ])\1{3}[A-Z]*$", fits=is_letter_code
)
KEEPING = """KEEP LOCK DNT TKN PLH PLACEHOLDER NOTRANS PROTECT XMLTAG SEGMENT TRADOS GLOSS
    UNTRANSLATED""".split()
CODED = ContainsSubstring(
    "_", *KEEPING, fits=lambda printed: "_" in printed or any(map(str.isdigit, printed))
)
SIGNS_RE = lazy_pattern(
    r"[{§^]| &\0|\| ?\||~ ?~|@ ?@|# ?#|% ?%|\$ ?\$|_ ?_|[^\w%)\0]% ?\0|%\(|\[ ?\[|<"
    r"|[⟨〈⟪⟬⦃⦅⁅｟⟮❲❬〖⌈⌊⟅⸨‹]"
)
HOST_RE = lazy_pattern(r"[a-z][\w-]{0,24}\.(?:[a-z]|invalid|localhost)\b(?!\.)")
# The letters, or letters and figure, of a code that comes three times, and after how many words at
# most one of them comes again: Q 4000 Q4000 Q 4000.
FIGURE_AGAIN = MatchesPattern(r"(?m:[A-Z](?<![^\n.,:'’].)[A-Z]{0,2}\d{0,6}$)")
CODE_WORDS = 3
# The same capitals on both sides of a figure.
TWICE = OpensWith(r"([A-Z]{2,6})[A-Z]{0,10}\d{1,6}\1$")
# Letters that no word has on both sides of a figure; the name of what is masked, and its number.
AROUND_FIGURE = OpensWith(r"(?i:[qxzjkvw]{3,6}\d{1,4}[qxzjkvw]{3,6}$)")
NUMBERED = OpensWith(r"(?:ENTITY|PERSON|NUMBER|NUM|URL|DATE|MASK|LOC|GPE)\d{1,3}$")

BRACKETED = OpensWith(r"(?:NUM|NUMBER|UNK|MASK|PAD|GPE|ENTITY|ENT)(?:_?\d{1,4})?$")


def is_between_hashes(batch: TokenBatch, words: Ids) -> Ids:
    """The words between two hash signs, perhaps with a space inside: #NUM#, # NUM #."""
    opened: BoolArray = first_character(batch, words, -1) == ord("#")
    opened |= first_character(batch, words, -2) == ord("#")
    closed: BoolArray = character_after(batch, words) == ord("#")
    return words[opened & (closed | (character_after(batch, words, 1) == ord("#")))]


def is_at_no_host(batch: TokenBatch, words: Ids) -> Ids:
    """The words after which an ending comes that no registry gives out: x@mask.invalid."""
    return at_match(HOST_RE)(batch, words + 1)


def is_code_again(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on a figure, or stand before one, and come again soon."""
    words = recurs_within(CODE_WORDS)(batch, words)
    figured: BoolArray = ends_on_digit(batch, words) | starts_digit(batch, words + 1)
    return words[figured]


def find_masks(tokens: Tokens) -> Iterator[Mark]:
    """Yield the masks of translation tools, each once."""
    if is_about_code(tokens):
        return
    done = -1
    spans = [match.span() for match, _ in matches_in(tokens, "masks", "protecting_token")]
    for start, end in sorted([*spans, *letter_codes(tokens)]):
        if start >= done and not is_mention(tokens, start):
            yield Mark(start, end, "a mask of a translation tool")
            done = end


def letter_codes(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where codes of letters that make no word stand, no part of an address."""
    for index in tokens.indices_with(LETTER_CODE):
        start, end = tokens.word_span(index)
        around = tokens.text[max(0, start - 1) : start] + tokens.text[end : end + 1]
        if not set(around) & set("@#/._-=&\\"):
            yield start, end


SIGNALS = (
    Signal(
        name="protecting_token",
        cause="translation",
        means="the mask by which a translation tool protects a name was left in the text",
        wrongs="articles on software that print code without quotation marks",
        example="The order went to @@TM04@@ and a smaller one to ${Keep3}.",
        read=finder(
            find_masks,
            gap(WordProperty(lambda stretch: SIGNS_RE.search(stretch) is not None))
            | gap_contains("#", where=is_between_hashes)
            | gap_contains("\0@\0", where=is_at_no_host)
            # Any other percent sign has a mark or a figure before it.
            | text_condition(lambda text: text.startswith("%"))
            | word(CODED)
            | word(LETTER_CODE)
            | word(FIGURE_AGAIN, is_code_again)
            | word(TWICE)
            | word(AROUND_FIGURE)
            | word(NUMBERED)
            | word(BRACKETED, preceded_by("[")),
        ),
        weight=5.0,
    ),
)
