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
from detector.signals.prefilter import gap, text_condition, word
from detector.signals.signal import Mark, Signal, finder
from detector.signals.word_edges import (
    BoolArray,
    ends_on_digit,
    recurs_within,
    select,
    starts_digit,
)
from detector.text.arrays import Ids
from detector.text.lazy_pattern import lazy_pattern
from detector.text.token_batch import TokenBatch
from detector.text.tokens import Tokens
from detector.text.word_properties import ContainsSubstring, MatchesPattern, WordProperty

MASKS = tuple(
    (needle, lazy_pattern(regex))
    for needle, regex in (
        # A name in braces, perhaps one of them lost or a sign before it.
        ("{", r"(?<![\\\w^])[$%#@] ?\{ ?[A-Za-z_][\w. -]{0,24}\}{1,2}"),
        (
            "{",
            r"(?<![\\\w^$%#@{])\{{1,3} ?(?!sic\b)"
            r"[A-Za-z_][\w.:-]{0,24}(?: [\w.:-]{1,15}){0,2} ?\}{1,3}",
        ),
        # The same sign twice or more on both sides, with an engine's spaces: # # # T02 # # #.
        ("@", r"(?<![\w@])@ ?@(?: ?@)? ?[A-Za-z]{1,12}[ _]?\d{0,6} ?@ ?@(?: ?@)?(?![\w@])"),
        ("#", r"(?<![\w#])#(?: ?#){1,3} ?[A-Z]{1,12}[ _]?\d{1,6} ?#(?: ?#){1,3}"),
        ("%", r"(?<![\w%])% ?%(?: ?%)? ?[A-Za-z]{1,12}[ _]?\d{0,6} ?% ?%(?: ?%)?"),
        ("§", r"§(?: ?§){0,3} ?[A-Z]{1,12}[ _]?\d{0,6} ?§(?: ?§){0,3}"),
        # A bare figure between doubled signs: §§4§§, |||5|||, @@@ 12 @@@.
        ("", r"(?<!\w)([§|@#~^])(?: ?\1){1,3} ?\d{1,6} ?\1(?: ?\1){1,3}(?!\w)"),
        # The same capitals on both sides of a figure: XYZ001XYZ, XXTOWN1XX.
        ("", r"(?<![\w/-])([A-Z]{2,6})[A-Z]{0,10}\d{1,6}\1(?![\w/-])"),
        # Capitals joined by low lines, with their number: TAG_OPEN_2, ENTITY_7.
        (
            "_",
            r"(?<![\w./@#-])(?:[A-Z]{2,12}(?:_[A-Z]{2,12}){1,3}|TAG|VAR|ENT|ENTITY|NUM|NAME|MASK|PH|LINK"
            r"|URL|TERM|ORG|PER|LOC|DATE|TOKEN|HTML|MARK|WORD|TEXT|NP|NE)_\d{1,4}(?![\w./-])",
        ),
        # A name and its number in brackets, joined by a low line: [PLACE_3].
        ("_", r"\[ ?[A-Z]{2,14}_\d{1,4} ?\]"),
        # A tag whose brackets became entities: &lt;name1&gt;.
        ("&lt;", r"&lt; ?/? ?[A-Za-z]{1,12}[ _]?\d{1,6} ?/? ?&gt;"),
        ("~", r"~(?: ?~){1,3} ?[A-Za-z]{0,12}[ _]?\d{1,6} ?~(?: ?~){1,3}"),
        ("$", r"(?<![\w$])\$ ?\$ ?[A-Za-z]{1,12}[ _]?\d{0,6} ?\$ ?\$"),
        ("^", r"\^(?: ?\^){0,3} ?[A-Z]{1,12}[ _]?\d{1,6} ?\^(?: ?\^){0,3}"),
        ("|", r"\|(?: ?\|){1,3} ?[A-Za-z]{1,12}[ _]?\d{1,6} ?\|(?: ?\|){1,3}"),
        ("_", r"(?<!\w)_ ?_ ?[A-Z]{2,14}(?: ?_ ?[A-Z]{2,14}){0,2}(?: ?_? ?\d{1,6})? ?_ ?_(?!\w)"),
        ("_", r"(?<![\w.])_[A-Z]{2,12}_?\d{1,6}_(?!\w)"),
        # A name between percent signs: % from% - % to%.
        ("%", r"(?<![\w%)])(?<!\d )% ?[A-Za-z_]{2,20} ?%(?!\w)(?: - % ?[A-Za-z_]{2,20} ?%(?!\w))?"),
        ("%(", r"%\([a-z_]{2,20}\)[sd]\b"),
        # Double brackets round a code.
        ("[", r"\[ ?\[ ?[A-Za-z]{1,12}[ _]?\d{1,6} ?\] ?\]"),
        ("<", r"< ?< ?[A-Za-z]{1,12}[ _]?\d{1,6} ?> ?>"),
        # Elements of the formats that translation tools exchange.
        (
            "<",
            r"< ?/? ?(?:ph|bpt|ept|bx|ex|mrk|seg|keep|notranslate|nt|dnt|protect|tok|var|term|x|g)"
            r"(?: ?\d{1,4}| id ?= ?[\"”“']?\w{1,12}[\"”“']?)? ?/? ?>",
        ),
        # Addresses of no network: an ending that no registry gives out.
        (
            "@",
            r"(?<![\w.@/-])[A-Za-z][\w-]{0,24}@[a-z][\w-]{0,24}\.(?:[a-z]|invalid|localhost)\b(?!\.)",
        ),
        # A letter and a figure three times running: Q 4000 Q 4000 Q 4000.
        (" ", r"(?<![\w-])([A-Z]{1,3}) ?(\d{1,6})(?:,? \1 ?\2){2,20}\b"),
        # Words that tell an engine to keep away, with their number.
        (
            "",
            r"(?<![\w/-])(?:KEEP|LOCK|DNT|TKN|PLH|PLACEHOLDER|NOTRANS(?:LATE)?|PROTECT(?:ED)?|XMLTAG"
            r"|SEGMENT|TRADOS|GLOSS(?:ARY)?|UNTRANSLATED)[-_]?\d{1,5}\b",
        ),
    )
)
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
CODE_LETTERS_RE = lazy_pattern(
    r"(?mi:^[b-df-hj-np-tvxz]{5,}$)|(?m:^[A-Z]*([BCDFGJ-NP-TVXYZ])\1{3}[A-Z]*$)"
)
LETTER_CODE = MatchesPattern(CODE_LETTERS_RE, fits=is_letter_code)
KEEPING = """KEEP LOCK DNT TKN PLH PLACEHOLDER NOTRANS PROTECT XMLTAG SEGMENT TRADOS GLOSS
    UNTRANSLATED""".split()
