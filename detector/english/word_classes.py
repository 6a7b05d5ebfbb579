"""Words and marks folded to what they are, whatever they say and whoever typeset them.

Names, figures, weekdays and months become classes, contractions are written out, and marks that
differ between newsrooms (curly quotes, dashes, ellipses, white space) are one and the same.
"""

from __future__ import annotations

import re

from detector.english.lexicon import lexicon, row_of
from detector.text.character_classes import lowercase

# Above this share of capitals in mid sentence a word is a name.
MIN_NAME_CAPITAL_SHARE = 0.6
ENDINGS = frozenset(
    """ing ed ly tion sion s es ies ment ments ness ity ities al ial ic ical ous ious ive able
    ible er ers or ors est ist ists ism ence ance ent ant ate ize ise ized ised ful less hood
    ship age ary ory en y""".split()
)
LONGEST_ENDING = 5
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat
    sun""".split()
)
MONTHS = frozenset(
    """january february march april may june july august september october november
    december""".split()
)
PEOPLES = ("ian", "ese", "ish", "ans", "an")
CLITICS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
# After these, 's is a verb; after any other word it is a possessive.
VERBAL = frozenset("it he she that there what who where here how".split())
WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not")}
SPACED_DASH_RE = re.compile(r"\s[-–—―]|[-–—―]\s|[–—―]|--")


def ending(word: str) -> str:
    """The class of a word that does not stand for itself.

    >>> ending("negotiations"), ending("slowly"), ending("quay")
    ('-s', '-ly', '-y')
    """
    for size in range(min(LONGEST_ENDING, len(word) - 3), 0, -1):
        if word[-size:] in ENDINGS:
            return "-" + word[-size:]
    return f"-{min(len(word), 9)}"


def figure_class(word: str) -> str:
    """The class of a word with a digit in it."""
    if re.fullmatch(r"(?:19|20)\d\d", word):
        return "<year>"
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", word.lower()):
        return "<ordinal>"
    if re.fullmatch(r"\d\d?", word):
        return "<small>"
    return "<figure>" if re.fullmatch(r"[\d.,:]+", word) else "<mixed>"


def mask(word: str) -> str:
    """A word as printed -> its lower-case self, or a class where it is a name or a figure.

    >>> mask("Bakhmut"), mask("1,500"), mask("Although"), mask("Tuesday")
    ('<name>', '<figure>', 'although', '<day>')
    """
    if not word.isalpha() and any(map(str.isdigit, word)):
        return figure_class(word)
    lowered = lowercase(word)
    return mask_letters(word, lowered, row_of(lowered))


def mask_letters(word: str, lowered: str, row: int | None) -> str:
    """The same of a word without figures, given in lower case and with its row of the lexicon."""
    if not word[0].isupper() or lowered == "i" or lowered.startswith("i'"):
        return lowered
    if lowered in DAYS:
        return "<day>"
    if lowered in MONTHS:
        return "<month>"
    if len(word) > 1 and word.isupper():
        return "<acronym>"
    if row is not None and float(lexicon().capital_shares[row]) <= MIN_NAME_CAPITAL_SHARE:
        return lowered
    if not lowered.endswith(PEOPLES):
        return "<name>"
    return f"<name-{next(tail for tail in PEOPLES if lowered.endswith(tail))}>"


def expand(word: str) -> tuple[str, ...]:
    """Write a contraction out; the folded word itself where it is none.

    >>> expand("didn't"), expand("mayor's"), expand("it's")
    (('did', 'not'), ('mayor', "'s"), ('it', 'is'))
    """
    if word in WHOLE:
        return WHOLE[word]
    if "'" not in word:
        return (word,)
    for clitic, full in CLITICS.items():
        if word.endswith(clitic) and len(word) > len(clitic):
            return word[: -len(clitic)], full
    if word.endswith("'s") and len(word) > 2:
        return word[:-2], "is" if word[:-2] in VERBAL else "'s"
    return (word,)


def classes_of(word: str) -> tuple[str, ...]:
    """The masked parts of a word as printed.

    >>> classes_of("Obi's"), classes_of("Don’t")
    (('<name>', "'s"), ('do', 'not'))
    """
    folded = word.replace("’", "'")
    if folded[0].isupper() and folded.endswith("'s") and folded[:-2].lower() not in VERBAL:
        return mask(folded[:-2]), "'s"
    masked = mask(folded)
    return (masked,) if masked[0] == "<" else expand(masked)


def fold_gap(gap: str) -> str:
    """What stands between two words, folded: the same for every newsroom's marks.

    >>> fold_gap(",” "), fold_gap(' — '), fold_gap(" ")
    ('",', '--', '')
    """
    kept = {mark for mark in gap if mark in ",:;%$£€()/&"}
    if SPACED_DASH_RE.search(gap):
        kept.add("--")
    elif "-" in gap:
        kept.add("-")
    if any(mark in "\"“”„‟«»‹›'’‘`" for mark in gap):
        kept.add('"')
    return "".join(sorted(kept))
