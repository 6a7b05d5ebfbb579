"""How a token falls apart that was two words before they ran together.

The glued token is no word, and falls into a word or name and a word of grammar, which names and
brands (Anderson, Beckwith, LinkedIn, DeSantis) also seem to do. What stands before the words of
grammar must be common or a known name, and those are the ones that end hardly any name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from detector.english.lexicon import capital_share, common_words, is_word, zipf
from detector.resources.tables import read_columns
from detector.text.lazy_pattern import lazy_pattern
from detector.text.printed_words import PrintedWords, lowercased

# Words of grammar and reporting that end hardly any name and no compound.
JOINERS = frozenset(
    """although because while which where when after before since until unless though however
    between against during that this these those they their there with from have been were would
    could should without also whose what including according said told says whether despite towards
    toward among does whom themselves whereas through""".split()
)
# Three letters end some words (see|the, big|has): what stands before must be commoner.
SHORT_JOINERS = frozenset("and but the was has had for who not will than".split())
# Those that do end some names: Beck|with, Jona|than, Fars|had, Jean|not, Gods|will, Bed|does.
NAME_ENDS = frozenset("with than had has not will does told its".split())
# Two letters end thousands of words: stricter still, and a signal of its own with little weight.
SMALL_JOINERS = frozenset("on of to is at by in are it".split())
# Words that end no name at all: of 35,677 capitalised words of 13,000 honest texts none that is
# unknown falls apart at one of them, whatever stands before it, but where a space was lost.
NEVER_NAME_ENDS = frozenset(
    """although because while which whereas whose whether despite against between through where when
    after before since until unless though however during including according themselves who they
    their there these those from have been were would could should without also what says
    towards toward among whom under about but""".split()
)
# Endings by which an unknown word in small letters is no name: abovementioned.
INFLECTED = ("ed", "ing", "tion", "ly", "ness", "ment")
# Words of grammar that begin no English word and are no prefix.
LEADERS = frozenset("the and of that which was has have from this would their".split())
ENDINGS = JOINERS | SHORT_JOINERS | SMALL_JOINERS | NEVER_NAME_ENDS
ENDS = tuple(sorted(ENDINGS))
LAST_LETTERS = frozenset(end[-2:] for end in ENDS)
STARTS = tuple(sorted(LEADERS))
# Words of grammar after which it, is and are stand and with which they make no word.
OPEN_CONJUNCTIONS = frozenset("that which because while although until unless said".split())
# Words that begin sentences, as they show after a lost space: "talksThe".
STARTERS = JOINERS | SHORT_JOINERS | frozenset("in it if he she we as at on an so for you".split())
# Zipf values that parts must reach, found by looking at every split of unknown words in
# 11,755 edited articles: 3 is one in a million words, 4 one in 100,000.
RARE_PART_ZIPF, FAIRLY_COMMON, COMMON_PART_ZIPF, VERY_COMMON = 3.0, 4.2, 4.5, 5.3
# A word counts as a name where at least this share of it is printed with a capital.
NAME_CAPITAL_SHARE = 0.9
# Acronyms that end the names of firms, channels and committees.
BRAND_TAILS = frozenset("tv usa uk us pac ai dc md fm hd uae nyc plc ltd llc ngo bbc cnn".split())
# getElementById: an article that prints code.
CODE_RE = lazy_pattern(r"\b[a-z]++(?:[A-Z][a-z]++){2}")
MIN_TOKEN_LENGTH = 5
# The longest word of our table has 23 letters, so that two have at most 46; a longer token is
# no glue but a code, and trying every cut of it takes the square of its length.
MAX_TOKEN_LENGTH = 60
ASCII_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


class ArticleWords(NamedTuple):
    """What an article says of a token that may be glued: the words beside which it stands.

    ``prints`` says whether a word stands in the article, ``holds`` whether it does in any case;
    ``text`` is what may hold code.
    """

    prints: Callable[[str], bool]
    holds: Callable[[str], bool]
    text: str


# An article in which a token would be found glued if it is in any.
ANY_ARTICLE = ArticleWords(lambda _: True, lambda _: True, "")


@cache
def whole_words() -> frozenset[str]:
    """Words that fall apart by chance: loans, dialect, units, names and brands."""
    return frozenset(read_columns("whole_words")["word"])


def are_glued(words: PrintedWords) -> list[bool]:
    """Which printed words that the press never prints are found glued in some article."""
    whole = whole_words()
    return [
        MIN_TOKEN_LENGTH <= len(lowered) <= MAX_TOKEN_LENGTH
        and lowered.isalpha()
        and (not word[1:].islower() or may_part(lowered))
        and lowered not in whole
        and split(word, ANY_ARTICLE) is not None
        for word, lowered in zip(words, lowercased(words), strict=True)
    ]


def split(word: str, article_words: ArticleWords) -> tuple[int, str] | None:
    """How many letters of a printed word stand before the lost space, and the kind of glue."""
    return split_at_case(word, article_words) or split_lower(word, article_words)


def split_at_case(word: str, article_words: ArticleWords) -> tuple[int, str] | None:
    """The split of a token with one capital inside it: ``talksThe``, ``UkraineIf``."""
    if word[1:].islower() or word.isupper():
        return None
    humps = [at for at in range(2, len(word)) if word[at].isupper() and word[at - 1].islower()]
    if len(humps) != 1:
        return None
    before, after = word[: humps[0]], word[humps[0] :]
    if len(before) < 3 or not is_word(after):
        return None
    # A word that nobody prints is a word all the same, by its ending: abovementioned.
    inflected = before.islower() and len(before) > 7 and before.endswith(INFLECTED)
    if after.lower() in STARTERS and inflected:
        return humps[0], "break"
    if not is_word(before) and not article_words.prints(before):
        return None
    if before[0].isupper() and follows_name(article_words, before, after):
        return humps[0], "camel"
    return (humps[0], "break") if is_lost_break(article_words, before, after) else None


def is_lost_break(article_words: ArticleWords, before: str, after: str) -> bool:
    """Whether a line or a sentence ended between the two: no code, no product (macOS)."""
    if after.isupper() and before[1:].islower():
        known = zipf(before) >= FAIRLY_COMMON and zipf(after) >= COMMON_PART_ZIPF
        return (
            known
            and article_words.prints(after)
            and len(after) > 2
            and after.lower() not in BRAND_TAILS
        )
    if not (before.islower() and after[1:].islower()) or zipf(before) < RARE_PART_ZIPF:
        return False
    if after.lower() in STARTERS:
        return True
    common = zipf(before) >= FAIRLY_COMMON and zipf(after) >= COMMON_PART_ZIPF
    return common and not CODE_RE.search(article_words.text)


def follows_name(article_words: ArticleWords, before: str, after: str) -> bool:
    """Whether a capitalised word runs into the start of a sentence, which brands avoid."""
    if after.lower() not in STARTERS or not after[1:].islower() or not before[1:].islower():
        return False
    named = capital_share(before) >= NAME_CAPITAL_SHARE or article_words.prints(before)
    return named and (len(after) > 2 or len(before) > 4)


def split_lower(printed: str, article_words: ArticleWords) -> tuple[int, str] | None:
    """The split of a token in lower case, or with a first capital."""
    if not printed[1:].islower():
        return None
    word = printed.lower()
    if not may_part(word):
        return None
    for cut in range(len(word) - 2, 1, -1):
        before, after = word[:cut], word[cut:]
        if after not in ENDINGS and before not in LEADERS:
            continue
        named = printed[0].isupper() and after in NEVER_NAME_ENDS
        known = named or is_word(before)
        if not known and not (after in ENDINGS and article_words.holds(before)):
            continue
        if printed[0].isupper() and is_glued_name(article_words, before, after):
            return cut, "name"
        if printed[0].islower() and is_glued_word(before, after):
            return cut, "word"
        if is_small_glue(article_words, printed, before, after):
            return cut, "small"
    return None


def may_part(lowered: str) -> bool:
    """Whether a word begins or ends with a word of grammar."""
    # Most words end on other letters, and endings are many.
    joins = lowered[-2:] in LAST_LETTERS and lowered.endswith(ENDS)
    return joins or lowered.startswith(STARTS)


def is_glued_name(article_words: ArticleWords, before: str, after: str) -> bool:
    """Whether a known name runs into a word of grammar: ``Putinalthough``."""
    if after not in JOINERS | SHORT_JOINERS | NEVER_NAME_ENDS:
        return False
    if after in NEVER_NAME_ENDS and len(before) >= (3 if len(after) > 3 else 4):
        return True
    present = article_words.prints(before.capitalize()) and len(before) > 3
    if capital_share(before) < NAME_CAPITAL_SHARE or zipf(before) < RARE_PART_ZIPF:
        return present and (len(before) > 4 or len(after) > 3) and after not in NAME_ENDS
    # Jean|not, Beck|with, Fars|had: short joiners and "with" do end names.
    if len(after) > 3 and after not in NAME_ENDS:
        return len(before) > 3
    if after in NAME_ENDS:
        return len(before) > 5
    common = FAIRLY_COMMON if len(before) > 5 else COMMON_PART_ZIPF
    return present or (len(before) > 4 and zipf(before) >= common)


def is_glued_word(before: str, after: str) -> bool:
    """Whether a common word runs into a word of grammar, or one of grammar into a common word."""
    lowered = after in JOINERS and len(after) > 3 and len(before) > 3
    if capital_share(before) > 0.5 and before not in JOINERS and not lowered:
        return False
    if after in JOINERS:
        return (
            len(before) > 2
            and zipf(before) >= RARE_PART_ZIPF
            and before not in ("here", "there", "where")
        )
    if after in SHORT_JOINERS:
        return len(before) > 2 and zipf(before) >= FAIRLY_COMMON
    if before not in LEADERS or capital_share(after) > 0.5:
        return False
    if len(after) == 3:
        return (
            before in ("the", "of", "and", "would", "which", "their") and zipf(after) >= VERY_COMMON
        )
    return len(after) > 3 and zipf(after) >= (RARE_PART_ZIPF if len(before) > 3 else FAIRLY_COMMON)


def is_small_glue(article_words: ArticleWords, printed: str, before: str, after: str) -> bool:
    """Whether a common word runs into ``on``, ``of``, ``to`` ...: ``willon``, ``bottomof``."""
    if after not in SMALL_JOINERS:
        return False
    present = article_words.prints(printed[0] + before[1:])
    if printed[0].isupper():
        named = capital_share(before) >= NAME_CAPITAL_SHARE and len(before) > 4
        return named and present and after in ("of", "to", "by")
    if capital_share(before) > 0.5 or (after == "in" and is_word(before + "ing")):
        return False
    strong = (zipf(before) >= VERY_COMMON and len(before) > 2) or (present and len(before) > 4)
    if after in ("at", "in", "it", "is", "are") and not (present and len(before) > 4):
        return before in OPEN_CONJUNCTIONS and after in ("it", "is", "are")
    return (strong or (len(before) > 6 and zipf(before) >= COMMON_PART_ZIPF)) and not is_typo(
        before + after
    )


class Slips(NamedTuple):
    """Very common words: whole, each without one letter, and with a gap in the place of one."""

    whole: frozenset[str]
    shorter: frozenset[str]
    gapped: frozenset[str]


@cache
def slips() -> Slips:
    """What one slip of the finger makes of the very common words."""
    whole = common_words(VERY_COMMON)
    cuts = [
        (word[:at], word[at + 1 :])
        for word in whole
        for at, letter in enumerate(word)
        if letter in ASCII_LETTERS
    ]
    shorter, gapped = (frozenset(a + gap + b for a, b in cuts) for gap in ("", "_"))
    return Slips(whole, shorter, gapped)


def is_typo(word: str) -> bool:
    """Whether one slip of the finger makes a very common word of it (billon, someon)."""
    common = slips()
    return word in common.shorter or any(
        a + b[1:] in common.whole
        or a + "_" + b[1:] in common.gapped
        or a + b[1:2] + b[:1] + b[2:] in common.whole
        for a, b in ((word[:at], word[at:]) for at in range(len(word)))
    )
