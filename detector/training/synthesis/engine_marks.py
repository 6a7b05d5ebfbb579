"""Takes an engine's own marks out of its output, so that only its wording is left.

Apertium flags a word it does not know with ``*``, one it knows but cannot transfer with ``@``
and one it cannot inflect with ``#``; it drops possessives after unknown names, moves spaces to
the wrong side of brackets and leaves whole words of the pivot language in the text. None of
this is what a reader meets on a spun page, whose neural engine leaves clean English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?]['”\")]?\s+|[“\"]|: )$")

_GLUED_NUMBER = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z]{3})")
_STRAY = re.compile(r"([A-Za-z]+)'(?= [a-z])")
# Serbo-Croatian has no article and writes "a" for "but": the engine prints "and" for it.
_CONFUSED = {("and", "a"), ("and", "an"), ("and", "is"), ("ace", "as")}

# Order matters: marks go before the spaces that they leave.
_REPAIRS = (
    (
        re.compile(r"(?<!\S)[*@#]+(?=[\w“\"'(*@#])|(?<=\w)[*#@]+(?=\W|$)|(?<=[-'/.])[*#@]+(?=\w)"),
        "",
    ),
    (re.compile(r"(?<=\w)'with\b"), "'s"),  # Serbo-Croatian "s" is "with"
    (re.compile(r"\b([ap])\.M\."), r"\1.m."),
    (re.compile(r"\b(\w+)'s of (?:the )?\1\b"), r"\1's"),
    (re.compile(r"\b(of|the|an?|to|in) \1\b"), r"\1"),
    (re.compile(r"\s+"), " "),
    # Esperanto's engine moves a word out of its brackets or quotation marks.
    (re.compile(r"(?<=\w)‘ "), " ‘"),
    (re.compile(r"(\w+) ?\( *\)"), r"(\1)"),
    (re.compile(r"(?<=\w) ?“ ?”"), "”"),
    (re.compile(r"(“[^“”]{1,300}) “(?=\s|$)"), r"\1”"),
    (re.compile(r"(?<=[(\[“‘]) +"), ""),
    (re.compile(r" +(?=[,;:.!?)\]”](?:\W|$))"), ""),
    (re.compile(r"(?<!\.)\.\.(?!\.)"), "."),
    (re.compile(r"([,;:])[,;:.]?(?=[,;:])"), ""),
    (re.compile(r",\.(?=\s|$)"), "."),
)


def clean_marks(line: str, original: str) -> str:
    """Remove one engine's flags and odd spaces from a translated line.

    Marks that the original line itself has (a hashtag, an address) are left alone.

    >>> clean_marks("The *oficejode of #minister ( new )  spoke ..", "The minister's office spoke.")
    'The oficejode of minister (new) spoke.'
    """
    repairs = _REPAIRS if not re.search(r"[*@#]", original) else _REPAIRS[1:]
    for pattern, replacement in repairs:
        line = pattern.sub(replacement, line)
    line = _loosen(line, original)
    line = re.sub(r"‘([^‘’'“”]{1,200})'(?=\W|$)", r"‘\1’", line)
    return _STRAY.sub(lambda match: _mend_apostrophe(match, original), line).strip()


def _loosen(line: str, original: str) -> str:
    """Part a number from the word it was pushed against, and close a hyphen's stray space."""
    if not _GLUED_NUMBER.search(original):
        line = _GLUED_NUMBER.sub(" ", line)
    if " -" not in original:
        line = line.replace(" -", "-") if " --" not in line else line
    return line


def _mend_apostrophe(match: re.Match[str], original: str) -> str:
    """Engines lose the "s" after a name: give it back, or drop the apostrophe it left."""
    word = match[1]
    if f"{word}'" in original.replace(f"{word}'s", ""):
        return match.group()
    return f"{word}'s" if f"{word}'s" in original else word


def _keys(words: list[re.Match[str]]) -> list[str]:
    return [word.group().lower() for word in words]


def _stem(word: str) -> str:
    return word.removesuffix("'s")


def _residue_choices(
    original: str, spun: str, is_unknown_word: Callable[[str], bool]
) -> dict[int, str]:
    """Replacement for each alien word of the spun line, keyed by where the word starts."""
    before, after = list(_WORD.finditer(original)), list(_WORD.finditer(spun))
    known = {_stem(word) for word in _keys(before)}
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    choices: dict[int, str] = {}
    for _, low, high, start, end in matcher.get_opcodes():
        for place in range(start, end):
            word = after[place].group()
            aligned = low + (place - start) * (high - low) // (end - start)
            source = before[aligned].group() if high > low else ""
            foreign = _stem(word.lower()) not in known and is_unknown_word(word)
            if foreign or (word.lower(), source.lower()) in _CONFUSED:
                choices[after[place].start()] = source
    return choices


def replace_residue(original: str, spun: str, is_unknown_word: Callable[[str], bool]) -> str:
    """Put the original's word where the engine left a word of its pivot language, else drop it.

    The two lines are aligned word by word. ``is_unknown_word`` says of a word whether English lacks
    it.

    >>> replace_residue("The office of the minister was shut.", "The *oficejode minister was shut.",
    ...              lambda word: word == "oficejode")
    'The *office minister was shut.'
    """
    choices = _residue_choices(original, spun, is_unknown_word)
    return _WORD.sub(lambda match: choices.get(match.start(), match.group()), spun)


def _casing(original: str) -> dict[str, str]:
    """The form of each word inside the sentences of the original, where it has only one."""
    forms: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(original):
        if not _SENTENCE_START.search(original[max(0, match.start() - 4) : match.start()]):
            forms.setdefault(match.group().lower(), Counter())[match.group()] += 1
    return {word: next(iter(seen)) for word, seen in forms.items() if len(seen) == 1}


def restore_casing(original: str, spun: str) -> str:
    """Give names and sentences back their capital, other words their small letter.

    >>> restore_casing("The council met Olena. She spoke.", "the Council met olena. spoke.")
    'The council met Olena. Spoke.'
    """
    casing = _casing(original)

    def fix(match: re.Match[str]) -> str:
        word = match.group()
        if _SENTENCE_START.search(spun[max(0, match.start() - 4) : match.start()]):
            opens = match.start() == 0 or spun[match.start() - 1] not in '“"'
            return word[0].upper() + word[1:] if opens and word.islower() else word
        known = casing.get(word.lower(), word)
        return known if known.lower() != known or word.istitle() else word

    return _WORD.sub(fix, spun)
