"""A thesaurus spinner: words swapped for synonyms, in the right form, at a stated rate.

What differs from one spinner to the next is held in :class:`SpinStyle`, so that a corpus can
contrast rates, first senses against any sense, single words against phrases.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from detector.training.synthesis.inflection import Form, inflect, read_form
from detector.training.synthesis.thesaurus import Thesaurus, read_swaps

_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*(?!['’]?\w)")
_QUOTED = re.compile(r"“[^“”\n]{1,600}”|\"[^\"\n]{1,600}\"|‘[^‘’\n]{20,400}’")
_ARTICLE = re.compile(r"\b([Aa])n?(?= ([A-Za-z]+))")
# Sounds that spelling hides, for "a" against "an"; made up, the commonest in news.
_VOWEL_SOUND = re.compile(
    r"(?!eu|ewe|one\b|once\b|uni[^nm]|us[aeu]|ut[ei]|ubi)[aeiou]|hour|hono|heir", re.IGNORECASE
)


class SpinStyle(NamedTuple):
    """How one thesaurus spinner works.

    ``rate``: share of the words that have a synonym to swap, 0 to 1. ``any_sense``: take any of
    a word's senses, not its usual one. ``phrases``: allow replacements of several words.
    ``keep_quotes``: leave quoted speech alone. ``names``: share of capitalised words inside a
    sentence that are swapped as if they were plain words ("Invoice Nye"). ``fix_articles``:
    mend "a" and "an" before a swapped word. ``stubborn``: one synonym a word in an article.
    """

    rate: float
    any_sense: bool = False
    phrases: bool = True
    keep_quotes: bool = False
    names: float = 0.0
    fix_articles: bool = True
    stubborn: bool = False


SynonymLookup = Callable[[str, str], Sequence[Sequence[str]]]
"""Senses, each a list of ready-made replacements, of a lower-case word after another."""


def thesaurus_lookup(thesaurus: Thesaurus) -> SynonymLookup:
    """Look words up in a thesaurus and give what is found the form of the word in its place."""

    def find(word: str, previous: str) -> Sequence[Sequence[str]]:
        form = read_form(word, previous)
        if form is None:
            return ()
        return [_inflect_all(sense, form) for sense in thesaurus(form.lemma, form.pos)]

    return find


def _inflect_all(synonyms: Sequence[str], form: Form) -> list[str]:
    """Synonyms in the form asked for, less those that cannot take it ("additionally" + -ed)."""
    made = [(synonym, inflect(synonym, form)) for synonym in synonyms]
    return [new for old, new in made if new != old or form.tag in _UNMARKED]


# Forms that look like the lemma itself, or may.
_UNMARKED = ("NN", "VB", "VBP", "JJ", "RB")


def swap_lookup() -> SynonymLookup:
    """Look words up in the table of farm swaps, as they stand and by their lemma."""
    swaps = read_swaps()

    def find(word: str, previous: str) -> Sequence[Sequence[str]]:
        if word in swaps:
            return [swaps[word]]
        form = read_form(word, previous)
        if form is None or form.lemma not in swaps:
            return ()
        return [_inflect_all(swaps[form.lemma], form)]

    return find


def _match_case(replacement: str, word: str) -> str:
    if word.isupper() and len(word) > 1:
        return replacement.upper()
    return replacement[0].upper() + replacement[1:] if word[0].isupper() else replacement


def _is_open(match: re.Match[str], line: str, style: SpinStyle, rng: random.Random) -> bool:
    """Whether a word may be swapped: names seldom, quoted speech only where the style allows."""
    quoted = (quote.span() for quote in _QUOTED.finditer(line) if style.keep_quotes)
    if any(begin <= match.start() < end for begin, end in quoted):
        return False
    before = line[: match.start()].rstrip("“\"‘' ")
    starts = not before or before[-1] in ".!?:" or before != line[: match.start()].rstrip()
    if match.group()[0].isupper() and not starts:
        return rng.random() < style.names
    return not (match.group().isupper() and len(match.group()) > 1)


def _pick(senses: Sequence[Sequence[str]], style: SpinStyle, rng: random.Random) -> str:
    """One replacement, or an empty string where the style leaves none."""
    kept = [[w for w in sense if style.phrases or " " not in w] for sense in senses]
    kept = [sense for sense in kept if sense]
    if not kept:
        return ""
    return rng.choice(rng.choice(kept) if style.any_sense else kept[0])


def _mend_articles(line: str, original: str) -> str:
    """Make "a" and "an" agree with a swapped word; what the original wrote is left ("an URL")."""

    def agree(match: re.Match[str]) -> str:
        if f"{match[0]} {match[2]}" in original:
            return match[0]
        return match[1] + ("n" if _VOWEL_SOUND.match(match[2]) else "")

    return _ARTICLE.sub(agree, line)


def _spin_line(
    line: str, find: SynonymLookup, style: SpinStyle, rng: random.Random, chosen: dict[str, str]
) -> str:
    previous = ""

    def swap(match: re.Match[str]) -> str:
        nonlocal previous
        word, before = match.group(), previous
        previous = word.lower()
        if not _is_open(match, line, style, rng) or rng.random() >= style.rate:
            return word
        picked = chosen.get(previous, "") if style.stubborn else ""
        picked = picked or _pick(find(previous, before), style, rng)
        chosen[previous] = picked
        return _match_case(picked, word) if picked else word

    spun = _WORD.sub(swap, line)
    return _mend_articles(spun, line) if style.fix_articles and spun != line else spun


def _swap_phrases(line: str, rate: float, rng: random.Random) -> str:
    """Exchange the phrases of the swap table ("prime minister") before single words are met."""
    pattern, swaps = _phrase_pattern(), read_swaps()

    def swap(match: re.Match[str]) -> str:
        if rng.random() >= rate:
            return match.group()
        return _match_case(rng.choice(swaps[match.group().lower()]), match.group())

    return pattern.sub(swap, line)


def _phrase_pattern() -> re.Pattern[str]:
    phrases = sorted((word for word in read_swaps() if " " in word), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


def spin_synonyms(text: str, find: SynonymLookup, style: SpinStyle, seed: int) -> str:
    """Swap words of a text for synonyms; lines, quote marks and names stay as the style says.

    Raises
    ------
    MissingPackagesError
        Where lemminflect or the thesaurus is absent.
    """
    rng = random.Random(seed)
    chosen: dict[str, str] = {}
    return "\n".join(_spin_line(line, find, style, rng, chosen) for line in text.split("\n"))


def spin_with_swaps(text: str, style: SpinStyle, seed: int) -> str:
    """Swap words and phrases of a text by the table of farm swaps alone."""
    rng = random.Random(seed)
    if style.phrases:
        lines = [_swap_phrases(line, style.rate, rng) for line in text.split("\n")]
        text = "\n".join(lines)
    return spin_synonyms(text, swap_lookup(), style, seed)