CODED = ContainsSubstring(
    "_", *KEEPING, fits=lambda printed: "_" in printed or any(map(str.isdigit, printed))
)
SIGNS_RE = lazy_pattern(
    r"[{§^]| &\0|\| ?\||~ ?~|@ ?@|# ?#|% ?%|\$ ?\$|_ ?_|[^\w%)\0]% ?\0|%\(|\[ ?\[|<|\0@\0"
)
# The letters, or letters and figure, of a code that comes three times, and after how many words at
# most one of them comes again: Q 4000 Q4000 Q 4000.
FIGURE_AGAIN = MatchesPattern(r"(?m:(?:^|[.,:'’])[A-Z]{1,3}\d{0,6}$)")
CODE_WORDS = 3
# The same capitals on both sides of a figure.
TWICE = MatchesPattern(r"(?m:^([A-Z]{2,6})[A-Z]{0,10}\d{1,6}\1$)")


def is_code_again(batch: TokenBatch, words: Ids) -> Ids:
    """The words that end on a figure, or stand before one, and come again soon."""
    words = recurs_within(CODE_WORDS)(batch, words)
    figured: BoolArray = ends_on_digit(batch, words) | starts_digit(batch, words + 1)
    return select(words, figured)


def find_masks(tokens: Tokens) -> Iterator[Mark]:
    """Yield the masks of translation tools, each once."""
    if is_about_code(tokens):
        return
    done = -1
    for start, end in sorted(mask_spans(tokens)):
        if start >= done and not is_mention(tokens, start):
            yield Mark(start, end, "a mask of a translation tool")
            done = end


def mask_spans(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where masks stand: by their signs, and by their letters."""
    for needle, regex in MASKS:
        if needle in tokens.text:
            for match in regex.finditer(tokens.text):
                yield match.span()
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
            # Any other percent sign has a mark or a figure before it.
            | text_condition(lambda text: text.startswith("%"))
            | word(CODED)
            | word(LETTER_CODE)
            | word(FIGURE_AGAIN, is_code_again)
            | word(TWICE),
        ),
        weight=5.0,
    ),
)
