"""Reads a word's form in its place, and gives a synonym the same form.

A light rule is enough here: real spinners tag as badly, and a wrong guess ("the left" read as
"leave") is just the damage that a spun page shows. Needs lemminflect (extra ``train``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from detector.training.synthesis.back_translation import MissingPackagesError
from detector.training.synthesis.thesaurus import read_pos_counts


class Form(NamedTuple):
    """A word in its place: lemma, part of speech (UPOS) and Penn tag, such as ``VBD``."""

    lemma: str
    pos: str
    tag: str


_BEFORE_NOUN = frozenset(
    "the a an this that these those my your his her its our their every each some any no "
    "another of".split()
)
_BEFORE_VERB = frozenset(
    "to will would can could may might must should shall cannot did does do not i we they "
    "he she it who you".split()
)
_PERFECT = frozenset("have has had having be been being is are was were am get got by".split())
# Closed-class words and words that no thesaurus should touch: a swap there gives nonsense that
# not even a careless spinner prints. Made up, then pruned by reading output.
PROTECTED_WORDS = frozenset(
    "be have do can may will shall must would could should might the a an and or of to in on at "
    "by for with from as not no so than that this which who what when where why how it he she "
    "they we you i more most very much many such other another same own one two three four five "
    "six seven eight nine ten first second third mr mrs ms dr st per via am pm a.m p.m us uk eu "
    "un over out up down off back about into after before under through between against during "
    "there here then now if whether while since until only just even still too yet ever never "
    "both either all each every some any few several well like less least".split()
)


@lru_cache(maxsize=100_000)
def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    try:
        from lemminflect import getAllLemmas
    except ImportError as error:
        raise MissingPackagesError("the Python package lemminflect") from error
    return getAllLemmas(word)


@lru_cache(maxsize=100_000)
def _inflections(lemma: str, pos: str) -> dict[str, tuple[str, ...]]:
    from lemminflect import getAllInflections, getAllInflectionsOOV

    inflections: dict[str, tuple[str, ...]] = getAllInflections(lemma, pos)
    return getAllInflectionsOOV(lemma, pos) if pos == "NOUN" and not inflections else inflections


def _choose_pos(word: str, previous: str, known: dict[str, tuple[str, ...]]) -> str:
    """The likeliest part of speech: by the word before, else by how often SemCor has each."""
    if "NOUN" in known and previous in _BEFORE_NOUN and not word.endswith(("ing", "ed")):
        return "ADJ" if "ADJ" in known and "VERB" not in known else "NOUN"
    if "VERB" in known and previous in _BEFORE_VERB:
        return "VERB"
    counts = read_pos_counts()
    return max(known, key=lambda pos: counts.get((known[pos][0], pos), 0))


def _choose_tag(word: str, previous: str, lemma: str, pos: str) -> str:
    tags = [tag for tag, forms in _inflections(lemma, pos).items() if word in forms]
    if "VBD" in tags and "VBN" in tags:
        return "VBN" if previous in _PERFECT else "VBD"
    plain = {"NOUN": "NN", "VERB": "VB", "ADJ": "JJ", "ADV": "RB"}[pos]
    return tags[0] if tags and plain not in tags else plain


@lru_cache(maxsize=100_000)
def read_form(word: str, previous: str) -> Form | None:
    """Form of a lower-case word after another; ``None`` for closed-class and unknown words.

    Raises
    ------
    MissingPackagesError
        Where lemminflect or ``wordnet-base`` is absent.

    "attacks" after "the" is ``Form("attack", "NOUN", "NNS")``.
    """
    known = {
        p: lemmas for p, lemmas in _lemmas(word).items() if p in ("NOUN", "VERB", "ADJ", "ADV")
    }
    if not known or word in PROTECTED_WORDS:
        return None
    pos = _choose_pos(word, previous, known)
    lemma = known[pos][0]
    if lemma in PROTECTED_WORDS:
        return None
    return Form(lemma, pos, _choose_tag(word, previous, lemma, pos))


_TAGS = {
    "NOUN": ("NN", "NNS"),
    "VERB": ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"),
    "ADJ": ("JJ", "JJR", "JJS"),
    "ADV": ("RB",),
}


def read_tags(word: str) -> list[tuple[str, str, list[str]]]:
    """Lemma, part of speech and Penn tags of all that a lower-case word may be out of context.

    Raises
    ------
    MissingPackagesError
        Where lemminflect is absent.

    "prices" is ``[("price", "NOUN", ["NNS"]), ("price", "VERB", ["VBZ"])]``.
    """
    readings = []
    for pos, lemmas in _lemmas(word).items():
        if pos in _TAGS:
            forms = _inflections(lemmas[0], pos)
            tags = [tag for tag in _TAGS[pos] if word in forms.get(tag, ())]
            plain = [_TAGS[pos][0]] if word == lemmas[0] else []
            readings.append((lemmas[0], pos, tags or plain))
    return readings


def _inflect_word(word: str, pos: str, tag: str) -> str:
    if tag == "NNS" and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word  # "arts", "goods": plural as it stands
    made = _inflections(word, pos)
    forms = made.get(tag) or made.get("VBD" if tag == "VBN" else tag)
    return forms[0] if forms else word


def inflect(synonym: str, form: Form) -> str:
    """Give a synonym, of one word or several, the form of the word it stands for.

    Verbs of several words take the ending on the first word, nouns on the last one before "of".
    "mention" for "said" gives "mentioned".

    Where the synonym has no such form ("additionally" for "adding"), it comes back as it is.
    """
    if form.tag in ("NN", "VB", "JJ", "RB"):
        return synonym
    words = synonym.split(" ")
    head = 0 if form.pos == "VERB" else len(words) - 1
    if form.pos == "NOUN" and "of" in words[1:]:
        head = words.index("of") - 1
    words[head] = _inflect_word(words[head], form.pos, form.tag)
    return " ".join(words)
