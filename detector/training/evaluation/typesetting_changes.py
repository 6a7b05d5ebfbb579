"""What typesetters, scrapers and desks do to an article without making it worse or better.

A score that moves with any of these measures the desk's style, not damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from detector.text.tokens import Tokens

# A common width of plain text mail.
LINE = 72
# Spelt as desks spell them; the verb alone is contracted, never a possessive.
LONG_AND_SHORT = (
    *((f"{verb} not", f"{verb}n’t") for verb in "do does did is are was were has have had".split()),
    *((f"{verb} not", f"{verb}n’t") for verb in "would could should".split()),
    ("will not", "won’t"),
    ("cannot", "can’t"),
    *((f"{who} have", f"{who}’ve") for who in "we they I you".split()),
    *((f"{who} are", f"{who}’re") for who in "we they you".split()),
    *((f"{who} will", f"{who}’ll") for who in "we they I you he she it".split()),
    ("I am", "I’m"),
)
# One way only: "it's been" is no "it is been".
SHORTENED = (*LONG_AND_SHORT, ("it is", "it’s"), ("that is", "that’s"))
OPENING_RE = re.compile(r'(^|[\s(\[—–-])"(?=\S)')
OPENING_SINGLE_RE = re.compile(r"(^|[\s(\[“])'(?=\w)")


def to_curly_quotes(text: str) -> str:
    """Straight quotes and apostrophes -> curly ones.

    >>> to_curly_quotes('He said: "It\\'s shut."')
    'He said: “It’s shut.”'
    """
    text = OPENING_RE.sub(r"\1“", text).replace('"', "”")
    return OPENING_SINGLE_RE.sub(r"\1‘", text).replace("'", "’")


def to_straight_quotes(text: str) -> str:
    """Curly quotes and apostrophes -> straight ones."""
    return re.sub("[‘’]", "'", re.sub("[“”]", '"', text))


def wrap_paragraphs(text: str) -> str:
    """Each paragraph broken in lines of 72 characters, an empty line between paragraphs.

    Where paragraphs stand apart already, single line ends are inside them.
    """
    apart = re.compile(r"\n\s*\n") if re.search(r"\n\s*\n", text) else re.compile(r"\n")
    return "\n\n".join(wrap(" ".join(part.split("\n"))) for part in apart.split(text.strip()))


def wrap(paragraph: str) -> str:
    """Break one paragraph at its spaces, and change nothing else."""
    lines, line = [], ""
    for word in paragraph.split(" "):
        if line and len(line) + 1 + len(word) > LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def write_out_contractions(text: str) -> str:
    """Contractions -> the words they stand for.

    >>> write_out_contractions("They’ve said it won't do.")
    'They have said it will not do.'
    """
    for long, short in LONG_AND_SHORT:
        for mark in ("'", "’"):
            text = replace_words(text, short.replace("’", mark), long)
    return text


def contract_verbs(text: str) -> str:
    """Verbs -> their contractions, with the text's own apostrophe.

    >>> contract_verbs("They have said it will not do.")
    'They’ve said it won’t do.'
    """
    mark = "'" if "'" in text else "’"
    for long, short in SHORTENED:
        text = replace_words(text, long, short.replace("’", mark))
    return text


def replace_words(text: str, old: str, new: str) -> str:
    """Replace whole words, also where they begin a sentence."""
    for before, after in ((old, new), (old[0].upper() + old[1:], new[0].upper() + new[1:])):
        text = re.sub(rf"(?<![\w’']){re.escape(before)}(?![\w’'])", after, text)
    return text


def dashes_to_hyphens(text: str) -> str:
    """Long dashes between words -> a hyphen between spaces."""
    return re.sub(r"\s*[—–]\s*(?=[A-Za-z“\"])", " - ", text)


def first_half(text: str) -> str:
    """The first half of an article's sentences."""
    sentences = Tokens(text).sentences
    return text[: sentences[(len(sentences) + 1) // 2 - 1].end] if sentences else text


def truncate(text: str, words: int) -> str:
    """An article's first whole sentences up to about a number of words.

    >>> truncate("The bridge is shut. It stays shut. Nobody knows why it is.", 7)
    'The bridge is shut. It stays shut.'
    """
    sentences = Tokens(text).sentences
    within = [s for s in sentences if s.first < words and s.last - words <= words - s.first]
    return text[: within[-1].end] if within else ""


ALTERATIONS: dict[str, Callable[[str], str]] = {
    "quotes curled": to_curly_quotes,
    "quotes straightened": to_straight_quotes,
    "lines wrapped": wrap_paragraphs,
    "contractions written out": write_out_contractions,
    "contracted": contract_verbs,
    "dashes exchanged": dashes_to_hyphens,
    "first half alone": first_half,
}
